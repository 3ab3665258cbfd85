// drafts.json may lag behind the record by a moment: here it holds one state, and the record goes on from there.
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { openActivity } from '../../main/gate/activity.ts'
import { createGate } from '../../main/gate/gate.ts'
import { leftDrafts } from '../../main/gate/left-history.ts'
import type { KeptDraft } from '../../main/store/drafts-file.ts'
import { until } from '../surfaces/support.ts'
import { cursor, type Rig, rig, rule, settle } from './support/rig.ts'

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(path.join(os.tmpdir(), 'gatehouse-left-'))
})
afterEach(() => rm(dir, { recursive: true, force: true }))

interface World {
  readonly state: Rig
  /** every state drafts.json was in, the first is before anything */
  readonly states: (readonly KeptDraft[])[]
  readonly activity: Awaited<ReturnType<typeof openActivity>>
}

/** A gate whose record is on disk. */
async function world(): Promise<World> {
  const states: (readonly KeptDraft[])[] = [[]]
  const activity = await openActivity(dir)
  const state = rig({
    rules: [rule('r1', '*', 'type')],
    activity,
    drafts: { left: [], lost: [], save: drafts => void states.push(structuredClone(drafts)) },
    make: createGate,
  })
  return { state, states, activity }
}
const stage = (state: Rig, text: string) => state.gate.send(cursor, { intent: 'type', surface: 'api', text })
const ref = (state: Rig) => state.gate.drafts()[0]!.ref
const now = () => Date.parse('2026-11-21T12:00:00Z')

/** What comes back when the app died with drafts.json as it was after its `at`th write. */
async function restarted({ states, activity }: World, at: number) {
  await settle()
  await activity.close()
  const { left, lost } = await leftDrafts(dir, states[at]!, now())
  return { left: left.map(draft => `${draft.ref.split('@')[1]} ${draft.text} ${draft.edited}`), lost }
}

describe('with drafts.json one write behind, a draft', () => {
  it('that is as it was comes back as it was', async () => {
    const one = await world()
    await stage(one.state, 'one')
    expect(await restarted(one, 1)).toEqual({ left: ['1 one false'], lost: [] })
  })

  it.each<[string, (state: Rig) => Promise<unknown>]>([
    ['run', state => state.gate.release(ref(state), 'run')],
    ['inserted', state => state.gate.release(ref(state), 'insert')],
    ['discarded', state => state.gate.discardDraft(ref(state))],
    [
      'released by its agent',
      state => {
        state.rules = [rule('r2', '*', 'submit')]
        return state.gate.send(cursor, { intent: 'submit', surface: 'api', draft: ref(state) })
      },
    ],
    ['dropped with its surface', async state => state.gate.surfaceGone('s_aaaa')],
    ['dropped with its agent', async state => state.gate.agentGone('cursor')],
  ])('that was %s does not come back', async (_, act) => {
    const one = await world()
    await stage(one.state, 'one')
    await act(one.state)
    expect(one.states).toMatchObject([[], [{ text: 'one' }], []])
    expect(await restarted(one, 1)).toEqual({ left: [], lost: [] })
  })

  it('that was replaced or changed comes back as its newest revision', async () => {
    const one = await world()
    await stage(one.state, 'one')
    await stage(one.state, 'two')
    await one.state.gate.editDraft(ref(one.state), 'mine')
    expect(await restarted(one, 1)).toEqual({ left: ['3 mine true'], lost: [] })
  })

  it('whose release wrote nothing comes back', async () => {
    const one = await world()
    await stage(one.state, 'one')
    one.state.surface.personKey('x')
    expect(await one.state.gate.release(ref(one.state), 'insert')).toMatchObject({ ok: false, code: 'line_not_empty' })
    const refused = await one.state.gate.send(cursor, { intent: 'submit', surface: 'api', draft: ref(one.state) })
    expect(refused).toMatchObject({ code: 'denied' })
    expect(await restarted(one, 1)).toEqual({ left: ['1 one false'], lost: [] })
  })

  it('whose release had begun may have reached the program: it is not offered again, and that is said', async () => {
    const one = await world()
    await stage(one.state, 'one')
    one.state.surface.onDeliver = () => {
      throw new Error('the terminal broke')
    }
    await one.state.gate.release(ref(one.state), 'run')
    const { left, lost } = await restarted(one, 1)
    expect(left).toEqual([])
    expect(lost).toMatchObject([
      { outcome: 'unknown', why: expect.stringContaining('may have reached'), draft: { text: 'one' } },
    ])
  })

  it('the same where the app died before it knew the end', async () => {
    const one = await world()
    await stage(one.state, 'one')
    one.state.surface.onDeliver = () => new Promise(() => {})
    void one.state.gate.release(ref(one.state), 'run')
    // The record is read while the release hangs: as good as dead.
    const lost = async () => (await leftDrafts(dir, one.states[1]!, now())).lost
    await until('its record', async () => (await lost()).length > 0)
    expect(await lost()).toMatchObject([{ outcome: 'unknown', draft: { text: 'one' } }])
    await one.activity.close()
  })

  it('that was said to be lost once is not said to be lost by the start after that', async () => {
    const one = await world()
    await stage(one.state, 'one')
    one.state.surface.onDeliver = () => new Promise(() => {})
    void one.state.gate.release(ref(one.state), 'run')
    const lost = async () => (await leftDrafts(dir, one.states[1]!, now())).lost
    await until('its record', async () => (await lost()).length > 0)
    expect(await lost()).toHaveLength(1)
    rig({ activity: one.activity, drafts: { left: [], lost: await lost(), save() {} } })
    expect(await restarted(one, 1)).toEqual({ left: [], lost: [] })
  })
})

describe('what is kept in drafts.json', () => {
  const kept: KeptDraft = {
    ref: 'd_aaaa@1',
    agent: 'cursor',
    text: 'ls',
    at: now() + 5000,
    bytes: 40,
    edited: false,
    target: { id: 's_old1', name: 'build', workspace: 'web' },
  }

  it('is no older than now, and as long as it is', async () => {
    expect((await leftDrafts(dir, [kept], now())).left).toEqual([{ ...kept, at: now(), bytes: 2 }])
  })

  it.each(['a\x1b[201~\r', '\x03', '\ud800', '✓'.repeat(30_000)])(
    'and no draft may hold (%j) is not offered',
    async text => {
      const { left, lost } = await leftDrafts(dir, [{ ...kept, text }], now())
      expect([left, lost.map(({ outcome }) => outcome)]).toEqual([[], ['cancelled']])
    },
  )
})
