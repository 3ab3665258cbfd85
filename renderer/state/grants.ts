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

export function findCell(cells: readonly Cell[], agent: string, surface: string): Cell | undefined {
  return cells.find(cell => cell.agent === agent && cell.surface === surface)
}

/**
 * The widest grant any agent has on a surface: by level, then by what it may ask for. Null = no agents. The one that runs in it
 * does not count: it sends nothing there.
 */
export function strongest(cells: readonly Cell[], surface: string): Cell | null {
  let best: Cell | null = null
  for (const cell of cells) {
    if (cell.surface !== surface || cell.agent === ANY || cell.agent.endsWith(`@${surface}`)) continue
    if (!best || weight(cell) > weight(best)) best = cell
  }
  return best
}

/** Whether a lock lowers what any agent may do on a surface. */
export function isLocked(cells: readonly Cell[], surface: string): boolean {
  return cells.some(cell => cell.surface === surface && cell.lock !== null)
}

const weight = ({ level, ask }: Grant) => RANK[level] * 4 + (ask ? RANK[ask] : 0)
