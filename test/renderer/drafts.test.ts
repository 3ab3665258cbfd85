import { expect, it } from 'vitest'
import type { DraftView } from '../../preload/contract.ts'
import {
  authorWords,
  besideDraft,
  draftId,
  draftsOf,
  firstLine,
  landsIn,
  leftDrafts,
  leftWords,
  nextDraft,
  shownDraft,
} from '../../renderer/state/drafts.ts'

const draft = (ref: string, surface: string, at: number): DraftView => {
  const author = { agent: 'cursor', agentName: 'Cursor', edited: false }
  return { ref, surface, left: null, ...author, text: 'x', at, bytes: 1, notices: [] }
}
const left = (ref: string, at: number): DraftView => {
  return { ...draft(ref, '', at), surface: null, left: { name: 'build', workspace: 'web' } }
}
const old = draft('d_aaaa@1', 's_1111', 10)
const fresh = draft('d_bbbb@1', 's_1111', 20)
const elsewhere = draft('d_cccc@1', 's_2222', 5)

it('a card keeps showing the draft it showed when another one comes', () => {
  expect(shownDraft(draftsOf([old, fresh], 's_1111'), draftId(old.ref))).toBe(old)
})

it('a card follows its draft to the next revision', () => {
  const next = { ...old, ref: 'd_aaaa@2' }
  expect(shownDraft([fresh, next], draftId(old.ref))).toBe(next)
})

it('a card shows the newest when it showed none, or its own is gone', () => {
  expect(shownDraft(draftsOf([old, fresh], 's_1111'), null)).toBe(fresh)
  expect(shownDraft(draftsOf([old], 's_1111'), 'd_zzzz')).toBe(old)
})

it('next that needs you is the surface in front if it has drafts, else the one that waits longest', () => {
  expect(nextDraft([old, elsewhere], 's_1111')).toBe('s_1111')
  expect(nextDraft([old, elsewhere], 's_9999')).toBe('s_2222')
  expect(nextDraft([], 's_1111')).toBeNull()
})

it('what was left before a restart and has no surface is in the list alone: on no card, and nothing to go to', () => {
  const [first, second] = [left('d_eeee@1', 1), left('d_ffff@3', 2)]
  expect(leftDrafts([first, old, second])).toEqual([second, first])
  expect(draftsOf([first, old], 's_1111')).toEqual([old])
  expect(nextDraft([first], null)).toBeNull()
  expect(nextDraft([first, elsewhere], null)).toBe('s_2222')
})

it('says what a draft was left for, while it is that revision', () => {
  expect(leftWords(left('d_eeee@1', 1))).toBe('Left before restart, for build in web')
  expect(leftWords(old)).toBeNull()
})

it('names everyone who wrote in it', () => {
  expect(authorWords(old)).toBe('Cursor')
  expect(authorWords({ ...old, edited: true })).toBe('Cursor, changed by you')
})

it('a list shows the beginning of the first line, from the first character on so that what is named stays in place', () => {
  expect([firstLine('one\ntwo'), firstLine('\ntwo'), firstLine('x'.repeat(500)).length]).toEqual(['one', '', 120])
})

it('of several drafts the next is the older one, and around the ends', () => {
  const all = draftsOf([old, fresh, draft('d_gggg@1', 's_1111', 15)], 's_1111')
  expect([1, -1].map(by => besideDraft(all, fresh.ref, by as 1 | -1)?.ref)).toEqual(['d_gggg@1', old.ref])
  expect(besideDraft(all, 'd_zzzz@1', 1)).toBeNull()
  expect(besideDraft([old], old.ref, 1)).toBe(old)
})

it('says that what a shell has started would read it, not the shell', () => {
  const state = { is: 'working' as const, since: 0, evidence: '' }
  expect(landsIn({ preset: 'shell', state }, 'bash')).toBe('a program in bash')
  expect(landsIn({ preset: 'shell', state: { ...state, is: 'idle' } }, 'bash')).toBe('bash')
  expect(landsIn({ preset: 'claude', state }, 'Claude Code')).toBe('Claude Code')
})
