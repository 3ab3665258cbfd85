// Globs over folders: which folders a pattern selects, which patterns are none, and that none takes long.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { pathFault, pathMatches } from '../../main/policy/path-glob.ts'

const HOME = '/home/ada'
const WINDOWS_HOME = 'C:\\Users\\Ada'
type Row = readonly [pattern: string, path: string, matches: boolean]

describe('a pattern', () => {
  test.each<Row>([
    ['/srv', '/srv', true],
    ['/srv', '/srv/', true],
    ['/srv/', '/srv', true],
    ['/srv', '/srv/www', false],
    ['/srv', '/SRV', false],
    ['/', '/', true],
    ['/', '/srv', false],
    // a star stays within one part, and is one
    ['/srv/*', '/srv/www', true],
    ['/srv/*', '/srv', false],
    ['/srv/*', '/srv/', false],
    ['/srv/*', '/srv/www/a', false],
    ['/srv/*/a', '/srv/www/a', true],
    ['/srv/*/a', '/srv//a', false],
    ['/srv/web-*', '/srv/web-', true],
    ['/srv/web-*', '/srv/web-1', true],
    ['/srv/*-1', '/srv/web-1', true],
    ['/srv/?', '/srv/a', true],
    ['/srv/?', '/srv/🐚', true],
    ['/srv/?', '/srv/ab', false],
    ['/srv?www', '/srv/www', false],
    // two of them as a part span parts, none included
    ['/srv/**', '/srv', true],
    ['/srv/**', '/srv/a/b/c', true],
    ['/srv/**', '/srvx', false],
    ['/srv/**/app', '/srv/app', true],
    ['/srv/**/app', '/srv/a/b/app', true],
    ['/srv/**/app', '/srv/a/b/myapp', false],
    ['/**/app/**', '/app', true],
    ['/**', '/', true],
    ['/**', '/anything/at/all', true],
    ['/srv/**/**', '/srv', true],
    // not as a part they are one star
    ['/srv/a**', '/srv/ab', true],
    ['/srv/a**', '/srv/ab/c', false],
    ['/srv/***', '/srv/ab/c', false],
    // names that begin with a dot are names
    ['/srv/*', '/srv/.git', true],
    ['/srv/**', '/srv/.git/hooks', true],
    // every other character stands for itself
    ['/a (x86)/**', '/a (x86)/b', true],
    ['/a(b|c)', '/ab', false],
    ['/src/c++/**', '/src/c++/x', true],
    ['/src/"x"', '/src/"x"', true],
    ['/src/"x"', '/src/x', false],
    ['/a.b', '/axb', false],
    ['/a$b^', '/a$b^', true],
    ['/été', '/été', true],
    // a line may end within a name
    ['/a/*', '/a/b\nc', true],
    // what is not resolved matches nothing
    ['/srv/**', '/srv/../etc', false],
    ['/srv/**', '/srv/./a', false],
    ['/srv/**', '/srv/..', false],
    ['/srv/*', '/srv/..', false],
    ['/srv/*', '/srv/...', true],
    ['/**', 'srv', false],
    ['/**', '', false],
    // here a backslash is a character like any other: no folder can be named so that it looks like one in another
    ['/srv/a/**', '/srv/a\\b', false],
    ['/srv/a/b', '/srv/a\\b', false],
    ['/srv/*', '/srv/a\\b', true],
    ['/srv/**', '/work\\a', false],
  ])('%s and %s: %s', (pattern, path, matches) => {
    expect(pathMatches(pattern, path, HOME)).toBe(matches)
  })

  test.each<Row>([
    ['~', HOME, true],
    ['~/', HOME, true],
    ['~/**', HOME, true],
    ['~/*', HOME, false],
    ['~', `${HOME}/src`, false],
    ['~/src/**', `${HOME}/src/app`, true],
    ['~/src/**', '/home/ada-2/src/app', false],
    ['~/src/**', '/home/bob/src', false],
    ['~/src/**', '/home/adaxsrc', false],
    ['~/**', '/home', false],
    [`${HOME}/**`, `${HOME}/src`, true],
    ['~/src/**', `${HOME}/../bob/src`, false],
  ])('of home: %s and %s: %s', (pattern, path, matches) => {
    expect(pathMatches(pattern, path, HOME)).toBe(matches)
    expect(pathMatches(pattern, path, `${HOME}/`)).toBe(matches)
    // a home that is not known, or is none, has nothing in it
    if (pattern.startsWith('~')) {
      for (const none of [null, '', '.', 'ada']) expect(pathMatches(pattern, path, none)).toBe(false)
    }
  })

  test('home is plain text, whatever its characters', () => {
    for (const home of [
      '/home/a*',
      '/home/[a]',
      '/home/a+(b)',
      '/home/{x,y}',
      '/home/a?.$',
      '/home/über',
      '/home/a!',
    ]) {
      expect(pathMatches('~/src/*', `${home}/src/app`, home)).toBe(true)
      expect(pathMatches('~/src/*', '/home/ab/src/app', home)).toBe(false)
    }
    expect(pathMatches('~/**', '/srv/www', '/')).toBe(true)
  })

  test.each<Row>([
    ['C:\\src\\**', 'C:\\src\\app', true],
    ['C:/src/**', 'C:\\src\\app', true],
    ['c:/src/**', 'C:/src/app', true],
    ['C:\\src\\*', 'C:\\src\\app\\x', false],
    ['D:\\src\\**', 'C:\\src\\app', false],
    ['C:\\**', 'C:\\', true],
    ['C:\\Program Files (x86)\\**', 'C:\\Program Files (x86)\\Git', true],
    ['C:\\src\\**', 'C:\\src\\..\\Windows', false],
    ['~/src/**', 'C:\\Users\\Ada\\src\\app', true],
    ['~/src/**', 'c:\\Users\\Ada\\src', true],
    ['~/src/**', 'C:\\Users\\Adam\\src', false],
    ['//server/share/**', '\\\\server\\share\\a', true],
    ['/**', 'C:\\src', false],
    ['C:\\src\\**', '/C:/src/app', false],
  ])('of Windows: %s and %s: %s', (pattern, path, matches) => {
    expect(pathFault(pattern)).toBeNull()
    expect(pathMatches(pattern, path, WINDOWS_HOME)).toBe(matches)
  })

  test.each<[pattern: string, fault: string]>([
    ['', 'a folder begins with `/` or `~/`'],
    ['src/**', 'a folder begins with `/` or `~/`'],
    ['**', 'a folder begins with `/` or `~/`'],
    ['~ada/src', 'a folder begins with `/` or `~/`'],
    ['C:src', 'a folder begins with `/` or `~/`'],
    ['$HOME/src', 'a folder begins with `/` or `~/`'],
    ['/a/../b', 'it has `.` or `..` as a part'],
    ['/a/.', 'it has `.` or `..` as a part'],
    ['~/..', 'it has `.` or `..` as a part'],
    ['C:\\a\\..\\b', 'it has `.` or `..` as a part'],
    ['/a/{b,c}', 'only `*`, `**` and `?` are known in a folder'],
    ['/a/[bc]', 'only `*`, `**` and `?` are known in a folder'],
    ['/a/!(b)', 'only `*`, `**` and `?` are known in a folder'],
    ['/a/@(b|c)', 'only `*`, `**` and `?` are known in a folder'],
    [`/${'a'.repeat(256)}`, 'it is longer than 256 characters'],
  ])('%s is none, and selects nothing', (pattern, fault) => {
    expect(pathFault(pattern)?.slice(0, fault.length)).toBe(fault)
    for (const path of ['/', '/a', '/b', HOME, pattern]) expect(pathMatches(pattern, path, HOME)).toBe(false)
  })
})

describe('no pattern and no path take long', () => {
  // each would take hours where every way to share the characters is tried
  test.each<Row>([
    [`/${'a*'.repeat(120)}b`, `/${'a'.repeat(4000)}`, false],
    [`/${'*a'.repeat(120)}`, `/${'a'.repeat(4000)}`, true],
    [`${'/**/a'.repeat(40)}/b`, '/a'.repeat(2000), false],
    [`${'/**'.repeat(80)}/b`, '/a'.repeat(2000), false],
    [`/${'?*'.repeat(120)}b`, `/${'a'.repeat(4000)}`, false],
  ])('row %#', (pattern, path, matches) => {
    expect(pathFault(pattern)).toBeNull()
    expect(pathMatches(pattern, path, HOME)).toBe(matches)
  })

  test('a path longer than any system has matches nothing', () => {
    expect(pathMatches('/**', `/${'a'.repeat(4095)}`, HOME)).toBe(true)
    expect(pathMatches('/**', `/${'a'.repeat(4096)}`, HOME)).toBe(false)
  })
})

describe('whatever the folders are called', () => {
  const part = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 6 }).map(text => text.replace(/[/\0]/g, '_'))
  const parts = fc
    .array(part, { minLength: 1, maxLength: 5 })
    .filter(all => all.every(one => one !== '.' && one !== '..' && !/^\.{1,2}\\|\\\.{1,2}(\\|$)/.test(one)))

  test('a folder and everything in it is what its `/**` selects, and nothing else', () => {
    fc.assert(
      fc.property(parts, parts, parts, (folder, inside, other) => {
        const at = (all: string[]) => `/${all.join('/')}`
        const pattern = `${at(folder)}/**`
        if (pathFault(pattern) !== null || /[*?]/.test(at(folder))) return
        expect(pathMatches(pattern, at(folder), HOME)).toBe(true)
        expect(pathMatches(pattern, at([...folder, ...inside]), HOME)).toBe(true)
        const isInside = folder.every((one, index) => other[index] === one)
        expect(pathMatches(pattern, at(other), HOME)).toBe(isInside)
      }),
      { numRuns: 2000 },
    )
  })

  test('a pattern selects what the plain meaning of its stars says', () => {
    const piece = fc.constantFrom('a', 'b', '*', '**', '?', '.a')
    const patterns = fc.array(fc.array(piece, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 4 })
    const names = fc.array(fc.constantFrom('a', 'b', 'ab', 'aab', '.a', 'ba'), { maxLength: 5 })
    /** The other way round: tries every way, which for these few is quick. */
    const within = (glob: string[], name: string): boolean => {
      const [first, ...rest] = glob
      if (first === undefined) return name === ''
      if (/^\*+$/.test(first)) return within(rest, name) || (name !== '' && within(glob, name.slice(1)))
      if (first === '?') return name !== '' && within(rest, name.slice(1))
      return name.startsWith(first) && within(rest, name.slice(first.length))
    }
    const across = (glob: string[][], all: string[]): boolean => {
      const [first, ...rest] = glob
      const [name, ...more] = all
      if (first === undefined) return name === undefined
      if (first.join('') === '**') return across(rest, all) || (name !== undefined && across(glob, more))
      return name !== undefined && within(first, name) && across(rest, more)
    }
    fc.assert(
      fc.property(patterns, names, (glob, all) => {
        const pattern = `/${glob.map(one => one.join('')).join('/')}`
        expect(pathMatches(pattern, `/${all.join('/')}`, HOME)).toBe(across(glob, all))
      }),
      { numRuns: 5000 },
    )
  })
})
