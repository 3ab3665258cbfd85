// What the palette lists for what a person wrote in it. Pure: what there is comes from palette-items.ts.
import type { CommandId, TmuxPlace } from '../../preload/contract.ts'
import { type Match, matchOf, type Searchable, type Span, wordsOf } from './matching.ts'

export type PaletteGroup = 'surfaces' | 'do' | 'agents' | 'screen'
export const GROUP_TITLES: Readonly<Record<PaletteGroup, string>> = {
  ...{ surfaces: 'Surfaces', do: 'Do', agents: 'Agents', screen: 'On screen' },
}

export type PaletteDeed =
  | { readonly is: 'surface'; readonly surface: string }
  | { readonly is: 'command'; readonly command: CommandId }
  | { readonly is: 'preset'; readonly preset: string }
  | { readonly is: 'place'; readonly place: TmuxPlace }
  | { readonly is: 'grant'; readonly agent: string; readonly surface: string }
  | { readonly is: 'lock'; readonly surface: string; readonly on: boolean }
  | { readonly is: 'let'; readonly agent: string; readonly surface: string }
  | { readonly is: 'pause'; readonly agent: string; readonly on: boolean }
  | { readonly is: 'revoke'; readonly agent: string }

export interface PaletteItem extends Searchable {
  /** the same for the same thing, whatever is listed */
  readonly id: string
  readonly group: PaletteGroup
  /** why it cannot be done now, in words; null = it can */
  readonly off: string | null
  /** there are many of its kind: it is listed only for who looks for something */
  readonly sought?: true
  readonly deed: PaletteDeed
}

export interface Listed {
  readonly item: PaletteItem
  readonly title: readonly Span[]
  readonly more: readonly Span[]
}
export interface ListedGroup {
  readonly group: PaletteGroup
  readonly rows: readonly Listed[]
}

export type PaletteMode = 'all' | 'commands' | 'agents' | 'screen'
const PREFIXES: Readonly<Record<string, PaletteMode>> = { '>': 'commands', '@': 'agents', '#': 'screen' }
const GROUPS: Readonly<Record<PaletteMode, readonly PaletteGroup[]>> = {
  ...{ all: ['surfaces', 'do', 'agents'], commands: ['do'], agents: ['agents'], screen: ['screen'] },
}
/** Rows of agents while everything is looked through. */
const MOST_AGENTS = 8
/** Rows of a kind that there are many of, while everything is looked through. */
const MOST_SOUGHT = 6

/** What the first character asks for, and what is looked for. */
export function modeOf(query: string): { readonly mode: PaletteMode; readonly text: string } {
  const mode = PREFIXES[query.charAt(0)]
  return mode ? { mode, text: query.slice(1).trim() } : { mode: 'all', text: query.trim() }
}

/**
 * Best first, in the order of the items where two are as good. With nothing to look for, what was used lately comes first
 * (`recent`: ids, the latest first), and only what can be done is listed.
 */
export function listOf(query: string, items: readonly PaletteItem[], recent: readonly string[]): ListedGroup[] {
  const { mode, text } = modeOf(query)
  const words = wordsOf(text)
  return GROUPS[mode].flatMap((group): ListedGroup[] => {
    // Every agent on every surface is much for somebody who asks for nothing.
    if (group === 'agents' && mode === 'all' && words.length === 0) return []
    const mine = items.filter(item => item.group === group)
    const rows = words.length === 0 ? lately(mine, recent) : matching(mine, group === 'screen' ? [text] : words)
    const shown = mode !== 'all' ? rows : group === 'agents' ? rows.slice(0, MOST_AGENTS) : fewSought(rows)
    return shown.length === 0 ? [] : [{ group, rows: shown }]
  })
}

/** The best of those that there are many of, and all others. */
function fewSought(rows: readonly Listed[]): Listed[] {
  let left = MOST_SOUGHT
  return rows.filter(({ item }) => !item.sought || left-- > 0)
}

function lately(items: readonly PaletteItem[], recent: readonly string[]): Listed[] {
  const place = ({ id }: PaletteItem) => (recent.includes(id) ? recent.indexOf(id) : recent.length)
  return items
    .filter(item => item.off === null && !item.sought)
    .sort((a, b) => place(a) - place(b))
    .map(item => ({ item, title: [], more: [] }))
}

function matching(items: readonly PaletteItem[], words: readonly string[]): Listed[] {
  const found = items.flatMap((item): (Match & { item: PaletteItem })[] => {
    const match = matchOf(item, words)
    return match ? [{ ...match, item }] : []
  })
  // What cannot be done stands below what can.
  const off = ({ item }: { item: PaletteItem }) => (item.off === null ? 0 : 1)
  return found
    .sort((a, b) => off(a) - off(b) || b.score - a.score)
    .map(({ item, title, more }) => ({ item, title, more }))
}

/** The rows that can be chosen, as they are drawn. */
export function choosable(groups: readonly ListedGroup[]): PaletteItem[] {
  return groups.flatMap(({ rows }) => rows.map(({ item }) => item)).filter(({ off }) => off === null)
}

/** The chosen one: still the same where it is still listed, else the first. */
export function chosenOf(items: readonly PaletteItem[], id: string | null): PaletteItem | null {
  return items.find(item => item.id === id) ?? items[0] ?? null
}

/** So many rows on, and around at the ends. */
export function stepped(items: readonly PaletteItem[], id: string | null, by: number): string | null {
  const chosen = chosenOf(items, id)
  if (!chosen) return null
  const at = items.indexOf(chosen) + by
  return items[((at % items.length) + items.length) % items.length]!.id
}
