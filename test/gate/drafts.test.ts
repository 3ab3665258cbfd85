import { describe, expect, it } from 'vitest'
import { createDrafts, DRAFT_LIFE_MS, type Drafts } from '../../main/gate/drafts.ts'
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
