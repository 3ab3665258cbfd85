// Every way a send can go, through a real gate: what stands in its row, and what happened step by step.
import { describe, expect, test } from 'vitest'
import { answer, asked, asks, room } from '../support/approvals.ts'
import { codex, cursor, type Rig, rig, rule, settle, submit } from '../support/rig.ts'
import { logOfRig, rowsOf } from './support/shown.ts'

const typed = (text: string) => ({ intent: 'type', surface: 'api', text }) as const

/** [decision, Enter, text, actor] of each row, the newest first. */
async function table(state: Rig, looked = {}) {
  const rows = await rowsOf(await logOfRig(state, looked))
  return rows.map(({ decision, enter, text, actor }) => [decision, enter, text, actor])
}
async function newest(state: Rig, looked = {}) {
  const log = await logOfRig(state, looked)
  const [row] = await rowsOf(log)
  return { row: row!, detail: (await log.get(row!.seq, false))! }
}

describe('a send that a rule allows', () => {
  test('is Allowed with Enter, and its steps say how', async () => {
    const state = rig()
    await state.gate.send(cursor, submit('ls'))
    expect(await table(state)).toEqual([['allowed', 'enter', 'ls', 'cursor']])
    const { row, detail } = await newest(state)
    expect(row).toMatchObject({
      actorName: 'Cursor',
      surface: { id: 's_aaaa', name: 'api' },
      ends: null,
      masked: false,
    })
    expect(row.tookMs).not.toBeNull()
    expect(detail).toMatchObject({ text: 'ls', wrote: null, wanted: 'submit', got: 'submit', rule: 'r1', open: true })
    expect(detail.decidedBy).toBe('Rule r1')
    expect(detail.steps.map(({ text, tone }) => [text, tone])).toEqual([
      ['Cursor sent the request', 'plain'],
      ['Rule r1 matched, allowed', 'good'],
      ['Text and Enter went in', 'good'],
    ])
    expect(detail.hash).toMatch(/^sha256:/)
  })

  test('is Unconfirmed where no line was seen to leave', async () => {
    const state = rig()
    state.surface.seenToSubmit = false
    await state.gate.send(cursor, submit('ls'))
    expect(await table(state)).toEqual([['unconfirmed', 'enter', 'ls', 'cursor']])
  })

  test('without Enter says so', async () => {
    const state = rig()
    await state.gate.send(cursor, typed('ls'))
    expect(await table(state)).toEqual([['allowed', 'none', 'ls', 'cursor']])
  })

  test('that broke off is Unknown', async () => {
    const state = rig()
    state.surface.onDeliver = () => {
      throw new Error('the terminal broke')
    }
    await state.gate.send(cursor, submit('ls'))
    expect((await table(state))[0]).toEqual(['paused', null, 'Paused all agents', 'gatehouse'])
    expect((await table(state)).at(-1)).toEqual(['unknown', null, 'ls', 'cursor'])
  })

  test('with no outcome is going on in this run, and Unknown in the next', async () => {
    const state = rig()
    await state.gate.send(cursor, submit('ls'))
    state.records.splice(1)
    expect(await table(state)).toEqual([['allowed', null, 'ls', 'cursor']])
    expect(await table(state, { ran: false })).toEqual([['unknown', null, 'ls', 'cursor']])
  })
})

describe('a send that is refused', () => {
  test.each([
    ['no rule', () => rig({ rules: [] }), 'denied'],
    ['a rule for less', () => rig({ rules: [rule('r1', '*', 'read')] }), 'denied'],
    ['nobody to ask', () => rig({ rules: asks() }), 'no_answer'],
    [
      'a limit',
      () => rig({ rules: [rule('r1', '*', 'submit', { limits: [{ max: 1, window: 'minute', per: 'pair' }] })] }),
      'rate_limited',
    ],
  ] as const)('by %s', async (_why, make, decision) => {
    const state = make()
    await state.gate.send(cursor, submit('first'))
    await state.gate.send(cursor, submit('rm -rf /'))
    expect((await table(state))[0]).toEqual([decision, 'not_sent', 'rm -rf /', 'cursor'])
  })

  test('while agents are paused', async () => {
    const state = rig()
    await state.gate.pause('person')
    await state.gate.send(cursor, submit('ls'))
    await state.gate.resume('person')
    expect(await table(state)).toEqual([
      ['resumed', null, 'Resumed all agents', 'person'],
      ['refused_paused', 'not_sent', 'ls', 'cursor'],
      ['paused', null, 'Paused all agents', 'person'],
    ])
  })
})

describe('a send that a person is asked about', () => {
  test('waits with its end, and after the restart nobody answered', async () => {
    const state = room()
    void state.gate.send(cursor, submit('ls'))
    await asked(state)
    const { row, detail } = await newest(state)
    expect(row).toMatchObject({ decision: 'waiting', enter: 'not_sent', tookMs: null, ends: row.at + 120_000 })
    expect(detail.steps.at(-1)).toMatchObject({ at: null, tone: 'next' })
    expect(detail.steps.at(-1)!.text).toMatch(/^Waits for your answer until \d\d:\d\d$/)
    expect((await table(state, { ran: false }))[0]).toEqual(['no_answer', 'not_sent', 'ls', 'cursor'])
  })

  test.each([
    ['once', 'you_allowed', 'enter', 'You, once', 'You chose "Allow once"'],
    ['minutes', 'you_allowed', 'enter', 'You, for a time', 'You chose "Allow for a time"'],
    ['deny', 'you_denied', 'not_sent', 'You refused it. Nothing was sent.', 'You chose "Deny"'],
    [
      'block',
      'you_denied',
      'not_sent',
      'You refused it and locked this agent to reading here.',
      'You chose "Refuse and block"',
    ],
  ] as const)('answered with %s', async (how, decision, enter, note, decidedBy) => {
    const state = room()
    const sending = state.gate.send(cursor, submit('ls'))
    await answer(state, how)
    await sending
    const { row, detail } = await newest(state)
    expect(row).toMatchObject({ decision, enter, note, text: 'ls' })
    expect(detail.decidedBy).toBe(decidedBy)
    expect(detail.steps[1]!.text).toBe('Rule r1 matched, asked you')
  })

  test('and refused for a reason says it', async () => {
    const state = room()
    const sending = state.gate.send(cursor, submit('git push --force'))
    await answer(state, 'deny', { reason: 'Never force-push main' })
    await sending
    expect((await newest(state)).row.note).toBe('You: "Never force-push main"')
  })

  test('and edited keeps what the agent wrote beside what was sent', async () => {
    const state = room()
    const sending = state.gate.send(cursor, submit('rm -rf /'))
    await answer(state, 'edit', { text: 'ls' })
    await sending
    const { row, detail } = await newest(state)
    expect(row).toMatchObject({ decision: 'you_allowed', text: 'ls', note: 'You, after changing it' })
    expect(detail).toMatchObject({ text: 'ls', wrote: 'rm -rf /' })
  })

  test('and kept as a draft is Draft, and the draft has its own row', async () => {
    const state = room()
    const sending = state.gate.send(cursor, submit('ls'))
    await answer(state, 'draft')
    await sending
    const { row, detail } = await newest(state)
    expect(await table(state)).toEqual([
      ['draft', 'not_sent', 'ls', 'cursor'],
      ['draft', 'not_sent', 'ls', 'cursor'],
    ])
    const [, first] = await rowsOf(await logOfRig(state))
    expect(first!.note).toBe('Drafted, not in the program. Kept as draft by you')
    expect(row.note).toBe('Drafted, not in the program')
    expect(detail.draft).toEqual({ ref: state.gate.drafts()[0]!.ref, waits: true })
  })

  test('is No answer when nobody came', async () => {
    const state = room()
    const sending = state.gate.send(cursor, submit('ls'))
    await asked(state)
    await state.clock.advance(121_000)
    await sending
    expect((await newest(state)).row).toMatchObject({ decision: 'no_answer', enter: 'not_sent' })
  })

  test('is Cancelled when the agent left', async () => {
    const state = room()
    const leaves = new AbortController()
    const sending = state.gate.send(cursor, submit('ls', leaves.signal))
    await asked(state)
    leaves.abort()
    await sending
    expect((await newest(state)).row).toMatchObject({ decision: 'cancelled', enter: 'not_sent' })
  })
})

describe('a draft', () => {
  const drafting = () => rig({ rules: [rule('r1', '*', 'type')] })
  async function staged(state: Rig, text = 'ls') {
    await state.gate.send(cursor, typed(text))
    return state.gate.drafts()[0]!.ref
  }

  test('waits, and says until when', async () => {
    const state = drafting()
    const ref = await staged(state)
    const { row, detail } = await newest(state)
    expect(row).toMatchObject({ decision: 'draft', enter: 'not_sent', note: 'Drafted, not in the program' })
    expect(detail).toMatchObject({ draft: { ref, waits: true }, got: 'type' })
    expect(detail.steps.at(-1)).toMatchObject({ seq: null, at: null, tone: 'next' })
    expect(detail.steps.at(-1)!.text).toMatch(/^Run, insert, edit or discard until \d\d:\d\d$/)
  })

  test.each([
    ['run', 'you_ran', 'enter', 'run by you'],
    ['insert', 'you_inserted', 'none', 'inserted by you'],
  ] as const)('that a person %ss has two rows that name each other', async (how, decision, enter, fate) => {
    const state = drafting()
    const ref = await staged(state)
    await state.gate.release(ref, how)
    const [row, before] = await rowsOf(await logOfRig(state))
    expect(row).toMatchObject({ decision, enter, actor: 'person', actorName: 'You', text: 'ls' })
    expect(row!.note).toMatch(/^Draft by Cursor, from \d\d:\d\d$/)
    expect(before!.note).toMatch(new RegExp(`^Drafted, not in the program; ${fate} at \\d\\d:\\d\\d$`))
    const detail = await (await logOfRig(state)).get(before!.seq, false)
    expect(detail!.draft).toEqual({ ref, waits: false })
    expect(detail!.steps.at(-1)).toMatchObject({ seq: row!.seq, tone: 'good' })
  })

  test('of which nobody knows whether it went in says so at both ends', async () => {
    const state = drafting()
    const ref = await staged(state)
    state.surface.loses = 'unknown'
    await state.gate.release(ref, 'run')
    const [row, before] = await rowsOf(await logOfRig(state))
    expect(row).toMatchObject({ decision: 'unknown', enter: null, actor: 'person', text: 'ls' })
    expect(row!.note).toBe('It broke off, or the connection was lost: it may have gone in')
    expect(before!.note).toMatch(/^Drafted, not in the program; it may have reached the program at \d\d:\d\d$/)
  })

  test('that a person changes and runs shows both texts', async () => {
    const state = drafting()
    const ref = await staged(state, 'rm -rf /')
    const changed = await state.gate.editDraft(ref, 'ls')
    await state.gate.release(changed.ok ? changed.value.ref : '', 'run')
    expect(await table(state)).toEqual([
      ['you_ran', 'enter', 'ls', 'person'],
      ['you_changed', 'not_sent', 'ls', 'person'],
      ['draft', 'not_sent', 'rm -rf /', 'cursor'],
    ])
    const { detail } = await newest(state)
    expect(detail).toMatchObject({ text: 'ls', wrote: 'rm -rf /' })
  })

  test('that a person discards', async () => {
    const state = drafting()
    await state.gate.discardDraft(await staged(state))
    await settle()
    const [row, before] = await rowsOf(await logOfRig(state))
    expect(row).toMatchObject({ decision: 'you_discarded', text: 'ls', actor: 'person' })
    expect(before!.note).toMatch(/; discarded by you at/)
  })

  test('that its agent replaces, discards, or lets expire', async () => {
    const state = drafting()
    await staged(state)
    const ref = await staged(state, 'ls -l')
    await state.gate.discard(cursor, ref)
    await staged(state, 'third')
    await state.clock.advance(31 * 60_000)
    await settle()
    const notes = (await rowsOf(await logOfRig(state))).map(({ decision, note }) => [
      decision,
      note.replace(/ at .*/, ''),
    ])
    expect(notes).toEqual([
      ['cancelled', 'It expired after 30 minutes.'],
      ['draft', 'Drafted, not in the program; ended without being released'],
      ['cancelled', 'Its agent discarded it.'],
      ['draft', 'Drafted, not in the program; discarded by Cursor'],
      ['draft', 'Drafted, not in the program; replaced by a newer one'],
    ])
  })

  test('that an agent releases', async () => {
    const state = drafting()
    const ref = await staged(state)
    state.rules = [rule('r2', '*', 'submit')]
    await state.gate.send(cursor, { intent: 'submit', surface: 'api', draft: ref })
    const [row, before] = await rowsOf(await logOfRig(state))
    expect(row).toMatchObject({ decision: 'allowed', enter: 'enter', text: 'ls' })
    expect(before!.note).toMatch(/; released by Cursor at/)
  })

  test('whose run was refused is still a draft, and the run Failed', async () => {
    const state = drafting()
    const ref = await staged(state)
    state.surface.personKey('x')
    expect(await state.gate.release(ref, 'run')).toMatchObject({ ok: false })
    const [row, before] = await rowsOf(await logOfRig(state))
    expect(row).toMatchObject({ decision: 'failed', enter: 'not_sent', actor: 'person' })
    expect(before!.note).toBe('Drafted, not in the program')
  })
})

test('reads are one row each, with their count', async () => {
  const state = rig()
  await state.gate.read(codex, { surface: 'api', what: 'screen' })
  state.reads.splice(0, 1, { ...state.reads[0]!, count: 7 })
  expect((await newest(state)).row).toMatchObject({
    kind: 'read',
    decision: 'allowed',
    text: 'Read the screen',
    count: 7,
  })
})

test('a secret is masked in the row and in the detail, and shown where a person asks for it', async () => {
  const state = rig()
  await state.gate.send(cursor, submit('deploy --token abc123def'))
  const log = await logOfRig(state)
  const [row] = await rowsOf(log)
  expect(row).toMatchObject({ text: 'deploy --token ••••••••', masked: true })
  expect(await log.get(row!.seq, false)).toMatchObject({ text: 'deploy --token ••••••••' })
  expect(await log.get(row!.seq, true)).toMatchObject({
    text: 'deploy --token abc123def',
    row: { text: 'deploy --token ••••••••' },
  })
})

test('what is delivered carries the number of the record of its row, whoever releases it', async () => {
  const state = room()
  const carried: (number | undefined)[] = []
  state.surface.onDeliver = ({ record }) => void carried.push(record)
  const sending = state.gate.send(cursor, submit('ls'))
  await answer(state, 'once')
  await sending
  await state.gate.send(cursor, typed('pwd'))
  await state.gate.release(state.gate.drafts()[0]!.ref, 'run')
  const rows = await rowsOf(await logOfRig(state))
  const went = rows.filter(({ enter }) => enter === 'enter').map(({ seq }) => seq)
  expect(carried).toEqual(went.reverse())
})
