// What the window says of the policy file, and when the policy cannot be changed in it. Pure: what holds comes from main.
import type { GrantChange, PolicyStatus, StartingPoint } from '../../preload/contract.ts'

interface PolicyWords {
  readonly head: string
  readonly text: string
  /** the gate is closed or agents are paused because of it */
  readonly stop: boolean
  /** what the button to the policy page says; null = there is nothing to see there */
  readonly look: string | null
}

/** Main refuses every change of the policy then: the controls are off so that nobody tries. */
export function isLocked({ managed, fault, held }: PolicyStatus): boolean {
  return managed || fault !== null || held !== null
}

/** For the bar under the title; null = nothing is wrong. */
export function policyTrouble(policy: PolicyStatus): PolicyWords | null {
  const { file, managed, fault, ruling } = policy
  const look = lookWord(policy)
  if (fault) {
    const where = `${file}, line ${fault.line}, column ${fault.column}: ${sentence(fault.message)}`
    if (ruling === 'nothing') {
      const head = 'Policy could not be read. No agent may do anything until it is fixed.'
      return { head, text: where, stop: true, look }
    }
    const still = 'What was accepted last still decides, and agents are paused until it is right.'
    return { head: 'The policy file has a fault.', text: `${still} ${where}`, stop: true, look }
  }
  if (look === null) return null
  const head = 'The policy was changed outside Gatehouse.'
  if (managed) {
    const text = 'It is managed: the change is taken up at the next start, and what was read at this one still decides.'
    return { head, text, stop: false, look }
  }
  if (ruling === 'nothing')
    return { head, text: 'No agent may do anything until you have accepted it.', stop: true, look }
  return { head, text: 'The change is held: what was accepted last still decides.', stop: false, look }
}

/** For the bar in Grants: why nothing can be changed there; null = it can. */
export function whyLocked(policy: PolicyStatus): PolicyWords | null {
  const { file, managed, fault, ruling } = policy
  const look = lookWord(policy)
  if (fault) {
    const what = ruling === 'nothing' ? 'Policy could not be read' : 'The policy file has a fault'
    const text = `Line ${fault.line}: ${sentence(fault.message)} (${file})`
    return { head: `${what}, so nothing can be changed here`, text, stop: true, look }
  }
  if (managed) {
    const since = look ? ' It was changed since; that is taken up at the next start.' : ''
    const text = `It was read from ${file} at the start. It is shown here and cannot be changed.${since}`
    return { head: 'This policy is managed', text, stop: false, look }
  }
  if (look === null) return null
  const head = 'The policy was changed outside Gatehouse, so nothing can be changed here'
  const shown = ruling === 'nothing' ? 'No policy is in force.' : 'Shown is what was accepted last.'
  return { head, text: `${shown} Accept the change or put it back first.`, stop: false, look }
}

function lookWord({ held, ruling }: PolicyStatus): string | null {
  if (!held) return null
  return ruling === 'nothing' ? 'Show the policy' : 'Show the difference'
}

/** The changes that give somebody more come first; else the order is main's. */
export function raisesFirst(changes: readonly GrantChange[]): GrantChange[] {
  return [...changes.filter(change => change.raises), ...changes.filter(change => !change.raises)]
}

/** A message of main's without or with its full stop, with exactly one. */
export function sentence(message: string): string {
  return /[.!?]$/.test(message) ? message : `${message}.`
}

const LIKE: Readonly<Record<StartingPoint, string>> = { careful: 'Careful', paired: 'Paired', open: 'Open here' }

/** `Policy: Careful`: the strip's word. `like`: the starting point it is as; else its file is named. */
export function policyWord(policy: PolicyStatus, like: StartingPoint | null): { words: string; stop: boolean } {
  const { fault, held, managed, file } = policy
  if (fault) return { words: 'Policy has a fault', stop: true }
  if (held) return { words: 'Policy changed, not accepted', stop: false }
  const name = file.split(/[\\/]/).at(-1) ?? file
  if (managed) return { words: `Policy: managed, ${name}`, stop: false }
  return { words: `Policy: ${like === null ? name : LIKE[like]}`, stop: false }
}
