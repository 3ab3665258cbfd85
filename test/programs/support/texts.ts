// What is sent: the kinds of texts of the tables, and random ones by number.

const KIB = 1024

export interface Text {
  readonly name: string
  readonly text: string
}

export const MULTI = 'first line\nsecond line\n\n  fourth'

/** Texts as they are. None would be refused for what it holds. */
export const TEXTS: readonly Text[] = [
  { name: 'plain', text: 'hello, "you"' },
  { name: 'multi-line', text: MULTI },
  { name: 'y', text: 'y' },
  { name: '1', text: '1' },
  { name: 'q', text: 'q' },
  { name: 'emoji', text: '🙂' },
  { name: '4 KiB', text: filler(4 * KIB) },
  { name: '64 KiB', text: filler(64 * KIB) },
]

/** More of what must arrive as it is, where anything passes. */
export const MORE_TEXTS: readonly Text[] = [
  { name: 'tabs', text: 'a\tb\n\t\tc' },
  { name: 'signs', text: `it's "$HOME" \`x\` $(x) \\ \\n %s ~ * ? [a] {b} !! ^a #c ; & | <>` },
  { name: 'edges', text: '  two before, an empty line and two after\n\n  ' },
  { name: 'scripts', text: 'Grüße, 世界, שלום, नमस्ते, 👩‍💻 🇪🇺 e\u0301' },
]

/** Words with their numbers: a piece that is lost or doubled shows. */
export function filler(bytes: number): string {
  let text = ''
  for (let number = 0; text.length < bytes; number += 1) text += `word${number} `
  return `${text.slice(0, bytes - 1)}.`
}

/** The same number gives the same sequence (mulberry32). Each call gives an integer from 0 up to below `below`. */
export function randomInts(seed: number): (below: number) => number {
  let state = seed >>> 0
  return below => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

/** Printable ASCII, often the characters that shells act on, and now and then a letter or sign of another script. */
const OFTEN = [...'\'"\\$`!#&;|<>(){}[]*?~%^ =-+,.:/@_']
const OTHERS = [...'äßéñøłžЖяωλ中文字仮名한글ابתש€→✓½', '🙂', '👍🏽', '👩‍💻', '🇪🇺', '1️⃣']

export function randomText(int: (below: number) => number, mostLines: number): string {
  const line = () => Array.from({ length: int(60) }, () => character(int)).join('')
  return Array.from({ length: 1 + int(mostLines) }, line).join('\n') || 'x'
}

function character(int: (below: number) => number): string {
  const kind = int(10)
  if (kind < 5) return String.fromCharCode(0x61 + int(26))
  if (kind < 9) return OFTEN[int(OFTEN.length)]!
  return OTHERS[int(OTHERS.length)]!
}

/** `rec` with the text as its one argument, as this shell quotes it. */
export function recCall(shell: string, text: string): string {
  return `rec ${quoted(shell, text)}`
}

function quoted(shell: string, text: string): string {
  if (shell === 'fish') return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`
  return `'${text.replaceAll("'", `'\\''`)}'`
}
