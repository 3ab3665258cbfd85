import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type * as Product from '../../main/gate/gate.ts'
import type { SendRequest } from '../../main/gate/model.ts'
import { bundle } from '../helpers/bundle.ts'
import { WRITES_WHAT_IT_STAGES } from './support/mutations.ts'
import { agent, codex, cursor, type Rig, rig, rule } from './support/rig.ts'

type Make = typeof Product.createGate

const texts = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom('ls\n', '\r', '\x1b[201~\r', '1', 'y', 'a\u202eb', '\ud800', 'x'.repeat(65_537), '\t'),
)

interface Step {
  readonly who: 'cursor' | 'codex'
  readonly request: SendRequest
}
const steps = fc.array(
  fc.record({
    who: fc.constantFrom('cursor', 'codex'),
    request: fc.record({ intent: fc.constant('type'), surface: fc.constantFrom('api', 's_aaaa', 'web'), text: texts }),
  }),
  { maxLength: 12 },
) as fc.Arbitrary<Step[]>

/** Type sends of agents with level type, all at once or one after the other: what reached the surface. */
async function typeAll(all: Step[], atOnce: boolean, make?: Make): Promise<Rig> {
  const ask = { ask: 'submit' } as const
  const state = rig({ rules: [rule('r1', '*', 'type', ask)], ...(make ? { make } : {}) })
  const send = ({ who, request }: Step) => state.gate.send(agent(who), request)
  if (atOnce) await Promise.all(all.map(send))
  else for (const step of all) await send(step)
  return state
}

const zeroBytes = (make?: Make) =>
  fc.asyncProperty(steps, fc.boolean(), async (all, atOnce) => {
    const { surface } = await typeAll(all, atOnce, make)
    expect(surface.writes).toEqual([])
  })

describe('level type', () => {
  it('not one byte reaches the surface, whatever is typed by whom and in what order', async () => {
    await fc.assert(zeroBytes(), { numRuns: 300 })
  })

  it.each([
    ['the same gate, bundled, passes', [], null],
    ['a gate that writes what it stages is found out', [WRITES_WHAT_IT_STAGES], /Property failed/],
  ])(
    'by this very property %s',
    async (_, mutations, failure) => {
      const copy = await bundle(join(import.meta.dirname, '../../main/gate/gate.ts'), mutations)
      try {
        const { createGate } = (await import(/* @vite-ignore */ pathToFileURL(copy.path).href)) as typeof Product
        const held = fc.assert(zeroBytes(createGate), { numRuns: 100 })
        await (failure ? expect(held).rejects.toThrow(failure) : held)
      } finally {
        await copy.remove()
      }
    },
    60_000,
  )

  it('each acceptable text becomes the current draft of its agent, and is on disk first', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async all => {
        const { gate, records } = await typeAll(all, false)
        for (const draft of gate.drafts()) {
          const record = records.find(one => one.draft === draft.ref)
          expect(record).toMatchObject({ outcome: 'staged', actor: draft.agent, text: draft.text })
        }
      }),
    )
  })

  it('a draft that could not be recorded is not there, and the gate is closed and paused', async () => {
    const state = rig({ rules: [rule('r1', '*', 'type')] })
    state.onAppend = () => {
      throw new Error('unexpected')
    }
    const answer = await state.gate.send(cursor, { intent: 'type', surface: 'api', text: 'ls' })
    expect(answer).toMatchObject({ refused: true, code: 'paused' })
    expect(state.gate.drafts()).toEqual([])
    expect(state.gate.status()).toMatchObject({ closed: expect.stringContaining('unexpected'), paused: {} })
  })

  it('a second text replaces the first: same id, next revision; the first cannot be released any more', async () => {
    const { gate, surface } = rig({ rules: [rule('r1', '*', 'type')] })
    const one = await gate.send(cursor, { intent: 'type', surface: 'api', text: 'one' })
    const two = await gate.send(cursor, { intent: 'type', surface: 'api', text: 'two' })
    if (one.refused || one.outcome !== 'staged' || two.refused || two.outcome !== 'staged')
      throw new Error('not staged')
    expect(two.draft).toBe(one.draft.replace('@1', '@2'))
    expect(await gate.release(one.draft, 'run')).toMatchObject({ ok: false, code: 'draft_changed' })
    expect(surface.writes).toEqual([])
  })

  it('the eleventh agent on a surface is told that ten drafts wait', async () => {
    const { gate } = rig({ rules: [rule('r1', '*', 'type')] })
    const type = (index: number) => gate.send(agent(`agent-${index}`), { intent: 'type', surface: 'api', text: 'x' })
    for (let index = 0; index < 10; index++) expect(await type(index)).toMatchObject({ outcome: 'staged' })
    expect(await type(10)).toMatchObject({ code: 'rate_limited', why: expect.stringContaining('10 drafts') })
    expect(await type(3)).toMatchObject({ outcome: 'staged' })
  })

  it('expires after 30 minutes, recorded, also when nobody looks', async () => {
    const { gate, clock, records } = rig({ rules: [rule('r1', '*', 'type')] })
    await gate.send(cursor, { intent: 'type', surface: 'api', text: 'x' })
    const heard: string[] = []
    gate.onChange(what => heard.push(what))
    clock.advance(30 * 60_000 - 1)
    expect(gate.drafts()).toHaveLength(1)
    clock.advance(1)
    expect(heard).toContain('drafts')
    expect(gate.drafts()).toEqual([])
    await expect.poll(() => records.at(-1)).toMatchObject({ actor: 'gatehouse', outcome: 'cancelled' })
    expect(records.at(-1)!.verdict!.why).toContain('30 minutes')
  })

  it('drafts go with their surface and with their agent', async () => {
    const { gate, records } = rig({ names: { s_aaaa: 'api', s_bbbb: 'web' }, rules: [rule('r1', '*', 'type')] })
    for (const who of [cursor, codex]) {
      for (const surface of ['api', 'web']) await gate.send(who, { intent: 'type', surface, text: 'x' })
    }
    gate.surfaceGone('s_aaaa')
    expect(gate.drafts().map(({ surface }) => surface)).toEqual(['s_bbbb', 's_bbbb'])
    gate.agentGone('cursor')
    expect(gate.drafts().map(({ agent }) => agent)).toEqual(['codex'])
    await expect.poll(() => records.filter(({ outcome }) => outcome === 'cancelled')).toHaveLength(3)
  })
})
