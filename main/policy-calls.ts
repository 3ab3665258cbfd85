// What a person changes in the policy from the window, one function a call: recorded before it is in force, then edited into the
// file. The edits are main/policy's; what is held and accepted is store/policy-file.ts.
import type { CallName, CallOutput, CallParsed, Failure, grantCalls, Result } from '../preload/contract.ts'
import { entry } from './gate/entries.ts'
import type { House } from './house.ts'
import { cellAgents } from './policy/cells.ts'
import { changeWords, grantChanges, otherChanges } from './policy/changes.ts'
import { setCell } from './policy/edit.ts'
import { endAllowed } from './policy/edit-answers.ts'
import type { AgentFacts, Policy } from './policy/model.ts'
import { whyList } from './policy/why-list.ts'

type PolicyCall = keyof typeof grantCalls | Extract<CallName, 'policy.held' | 'policy.accept' | 'policy.putBack'>
type PolicyCalls = {
  [K in PolicyCall]: (input: CallParsed<K>) => Promise<Result<CallOutput<K>>> | Result<CallOutput<K>>
}

const NO_RULE =
  'A rule for agents inside surfaces names their workspace, and no rule can name this one. Move the surface to another workspace first.'
const NOT_YET: Failure = { ok: false, code: 'not_yet', message: 'This cannot be changed here yet.' }

export function createPolicyCalls(house: House): PolicyCalls {
  const { policyFile, activity } = house
  const record = (kind: 'policy' | 'agent', text: string) =>
    activity.append(entry(kind, 'person', { text, outcome: 'delivered' }))

  /** What taking up `policy` would change for whom, on the surfaces there are. */
  function changesBy(policy: Policy) {
    const surfaces = house.registry.all().map(({ facts }) => ({ before: facts, after: facts }))
    const inside = house.inside().map(one => ({ before: one, after: one }))
    return grantChanges(policyFile.policy(), policy, surfaces, inside)
  }

  /** As the policy sees whoever calls by this id. */
  const factsOf = (id: string): AgentFacts => house.inside().find(one => one.id === id) ?? { id }

  return {
    async 'policy.cell'(cell) {
      const before = house.view.state().cells.find(one => one.agent === cell.agent && one.surface === cell.surface)
      if (!before) {
        return { ok: false, code: 'no_such_cell', message: `There is no ${cell.agent} or no ${cell.surface} any more.` }
      }
      const agents = cellAgents(factsOf(cell.agent))
      if (agents === null) return { ok: false, code: 'no_such_rule', message: NO_RULE }
      const who =
        typeof agents === 'string' ? agents : `every ${agents.preset} agent of workspace "${agents.workspace}"`
      const words = cell.level === null ? 'takes the rule of' : `sets ${say(cell)} for`
      await record('policy', `A person ${words} ${who} on ${cell.surface}; it was ${say(before)}.`)
      const opened = house.registry.get(cell.surface)?.facts.openedBy === cell.agent
      return policyFile.change(text => setCell(endAllowed(text, cell), { ...cell, agent: agents, opened }))
    },
    'policy.why'({ agent, surface, intent }) {
      const facts = house.registry.get(surface)?.facts
      if (!facts) return gone(surface)
      return { ok: true, value: whyList(house.policy(), factsOf(agent), facts, intent) }
    },
    'policy.held'() {
      const held = policyFile.held()
      if (!held) return { ok: false, code: 'nothing_held', message: 'The policy is as it was accepted.' }
      const { hash, accepted, found, policy } = held
      const changes = policy ? changesBy(policy) : []
      const notes = policy ? otherChanges(policyFile.policy(), policy) : []
      return { ok: true, value: { hash, accepted, found, acceptable: policy !== null, changes, notes } }
    },
    async 'policy.accept'({ hash }) {
      const policy = policyFile.held()?.policy
      const changes = policy
        ? changesBy(policy)
            .map(one => changeWords(one))
            .join('; ')
        : ''
      await record('policy', `A person accepts the policy ${hash}${changes && `: ${changes}`}.`)
      return policyFile.accept(hash)
    },
    async 'policy.putBack'({ hash }) {
      await record('policy', `A person puts the policy back that was accepted last, over ${hash}.`)
      return policyFile.putBack(hash)
    },

    'policy.parts': () => NOT_YET,
    'policy.temporary': () => NOT_YET,
    'policy.end': () => NOT_YET,
    'policy.lock': () => NOT_YET,
    'policy.workspace': () => NOT_YET,
    'policy.open': () => NOT_YET,
    'policy.remove': () => NOT_YET,
    'policy.undo': () => NOT_YET,
    'policy.starting': () => NOT_YET,
    'policy.text': () => NOT_YET,
    'policy.check': () => NOT_YET,
    'policy.write': () => NOT_YET,
    'policy.import': () => NOT_YET,
  }
}

function gone(id: string): Failure {
  return { ok: false, code: 'no_such_surface', message: `There is no surface ${id} any more.` }
}

function say({ level, ask }: { level: string | null; ask: string | null }): string {
  return ask === null ? String(level) : `${level} with ask ${ask}`
}
