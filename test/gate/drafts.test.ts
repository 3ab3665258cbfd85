import { describe, expect, it } from 'vitest'
import { createDrafts, DRAFT_LIFE_MS, type Drafts } from '../../main/gate/drafts.ts'
import type { KeptDraft } from '../../main/store/drafts-file.ts'
import { draftRefSchema } from '../../preload/contract.ts'

function put(drafts: Drafts, agent: string, text: string, surface = 's_aaaa', now = 0): string {
  const place = drafts.reserve(agent, surface, text, now)
  if (!place?.commit()) throw new Error('not staged')
  return place.draft.ref
}
const idOf = (ref: string) => ref.split('@')[0]

describe('drafts', () => {
  it('a second text of the same agent on a surface is the next revision of the same draft', () => {
    const drafts = createDrafts()
    const first = put(drafts, 'cursor', 'one')
    const second = put(drafts, 'cursor', 'two')
    expect(draftRefSchema.parse(first)).toBe(`${idOf(first)}@1`)
    expect(second).toBe(`${idOf(first)}@2`)
    expect(drafts.find(first)).toBe('changed')
    expect(drafts.find(second)).toMatchObject({ text: 'two', bytes: 3, edited: false })
    expect(drafts.all()).toHaveLength(1)
  })

  it('other agents and other surfaces have drafts of their own', () => {
    const drafts = createDrafts()
    const refs = [put(drafts, 'cursor', 'a'), put(drafts, 'codex', 'b'), put(drafts, 'cursor', 'c', 's_bbbb')]
    expect(new Set(refs.map(idOf)).size).toBe(3)
  })

  it('ten agents fit on a surface, the eleventh does not, and a replacement always does', () => {
    const drafts = createDrafts()
    for (let index = 0; index < 10; index++) put(drafts, `agent-${index}`, 'x')
    expect(drafts.reserve('agent-10', 's_aaaa', 'x', 0)).toBeNull()
    expect(drafts.reserve('agent-3', 's_aaaa', 'y', 0)).not.toBeNull()
    expect(drafts.reserve('agent-10', 's_bbbb', 'x', 0)).not.toBeNull()
  })

  it('places count while they are only reserved, and are given back', () => {
    const drafts = createDrafts()
    const places = Array.from({ length: 10 }, (_, index) => drafts.reserve(`agent-${index}`, 's_aaaa', 'x', 0))
    expect(drafts.reserve('agent-10', 's_aaaa', 'x', 0)).toBeNull()
    places[0]!.release()
    expect(drafts.reserve('agent-10', 's_aaaa', 'x', 0)).not.toBeNull()
    expect(drafts.all()).toEqual([])
  })

  it('an older reservation never replaces a newer revision, not even after that one went', () => {
    const drafts = createDrafts()
    put(drafts, 'cursor', 'zero')
    const older = drafts.reserve('cursor', 's_aaaa', 'older', 0)!
    const newer = drafts.reserve('cursor', 's_aaaa', 'newer', 0)!
    expect(newer.commit()).toBe(true)
    drafts.remove(newer.draft.ref)
    expect(older.commit()).toBe(false)
    expect(drafts.all()).toEqual([])
  })

  it("a person's change is a new revision of exactly the one they saw", () => {
    const drafts = createDrafts()
    const first = put(drafts, 'cursor', 'one')
    const change = drafts.change(first, 'mine', 5)!
    expect(change.commit()).toBe(true)
    expect(drafts.find(change.draft.ref)).toMatchObject({ text: 'mine', edited: true, agent: 'cursor' })
    expect(drafts.change(first, 'late', 6)).toBeNull()
    const stale = drafts.change(change.draft.ref, 'stale', 7)!
    put(drafts, 'cursor', 'again')
    expect(stale.commit()).toBe(false)
  })

  it('removes only the current revision, and a draft after that has a new id', () => {
    const drafts = createDrafts()
    const first = put(drafts, 'cursor', 'one')
    const second = put(drafts, 'cursor', 'two')
    expect(drafts.remove(first)).toBe(false)
    expect(drafts.remove(second)).toBe(true)
    expect(drafts.find(second)).toBe('gone')
    expect(idOf(put(drafts, 'cursor', 'three'))).not.toBe(idOf(first))
  })

  it('drops all of an agent or a surface, and what they had reserved never shows', () => {
    const drafts = createDrafts()
    put(drafts, 'cursor', 'a')
    put(drafts, 'cursor', 'b', 's_bbbb')
    put(drafts, 'codex', 'c')
    const late = drafts.reserve('cursor', 's_aaaa', 'late', 0)!
    expect(drafts.drop({ agent: 'cursor' }).map(({ text }) => text)).toEqual(['a', 'b'])
    expect(late.commit()).toBe(false)
    expect(drafts.drop({ surface: 's_aaaa' }).map(({ text }) => text)).toEqual(['c'])
    expect(drafts.all()).toEqual([])
  })

  it('expire after 30 minutes and not before', () => {
    const drafts = createDrafts()
    put(drafts, 'cursor', 'a')
    put(drafts, 'codex', 'b', 's_aaaa', 1)
    expect(drafts.expire(DRAFT_LIFE_MS - 1)).toEqual([])
    expect(drafts.expire(DRAFT_LIFE_MS).map(({ text }) => text)).toEqual(['a'])
    expect(drafts.all().map(({ text }) => text)).toEqual(['b'])
  })
})

const build = { name: 'build', workspace: 'web' }
const kept = (ref: string, agent: string, more: Partial<KeptDraft> = {}): KeptDraft => {
  const target = { id: 's_old1', ...build }
  return { ref, agent, text: ref, at: 0, bytes: Buffer.byteLength(ref), edited: false, target, ...more }
}

describe('drafts left before a restart', () => {
  it('have no surface: no agent can find them, a person can take them away', () => {
    const drafts = createDrafts([kept('d_aaaa@3', 'cursor')])
    expect([drafts.all(), drafts.find('d_aaaa@3'), drafts.remove('d_aaaa@3')]).toEqual([[], 'gone', false])
    expect(drafts.change('d_aaaa@3', 'x', 1)).toBeNull()
    expect([drafts.takeLeft('d_aaaa@2'), drafts.left().length]).toEqual([null, 1])
    expect(drafts.takeLeft('d_aaaa@3')?.text).toBe('d_aaaa@3')
    expect(drafts.left()).toEqual([])
  })

  it.each([
    ['another name', { name: 'Build', workspace: 'web' }],
    ['another workspace', { name: 'build', workspace: 'api' }],
  ])('stay left when a surface of %s is opened', (_, place) => {
    const drafts = createDrafts([kept('d_aaaa@3', 'cursor')])
    expect(drafts.bind('s_new1', place)).toEqual([])
    expect(drafts.left()).toHaveLength(1)
  })

  it('are bound under their ref, and the next text of that agent there is the next revision', () => {
    const drafts = createDrafts([kept('d_aaaa@3', 'cursor', { edited: true })])
    expect(drafts.bind('s_new1', build)).toMatchObject([
      { ref: 'd_aaaa@3', surface: 's_new1', edited: true, left: build },
    ])
    expect([drafts.left(), drafts.all().length]).toEqual([[], 1])
    expect(put(drafts, 'cursor', 'next', 's_new1', 5)).toBe('d_aaaa@4')
    expect(drafts.find('d_aaaa@3')).toBe('changed')
    expect(drafts.find('d_aaaa@4')).toMatchObject({ left: null, text: 'next' })
  })

  it("a person's change of one is a revision that was not left", () => {
    const drafts = createDrafts([kept('d_aaaa@3', 'cursor')])
    drafts.bind('s_new1', build)
    const change = drafts.change('d_aaaa@3', 'mine', 5)!
    expect(change.commit()).toBe(true)
    expect(drafts.find('d_aaaa@4')).toMatchObject({ edited: true, left: null })
  })

  it('of several by one agent the newest is bound; the others, and one whose agent has another there, stay left', () => {
    const drafts = createDrafts([
      kept('d_aaaa@1', 'cursor', { at: 1 }),
      kept('d_bbbb@1', 'cursor', { at: 2 }),
      kept('d_cccc@1', 'codex'),
    ])
    put(drafts, 'codex', 'new', 's_new1')
    expect(drafts.bind('s_new1', build).map(({ ref }) => ref)).toEqual(['d_bbbb@1'])
    expect(drafts.left().map(({ ref }) => ref)).toEqual(['d_cccc@1', 'd_aaaa@1'])
    expect(drafts.bind('s_new2', build).map(({ ref }) => ref)).toEqual(['d_aaaa@1', 'd_cccc@1'])
  })

  it('ten fit on a surface, reserved places counted; the oldest stay left', () => {
    const all = Array.from({ length: 11 }, (_, index) => kept(`d_aaa${index}@1`, `agent-${index}`, { at: index }))
    const drafts = createDrafts(all)
    drafts.reserve('cursor', 's_new1', 'x', 0)
    expect(drafts.bind('s_new1', build)).toHaveLength(9)
    expect(drafts.left().map(({ ref }) => ref)).toEqual(['d_aaa0@1', 'd_aaa1@1'])
    expect(drafts.reserve('agent-0', 's_new1', 'x', 0)).toBeNull()
  })

  it('expire with the others, and go with their agent but with no surface', () => {
    const drafts = createDrafts([kept('d_aaaa@1', 'cursor'), kept('d_bbbb@1', 'codex', { at: 9 })])
    expect(drafts.drop({ surface: 's_old1' })).toEqual([])
    expect(drafts.expire(DRAFT_LIFE_MS).map(({ ref }) => ref)).toEqual(['d_aaaa@1'])
    expect(drafts.drop({ agent: 'codex' }).map(({ ref }) => ref)).toEqual(['d_bbbb@1'])
    expect(drafts.left()).toEqual([])
  })
})
