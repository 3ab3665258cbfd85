// The parts of the policy page: which there are now, which are off and why, and which one is shown. Pure.
import type { PolicyStatus } from '../../preload/contract.ts'

/** `held`: what somebody else left in the file, beside what was accepted. */
export type PagePart = 'held' | 'rules' | 'file' | 'import' | 'starting'

export interface Part {
  readonly id: PagePart
  readonly label: string
  readonly off: boolean
}

/** What a person chose to see while this was held. */
export interface Chosen {
  readonly held: string
  readonly part: PagePart
}

const LABELS: Readonly<Record<PagePart, string>> = {
  held: 'The change',
  rules: 'Rules',
  file: 'File',
  import: 'Import',
  starting: 'Starting points',
}

export function partsOf(policy: PolicyStatus): Part[] {
  const { managed, held, fault } = policy
  const part = (id: PagePart, off: boolean): Part => ({ id, label: LABELS[id], off })
  const stuck = held !== null || fault !== null
  return [
    ...(held === null ? [] : [part('held', false)]),
    part('rules', false),
    part('file', stuck),
    part('import', stuck || managed),
    part('starting', stuck || managed),
  ]
}

/** Why some parts are off; null = none is. */
export function whyOff({ managed, held, fault }: PolicyStatus): string | null {
  if (held && managed)
    return 'File, Import and Starting points are off: the managed file is another than the one in force.'
  if (held) return 'File, Import and Starting points are off until the change is accepted or put back.'
  if (fault) return 'File, Import and Starting points are off until the fault is gone.'
  return managed ? 'Import and Starting points are off: a managed policy is changed in its file.' : null
}

/** A held change comes first until the person has gone to another part; what is off is not shown. */
export function shownPart(policy: PolicyStatus, wanted: PagePart, chosen: Chosen | null): PagePart {
  const there = (id: PagePart) => partsOf(policy).some(part => part.id === id && !part.off)
  if (policy.held === null) return there(wanted) ? wanted : 'rules'
  return chosen?.held === policy.held.hash && there(chosen.part) ? chosen.part : 'held'
}

/** The part that an arrow, Home or End goes to; null = the key is another. */
export function partAt(parts: readonly Part[], from: PagePart, key: string): Part | null {
  const here = parts.findIndex(({ id }) => id === from)
  const to = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: parts.length - 1 }[key]
  return to === undefined ? null : (parts.at(to % parts.length) ?? null)
}
