// What a program may ask of the clipboard: plain text onto it, at once, where a person was the last to type. Never off it.
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createCopyLimit, textToCopy } from '../../main/surfaces/clipboard.ts'
import type { PersonSurface } from '../../main/surfaces/surface.ts'
import { openShell, openSurface, send, shows, testFolder, testRegistry, until } from './support.ts'

const base64 = (text: string | Uint8Array) => Buffer.from(text).toString('base64')

describe('an OSC 52 body', () => {
  const table: [what: string, body: string, text: string | null][] = [
    ['text', `c;${base64('hello')}`, 'hello'],
    ['lines, tabs and every script', `c;${base64('a\tb\r\nπ 中 \u{1f600}')}`, 'a\tb\r\nπ 中 \u{1f600}'],
    ['no padding', 'c;aGk', 'hi'],
    ['a byte order mark, as it is', `c;${base64('\ufeffx')}`, '\ufeffx'],
    ['no selection named, as tmux does', `;${base64('x')}`, 'x'],
    ['the clipboard among others', `pc0;${base64('x')}`, 'x'],
    ['a question', 'c;?', null],
    ['a question without a selection', ';?', null],
    ['the primary selection', `p;${base64('x')}`, null],
    ['a cut buffer', `0;${base64('x')}`, null],
    ['a selection that is none', `cx;${base64('x')}`, null],
    ['no field for the text', base64('x'), null],
    ['nothing, which would clear it', 'c;', null],
    ['what is no base64', 'c;!', null],
    ['blanks in it', 'c;aG k=', null],
    ['text behind the padding', 'c;aGk=aGk=', null],
    ['a second field', `c;${base64('x')};${base64('y')}`, null],
    ['bytes that are no UTF-8', `c;${base64(new Uint8Array([0xff, 0xfe, 0x41]))}`, null],
    ['NUL', `c;${base64('a\0b')}`, null],
    ['Escape', `c;${base64('a\x1b[201~rm')}`, null],
    ['a C1 control', `c;${base64('a\u009bb')}`, null],
    ['DEL', `c;${base64('a\x7f')}`, null],
    ['1 MiB', `c;${base64('x'.repeat(1_048_576))}`, 'x'.repeat(1_048_576)],
    ['one byte more', `c;${base64('x'.repeat(1_048_577))}`, null],
  ]
  test.each(table)('%s', (_what, body, text) => expect(textToCopy(body)).toEqual(text))

  test('gives any plain text as it was, and nothing else but plain text', () => {
    const plain = fc.string({ unit: 'grapheme', minLength: 1 }).filter(text => !/[^\P{Cc}\t\r\n]/u.test(text))
    fc.assert(fc.property(plain, text => textToCopy(`c;${base64(text)}`) === text))
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.uint8Array().map(base64)), given => {
        expect(textToCopy(`c;${given}`) ?? '').not.toMatch(/[^\P{Cc}\t\r\n]/u)
      }),
    )
  })
})

test('eight asks at once and eight a second are passed on', () => {
  let now = 0
  const mayCopy = createCopyLimit(() => now)
  const many = () => Array.from({ length: 100 }, () => mayCopy()).filter(Boolean).length
  expect(many()).toBe(8)
  now += 500
  expect(many()).toBe(4)
  now += 60_000
  expect(many()).toBe(8)
})

/** A window on it, and what it was asked to copy. */
function watch(surface: PersonSurface) {
  const copies: string[] = []
  const screens: string[] = []
  surface.attach({
    screen: data => void screens.push(data),
    bytes() {},
    size() {},
    exit() {},
    copy: text => void copies.push(text),
  })
  return { copies, screens }
}

const prints = (text: string) => `printf '\\033]52;c;%s\\007' "$(printf %s '${text}' | base64)"; echo printed-$((1+1))`

describe('a program that asks', () => {
  test('reaches the windows that are there, and no screen that is shown later', async () => {
    const { registry } = testRegistry()
    const surface = await openShell(registry)
    const first = watch(surface)
    await until('the screen', () => first.screens.length === 1)
    surface.keys(`${prints('for here')}\r`)
    await shows(surface, 'printed-2')
    expect(first.copies).toEqual(['for here'])
    const later = watch(surface)
    await until('the screen', () => later.screens.length === 1)
    surface.keys('echo more-$((1+1))\r')
    await shows(surface, 'more-2')
    expect(later.copies).toEqual([])
    expect(later.screens[0]).not.toContain('\x1b]52')
    expect(first.copies).toHaveLength(1)
  })

  test('is not heard where an agent was the last to write, and is again once a person was', async () => {
    const { registry } = testRegistry()
    const surface = await openShell(registry)
    const { copies, screens } = watch(surface)
    await until('the screen', () => screens.length === 1)
    expect((await send(surface, prints('by agent'), true)).outcome).toBe('submitted')
    await shows(surface, 'printed-2')
    expect(copies).toEqual([])
    surface.keys(`clear; ${prints('by person')}\r`)
    await until('the copy', () => copies.length > 0)
    expect(copies).toEqual(['by person'])
  })

  test('is not heard in what an agent opened and no person typed in', async () => {
    const { registry } = testRegistry()
    const go = path.join(testFolder(), 'go')
    const command = `until [ -e '${go}' ]; do sleep 0.05; done; ${prints('at once')}; sleep 100`
    const open = async (openedBy: string) => {
      const surface = await openSurface(registry, { command, openedBy })
      const window = watch(surface)
      await until('the screen', () => window.screens.length === 1)
      return { surface, window }
    }
    const [agents, persons] = [await open('cursor'), await open('person')]
    writeFileSync(go, '')
    for (const { surface } of [agents, persons]) await shows(surface, 'printed-2')
    expect(agents.window.copies).toEqual([])
    expect(persons.window.copies).toEqual(['at once'])
  })
})
