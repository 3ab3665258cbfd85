// The last lines of a terminal as plain text, from a real mirror: what a person saw, and nothing that was hidden from them.
import { expect, test } from 'vitest'
import { tailLines } from '../../main/surfaces/tail.ts'
import { mirrorOf } from './hostile-support.ts'
import { atPrompt, openShell, testRegistry, until } from './support.ts'

async function tailOf(text: string, most = 100, cols = 20, rows = 4): Promise<string[]> {
  const { screen } = mirrorOf(cols, rows)
  screen.write(Buffer.from(text))
  await screen.settled()
  return tailLines(screen.grid.normal, most)
}

const table: [what: string, text: string, lines: string[]][] = [
  ['nothing was printed', '', []],
  ['blanks at the ends go', 'one   \r\n\r\ntwo \r\n\r\n\r\n', ['one', '', 'two']],
  ['what wrapped is one line', `${'x'.repeat(50)}\r\nend`, ['x'.repeat(50), 'end']],
  ['wide characters stay whole where they wrap', `${'x'.repeat(19)}一二`, [`${'x'.repeat(19)}一二`]],
  ['colours are no text', '\x1b[31mred\x1b[m and \x1b[7mmore', ['red and more']],
  ['hidden text is blank', 'pass: \x1b[8msecret\x1b[m ok', ['pass:        ok']],
  ['hidden text at the end is nothing', 'pass: \x1b[8msecret', ['pass:']],
  ['the alternate screen is not of it', 'kept\r\n\x1b[?1049hgone', ['kept']],
  ['what scrolled away is of it', Array.from({ length: 9 }, (_, n) => `${n}`).join('\r\n'), [...'012345678']],
]
test.each(table)('%s', async (_what, text, lines) => {
  expect(await tailOf(text)).toEqual(lines)
})

test('the newest lines are those that are kept', async () => {
  expect(await tailOf('1\r\n2\r\n3\r\n4', 2)).toEqual(['3', '4'])
  expect(await tailOf('1\r\n2', 0)).toEqual([])
})

test('a surface tells its own, but not the secret of its shell', async () => {
  const { registry } = testRegistry()
  const surface = await openShell(registry)
  surface.keys('set | grep __gatehouse_nonce=; echo to"ld"\r')
  await until('it to be printed', async () => (await surface.tail(100)).includes('told'))
  await atPrompt(surface)
  const lines = await surface.tail(100)
  expect(lines.some(line => /^__gatehouse_nonce=\*+$/.test(line))).toBe(true)
  expect(await surface.tail(1)).toEqual(lines.slice(-1))
})
