// Streams that leave a terminal in every state the bytes to come may depend on, and what two terminals hold, to be compared.
import type { Terminal } from '@xterm/headless'
import fc from 'fast-check'
import { takeCells } from '../../main/surfaces/cells.ts'
import type { Screen } from '../../main/surfaces/screen.ts'
import { streams } from './hostile-support.ts'

const RICH = [
  // regions, origin, wrap, insert, new line, reverse wrap
  ...['\x1b[2;4r', '\x1b[3;6r', '\x1b[r', '\x1b[?6h', '\x1b[?6l', '\x1b[?7l', '\x1b[?7h', '\x1b[4h', '\x1b[4l'],
  ...[
    '\x1b[20h',
    '\x1b[20l',
    '\x1b[?45h',
    '\x1b[?45l',
    '\x1bM',
    '\x1bD',
    '\x1bE',
    '\x1b[2S',
    '\x1b[2T',
    '\x1b[3L',
    '\x1b[2M',
  ],
  // cursor: shape, hidden, saved
  ...[
    '\x1b[3 q',
    '\x1b[0 q',
    '\x1b[?25l',
    '\x1b[?25h',
    '\x1b7',
    '\x1b8',
    '\x1b[s',
    '\x1b[u',
    '\x1b[4;1H',
    '\x1b[99;99H',
  ],
  // what is sent for keys and the mouse
  ...[
    '\x1b[?1h',
    '\x1b[?1l',
    '\x1b=',
    '\x1b>',
    '\x1b[?1000h',
    '\x1b[?1003h',
    '\x1b[?1002l',
    '\x1b[?1006h',
    '\x1b[?1006l',
  ],
  ...['\x1b[?1004h', '\x1b[?1004l', '\x1b[?2004h', '\x1b[?2004l'],
  // tabs, charsets
  ...[
    '\x1bH',
    '\x1b[g',
    '\x1b[3g',
    '\t',
    '\x1b(0',
    '\x1b(B',
    '\x1b)0',
    '\x0e',
    '\x0f',
    'lqqk',
    '\x1b*0\x1bn',
    '\x1b%G',
  ],
  // styles
  ...[
    '\x1b[4:3m',
    '\x1b[58:5:9m',
    '\x1b[58;2;1;2;3m',
    '\x1b[4:0m',
    '\x1b[24m',
    '\x1b[1;3;9m',
    '\x1b[48;5;200m',
    '\x1b[7m',
  ],
  ...[
    '\x1b[0m',
    '\x1b[1"q',
    '\x1b[0"q',
    '\x1b[?K',
    '\x1b[K',
    '\x1b[1J',
    '\x1b[J',
    '\x1b[2J',
    '\x1b[3J',
    '\x1b[4X',
    '\x1b[3@',
  ],
  // links
  ...['\x1b]8;;http://a.test/\x07', '\x1b]8;id=one;http://b.test/\x07', '\x1b]8;;\x07', 'a link '],
  // characters
  ...['e\u0301', '\u0301', '\u4e2d\u6587', '\u{1f469}\u200d\u{1f4bb}', '\x1b[5b', '='.repeat(20), '='.repeat(41)],
  ...['text ', 'text\r\n', '\r\n\r\n\r\n', 'row\r\n'.repeat(30)],
  // the other screen, and everything anew
  ...[
    '\x1b[?1049h',
    '\x1b[?1049l',
    '\x1b[?47h',
    '\x1b[?47l',
    '\x1b[?1047h',
    '\x1b[?1048h',
    '\x1bc',
    '\x1b[!p',
    '\x1b#8',
  ],
  ...['\x1b[?2026h', '\x1b[?2026l', '\x1b]4;5;#123456\x07', '\x1b]104\x07'],
]
const rich = fc.array(fc.constantFrom(...RICH), { maxLength: 30 }).map(parts => Buffer.from(parts.join('')))

export const richStreams = fc.oneof({ weight: 3, arbitrary: rich }, { weight: 1, arbitrary: streams })

/**
 * Everything a window's terminal holds but its colours. Of a link only that it is one: xterm forgets where one leads when the rows
 * it was noted on are gone, and notes it on more of them where it saw them printed.
 */
export function heldBy(terminal: Terminal) {
  return plain(takeCells(terminal, Number.POSITIVE_INFINITY, ''))
}

/** The same of a mirror. */
export function mirrored(screen: Screen) {
  return plain(screen.cells(Number.POSITIVE_INFINITY).cells)
}

type Cells = ReturnType<typeof takeCells>

function plain({ colours: _, links: __, private: own, ...cells }: Cells) {
  const { synchronizedOutput: ___, ...modes } = own
  const isLink = (link: number) => link !== -1
  const style = ([fg, bg, more, link]: Cells['style']) => [fg, bg, more, isLink(link)]
  const { normalRows, altRows, normal, other } = cells
  /** Where the cursor would be restored: rows that are gone above count for nothing there. */
  const buffer = (one: Cells['normal'], rows: Cells['altRows']) => ({
    ...{ ...one, savedStyle: style(one.savedStyle) },
    savedY: Math.max(0, one.savedY - Math.max(0, (rows?.lengths.length ?? 0) - cells.rows)),
  })
  return {
    ...cells,
    normalRows: rowsOf(normalRows),
    altRows: rowsOf(altRows),
    normal: buffer(normal, normalRows),
    other: buffer(other, altRows),
    style: style(cells.style),
    private: modes,
  }
}

/** Each row as one string. */
function rowsOf(rows: Cells['altRows']): string[] {
  if (!rows) return []
  const { cells, lengths, wrapped, joinedAt, joined, styledAt, styles } = rows
  const all: string[] = []
  let from = 0
  for (const [row, length] of lengths.entries()) {
    all.push(`${wrapped[row] ? '+' : ''}${cells.subarray(from, from + length * 3).join(' ')}`)
    from += length * 3
  }
  for (const [nth, text] of joined.entries()) all[joinedAt[nth * 2]!] += ` ${joinedAt[nth * 2 + 1]}=${text}`
  for (let i = 0; i < styledAt.length; i += 3) {
    const [more, link] = styles[styledAt[i + 2]!]!
    all[styledAt[i]!] += ` ${styledAt[i + 1]}:${more}${link === -1 ? '' : ' link'}`
  }
  return all
}

export type Held = ReturnType<typeof heldBy>

/** Both but for what only one of them still has in its scrollback, and for the row a cursor was saved on, which counts from its top. */
export function common(one: Held, other: Held): [Held, Held] {
  const rows = Math.min(one.normalRows.length, other.normalRows.length)
  const cut = (held: Held) => ({
    ...held,
    normalRows: held.normalRows.slice(-rows),
    normal: { ...held.normal, savedY: 0 },
  })
  return [cut(one), cut(other)]
}
