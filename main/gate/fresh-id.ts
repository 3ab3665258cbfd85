// Ids of what lives in the gate: short enough to read out, and never one that is taken.
import { randomInt } from 'node:crypto'

const LETTERS = 'abcdefghijklmnopqrstuvwxyz0123456789'
const LENGTH = 8

/** `prefix` and eight random letters or digits. */
export function freshId(prefix: string, isTaken: (id: string) => boolean): string {
  for (;;) {
    const id = `${prefix}${Array.from({ length: LENGTH }, () => LETTERS[randomInt(LETTERS.length)]).join('')}`
    if (!isTaken(id)) return id
  }
}
