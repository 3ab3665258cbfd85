// A long text is folded so that nothing of it can be allowed unseen.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { exactTokens } from '../../renderer/state/exact-text.ts'
import { COLUMNS, foldOf, partOf } from '../../renderer/state/fold.ts'
import { nextNeed } from '../../renderer/state/needs.ts'
import { badgeOf, sayingsOf } from '../../renderer/state/notices.ts'
import { ask } from './support/asks.ts'

const lines = (n: number) => Array.from({ length: n }, (_, index) => `line ${index + 1}`).join('\n')

describe('the fold', () => {
  it('shows twelve lines whole, and of more the first eight and the last four', () => {
    expect(foldOf(lines(12), [])).toBeNull()
    const text = lines(214)
    const fold = foldOf(text, [])!
    expect(fold.all).toBe('214 lines')
    expect(text.slice(0, fold.head)).toBe(`${lines(8)}\n`)
    expect(text.slice(fold.tail)).toBe('line 211\nline 212\nline 213\nline 214')
  })

  it('counts rows as they are drawn: one endless line is folded, too', () => {
    expect(foldOf('x'.repeat(COLUMNS * 12), [])).toBeNull()
    expect(foldOf('x'.repeat(COLUMNS * 12 + 1), [])?.all).toBe(`${COLUMNS * 12 + 1} characters`)
  })

  it('counts what is drawn as a chip by the chip', () => {
    const text = '\u200b'.repeat(COLUMNS * 2)
    const notices = Array.from(text, (_, index) => ({ index, codePoint: 'U+200B', name: 'zero-width space' }))
    expect(foldOf(text, notices)).not.toBeNull()
  })

  it('never cuts a character, and what is shown with what is hidden is the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 3000 }), text => {
        const fold = foldOf(text, [])
        if (!fold) return
        const [head, hidden, tail] = [text.slice(0, fold.head), text.slice(fold.head, fold.tail), text.slice(fold.tail)]
        expect(head + hidden + tail).toBe(text)
        expect(/^[\udc00-\udfff]/.test(hidden) || /^[\udc00-\udfff]/.test(tail)).toBe(false)
      }),
      { numRuns: 30 },
    )
  })

  it('keeps what is named at its place in each part', () => {
    const text = `a\u200b${'x'.repeat(2000)}\u202eb`
    const notices = [
      { index: 1, codePoint: 'U+200B', name: 'zero-width space' },
      { index: 2002, codePoint: 'U+202E', name: 'right-to-left override' },
    ]
    const fold = foldOf(text, notices)!
    const chips = [partOf(text, notices, 0, fold.head), partOf(text, notices, fold.tail, text.length)]
      .flatMap(part => exactTokens(part.text, part.notices))
      .filter(token => token.kind === 'chip')
    expect(chips.map(chip => chip.codePoint)).toEqual(['U+200B', 'U+202E'])
  })
})

it('next that needs you: the draft in front, other drafts, then what has waited longest', () => {
  const draft = (surface: string, at: number) => ({
    ref: `d_${surface}@1`,
    surface,
    left: null,
    agent: 'cursor',
    agentName: 'Cursor',
    text: 'x',
    at,
    bytes: 1,
    edited: false,
    notices: [],
  })
  const drafts = [draft('s_1111', 5), draft('s_2222', 9)]
  const waiting = [ask({ ref: 'a_late@1', at: 9, surface: null }), ask({ ref: 'a_early@1', at: 1 })]
  expect(nextNeed(drafts, waiting, 's_2222', false)).toEqual({ kind: 'draft', surface: 's_2222' })
  expect(nextNeed(drafts, waiting, 's_2222', true)).toEqual({ kind: 'draft', surface: 's_1111' })
  expect(nextNeed([draft('s_1111', 5)], waiting, 's_1111', true)).toEqual({
    kind: 'approval',
    id: 'a_early',
    surface: 's_1111',
  })
  expect(nextNeed([], waiting.slice(0, 1), null, false)).toEqual({ kind: 'approval', id: 'a_late', surface: null })
  expect(nextNeed([], [], null, false)).toBeNull()
})

it('what points at a surface stands on its row, what is said stands in the corner, the newest first', () => {
  const notice = (id: number, title: string, surface: string | null) => {
    return { id, agent: 'cursor', agentName: 'Cursor', title, body: 'see', surface, at: id }
  }
  const all = [notice(1, 'Done', 's_1111'), notice(2, '', 's_1111'), notice(3, '', 's_1111'), notice(4, 'Hi', null)]
  expect(badgeOf(all, 's_1111')?.id).toBe(3)
  expect(badgeOf(all, 's_2222')).toBeNull()
  expect(sayingsOf(all).map(one => one.id)).toEqual([4, 1])
})
