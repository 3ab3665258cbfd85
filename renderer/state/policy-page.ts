// What of the policy page a person looks at: the part, the line of the list, the starting point, and a place in the text to go to.
// It stays while the page is away.
import { create } from 'zustand'
import type { StartingPoint } from '../../preload/contract.ts'
import type { PolicyPart } from './panel.ts'
import type { Chosen, PagePart } from './policy-parts.ts'

/** Counts from 1. `turn` tells two requests for the same place apart. */
export interface Goal {
  readonly line: number
  readonly column: number
  readonly turn: number
}

interface PolicyPage {
  part: PagePart
  /** what was chosen while a change was held */
  chosen: Chosen | null
  /** the key of a line of the list */
  line: string | null
  point: StartingPoint | null
  /** where the editor is to go; null = it was there */
  goal: Goal | null
}

export const usePolicyPage = create<PolicyPage>(() => ({
  ...{ part: 'rules', chosen: null, line: null, point: null, goal: null },
}))

const { getState: get, setState: set } = usePolicyPage

/** `held`: the hash of what is held now. */
export function choosePart(part: PagePart, held: string | null): void {
  set(held === null ? { part } : { chosen: { held, part } })
}

/** What another part of the window asked for. */
export function takeAsked(asked: PolicyPart): void {
  const isPoint = asked === 'careful' || asked === 'paired' || asked === 'open'
  if (asked === 'held') set({ chosen: null })
  else set(isPoint ? { part: 'starting', point: asked } : { part: asked })
}

/** On a person's gesture: to a place in the editor. */
export function goToPlace(line: number, column = 1): void {
  set({ part: 'file', goal: { line, column, turn: (get().goal?.turn ?? 0) + 1 } })
}
