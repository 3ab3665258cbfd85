// Tells main, once, that the person has what they wait for at a start: what is left of the start may begin.
import { call } from '../api.ts'

/** A program that prints nothing is not waited for longer, ms. */
const PATIENCE_MS = 500

let told = false

/** Something is to be seen in a terminal, or there is none. */
export function sayDrawn(): void {
  if (told) return
  told = true
  void call('window.drawn', {})
}

/** There is a state, and it is being drawn. `terminals`: what they print is waited for. */
export function drawing(terminals: boolean): void {
  if (terminals) setTimeout(sayDrawn, PATIENCE_MS)
  else requestAnimationFrame(() => setTimeout(sayDrawn))
}
