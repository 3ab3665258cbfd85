// What a person's answers change in the policy, written to its file and recorded: the gate asks for it (gate/people.ts), the
// edits are policy/edit-answers.ts. It asks nobody and draws nothing.
import type { Result } from '../preload/contract.ts'
import { entry } from './gate/entries.ts'
import type { Activity } from './gate/model.ts'
import type { Allowance, People } from './gate/people.ts'
import { allowUntil, blockAgent, blockPair, grantPair, startWith } from './policy/edit-answers.ts'
import type { PolicyFile } from './store/policy-file.ts'
import type { Registry } from './surfaces/surface.ts'

const MINUTE = 60_000
const NO_REASON = 'refused by a person'

/** `now` gives ms since the epoch, from the clock the policy's temporary rules are read by. */
export function createPeople(file: PolicyFile, registry: Registry, activity: Activity, now: () => number): People {
  /** Recorded before it is in force; an edit that changes nothing is neither. */
  async function change(words: string, edit: (text: string) => string): Promise<Result<Record<string, never>>> {
    await activity.append(entry('policy', 'person', { text: words, outcome: 'delivered' }))
    return file.change(edit)
  }
  function allow({ agent, surface: id, level, minutes, parts }: Allowance) {
    const surface = registry.get(id)?.facts
    if (!surface)
      return Promise.resolve({ ok: false, code: 'no_such_surface', message: 'The surface is gone.' } as const)
    const sub = Object.fromEntries(parts.map(part => [part, 'allow' as const]))
    const raise = { agent, surface, level, sub, now: now() }
    const what = [level, ...parts].join(' and ')
    if (minutes === null) {
      return change(`A person gives ${agent.id} ${what} on "${surface.name}".`, text => grantPair(text, raise))
    }
    const until = new Date(now() + minutes * MINUTE).toISOString()
    const words = `A person gives ${agent.id} ${what} on "${surface.name}" until ${until}.`
    return change(words, text => allowUntil(text, { ...raise, until }))
  }
  return {
    managed: file.status().managed,
    allow,
    block(agent, surface, reason) {
      const why = reason ?? NO_REASON
      if (surface === null) {
        return change(`A person locks ${agent} out everywhere.`, text => blockAgent(text, { agent, reason: why }))
      }
      const words = `A person locks ${agent} to reading on ${surface}.`
      return change(words, text => blockPair(text, { agent, surface, reason: why }))
    },
    start(agent, level, ask) {
      const asks = ask === null ? '' : `, and asks for ${ask}`
      return change(`A person starts ${agent} with ${level} on any surface${asks}.`, text =>
        startWith(text, { agent, level, ask }),
      )
    },
  }
}
