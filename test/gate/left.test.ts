import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { DRAFT_LIFE_MS } from '../../main/gate/drafts.ts'
import type { LostDraft } from '../../main/gate/left-history.ts'
import type { KeptDraft } from '../../main/store/drafts-file.ts'
import { agent, codex, cursor, type Rig, rig, rule, settle, short } from './support/rig.ts'
import { fakeSurface } from './support/surface.ts'

const NOW = Date.parse('2026-11-21T12:00:00Z')
const paste = (text: string) => `\x1b[200~${text}\x1b[201~`
const kept = (ref = 'd_aaaa@3', who = 'cursor', more: Partial<KeptDraft> = {}): KeptDraft => {
  const target = { id: 's_old1', name: 'build', workspace: 'web' }
  return { ref, agent: who, text: `of ${ref}`, at: NOW, bytes: 12, edited: false, target, ...more }
}

interface Started extends Rig {
  /** what drafts.json holds */
  onDisk(): readonly KeptDraft[]
}

/** The gate as it starts with these drafts left and no surface open. */
function started(left: readonly KeptDraft[], lost: readonly LostDraft[] = [], names = {}): Started {
  let saved = left
  const save = (drafts: readonly KeptDraft[]) => {
    saved = structuredClone(drafts)
  }
  const state = rig({ names, rules: [rule('r1', '*', 'type')], drafts: { left, lost, save } })
  return Object.assign(state, { onDisk: () => saved })
}

function open(state: Rig, id: string, facts = {}) {
  const surface = fakeSurface(id, state.clock, { name: 'build', workspace: 'web', ...facts })
  state.surfaces.push(surface)
  state.gate.surfaceSeen(id)
  return surface
}
const refs = (state: Rig) => state.gate.drafts().map(({ ref, surface }) => `${ref} ${surface}`)

describe('a draft left before a restart', () => {
  it('is shown with what it was for, on no surface, and agents do not see it', () => {
    const state = started([kept()])
    state.surfaces.push(fakeSurface('s_aaaa', state.clock, { name: 'other' }))
    state.gate.surfaceSeen('s_aaaa')
    expect(state.gate.drafts()).toMatchObject([
      { ref: 'd_aaaa@3', surface: null, left: { name: 'build', workspace: 'web' }, agentName: 'Cursor', edited: false },
    ])
    expect(state.gate.list(cursor)).toMatchObject([{ id: 's_aaaa', drafts: [] }])
    expect(state.records).toEqual([])
  })

  it('can be neither run, inserted nor changed, and says what to do', async () => {
    const state = started([kept()])
    for (const answer of [
      await state.gate.release('d_aaaa@3', 'run'),
      await state.gate.release('d_aaaa@3', 'insert'),
      await state.gate.editDraft('d_aaaa@3', 'mine'),
    ]) {
      expect(answer).toMatchObject({ ok: false, code: 'no_such_surface' })
      expect(answer).toMatchObject({ message: expect.stringContaining('Open a surface of that name and workspace') })
    }
    expect(refs(state)).toEqual(['d_aaaa@3 null'])
  })

  it('does not exist for an agent that names it, whatever it may do', async () => {
    const state = started([kept()], [], { s_aaaa: 'api' })
    state.rules = [rule('r1', '*', 'submit')]
    const answer = await state.gate.send(cursor, { intent: 'submit', surface: 'api', draft: 'd_aaaa@3' })
    expect(answer).toMatchObject({ code: 'draft_changed', why: expect.stringContaining('There is no draft') })
  })

  it('can be discarded, by exactly its ref; that is saved, and recorded with what it was for', async () => {
    const state = started([kept()])
    expect(await state.gate.discardDraft('d_aaaa@2')).toMatchObject({ ok: false, code: 'draft_changed' })
    expect(await state.gate.discardDraft('d_aaaa@3')).toEqual({ ok: true, value: {} })
    expect([refs(state), state.onDisk()]).toEqual([[], []])
    await settle()
    expect(state.records).toMatchObject([
      { actor: 'person', draft: 'd_aaaa@3', outcome: 'cancelled', surface: { id: 's_old1', name: 'build' } },
    ])
  })

  it('is bound when a person opens a surface of that name and workspace: recorded, on a card, and Run runs it once', async () => {
    const state = started([kept()])
    const surface = open(state, 's_new1')
    expect(state.gate.drafts()).toMatchObject([{ surface: 's_new1', left: { name: 'build', workspace: 'web' } }])
    await settle()
    expect(state.records).toMatchObject([
      {
        actor: 'gatehouse',
        draft: 'd_aaaa@3',
        outcome: 'staged',
        surface: { id: 's_new1', name: 'build' },
        text: null,
      },
    ])
    expect(state.records[0]!.verdict!.why).toContain('left before a restart')
    expect(state.onDisk()).toEqual([
      kept('d_aaaa@3', 'cursor', { target: { id: 's_new1', name: 'build', workspace: 'web' } }),
    ])
    expect(surface.writes).toEqual([])
    expect(await state.gate.release('d_aaaa@3', 'run')).toMatchObject({ ok: true })
    expect(await state.gate.release('d_aaaa@3', 'run')).toMatchObject({ ok: false, code: 'draft_changed' })
    expect(surface.bytes()).toBe(`${paste('of d_aaaa@3')}\r`)
    expect(state.onDisk()).toEqual([])
  })

  it('is its agent’s again once it is bound: seen, replaced by the next revision, released under its grant', async () => {
    const state = started([kept()])
    const surface = open(state, 's_new1')
    expect(state.gate.list(cursor)).toMatchObject([{ drafts: [{ draft: 'd_aaaa@3', by: 'cursor' }] }])
    const submit = (draft: string) => ({ intent: 'submit', surface: 'build', draft }) as const
    expect(short(await state.gate.send(cursor, submit('d_aaaa@3')))).toBe('no: denied')
    const next = await state.gate.send(cursor, { intent: 'type', surface: 'build', text: 'next' })
    expect(next).toMatchObject({ outcome: 'staged', draft: 'd_aaaa@4' })
    expect(state.gate.drafts()).toMatchObject([{ ref: 'd_aaaa@4', left: null }])
    state.rules = [rule('r2', '*', 'submit')]
    expect(short(await state.gate.send(codex, submit('d_aaaa@4')))).toBe('no: no_answer')
    expect(short(await state.gate.send(cursor, submit('d_aaaa@4')))).toBe('submitted')
    expect(surface.bytes()).toBe(`${paste('next')}\r`)
  })

  it('is bound, too, when a person gives a surface that name', () => {
    const state = started([kept()])
    const surface = open(state, 's_new1', { name: 'shell' })
    expect(refs(state)).toEqual(['d_aaaa@3 null'])
    Object.assign(surface, { facts: { ...surface.facts, name: 'build' } })
    state.gate.surfaceSeen('s_new1')
    expect(refs(state)).toEqual(['d_aaaa@3 s_new1'])
  })

  it.each<[string, (state: Started) => void]>([
    ['an agent opened it', state => void open(state, 's_new1', { openedBy: 'codex' })],
    [
      'its program has ended',
      state => {
        const surface = open(state, 's_new1', { name: 'shell' })
        surface.alive = false
        Object.assign(surface, { facts: { ...surface.facts, name: 'build' } })
        state.gate.surfaceSeen('s_new1')
      },
    ],
    [
      'nothing can be recorded',
      state => {
        state.fault = 'Activity cannot be saved: EIO.'
        open(state, 's_new1')
      },
    ],
  ])('stays left when %s', (_, act) => {
    const state = started([kept()])
    act(state)
    expect(refs(state)).toEqual(['d_aaaa@3 null'])
  })

  it('what was bound to a surface that a person then closes goes with it', async () => {
    const state = started([kept(), kept('d_bbbb@1', 'cursor', { at: NOW - 1 })])
    open(state, 's_new1')
    state.surfaces.splice(0)
    state.gate.surfaceGone('s_new1')
    expect(refs(state)).toEqual(['d_bbbb@1 null'])
    await settle()
    expect(state.records.at(-1)).toMatchObject({ draft: 'd_aaaa@3', outcome: 'cancelled' })
  })

  it('expires 30 minutes after it was staged, wall time, with nobody looking; what is older already is not shown', async () => {
    const old = kept('d_bbbb@1', 'codex', { at: NOW - DRAFT_LIFE_MS })
    const state = started([kept('d_aaaa@3', 'cursor', { at: NOW - DRAFT_LIFE_MS + 60_000 }), old])
    expect(refs(state)).toEqual(['d_aaaa@3 null'])
    state.clock.advance(59_999)
    await settle()
    expect(state.records).toMatchObject([{ draft: 'd_bbbb@1', outcome: 'cancelled', actor: 'gatehouse' }])
    state.clock.advance(1)
    await settle()
    expect(state.records[1]).toMatchObject({ draft: 'd_aaaa@3', outcome: 'cancelled', surface: { name: 'build' } })
    expect(state.onDisk()).toEqual([])
  })

  it('goes with its agent, also when that was revoked while the app was not running', async () => {
    const state = started([kept(), kept('d_bbbb@1', 'stranger'), kept('d_cccc@1', 'codex')])
    expect(refs(state)).toEqual(['d_aaaa@3 null', 'd_cccc@1 null'])
    state.gate.agentGone('cursor')
    expect(refs(state)).toEqual(['d_cccc@1 null'])
    await settle()
    expect(state.records.map(({ draft, verdict }) => [draft, verdict?.why])).toEqual([
      ['d_bbbb@1', 'Its agent was revoked.'],
      ['d_aaaa@3', 'Its agent was revoked.'],
    ])
  })

  it('that may have been released already is recorded as that and not shown', async () => {
    const state = started([], [{ draft: kept(), why: 'It may have reached the program.', outcome: 'unknown' }])
    expect([refs(state), state.onDisk()]).toEqual([[], []])
    await settle()
    expect(state.records).toMatchObject([{ draft: 'd_aaaa@3', outcome: 'unknown', actor: 'gatehouse' }])
  })
})

describe('what is kept for the next start', () => {
  const type = (text: string) => ({ intent: 'type', surface: 'build', text }) as const

  it('follows every change: staged, changed, discarded', async () => {
    const state = started([])
    open(state, 's_new1')
    const target = { id: 's_new1', name: 'build', workspace: 'web' }
    await state.gate.send(cursor, type('one'))
    expect(state.onDisk()).toMatchObject([{ text: 'one', bytes: 3, at: NOW, agent: 'cursor', edited: false, target }])
    const [draft] = state.gate.drafts()
    await state.gate.editDraft(draft!.ref, 'mine')
    expect(state.onDisk()).toMatchObject([{ ref: draft!.ref.replace('@1', '@2'), text: 'mine', edited: true }])
    await state.gate.discardDraft(state.gate.drafts()[0]!.ref)
    expect(state.onDisk()).toEqual([])
  })

  it('names the surface as a person renamed it', async () => {
    const state = started([])
    const surface = open(state, 's_new1')
    await state.gate.send(cursor, type('one'))
    Object.assign(surface, { facts: { ...surface.facts, name: 'api', workspace: 'infra' } })
    state.gate.surfaceSeen('s_new1')
    expect(state.onDisk()).toMatchObject([{ target: { name: 'api', workspace: 'infra' } }])
  })

  it('stays when the app ends its surfaces, and what changes then still knows what it was for', async () => {
    const state = started([kept('d_bbbb@1', 'codex')])
    open(state, 's_new1')
    await state.gate.send(cursor, type('one'))
    state.surfaces.splice(0)
    state.gate.surfaceSeen('s_new1')
    await state.gate.discardDraft('d_bbbb@1')
    expect(state.onDisk()).toMatchObject([{ text: 'one', target: { id: 's_new1', name: 'build', workspace: 'web' } }])
  })

  it('holds what is still left over a second restart, as it was', () => {
    const state = started([kept(), kept('d_bbbb@1', 'codex', { target: { id: 's_old2', name: 'x', workspace: 'y' } })])
    open(state, 's_new1')
    const again = started(state.onDisk())
    expect(refs(again).sort()).toEqual(['d_aaaa@3 null', 'd_bbbb@1 null'])
    expect(again.gate.drafts().map(({ left }) => left?.name)).toEqual(['build', 'x'])
  })
})

const AGENTS = ['cursor', 'codex', 'agent-1']
type Step = readonly [deed: string, one: number, other: number]
const steps: fc.Arbitrary<Step[]> = fc.array(
  fc.tuple(
    fc.constantFrom(
      'stage',
      'stage',
      'stage',
      'edit',
      'discard',
      'run',
      'open',
      'open',
      'rename',
      'close',
      'restart',
      'restart',
      'revoke',
      'wait',
    ),
    fc.nat(9),
    fc.nat(9),
  ),
  { minLength: 4, maxLength: 30 },
)

describe('no sequence of acts and restarts', () => {
  it('loses a draft silently, brings one back, changes one, or makes two current for an agent and a surface', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async all => {
        let state = started([])
        let opened = 0
        const texts = new Map<string, string>()
        const gone = new Set<string>()
        for (const [deed, one, other] of all) {
          const before = state.gate.drafts()
          const from = state.records.length
          const surface = state.surfaces[one % Math.max(1, state.surfaces.length)]
          const draft = before[one % Math.max(1, before.length)]
          const names = ['build', 'api']
          if (deed === 'open') open(state, `s_n${++opened}aaa`, { name: names[other % 2] })
          else if (deed === 'restart') {
            await settle()
            state = started(state.onDisk())
            expect(new Set(state.gate.drafts().map(({ ref }) => ref))).toEqual(new Set(before.map(({ ref }) => ref)))
            expect(state.gate.drafts().every(({ surface: there }) => there === null)).toBe(true)
            continue
          } else if (deed === 'wait') state.clock.advance(other * 4 * 60_000)
          else if (deed === 'revoke') state.gate.agentGone(AGENTS[other % 3]!)
          else if (surface && deed === 'stage') {
            const text = `text ${one} ${other}`
            await state.gate.send(agent(AGENTS[other % 3]!), { intent: 'type', surface: surface.facts.id, text })
          } else if (surface && deed === 'rename') {
            Object.assign(surface, { facts: { ...surface.facts, name: names[other % 2] } })
            state.gate.surfaceSeen(surface.facts.id)
          } else if (surface && deed === 'close') {
            state.gate.surfaceGone(surface.facts.id)
            state.surfaces.splice(state.surfaces.indexOf(surface), 1)
          } else if (draft && deed === 'edit') await state.gate.editDraft(draft.ref, `mine ${other}`)
          else if (draft && deed === 'discard') await state.gate.discardDraft(draft.ref)
          else if (draft && deed === 'run') await state.gate.release(draft.ref, 'run')
          await settle()

          const after = state.gate.drafts()
          const records = state.records.slice(from)
          const ends = (ref: string) =>
            records.some(record => record.draft === ref && record.outcome !== null && record.outcome !== 'staged')
          const staged = (ref: string) => records.some(record => record.draft === ref && record.outcome === 'staged')
          for (const { ref } of before) {
            if (after.some(draft => draft.ref === ref)) continue
            const next = after.find(draft => draft.ref.split('@')[0] === ref.split('@')[0])
            expect(next ? staged(next.ref) : ends(ref), `${deed}: ${ref} went without a record`).toBe(true)
            gone.add(ref)
          }
          for (const { ref, text, surface: there } of after) {
            const known = before.find(draft => draft.ref === ref)
            if (!known || known.surface !== there) expect(staged(ref), `${ref} came without a record`).toBe(true)
            expect(gone.has(ref), `${ref} came back`).toBe(false)
            expect(texts.get(ref) ?? text, `${ref} was changed`).toBe(text)
            texts.set(ref, text)
          }
          const bound = after.filter(draft => draft.surface !== null)
          expect(new Set(bound.map(draft => `${draft.agent} ${draft.surface}`)).size).toBe(bound.length)
          expect(new Set(after.map(draft => draft.ref.split('@')[0])).size).toBe(after.length)
        }
      }),
      { numRuns: 400 },
    )
  })
})
