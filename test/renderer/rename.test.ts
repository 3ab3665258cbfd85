import { beforeEach, describe, expect, it } from 'vitest'
import { nameSchema } from '../../preload/contract.ts'
import { closeField, nameFault, openField, useRename } from '../../renderer/state/rename.ts'

describe('a new name', () => {
  it.each([
    ['empty', ''],
    ['blank', '   '],
    ['a line end inside', 'a\nb'],
    ['a bidi override', 'a\u202eb'],
    ['a zero-width space', 'a\u200bb'],
    ['a lone surrogate', 'a\ud800'],
    ['65 characters', 'x'.repeat(65)],
  ])('is refused in words: %s', (_, text) => {
    expect(nameFault(text)).toMatch(/^[A-Z].*\.$/)
    expect(nameSchema.safeParse(text).success).toBe(false)
  })

  it.each([
    ['plain', 'web'],
    ['64 characters', 'x'.repeat(64)],
    ['blanks around it', ' api 2 '],
    ['other letters', 'журнал'],
  ])('is taken: %s', (_, text) => {
    expect(nameFault(text)).toBeNull()
    expect(nameSchema.safeParse(text).success).toBe(true)
  })
})

describe('the field', () => {
  const pane = { surface: 's_aaaa', part: 'name', at: 'pane' } as const
  const row = { surface: 's_bbbb', part: 'name', at: 'row' } as const
  beforeEach(() => useRename.setState({ field: null, asked: null }))

  it('closes itself, never one that was opened since', () => {
    openField(pane)
    openField(row)
    closeField(pane)
    expect(useRename.getState().field).toBe(row)
    closeField(row)
    expect(useRename.getState().field).toBeNull()
  })

  it('opened again takes away what was still asked', () => {
    useRename.setState({ asked: { surface: 's_aaaa', part: 'name', to: 'x', message: 'It would.' } })
    openField(pane)
    expect(useRename.getState().asked).toBeNull()
  })
})
