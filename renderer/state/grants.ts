// Reading and changing cells of the Grants panel. Pure: what is in force comes from main, nothing is decided here.
import type { Cell, Level } from '../../preload/contract.ts'
import { LEVELS } from '../../preload/contract.ts'
import { type Grant, RANK } from './words.ts'

export const ANY = '*'

/** The level above, or null at the top. */
export function nextLevel(level: Level): Level | null {
  return LEVELS[RANK[level] + 1] ?? null
}

/**
 * One step of the cycle None → Read → Type → Type + ask → None. It never lands on Submit: a stray key or click must not
 * hand out Enter.
 */
export function cycle({ level, ask }: Grant): Grant {
  if (level === 'none') return { level: 'read', ask: null }
  if (level === 'read') return { level: 'type', ask: null }
  if (level === 'type' && !ask) return { level: 'type', ask: 'submit' }
  return { level: 'none', ask: null }
}

/** The same cell at another level: what it asks for stays while that is higher. */
export function withLevel({ ask }: Grant, level: Level): Grant {
  return { level, ask: ask && RANK[ask] > RANK[level] ? ask : null }
}

/** Ask on: for the next level. Ask off: nothing is asked. At submit there is nothing to ask for. */
export function withAsk({ level }: Grant, on: boolean): Grant {
  return { level, ask: on ? nextLevel(level) : null }
}

/** What is looked up of one slice of cells: made once for it, whoever asks. */
interface Index {
  readonly pairs: ReadonlyMap<string, Cell>
  readonly strongest: ReadonlyMap<string, Cell>
  readonly locked: ReadonlySet<string>
}

const indexes = new WeakMap<readonly Cell[], Index>()

function indexOf(cells: readonly Cell[]): Index {
  const known = indexes.get(cells)
  if (known) return known
  const pairs = new Map<string, Cell>()
  const best = new Map<string, Cell>()
  const locked = new Set<string>()
  for (const cell of cells) {
    const { agent, surface } = cell
    pairs.set(`${agent} ${surface}`, cell)
    if (cell.lock !== null) locked.add(surface)
    if (agent === ANY || agent.endsWith(`@${surface}`)) continue
    const before = best.get(surface)
    if (!before || weight(cell) > weight(before)) best.set(surface, cell)
  }
  const made = { pairs, strongest: best, locked }
  indexes.set(cells, made)
  return made
}

export function findCell(cells: readonly Cell[], agent: string, surface: string): Cell | undefined {
  return indexOf(cells).pairs.get(`${agent} ${surface}`)
}

/**
 * The widest grant any agent has on a surface: by level, then by what it may ask for. Null = no agents. The one that runs in it
 * does not count: it sends nothing there.
 */
export function strongest(cells: readonly Cell[], surface: string): Cell | null {
  return indexOf(cells).strongest.get(surface) ?? null
}

/** Whether a lock lowers what any agent may do on a surface. */
export function isLocked(cells: readonly Cell[], surface: string): boolean {
  return indexOf(cells).locked.has(surface)
}

const weight = ({ level, ask }: Grant) => RANK[level] * 4 + (ask ? RANK[ask] : 0)
