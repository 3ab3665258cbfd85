// What a person did in one terminal, on its way to main: in order, each once, from before there is a way. Pure.
import type { PortUp } from '../../preload/contract.ts'

export interface Upward {
  send(message: PortUp): void
  /** There is a way: what waited goes first. */
  opens(way: (message: PortUp) => void): void
  /** There will be none: nobody hears what waits, and nothing waits any more. */
  fails(): void
}

export function createUpward(): Upward {
  let way: ((message: PortUp) => void) | null = null
  let waiting: PortUp[] | null = []
  return {
    send(message) {
      if (way) way(message)
      else waiting?.push(message)
    },
    opens(to) {
      const first = waiting ?? []
      waiting = null
      way = to
      for (const message of first) to(message)
    },
    fails() {
      waiting = null
    },
  }
}
