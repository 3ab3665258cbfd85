import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { copiedWords, createCopied } from '../../renderer/terminal/copied.ts'

/** A page as far as the clipboard looks at it. */
function page() {
  const invoke = vi.fn(async () => ({ ok: true, value: {} }))
  const note = {
    className: '',
    classList: { toggle() {} },
    textContent: '',
    setAttribute() {},
    remove() {},
    replaceChildren() {
      note.textContent = ''
    },
  }
  const inside = {}
  const has = { window: true, here: true }
  const terminal = { contains: (element: unknown) => element === inside }
  vi.stubGlobal('window', Object.assign(globalThis, { gatehouse: { invoke } }))
  vi.stubGlobal('document', {
    createElement: () => note,
    hasFocus: () => has.window,
    get activeElement() {
      return has.here ? inside : {}
    },
  })
  return { invoke, note, has, copied: createCopied(terminal as never, () => false) }
}

beforeEach(() => {
  vi.useFakeTimers()
})
afterEach(() => {
  vi.useRealTimers()
  vi.unstubAllGlobals()
})

describe('what a program asks to copy', () => {
  it('is copied and said for five seconds where the keyboard is', async () => {
    const { copied, invoke, note } = page()
    await copied.ask('hello')
    expect(invoke).toHaveBeenCalledExactlyOnceWith('clipboard.write', { text: 'hello' })
    expect(note.textContent).toBe('The program copied 5 characters to the clipboard.')
    vi.advanceTimersByTime(4_999)
    expect(note.textContent).not.toBe('')
    vi.advanceTimersByTime(1)
    expect(note.textContent).toBe('')
  })

  it.each([
    ['the window has no focus', { window: false }],
    ['another pane, panel or card has it', { here: false }],
  ])('is nothing while %s, also afterwards', async (_what, given) => {
    const { copied, invoke, note, has } = page()
    Object.assign(has, given)
    await copied.ask('hello')
    Object.assign(has, { window: true, here: true })
    await vi.runAllTimersAsync()
    expect(invoke).not.toHaveBeenCalled()
    expect(note.textContent).toBe('')
  })

  it('is not said where it was not done', async () => {
    const { copied, invoke, note } = page()
    invoke.mockResolvedValueOnce({ ok: false } as never)
    await copied.ask('hello')
    expect(note.textContent).toBe('')
  })
})

it('characters are counted, not bytes or halves of them', () => {
  expect(copiedWords('x')).toBe('The program copied 1 character to the clipboard.')
  expect(copiedWords('π\u{1f600}')).toBe('The program copied 2 characters to the clipboard.')
})
