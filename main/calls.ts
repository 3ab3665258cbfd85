// What the window may ask of the house, one function a call. Inputs are parsed before they come here. Everything a person
// changes is in the activity record before it takes effect.
import type { CallName, CallOutput, CallParsed, Result } from '../preload/contract.ts'
import { entry } from './gate/entries.ts'
import type { House } from './house.ts'
import { agentIdOf } from './mcp/identity.ts'
import { hashToken, newToken } from './mcp/tokens.ts'
import { addAgent, removeAgent, setCell } from './policy/edit.ts'
import type { Policy } from './policy/model.ts'
import { atRest } from './status/state.ts'

/** Calls that need no window. The others are the shell's. */
export type HouseCall = Exclude<
  CallName,
  'surface.attach' | 'clipboard.write' | 'clipboard.read' | 'link.open' | 'window.do'
>
export type HouseCalls = {
  [K in HouseCall]: (input: CallParsed<K>) => Promise<Result<CallOutput<K>>> | Result<CallOutput<K>>
}

const DONE = { ok: true, value: {} } as const

export function createCalls(house: House): HouseCalls {
  const { gate, policyFile, activity } = house
  const record = (kind: 'policy' | 'agent', text: string) =>
    activity.append(entry(kind, 'person', { text, outcome: 'delivered' }))

  return {
    'state.get': () => ({ ok: true, value: house.view.state() }),

    async 'surface.open'(spec) {
      const opened = await house.openSurface({ ...spec, openedBy: 'person' })
      return opened.ok ? { ok: true, value: { id: opened.value.facts.id } } : opened
    },
    async 'surface.close'({ id, sure }) {
      const state = house.registry.get(id)?.summary().state
      if (state && !sure && !atRest(state)) {
        return { ok: false, code: 'at_work', message: `It may be at work: ${state.evidence}.` }
      }
      await house.closeSurface(id)
      return DONE
    },

    'draft.release': ({ ref, how }) => gate.release(ref, how),
    'draft.edit': ({ ref, text }) => gate.editDraft(ref, text),
    'draft.discard': ({ ref }) => gate.discardDraft(ref),

    async 'gate.pause'() {
      await gate.pause('person')
      return DONE
    },
    'gate.resume': () => gate.resume('person'),

    async 'policy.cell'(cell) {
      const before = house.view.state().cells.find(one => one.agent === cell.agent && one.surface === cell.surface)
      if (!before) {
        return { ok: false, code: 'no_such_cell', message: `There is no ${cell.agent} or no ${cell.surface} any more.` }
      }
      const words = cell.level === null ? 'takes the rule of' : `sets ${say(cell)} for`
      await record('policy', `A person ${words} ${cell.agent} on ${cell.surface}; it was ${say(before)}.`)
      return policyFile.change(text => setCell(text, cell))
    },

    async 'agent.add'({ name, level }) {
      const id = freeId(agentIdOf(name), namedAgents(policyFile.policy()))
      const token = newToken()
      await record('agent', `A person adds ${id} ("${name}") with ${level} on any surface.`)
      const changed = await policyFile.change(text =>
        addAgent(text, id, { name, token: hashToken(token) }, { level, ask: null }),
      )
      return changed.ok ? { ok: true, value: { id, token, url: house.mcpStatus().url } } : changed
    },
    async 'agent.revoke'({ id }) {
      // Taking away works even where nothing can be recorded: the gate is closed then anyway.
      await record('agent', `A person revokes ${id}.`).catch(() => {})
      const changed = await policyFile.change(text => removeAgent(text, id))
      if (changed.ok) gate.agentGone(id)
      return changed
    },
  }
}

function say({ level, ask }: { level: string | null; ask: string | null }): string {
  return ask === null ? String(level) : `${level} with ask ${ask}`
}

/** Every agent id the policy mentions: a rule or a lock may still name one that was revoked. */
function namedAgents({ agents, rules, locks }: Policy): Set<string> {
  const selectors = [...rules, ...locks].map(one => one.agents)
  const named = selectors.flatMap(one => (typeof one === 'string' ? [one] : Array.isArray(one) ? one : []))
  return new Set([...Object.keys(agents), ...named])
}

function freeId(wanted: string, taken: ReadonlySet<string>): string {
  if (!taken.has(wanted)) return wanted
  for (let n = 2; ; n++) {
    const id = `${wanted.slice(0, 58)}-${n}`
    if (!taken.has(id)) return id
  }
}
