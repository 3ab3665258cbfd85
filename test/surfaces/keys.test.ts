// What keys are called and which class they have: nothing a key is called changes what it may do.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { keyBytes, PLAIN_MODES } from '../../main/surfaces/key-bytes.ts'
import { KEY_NAMES, keyNamed, NAMED } from '../../main/surfaces/key-names.ts'
import { classesOf, classOf, effectOf, readKeys } from '../../main/surfaces/keys.ts'
import type { Key, KeyClass } from '../../main/surfaces/surface.ts'
import { everyKey } from './support-keys.ts'

const key = (name: string): Key => {
  const found = keyNamed(name)
  if ('unknown' in found) throw new Error(`${name} is no key`)
  return found
}
const nameOf = (name: string) => {
  const found = keyNamed(name)
  return 'unknown' in found ? null : found.name
}

describe('names', () => {
  test.each([
    // tmux
    ['BSpace', 'Backspace'],
    ['DC', 'Delete'],
    ['IC', 'Insert'],
    ['PPage', 'PageUp'],
    ['PgUp', 'PageUp'],
    ['NPage', 'PageDown'],
    ['BTab', 'S-Tab'],
    ['C-BTab', 'C-S-Tab'],
    ['^c', 'C-c'],
    ['^C', 'C-c'],
    ['^^', 'C-^'],
    ['c-a', 'C-a'],
    ['M-S-Up', 'M-S-Up'],
    ['S-M-C-Up', 'C-M-S-Up'],
    // cmux and people
    ['enter', 'Enter'],
    ['return', 'Enter'],
    ['tab', 'Tab'],
    ['esc', 'Escape'],
    ['ctrl-c', 'C-c'],
    ['ctrl+c', 'C-c'],
    ['Ctrl+C', 'C-c'],
    ['control-d', 'C-d'],
    ['ctrl-shift-left', 'C-S-Left'],
    ['shift-tab', 'S-Tab'],
    ['alt-x', 'M-x'],
    ['option+x', 'M-x'],
    ['meta-x', 'M-x'],
    ['up', 'Up'],
    ['arrow-up', 'Up'],
    ['down_arrow', 'Down'],
    ['page-up', 'PageUp'],
    ['page_down', 'PageDown'],
    ['pgup', 'PageUp'],
    ['del', 'Delete'],
    ['f5', 'F5'],
    ['kp_enter', 'KPEnter'],
    ['numpad7', 'KP7'],
    ['spc', 'Space'],
    [' ', 'Space'],
    // letters: case is Shift, but for Ctrl, which has none
    ['a', 'a'],
    ['A', 'A'],
    ['S-a', 'A'],
    ['shift+a', 'A'],
    ['M-A', 'M-A'],
    ['M-S-a', 'M-A'],
    ['C-A', 'C-a'],
    ['C-S-A', 'C-S-a'],
    ['S-Space', 'Space'],
    // characters that are also signs of this grammar
    ['-', '-'],
    ['+', '+'],
    ['^', '^'],
    ['C--', 'C--'],
    ['C-+', 'C-+'],
    ['M-^', 'M-^'],
    ['c', 'c'],
    ['S', 'S'],
    // one code, one key
    ['C-m', 'Enter'],
    ['C-M', 'Enter'],
    ['^M', 'Enter'],
    ['C-M-m', 'M-Enter'],
    ['C-j', 'C-j'],
    ['lf', 'C-j'],
    ['C-i', 'Tab'],
    ['C-M-i', 'M-Tab'],
    ['C-[', 'Escape'],
    ['^[', 'Escape'],
    ['C-3', 'Escape'],
    ['C-h', 'Backspace'],
    ['C-?', 'Backspace'],
    ['C-8', 'Backspace'],
    ['C-@', 'C-Space'],
    ['C-2', 'C-Space'],
    ['nul', 'C-Space'],
    ['C-4', 'C-\\'],
    ['C-7', 'C-_'],
    ['C-/', 'C-_'],
  ])('%j is %s', (name, canonical) => {
    expect(nameOf(name)).toBe(canonical)
    expect(key(canonical)).toEqual(key(name))
  })

  test.each([
    ...[
      '',
      'Entr',
      'C-',
      'C-Entr',
      'Hyper-a',
      'F0',
      'F13',
      'KP10',
      'KP+',
      'aa',
      'é',
      '😀',
      '\n',
      '\t',
      '\r',
      '\x1b',
      '\x03',
    ],
    ...[
      '\x7f',
      'C-\x03',
      'C-C-a',
      'ctrl-C-a',
      'M-alt-x',
      'S-1',
      'S-!',
      '\x1b[A',
      'C-é',
      'x'.repeat(5000),
      'C'.repeat(41),
    ],
  ])('%j is no key', name => expect(nameOf(name)).toBeNull())

  test('which one is none, and what of it is not known', () => {
    expect(readKeys(['Up', 'C-Entr', 'x'])).toMatchObject({ ok: false, index: 1, prefix: 'C-', unknown: 'Entr' })
  })

  test('no text makes it throw, and what it makes of one is a key that is called the same', () => {
    const pieces = fc.constantFrom('C-', 'M-', 'S-', 'ctrl+', '^', '-', ...KEY_NAMES, 'a', 'Z', '@', '\x1b', ' ')
    const text = fc.oneof(
      fc.string(),
      fc.array(pieces, { maxLength: 5 }).map(parts => parts.join('')),
    )
    fc.assert(
      fc.property(text, name => {
        const found = keyNamed(name)
        if ('unknown' in found) return
        expect(keyNamed(found.name)).toEqual(found)
        expect(found.name).toMatch(/^(C-)?(M-)?(S-)?([\x21-\x7e]|[A-Z][A-Za-z0-9]+)$/)
      }),
    )
  })
})

const CLASSES: Record<KeyClass, string> = {
  submit: 'Enter KPEnter C-m C-j C-o C-O C-Enter S-Enter M-Enter C-M-m C-M-j M-KPEnter M-a M-A M-# C-S-m C-S-j',
  interrupt: 'C-c C-d C-z C-\\ C-4 Escape C-[ M-Escape C-M-c C-S-c C-M-d C-M-\\ C-3',
  flow: 'C-s C-q C-v C-l C-M-s C-M-v C-S-q C-S-l',
  complete: 'Tab S-Tab C-i M-Tab C-Tab C-M-i C-M-e',
  printable: 'a Z 1 v # ~ - Space KP0 KP9 S-a',
  navigate: 'Up Down Left Right Home End PageUp PageDown C-Left S-Up C-S-End',
  edit: 'Backspace C-h C-? Delete C-a C-e C-k C-u C-w C-Backspace S-Delete',
  function:
    'F1 F12 S-F5 Insert M-x M-h M-Space M-Up M-Backspace M-b C-b C-n C-p C-r C-t C-x C-y C-] C-^ C-_ C-@ C-M-l C-g M-1 C-;',
}

describe('classes', () => {
  test.each(Object.entries(CLASSES).flatMap(([one, names]) => names.split(' ').map(name => [name, one] as const)))(
    '%s is %s',
    (name, one) => expect(classOf(key(name))).toBe(one),
  )

  test('every key has one class, and what a plain terminal gets the same bytes for has the same class', () => {
    const byBytes = new Map<string, KeyClass>()
    for (const one of everyKey()) {
      const bytes = keyBytes(one, PLAIN_MODES)
      if (bytes === null) continue
      expect([one.name, classOf(one)]).toEqual([one.name, byBytes.get(bytes) ?? classOf(one)])
      byBytes.set(bytes, classOf(one))
    }
    expect(byBytes.size).toBeGreaterThan(400)
  })

  test('no other name of a key has another class', () => {
    const prefix = fc.shuffledSubarray(['ctrl-', 'alt+', 'S-']).map(parts => parts.join(''))
    fc.assert(
      fc.property(prefix, fc.constantFrom(...KEY_NAMES), fc.boolean(), (modifiers, name, upper) => {
        const canonical = keyNamed(modifiers + name)
        const written = keyNamed(upper ? (modifiers + name).toUpperCase() : modifiers + name)
        if ('unknown' in canonical || 'unknown' in written) throw new Error(`${modifiers}${name} is no key`)
        expect(classOf(written)).toBe(classOf(canonical))
        expect(classOf(keyNamed(canonical.name) as Key)).toBe(classOf(canonical))
      }),
    )
  })

  test.each<[string, KeyClass[]]>([
    ['Down Enter', ['navigate', 'submit']],
    ['C-x C-e', ['function', 'edit', 'submit']],
    ['C-x *', ['function', 'printable', 'complete']],
    ['C-x x C-e', ['function', 'printable', 'edit']],
    // Escape makes Meta of what comes after it
    ['Escape a', ['interrupt', 'printable', 'submit']],
    ['Escape C-e', ['interrupt', 'edit', 'complete']],
    ['Escape x', ['interrupt', 'printable', 'function']],
    ['C-[ Enter', ['interrupt', 'submit']],
    ['C-c C-c', ['interrupt']],
  ])('%s together: %j', (names, classes) => {
    expect(classesOf(names.split(' ').map(key)).sort()).toEqual(classes.sort())
  })

  test('more keys never come to fewer classes', () => {
    const keys = fc.array(fc.constantFrom(...everyKey()), { maxLength: 8 })
    fc.assert(
      fc.property(keys, fc.constantFrom(...everyKey()), (before, one) => {
        expect(classesOf([...before, one])).toEqual(expect.arrayContaining(classesOf(before)))
        expect(classesOf([...before, one])).toContain(classOf(one))
      }),
    )
  })
})

test('what stays on the line: Enter sends it off, signals put nothing there, all else may', () => {
  const effects = (names: string) => new Set(names.split(' ').map(name => effectOf(key(name))))
  expect(effects('Enter C-m KPEnter')).toEqual(new Set(['enter']))
  expect(effects('C-c C-d C-z C-\\ C-l')).toEqual(new Set(['nothing']))
  expect(effects('a Up C-u C-j M-Enter Escape Tab F1 C-M-c Space')).toEqual(new Set(['text']))
})

test('what printable keys spell, and the one code each key is', () => {
  expect(readKeys(['r', 'm', 'Space', 'KP5', 'Up', 'C-c', 'M-x'])).toMatchObject({
    ok: true,
    text: 'rm 5',
    codes: [114, 109, 32, 53, null, 3, 120],
  })
  expect(readKeys(['C-c', 'Up'])).toMatchObject({ text: null })
})

test('the names there are begin with the canonical ones', () => {
  expect(KEY_NAMES.slice(0, NAMED.length)).toEqual(NAMED)
})
