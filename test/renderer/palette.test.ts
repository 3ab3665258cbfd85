// What the palette lists: what matches, how well, in which order, and what each thing is called here and now.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { matchOf, type Searchable, wordsOf } from '../../renderer/state/matching.ts'
import {
  choosable,
  chosenOf,
  listOf,
  modeOf,
  type PaletteGroup,
  type PaletteItem,
  stepped,
} from '../../renderer/state/palette.ts'

/** The title with its matched letters in brackets; null = no match. */
function marked(title: string, query: string, more = ''): string | null {
  const match = matchOf({ title, more }, wordsOf(query))
  if (!match) return null
  const points = [...title]
  for (const [from, to] of match.title) {
    points[from] = `[${points[from]}`
    points[to - 1] += ']'
  }
  return points.join('')
}

describe('a few letters find', () => {
  it.each([
    ['the beginning', 'shell', 'sh', '[sh]ell'],
    ['the beginning of a later word', 'New shell in a split', 'sh', 'New [sh]ell in a split'],
    ['a beginning before a middle', 'ash shell', 'sh', 'ash [sh]ell'],
    ['the middle of a word', 'Newest that finished', 'sh', 'Newest that fini[sh]ed'],
    ['words in any order', 'New shell in a split', 'split new', '[New] shell in a [split]'],
    ['first letters', 'New shell in a split', 'nsis', '[N]ew [s]hell [i]n a [s]plit'],
    ['first letters with what follows them', 'New shell', 'nsh', '[N]ew [sh]ell'],
    ['first letters where the first way leads nowhere', 'Show small screens', 'sscr', '[S]how small [scr]eens'],
    ['capitals inside a word', 'OpenCode', 'oc', '[O]pen[C]ode'],
    ['whatever the case', 'Claude Code', 'CLAUDE', '[Claude] Code'],
    ['whatever the accents', 'Über façade', 'uber fac', '[Über] [faç]ade'],
    ['a path', '~/src/ledgerline', 'ledg', '~/src/[ledg]erline'],
    ['after a picture of two units', '🦉 owl', 'owl', '🦉 [owl]'],
    ['everything with no letters', 'shell', '  ', 'shell'],
  ])('%s', (_, title, query, wanted) => expect(marked(title, query)).toBe(wanted))

  it.each([
    ['letters that are not there', 'shell', 'sz'],
    ['letters inside of several words', 'New shell', 'wll'],
    ['one of two words', 'New shell', 'shell tab'],
  ])('not by %s', (_, title, query) => expect(marked(title, query)).toBeNull())

  it('in the second text and in other words for it, which are not marked in the title', () => {
    expect(matchOf({ title: 'staging', more: 'infra, ssh deploy' }, ['sh'])).toMatchObject({
      title: [],
      more: [[8, 10]],
    })
    expect(matchOf({ title: 'New shell in a split', more: '', also: 'Split right' }, ['right'])).toMatchObject({
      title: [],
    })
  })
})

function item(title: string, group: PaletteGroup = 'do', more: Partial<PaletteItem> = {}): PaletteItem {
  const deed = { is: 'surface', surface: title } as const
  return { id: `${group}:${title}`, group, title, more: '', off: null, deed, ...more }
}
const titles = (query: string, items: readonly PaletteItem[], recent: string[] = []) =>
  listOf(query, items, recent).map(({ group, rows }) => [group, ...rows.map(row => row.item.title)])

describe('the list', () => {
  const items = [
    ...[item('staging', 'surfaces'), item('shell', 'surfaces')],
    ...[item('Newest that finished'), item('New shell'), item('Show drafts'), item('Copy', 'do', { off: 'Nothing.' })],
    ...[item('Cursor in shell', 'agents'), item('Cursor in staging', 'agents')],
  ]

  it.each<[string, string, string[][]]>([
    [
      'all that can be done now, but no agents, for nothing',
      '',
      [
        ['surfaces', 'staging', 'shell'],
        ['do', 'Newest that finished', 'New shell', 'Show drafts'],
      ],
    ],
    [
      'the best first in each group',
      'sh',
      [
        ['surfaces', 'shell'],
        ['do', 'Show drafts', 'New shell', 'Newest that finished'],
        ['agents', 'Cursor in shell'],
      ],
    ],
    ['only commands after >', '> sh', [['do', 'Show drafts', 'New shell', 'Newest that finished']]],
    ['only agents after @, all of them for nothing', '@', [['agents', 'Cursor in shell', 'Cursor in staging']]],
    ['what cannot be done now too, once it is looked for', 'cop', [['do', 'Copy']]],
    ['nothing that is not there', 'xyz', []],
    ['no groups of others after #', '#sh', []],
  ])('has %s', (_, query, wanted) => expect(titles(query, items)).toEqual(wanted))

  it('has what was used lately first, the latest first, while nothing is looked for', () => {
    expect(titles('', items, ['do:Show drafts', 'surfaces:shell', 'do:New shell'])).toEqual([
      ['surfaces', 'shell', 'staging'],
      ['do', 'Show drafts', 'New shell', 'Newest that finished'],
    ])
    expect(titles('n', items, ['do:New shell'])[1]).toEqual(['do', 'Newest that finished', 'New shell'])
  })

  it('takes the text on the screens as one piece, blanks and all', () => {
    const hits = [item('let x = 1', 'screen'), item('x let = 1', 'screen')]
    expect(titles('#let x', hits)).toEqual([['screen', 'let x = 1']])
  })

  it('has some agents while everything is looked through, all after @', () => {
    const many = Array.from({ length: 12 }, (_, n) => item(`Cursor in ${n}`, 'agents'))
    expect(titles('cursor', many)[0]).toHaveLength(9)
    expect(titles('@cursor', many)[0]).toHaveLength(13)
  })

  it.each([
    ['>x', 'commands', 'x'],
    ['@ x ', 'agents', 'x'],
    ['#', 'screen', ''],
    ['x > y', 'all', 'x > y'],
  ])('reads %j as %s', (query, mode, text) => expect(modeOf(query)).toEqual({ mode, text }))
})

describe('what is chosen', () => {
  const items = [item('a'), item('b'), item('c')]
  it('walks around at both ends', () => {
    expect([stepped(items, 'do:c', 1), stepped(items, 'do:a', -1), stepped(items, null, 1)]).toEqual([
      'do:a',
      'do:c',
      'do:b',
    ])
    expect(stepped([], null, 1)).toBeNull()
  })
  it('stays where the list changes around it, and is the first once it is gone', () => {
    expect(chosenOf([item('x'), ...items], 'do:b')?.title).toBe('b')
    expect(chosenOf(items, 'do:x')?.title).toBe('a')
  })
  it('is never what cannot be done', () => {
    expect(
      choosable(listOf('cop', [item('Copy', 'do', { off: 'Nothing.' }), item('Copper')], [])).map(one => one.title),
    ).toEqual(['Copper'])
  })
})

const letters = fc.string({ unit: fc.constantFrom(...'aAbBéſ sS-/1🦉'), maxLength: 16 })
const thing: fc.Arbitrary<Searchable> = fc.record({ title: letters, more: letters })
const words = fc.array(fc.string({ unit: fc.constantFrom(...'abs1é'), minLength: 1, maxLength: 4 }), { maxLength: 3 })
const plain = (text: string) => [...text].map(point => point.normalize('NFD').charAt(0).toLowerCase() || point)

describe('for every text and query', () => {
  it('the marked pieces lie in the text, in order, apart, and hold only letters of the query', () => {
    fc.assert(
      fc.property(thing, words, (one, query) => {
        const match = matchOf(one, query)
        if (!match) return
        const wanted = new Set(query.flatMap(plain))
        for (const [text, spans] of [[one.title, match.title] as const, [one.more, match.more] as const]) {
          let last = -1
          for (const [from, to] of spans) {
            expect(from).toBeGreaterThan(last)
            expect(to).toBeGreaterThan(from)
            expect(to).toBeLessThanOrEqual([...text].length)
            for (const letter of plain(text).slice(from, to)) expect(wanted).toContain(letter)
            last = to
          }
        }
      }),
    )
  })

  it('the order of the words changes nothing, and another letter never finds more', () => {
    fc.assert(
      fc.property(thing, words, fc.constantFrom(...'abs1é'), (one, query, letter) => {
        expect(matchOf(one, [...query].reverse())?.score).toBe(matchOf(one, query)?.score)
        const longer = query.map((word, at) => (at === query.length - 1 ? word + letter : word))
        if (matchOf(one, longer)) expect(matchOf(one, query)).not.toBeNull()
      }),
    )
  })

  it('a list holds each thing at most once, keeps the order of what is as good, and says the same twice', () => {
    const some = fc.array(fc.tuple(letters, fc.constantFrom<PaletteGroup>('surfaces', 'do', 'agents')), {
      maxLength: 20,
    })
    fc.assert(
      fc.property(some, words, (texts, query) => {
        const items = texts.map(([title, group], at) => item(title, group, { id: `${at}` }))
        const asked = query.join(' ')
        const groups = listOf(asked, items, [])
        expect(listOf(asked, items, [])).toEqual(groups)
        const ids = groups.flatMap(({ rows }) => rows.map(row => row.item.id))
        expect(new Set(ids).size).toBe(ids.length)
        for (const { rows } of groups) {
          const scored = rows.map(row => ({ score: matchOf(row.item, wordsOf(asked))!.score, at: Number(row.item.id) }))
          scored.slice(1).forEach((next, n) => {
            const before = scored[n]!
            expect(before.score > next.score || (before.score === next.score && before.at < next.at)).toBe(true)
          })
        }
      }),
    )
  })
})
