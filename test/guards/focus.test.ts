// The terminal never loses the keyboard by surprise: focus moves in one file of the window, on a person's gesture.
import { expect, test } from 'vitest'
import { attributesOf, filesUnder, methodCallsOf, read } from './support/sources.ts'

const MANAGER = 'renderer/keys/focus.ts'
/** A page's own ways to take focus without a call. */
const TAKES = new Set(['autoFocus', 'autofocus', 'initialFocus'])

const sources = filesUnder('renderer').filter(file => /\.tsx?$/.test(file))

function moves(file: string, text: string): boolean {
  const calls = methodCallsOf(file, text).some(({ method }) => method === 'focus' || method === 'blur')
  return calls || attributesOf(file, text).some(name => TAKES.has(name))
}

test('only the focus manager calls focus() or blur(), and nothing takes focus by being drawn', () => {
  expect(sources.filter(file => moves(file, read(file)))).toEqual([MANAGER])
})

test.each([
  'document.querySelector("input")?.focus()',
  "field['focus']({ preventScroll: true })",
  'const x = <input autoFocus />',
  'const x = <Dialog.Popup initialFocus={ref} />',
  '(document.activeElement as HTMLElement).blur()',
])('the guard sees %s', text => {
  expect(moves('renderer/views/x.tsx', text)).toBe(true)
})
