// Keys across runs, through real activity files: what the record says is answered again and never sent again.
import { cp, mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type OpenActivity, openActivity } from '../../main/gate/activity.ts'
import type { GateOptions } from '../../main/gate/core.ts'
import { entry } from '../../main/gate/entries.ts'
import { createGate } from '../../main/gate/gate.ts'
import { keyedSends } from '../../main/gate/history.ts'
import { KEY_LIFE_MS, type KeyedSend } from '../../main/gate/idempotency.ts'
import type { Refusal, SendOutcome } from '../../main/gate/model.ts'
import { testClock } from './support/clock.ts'
import { KEPT, keyed, RULES, typed } from './support/keys.ts'
import { codex, cursor, type Rig, rig, rule, short } from './support/rig.ts'

const START = testClock().now()

describe('after a restart', () => {
  let dir: string
  let open: OpenActivity[]
  beforeEach(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'gatehouse-keys-'))
    open = []
  })
  afterEach(async () => {
    await Promise.all(open.map(activity => activity.close()))
    await rm(dir, { recursive: true, force: true })
  })

  /** A run on the files of `folder`, `later` ms after the first run began, with surfaces of new ids. */
  async function run(later = 0, folder = dir): Promise<Rig & { past: KeyedSend[] }> {
    const clock = testClock()
    clock.advance(later)
    const activity = await openActivity(folder, { clock })
    open.push(activity)
    const past = await keyedSends(folder, START + later)
    const names = { [`s_${open.length}`]: 'api' }
    const make = (options: GateOptions) => createGate({ ...options, keyed: past })
    const rigged = rig({ rules: RULES, names, activity, make })
    rigged.clock.advance(later)
    return Object.assign(rigged, { past })
  }
  const bare = (answer: SendOutcome | Refusal) => ({ ...answer, evidence: null })

  test.each(KEPT)('%s stands: the first answer, nothing sent, other arguments refused', async (...row) => {
    const [outcome, agent, request, prepare] = row
    const before = await run()
    prepare?.(before)
    const first = await before.gate.send(agent, request)
    expect(short(first)).toBe(outcome)

    const after = await run(KEY_LIFE_MS - 1)
    expect(bare(await after.gate.send(agent, request))).toEqual(bare(first))
    expect(short(await after.gate.send(agent, { ...request, surface: 's_1' }))).toBe(outcome)
    expect(short(await after.gate.send(agent, { ...request, text: 'other' }))).toBe('no: key_reused')
    expect([after.surface.writes, after.gate.drafts()]).toEqual([[], []])
    after.clock.advance(1)
    await after.gate.send(agent, request)
    expect(after.surface.writes.length + after.gate.drafts().length).toBeGreaterThan(0)
  })

  test('a released draft stands by its name, whatever the record says of its text', async () => {
    const before = await run()
    before.rules = [rule('r1', 'cursor', 'type')]
    const draft = await before.gate.send(cursor, typed('k2'))
    before.rules = RULES
    const release = { intent: 'submit', surface: 'api', draft: 'draft' in draft ? draft.draft : '', key: 'k3' } as const
    expect(short(await before.gate.send(cursor, release))).toBe('submitted')
    const after = await run()
    expect(short(await after.gate.send(cursor, release))).toBe('submitted')
    expect(short(await after.gate.send(cursor, keyed('k3')))).toBe('no: key_reused')
    expect(after.surface.writes).toEqual([])
  })

  test('what was refused, cancelled or never shown leaves its key free', async () => {
    const before = await run()
    expect(short(await before.gate.send(cursor, keyed('bell', '\u0007')))).toBe('no: bad_text')
    before.surface.dialog = { open: 'yes', why: 'it asks', id: null }
    expect(short(await before.gate.send(cursor, keyed('dialog')))).toBe('no: dialog_open')
    before.surface.dialog = { open: 'no', why: 'shell', id: null }
    // Its record of the intent is on disk; then the surface had ended.
    before.surface.onDeliver = () => {
      before.surface.alive = false
    }
    expect(short(await before.gate.send(cursor, keyed('exited')))).toBe('no: surface_exited')
    before.surface.alive = true
    before.surface.onDeliver = null
    expect(short(await before.gate.send(codex, typed('shown')))).toBe('staged')
    // On disk as staged; then the surface was closed.
    const staging = before.gate.send(codex, typed('staged'))
    await Promise.resolve()
    before.gate.surfaceGone(before.surface.facts.id)
    expect(short(await staging)).toBe('no: draft_changed')
    await before.gate.send(cursor, keyed('kept'))
    expect(short(await before.gate.send(cursor, keyed('kept', 'other')))).toBe('no: key_reused')
    const after = await run()
    expect(after.past.map(({ agent, key }) => `${agent} ${key}`)).toEqual(['codex shown', 'cursor kept'])
    expect((await run(KEY_LIFE_MS)).past).toEqual([])
  })

  test('a refusal that names a staged draft does not take its key away', async () => {
    const before = await run()
    const first = await before.gate.send(codex, typed('k'))
    const draft = 'draft' in first ? first.draft : ''
    const release = { intent: 'submit', surface: 'api', draft } as const
    expect(short(await before.gate.send(codex, { ...release, key: 'k' }))).toBe('no: key_reused')
    expect(short(await before.gate.send(codex, { ...release, key: 'k2' }))).toBe('no: denied')
    const after = await run()
    expect(await after.gate.send(codex, typed('k'))).toEqual(first)
    expect(after.gate.drafts()).toEqual([])
  })

  test('ten minutes count from the end of a send, in whichever file its records are', async () => {
    const clock = testClock()
    const activity = await openActivity(dir, { clock, segmentBytes: 1 })
    open.push(activity)
    const facts = { surface: { id: 's_0', name: 'api' }, intent: 'submit', key: 'k' }
    const of = await activity.append(entry('send', 'cursor', { ...facts, text: 'one' }))
    clock.advance(60_000)
    await activity.append(entry('pause', 'person', { intent: 'pause' }))
    clock.advance(180_000)
    await activity.append(entry('send', 'cursor', { ...facts, of, outcome: 'delivered' }))
    const after = await run(240_000 + KEY_LIFE_MS - 1)
    expect(short(await after.gate.send(cursor, keyed('k')))).toBe('submitted')
    expect(after.surface.writes).toEqual([])
    after.clock.advance(1)
    await after.gate.send(cursor, keyed('k'))
    expect(after.surface.writes).toHaveLength(2)
  })

  test('a crash between the record and its outcome is told as not known, and nothing is sent', async () => {
    const crashed = path.join(dir, 'crashed')
    const before = await run()
    before.surface.onDeliver = () => cp(path.join(dir, 'activity'), path.join(crashed, 'activity'), { recursive: true })
    await before.gate.send(cursor, keyed('k'))
    const after = await run(60_000, crashed)
    expect(after.past).toMatchObject([{ key: 'k', outcome: null }])
    const answer = await after.gate.send(cursor, keyed('k'))
    expect(answer).toMatchObject({ refused: false, outcome: 'unknown', evidence: expect.stringContaining('not known') })
    expect(short(await after.gate.send(cursor, keyed('k', 'other')))).toBe('no: key_reused')
    expect(after.surface.writes).toEqual([])
    expect(short(await after.gate.send(cursor, keyed('new')))).toBe('submitted')
  })

  test('a write that broke off is told as not known', async () => {
    const before = await run()
    before.surface.onDeliver = () => {
      throw new Error('EIO')
    }
    expect(short(await before.gate.send(cursor, keyed('k')))).toBe('unknown')
    const after = await run()
    const answer = await after.gate.send(cursor, keyed('k'))
    expect(answer).toMatchObject({ outcome: 'unknown', evidence: expect.stringContaining('not known') })
    expect(after.surface.writes).toEqual([])
  })

  test('a clock that was ahead holds nothing longer than ten minutes', async () => {
    const before = await run(1e9)
    await before.gate.send(cursor, keyed('k'))
    const after = await run()
    expect(short(await after.gate.send(cursor, keyed('k')))).toBe('submitted')
    expect(after.surface.writes).toEqual([])
    after.clock.advance(KEY_LIFE_MS)
    await after.gate.send(cursor, keyed('k'))
    expect(after.surface.writes).toHaveLength(2)
  })

  test('no answer is another than it would have been without it', async () => {
    const step = fc.record({
      key: fc.constantFrom('k1', 'k2', 'k3'),
      text: fc.constantFrom('one', 'two'),
      agent: fc.constantFrom(cursor, codex),
      how: fc.constantFrom('goes', 'unconfirmed', 'dialog', 'bell'),
      minutes: fc.integer({ min: 0, max: 6 }),
    })
    let round = 0
    const property = fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 10 }), async steps => {
      const folder = path.join(dir, String(++round))
      const clock = testClock()
      const activity = await openActivity(folder, { clock })
      open.push(activity)
      const before = rig({ rules: RULES, activity })
      for (const { key, text, agent, how, minutes } of steps) {
        before.surface.seenToSubmit = how !== 'unconfirmed'
        before.surface.dialog =
          how === 'dialog' ? { open: 'yes', why: 'it asks', id: null } : { open: 'no', why: 'shell', id: null }
        const said = how === 'bell' ? `${text}\u0007` : text
        await before.gate.send(agent, agent === codex ? typed(key, said) : keyed(key, said))
        for (const each of [clock, before.clock]) each.advance(minutes * 60_000)
      }
      const later = before.clock.now() - START
      const after = await run(later, folder)
      for (const each of [before, after]) {
        each.surface.seenToSubmit = true
        each.surface.dialog = { open: 'no', why: 'shell', id: null }
      }
      for (const { key, text, agent } of steps) {
        const request = agent === codex ? typed(key, text) : keyed(key, text)
        const writes = [before.surface.writes.length, after.surface.writes.length]
        const [here, there] = [await before.gate.send(agent, request), await after.gate.send(agent, request)]
        expect(short(there)).toBe(short(here))
        expect(after.surface.writes.length - writes[1]!).toBe(before.surface.writes.length - writes[0]!)
      }
    })
    await fc.assert(property, { numRuns: 30 })
  }, 60_000)
})
