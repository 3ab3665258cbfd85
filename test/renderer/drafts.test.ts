import { expect, it } from 'vitest'
import type { DraftView } from '../../preload/contract.ts'
import { draftId, draftsOf, nextDraft, shownDraft } from '../../renderer/state/drafts.ts'

const draft = (ref: string, surface: string, at: number): DraftView => {
  return { ref, surface, agent: 'cursor', agentName: 'Cursor', text: 'x', at, bytes: 1, edited: false, notices: [] }
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
