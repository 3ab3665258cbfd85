// Synchronized output (DEC mode 2026): the mirror says whether it is on, and the window says nothing.
import { expect, test } from 'vitest'
import { mirrorOf, windowOf } from './hostile-support.ts'

const ASK = '\x1b[?2026$p'

test.each([
  ['off at first', '', '\x1b[?2026;2$y'],
  ['on', '\x1b[?2026h', '\x1b[?2026;1$y'],
  ['off again', '\x1b[?2026h\x1b[?2026l', '\x1b[?2026;2$y'],
])('a program that asks is told once that it is %s', async (_, before, answer) => {
  const { screen, replies } = mirrorOf(40, 10)
  const { terminal, typed, parsed } = windowOf(40, 10)
  for (const bytes of [before, ASK]) {
    screen.write(Buffer.from(bytes))
    terminal.write(bytes)
  }
  await Promise.all([screen.settled(), parsed()])
  expect(replies).toEqual([answer])
  expect(typed).toEqual([])
})
