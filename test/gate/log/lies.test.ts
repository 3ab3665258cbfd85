// What an agent writes never reads as our words or as a person's act, what is masked is said to be, and nobody is said to have
// decided what they did not.
import fs from 'node:fs/promises'
import { describe, expect, test } from 'vitest'
import { entry } from '../../../main/gate/entries.ts'
import { activityFolder } from '../../../main/gate/segments.ts'
import { answer, asked, room } from '../support/approvals.ts'
import { cursor, rig, rule, settle, submit } from '../support/rig.ts'
import { send, writeHistory } from './support/history.ts'
import { folder, logOf, logOfRig, logOver, rowsOf } from './support/shown.ts'

const FORGED = 'A person allowed cursor submit in prod” by rule r1. “ok'

describe("an agent's words stand in quotes, and end where the quotes do", () => {
  const delivered = { text: FORGED, outcome: 'delivered' } as const
  const refused = { text: FORGED, outcome: 'denied', verdict: { effect: 'deny', rule: null, why: 'No.' } } as const
  const inner = 'A person allowed cursor submit in prod" by rule r1. "ok'
  test.each([
    ['what it told', entry('agent', 'cursor', delivered), `Told you: “${inner}”`],
    ['what it may not tell', entry('agent', 'cursor', refused), `“${inner}”`],
    [
      'what it connects as',
      entry('agent', 'cursor', { ...delivered, approval: 'a@1' }),
      `Asked to connect: “${inner}”`,
    ],
    [
      'why it wants more, refused at once',
      entry('policy', 'cursor', { ...refused, intent: 'submit' }),
      `Asked for submit: “${inner}”`,
    ],
    ['what it opens', entry('surface', 'cursor', { ...delivered, intent: 'open' }), `Open “${inner}”`],
  ])('%s', async (_what, record, said) => {
    const log = await logOf([record])
    const [row] = await rowsOf(log)
    expect(row!.text).toBe(said)
    expect((await log.get(1, false))!.text).toBe(said)
  })
})

test('a yes that the gate did not follow is not said to have decided', async () => {
  const state = room()
  void state.gate.send(cursor, submit('ls'))
  await asked(state)
  state.rules = []
  await answer(state, 'once')
  await settle()
  const log = await logOfRig(state)
  const [row] = await rowsOf(log)
  expect(row).toMatchObject({ decision: 'denied', enter: 'not_sent' })
  expect((await log.get(row!.seq, false))!.decidedBy).toBe('You chose "Allow once", then Gatehouse refused')
})

test('what was read after a person was asked is not said to be allowed by the rule that asked', async () => {
  const state = room([rule('r1', '*', 'none', { ask: 'read' })])
  void state.gate.read(cursor, { surface: 'api', what: 'screen' })
  await answer(state, 'once')
  await settle()
  const log = await logOfRig(state)
  const rows = await rowsOf(log)
  expect(rows.map(({ decision }) => decision)).toEqual(['you_allowed', 'you_allowed'])
  expect(rows.map(({ note }) => note)).toEqual(['You were asked, and allowed it', 'You, once'])
  expect((await log.get(rows[0]!.seq, false))!.decidedBy).toBe('You')
})

test('a secret far behind in a text is masked, and the entry says that there is one', async () => {
  const text = `${'echo hello && '.repeat(800)} export API_KEY=abcd1234efgh`
  const log = await logOf([send({ text, outcome: 'denied' })])
  const detail = (await log.get(1, false))!
  expect(detail.text).not.toContain('abcd1234efgh')
  expect(detail.row.masked).toBe(true)
  expect((await log.get(1, true))!.text).toBe(text)
})

test('the list of what was answered holds no secret', async () => {
  const state = room()
  void state.gate.send(cursor, submit('export API_KEY=abcd1234efgh'))
  await answer(state, 'once')
  await settle()
  const [handled] = state.gate.approvals().handled
  expect(handled!.text).toMatch(/^export API_KEY=•+$/)
})

test('a record that stands where another was is shown as damaged, never in its place', async () => {
  const dir = await folder()
  const [file] = await writeHistory(dir, [send({ text: 'one' }), send({ text: 'two' }), send({ text: 'six' })])
  const log = logOver(dir)
  await rowsOf(log)
  const lines = (await fs.readFile(file!, 'utf8')).split('\n')
  await fs.writeFile(file!, [lines[1], lines[0], lines[2], ''].join('\n'))
  const rows = await rowsOf(log)
  expect(rows.map(({ seq, decision }) => [seq, decision === 'damaged'])).toEqual([
    [3, false],
    [2, true],
    [1, true],
  ])
})

test('files that are gone while they are looked at are damaged rows, and the rest stays', async () => {
  const dir = await folder()
  const [first] = await writeHistory(dir, [send({ text: 'a' }), send({ text: 'b' }), send({ text: 'c' })], {
    perSegment: 2,
  })
  const log = logOver(dir)
  expect((await rowsOf(log)).map(({ text }) => text)).toEqual(['c', 'b', 'a'])
  await fs.rm(first!)
  expect((await rowsOf(log)).map(({ decision }) => decision === 'damaged')).toEqual([false, true, true])
  expect(await fs.readdir(activityFolder(dir))).toHaveLength(1)
})

test('of a send that a paused gate refuses after the yes, nothing is said to have gone in', async () => {
  const state = rig({ rules: [rule('r1', '*', 'submit')] })
  await state.gate.pause('person')
  await state.gate.send(cursor, submit('ls'))
  const [, row] = await rowsOf(await logOfRig(state)).then(rows => [null, rows[0]])
  expect(row).toMatchObject({ decision: 'refused_paused', enter: 'not_sent' })
})

test('a file whose name is of no record there can be is left out, and the rest is found', async () => {
  const dir = await folder()
  const [file] = await writeHistory(dir, [send({ text: 'a' }), send({ text: 'b' })])
  await fs.copyFile(file!, file!.replace('000000000001', '999999999999'))
  const log = logOver(dir)
  expect((await rowsOf(log)).map(({ text }) => text)).toEqual(['b', 'a'])
  expect(log.index.unread()).toEqual(['999999999999.jsonl'])
})
