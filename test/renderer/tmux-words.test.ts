// How the window speaks of tmux: nothing that a program named hides anything, and every trouble says what to do.
import { describe, expect, test } from 'vitest'
import type { PanePlace, TmuxPlace } from '../../preload/contract.ts'
import { seenText } from '../../renderer/state/seen-text.ts'
import {
  adoptedWords,
  adoptWords,
  besideName,
  isAdopted,
  linkWords,
  paneWords,
  reachWords,
  serverWords,
  startsThere,
  troubleOf,
  whereSentence,
  whereWords,
} from '../../renderer/state/tmux-words.ts'
import { closeQuestion } from '../../renderer/state/words.ts'
import { isTyping, otherSize } from '../../renderer/terminal/told.ts'

const HERE: TmuxPlace = { host: null, socket: null }
const BUILD: TmuxPlace = { host: 'build', socket: null }
const tmux = (more: Partial<PanePlace> = {}): PanePlace => ({
  ...{ place: HERE, session: 'web', window: '1', pane: '%4', ours: false, agent: null },
  ...more,
})

test('presets start where there are no panes yet, and not where nothing can be reached', () => {
  const codes = [null, 'no_server', 'no_tmux', 'old_tmux', 'no_login', 'not_reached', 'bad_host']
  expect(codes.filter(startsThere)).toEqual([null, 'no_server'])
})

test('what agents go without on a host that was not named is said, and nothing else', () => {
  expect(reachWords('build', ['build'])).toBeNull()
  expect(reachWords('build', [])).toContain('Agents on build do not reach Gatehouse')
})

test.each([
  ['plain', 'plain'],
  ['a\u202eb', 'a<U+202E>b'],
  ['a\x1b[31mb', 'a<U+001B>[31mb'],
  ['two\nlines\tthere', 'two lines there'],
  ['a\u200bb', 'a<U+200B>b'],
  ['👩‍💻 é 日本', '👩‍💻 é 日本'],
])('%j is shown as %j', (text, seen) => expect(seenText(text)).toBe(seen))

describe('where a surface is', () => {
  test.each([
    [{ tmux: null, host: null }, null, null],
    [{ tmux: null, host: 'build' }, 'build', 'ssh to build'],
    [{ tmux: tmux(), host: null }, 'web:1.%4', 'tmux pane web:1.%4'],
    [{ tmux: tmux({ place: BUILD }), host: 'build' }, 'build web:1.%4', 'tmux pane web:1.%4 on build'],
  ])('%j', (surface, words, sentence) => {
    expect(whereWords(surface)).toBe(words)
    expect(whereSentence(surface)).toBe(sentence)
  })

  test('beside its name stands what the name does not say', () => {
    expect(besideName({ name: 'web:1', tmux: tmux() })).toBe('tmux %4')
    expect(besideName({ name: 'web:1 2', tmux: tmux() })).toBe('tmux %4')
    expect(besideName({ name: 'api', tmux: tmux() })).toBe('web:1.%4')
    // Its window may have another name by now; a session that was made for it says nothing.
    expect(besideName({ name: 'web:1', tmux: tmux({ window: 'vim' }) })).toBe('tmux %4')
    expect(besideName({ name: 'api', tmux: tmux({ ours: true }) })).toBe('tmux %4')
    // Of a long name, or one with what is not seen, it has a part.
    const long = tmux({ session: 'x'.repeat(80) })
    expect(besideName({ name: `${'x'.repeat(58)} 2`, tmux: long })).toBe('tmux %4')
    expect(besideName({ name: '👩💻:1', tmux: tmux({ session: '👩‍💻' }) })).toBe('tmux %4')
    expect(besideName({ name: 'api', tmux: null })).toBe(null)
  })

  test('a session’s name hides nothing', () => {
    expect(paneWords(tmux({ session: 'a\u202e' }))).toBe('a<U+202E>:1.%4')
  })
})

test('what was adopted is let go of, what was started is closed', () => {
  expect(isAdopted({ tmux: tmux() })).toBe(true)
  expect(isAdopted({ tmux: tmux({ ours: true }) })).toBe(false)
  expect(isAdopted({ tmux: null })).toBe(false)
  expect(closeQuestion({ name: 'api', exit: null, left: [], tmux: tmux({ ours: true }) })).toMatch(/in tmux\. Close it/)
})

describe('a connection', () => {
  test.each([
    [null, null],
    [{ is: 'live', since: 0 } as const, null],
    [
      { is: 'lost', since: 0, why: 'it timed out', retryAt: 14_200 } as const,
      { says: 'Connection lost.', more: 'it timed out', retries: 'Trying again in 5 s.', can: 'reconnect' },
    ],
    [
      { is: 'lost', since: 0, why: 'it timed out', retryAt: 2 } as const,
      { says: 'Connection lost.', more: 'it timed out', retries: 'Trying again in 1 s.', can: 'reconnect' },
    ],
    [
      { is: 'lost', since: 0, why: 'it timed out', retryAt: null } as const,
      { says: 'Connection lost.', more: 'it timed out', retries: 'Trying again now.', can: null },
    ],
    [
      { is: 'ended', since: 0, why: 'the pane is gone' } as const,
      { says: 'Ended in tmux.', more: 'The pane is gone.', retries: '', can: null },
    ],
  ])('%j says %j', (link, words) => expect(linkWords(link, 'build', 10_000)).toEqual(words))

  test('that is being made names the host', () => {
    expect(linkWords({ is: 'connecting', since: 0 }, 'build', 0)?.says).toBe('Connecting to build…')
    expect(linkWords({ is: 'connecting', since: 0 }, null, 0)?.says).toBe('Connecting to tmux…')
  })
})

test.each([
  [{ place: HERE, link: null, adopted: 0 }, 'Adopt what runs in it'],
  [{ place: BUILD, link: null, adopted: 0 }, 'Not connected'],
  [{ place: BUILD, link: { is: 'live', since: 0 } as const, adopted: 2 }, 'Connected, 2 panes in Gatehouse'],
  [
    { place: HERE, link: { is: 'lost', since: 0, why: '', retryAt: 1 } as const, adopted: 1 },
    'Connection lost, 1 pane in Gatehouse',
  ],
])('a server: %j', (server, words) => expect(serverWords(server)).toBe(words))

describe('trouble with a server', () => {
  const codes = ['no_tmux', 'no_server', 'old_tmux', 'no_login', 'not_reached', 'bad_host', 'anything']
  test.each(codes)('%s keeps the reason and names the place', code => {
    for (const place of [HERE, BUILD]) {
      const trouble = troubleOf(code, 'because', place)
      expect(trouble.message).toBe('because')
      expect(trouble.title).toContain(place.host ?? 'this computer')
      // A terminal there helps only where there is a "there" that answers.
      expect(trouble.ssh).toBe(place.host !== null && code !== 'not_reached')
    }
  })

  test('a login that asks is answered in a terminal', () => {
    expect(troubleOf('no_login', '', BUILD)).toMatchObject({ run: 'ssh build', ssh: true })
  })
  test('a server that does not run is started by its first session', () => {
    expect(troubleOf('no_server', '', HERE).run).toBe('tmux new-session -s work')
    expect(troubleOf('no_server', '', BUILD).run).toBe(null)
  })
})

describe('what became of an adoption', () => {
  const ok = { id: 's_aaaaaa', message: '' }
  const bad = { id: null, message: 'There is no pane %7 any more.' }
  test.each([
    [[ok], null],
    [[ok, ok], null],
    [[ok, ok, ok, ok, ok], '5 panes adopted. All of them are in the sidebar.'],
    [[bad], 'There is no pane %7 any more.'],
    [[ok, bad], '1 pane adopted. There is no pane %7 any more.'],
    [[bad, bad, bad], 'There is no pane %7 any more. 2 others could not be adopted either.'],
  ])('%j', (results, words) => expect(adoptedWords(results)).toBe(words))

  test('is asked for with its number', () => {
    expect([1, 3].map(adoptWords)).toEqual(['Adopt 1 pane', 'Adopt 3 panes'])
  })
})

describe('a size that tmux says', () => {
  const room = { cols: 100, rows: 30 }
  test.each([
    [{ cols: 100, rows: 30 }, null],
    [{ cols: 99, rows: 29 }, null],
    [{ cols: 80, rows: 24 }, 'smaller'],
    [{ cols: 100, rows: 24 }, 'smaller'],
    [{ cols: 101, rows: 24 }, 'larger'],
    [{ cols: 80, rows: 31 }, 'larger'],
  ])('%j in 100 × 30 is %s', (told, is) => expect(otherSize(told, room)?.is ?? null).toBe(is))
})

test.each([
  ['a', true],
  ['\r', true],
  ['\x1b[A', true],
  ['\x1b[I', false],
  ['\x1b[O', false],
  ['\x1b[<0;1;1M', false],
])('%j typed: %s', (data, is) => expect(isTyping({ kind: 'keys', data })).toBe(is))

test('a new line is typed, a size is not', () => {
  expect(isTyping({ kind: 'newline' })).toBe(true)
  expect(isTyping({ kind: 'size', cols: 80, rows: 24 })).toBe(false)
})
