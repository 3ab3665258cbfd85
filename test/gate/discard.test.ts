// An agent and its own drafts: what it may throw away, and what it hears of the others.
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { openActivity } from '../../main/gate/activity.ts'
import { leftDrafts } from '../../main/gate/left-history.ts'
import { agent, codex, cursor, type Rig, rig, rule, short } from './support/rig.ts'

const room = () => rig({ rules: [rule('r1', '*', 'type')], names: { s_aaaa: 'api', s_bbbb: 'web' } })

async function staged(state: Rig, who = cursor, text = 'make', surface = 'api'): Promise<string> {
  const sent = await state.gate.send(who, { intent: 'type', surface, text })
  if (sent.refused || sent.outcome !== 'staged') throw new Error('not staged')
  return sent.draft
}
const refs = (state: Rig) => state.gate.drafts().map(({ ref }) => ref)

test('its own draft goes, with one record of its end by the agent', async () => {
  const state = room()
  const ref = await staged(state)
  expect(await state.gate.discard(cursor, ref)).toEqual({ refused: false, outcome: 'discarded' })
  expect(refs(state)).toEqual([])
  expect(state.records).toHaveLength(2)
  const end = { actor: 'cursor', intent: 'type', draft: ref, outcome: 'cancelled', surface: { id: 's_aaaa' } }
  expect(state.records.at(-1)).toMatchObject(end)
  expect(state.surface.bytes()).toBe('')
  expect(short(await state.gate.discard(cursor, ref))).toBe('no: draft_changed')
})

describe('nothing else does', () => {
  test('another agent’s draft is answered word for word as one that does not exist', async () => {
    const state = room()
    const ref = await staged(state, codex)
    const later = `${ref.slice(0, ref.indexOf('@'))}@7`
    const absent = 'd_zzzzzzzz@1'
    const plain = async (named: string) =>
      JSON.stringify(await state.gate.discard(cursor, named)).replace(named, 'the draft')
    const none = await plain(absent)
    expect(none).toContain('"draft_changed"')
    expect(await plain(ref)).toBe(none)
    expect(await plain(later)).toBe(none)
    expect(refs(state)).toEqual([ref])
    expect(state.records.at(-1)).toMatchObject({ intent: 'discard', outcome: 'denied' })
  })

  test('an earlier revision is not the draft', async () => {
    const state = room()
    const first = await staged(state)
    const second = await staged(state, cursor, 'make test')
    expect(await state.gate.discard(cursor, first)).toMatchObject({ code: 'draft_changed' })
    expect(refs(state)).toEqual([second])
  })

  test('what a person changed is theirs', async () => {
    const state = room()
    const ref = await staged(state)
    const edited = await state.gate.editDraft(ref, 'make clean')
    const now = edited.ok ? edited.value.ref : ''
    const refused = await state.gate.discard(cursor, now)
    expect(refused).toMatchObject({ code: 'draft_changed', why: expect.stringContaining('A person changed') })
    expect(refs(state)).toEqual([now])
  })

  test('what has expired is gone', async () => {
    const state = room()
    const ref = await staged(state)
    state.clock.advance(30 * 60_000)
    expect(await state.gate.discard(cursor, ref)).toMatchObject({ code: 'draft_changed' })
  })

  test.each(['', 'd_ab12', 'd_ab12@0', `d_ab12@1${'9'.repeat(500)}`])('%j is no name of a draft', async ref => {
    const state = room()
    expect(await state.gate.discard(cursor, ref)).toMatchObject({ code: 'bad_arguments', field: 'draft' })
    expect(state.records.at(-1)).toMatchObject({ draft: null })
  })
})

test('works while agents are paused, since nothing is sent, and not while the gate is closed', async () => {
  const state = room()
  const [one, two] = [await staged(state), await staged(state, cursor, 'x', 'web')]
  await state.gate.pause('person')
  expect(short(await state.gate.discard(cursor, one))).toBe('discarded')
  state.fault = 'the disk is full'
  expect(short(await state.gate.discard(cursor, two))).toBe('no: not_recorded')
  expect(refs(state)).toEqual([two])
})

test('one that is being released is not thrown away halfway', async () => {
  const state = room()
  const ref = await staged(state)
  let entered = () => {}
  const inside = new Promise<void>(resolve => {
    entered = resolve
  })
  let go = () => {}
  state.surface.between = () => {
    entered()
    return new Promise(resolve => {
      go = resolve
    })
  }
  const running = state.gate.release(ref, 'run')
  await inside
  const discarding = state.gate.discard(cursor, ref)
  go()
  expect(await running).toMatchObject({ ok: true })
  expect(short(await discarding)).toBe('no: draft_changed')
})

test('a refusal in the record does not end a draft that was left at a restart; a discard does', async () => {
  const dir = await mkdtemp(path.join(os.tmpdir(), 'gatehouse-discard-'))
  onTestFinished(() => rm(dir, { recursive: true, force: true }))
  const activity = await openActivity(dir)
  const state = rig({ rules: [rule('r1', '*', 'type')], names: { s_aaaa: 'api', s_bbbb: 'web' }, activity })
  const [kept, gone] = [await staged(state), await staged(state, cursor, 'x', 'web')]
  await state.gate.discard(agent('codex'), kept)
  await state.gate.discard(cursor, gone)
  const now = state.clock.now()
  const saved = [kept, gone].map(ref => ({
    ref,
    agent: 'cursor',
    text: 'make',
    at: now,
    bytes: 4,
    edited: false,
    target: { id: 's_aaaa', name: 'api', workspace: 'web' },
  }))
  await activity.close()
  const { left } = await leftDrafts(dir, saved, now)
  expect(left.map(({ ref }) => ref)).toEqual([kept])
})
