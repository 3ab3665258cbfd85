// What a key does in the matrix of Grants while that has the keyboard.
import { LEVELS, type Level } from '../../preload/contract.ts'
import { focusManager } from './focus.ts'

export type CellDeed =
  | { readonly is: 'level'; readonly level: Level }
  | { readonly is: 'ask' | 'inherit' | 'cycle' | 'rate' | 'why' | 'undo' | 'menu' }

type Press = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'altKey' | 'metaKey' | 'shiftKey' | 'repeat'>

const LETTERS: Readonly<Record<string, 'ask' | 'rate' | 'why'>> = { a: 'ask', r: 'rate', w: 'why' }

/** What this key means on a cell; null = nothing. A key that is held down changes nothing a second time. */
export function cellDeed(press: Press, mac: boolean): CellDeed | null {
  const { key, ctrlKey, altKey, metaKey, shiftKey, repeat } = press
  if (altKey) return null
  if (key.toLowerCase() === 'z' && (mac ? metaKey && !ctrlKey : ctrlKey && !metaKey) && !shiftKey) {
    return repeat ? null : { is: 'undo' }
  }
  if (ctrlKey || metaKey) return null
  if (key === 'ContextMenu' || (key === 'F10' && shiftKey)) return { is: 'menu' }
  if (repeat) return null
  if (key === ' ') return { is: 'cycle' }
  if (key === 'Backspace') return { is: 'inherit' }
  if (/^[0-3]$/.test(key)) return { is: 'level', level: LEVELS[Number(key)]! }
  const letter = LETTERS[key.toLowerCase()]
  return letter ? { is: letter } : null
}

/** On a person's key: to a part of the inspector. False: it is not there. */
export function toInspector(part: 'rate' | 'why'): boolean {
  const selector = part === 'rate' ? '[data-grants="rate"]:not(:disabled)' : '[data-grants="why"]'
  const element = document.querySelector<HTMLElement>(`.insp ${selector}`)
  focusManager.element(element)
  if (element instanceof HTMLInputElement) element.select()
  return element !== null
}

/** Back to the cell or head that is in the tab order. */
export function toMatrix(): void {
  focusManager.element(document.querySelector<HTMLElement>('.mx [data-stop]'))
}
