// A submit that waits: from right before its first byte, on real shells.
import { describe, expect, test } from 'vitest'
import { systemClock } from '../../main/gate/clock.ts'
import { createGate } from '../../main/gate/gate.ts'
import type { WaitUntil } from '../../main/gate/wait.ts'
import { openShell, testRegistry } from '../surfaces/support.ts'
import { cursor, rig, rule, settle, short } from './support/rig.ts'

async function room() {
  const { registry } = testRegistry()
  const surface = await openShell(registry)
  const state = rig({
    rules: [rule('r1', '*', 'submit', { answer: 'allow' })],
    make: options => createGate({ ...options, surfaces: registry, clock: systemClock }),
  })
  const submit = (text: string, until?: WaitUntil, more: { timeoutMs?: number; key?: string } = {}) => {
    const { timeoutMs = 10_000, ...once } = more
    const wait = until === undefined ? {} : { wait: { until, timeoutMs } }
    return state.gate.send(cursor, { intent: 'submit', surface: surface.facts.id, text, ...wait, ...once })
  }
  return { state, surface, submit }
}
const waitOf = (sent: Awaited<ReturnType<Awaited<ReturnType<typeof room>>['submit']>>) =>
  !sent.refused && 'wait' in sent ? sent.wait : undefined

describe('a submit that waits', () => {
  test('finds what was printed at once, and its lines are all there', async () => {
    const { submit } = await room()
    const sent = await submit('echo "out-$((40+2))"', { text: 'out-42' })
    expect(sent).toMatchObject({ refused: false, outcome: 'submitted' })
    expect(waitOf(sent)).toMatchObject({ reason: 'text', lines: expect.arrayContaining(['out-42']) })
  })

  test('does not find what stood there before', async () => {
    const { submit } = await room()
    await submit('echo "old-$((1+1))"', { text: 'old-2' })
    const sent = await submit('true', { text: 'old-2' }, { timeoutMs: 500 })
    expect(waitOf(sent)).toMatchObject({ reason: 'timeout' })
  })

  test('ends when the shell is back, and its cursor goes on from there', async () => {
    const { state, surface, submit } = await room()
    const waited = waitOf(await submit('sleep 0.4; echo done', 'idle'))
    expect(waited).toMatchObject({ reason: 'idle', lines: expect.arrayContaining(['done']) })
    const read = { surface: surface.facts.id, what: 'since', cursor: waited?.cursor } as const
    const after = await state.gate.read(cursor, read)
    expect(after.refused ? [] : after.lines).not.toContain('done')
  })

  test('repeated with its key it sends nothing, and waits from where the first one began', async () => {
    const { submit, surface } = await room()
    const marker = { text: 'once-2' }
    const first = await submit('echo "once-$((1+1))"', marker, { key: 'k' })
    expect(waitOf(first)?.reason).toBe('text')
    const again = await submit('echo "once-$((1+1))"', marker, { key: 'k' })
    expect(again).toMatchObject({ outcome: 'submitted' })
    expect(waitOf(again)).toMatchObject({ reason: 'text' })
    const read = await surface.read({ what: 'scrollback' })
    const printed = read.ok ? read.value.lines.filter(line => line === 'once-2') : []
    expect(printed).toHaveLength(1)
  })
})

test('what cannot be waited for is refused before anything is sent', async () => {
  const state = rig()
  const wait = { until: { regex: '(a' }, timeoutMs: 1000 }
  const sent = await state.gate.send(cursor, { intent: 'submit', surface: 'api', text: 'ls', wait })
  expect(sent).toMatchObject({ refused: true, code: 'bad_arguments', field: 'until', allowed: 'submit' })
  expect(state.surface.bytes()).toBe('')
  expect(state.records).toMatchObject([{ kind: 'send', intent: 'submit', text: 'ls', outcome: 'denied' }])
})

test('one that was not sent is not waited for', async () => {
  const state = rig({ rules: [rule('r1', '*', 'type')] })
  const wait = { until: 'idle', timeoutMs: 60_000 } as const
  expect(short(await state.gate.send(cursor, { intent: 'submit', surface: 'api', text: 'ls', wait }))).toBe(
    'no: denied',
  )
})

test('what was sent is told as sent, though reading there ended meanwhile', async () => {
  const state = rig()
  state.surface.onDeliver = () => {
    state.rules = []
  }
  const wait = { until: 'idle', timeoutMs: 60_000 } as const
  const sent = await state.gate.send(cursor, { intent: 'submit', surface: 'api', text: 'ls', wait })
  expect(sent).toMatchObject({ refused: false, outcome: 'submitted' })
  expect(sent).not.toHaveProperty('wait')
})

test('the mark is set after the last thing that it waits for, a person’s answer too', async () => {
  const state = rig({ rules: [rule('r1', '*', 'type', { ask: 'submit' })], people: true })
  const reads: string[] = []
  const { read } = state.surface
  state.surface.read = request => {
    reads.push(state.log.at(-1) ?? '')
    return read(request)
  }
  const wait = { until: 'exit', timeoutMs: 1 } as const
  const sending = state.gate.send(cursor, { intent: 'submit', surface: 'api', text: 'ls', wait })
  await settle()
  expect(reads).toEqual([])
  await state.gate.answer({ ref: state.gate.approvals().waiting[0]!.ref, how: 'once' })
  await settle()
  state.clock.advance(1000)
  await sending
  // the person's answer is on record, and no byte of the send
  expect(reads[0]).toBe('record send submit')
})
