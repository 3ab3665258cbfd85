// What a person changes in the policy from the window, one function a call. The edits are main/policy's; how they are recorded,
// written and taken back is grants/edits.ts; whole texts are grants/texts.ts.
import type { CallName, CallOutput, CallParsed, Cell, Failure, grantCalls, Result } from '../preload/contract.ts'
import { entry } from './gate/entries.ts'
import { createPolicyEdits } from './grants/edits.ts'
import { createPolicyTexts } from './grants/texts.ts'
import { cellWords, partsWords, recorded, recordedCell, short, who } from './grants/words.ts'
import type { House } from './house.ts'
import { ANY, cellAgents, cellOf, rowOf } from './policy/cells.ts'
import { changeWords, grantChanges, otherChanges } from './policy/changes.ts'
import type { CellOf } from './policy/edit.ts'
import { endAllowed } from './policy/edit-answers.ts'
import { type CellFacts, setGrant, setParts } from './policy/edit-cell-parts.ts'
import { openRules, removeLine, setOpen, setWorkspace, workspaceRules } from './policy/edit-lines.ts'
import { cellLocks, setLock } from './policy/edit-locks.ts'
import { endTemporary, giveFor } from './policy/edit-temporary.ts'
import { literalGlob } from './policy/glob.ts'
import type { AgentFacts, Policy } from './policy/model.ts'
import type { Names } from './policy/selector-words.ts'
import { agentWords, surfaceWords } from './policy/selector-words.ts'
import { whyList } from './policy/why-list.ts'

type PolicyCall = keyof typeof grantCalls | Extract<CallName, 'policy.held' | 'policy.accept' | 'policy.putBack'>
type PolicyCalls = {
  [K in PolicyCall]: (input: CallParsed<K>) => Promise<Result<CallOutput<K>>> | Result<CallOutput<K>>
}

const MINUTE = 60_000
const NO_RULE =
  'A rule for agents inside surfaces names their workspace, and no rule can name this one. Move the surface to another workspace first.'

export function createPolicyCalls(house: House): PolicyCalls {
  const { policyFile, activity, registry } = house
  const record = (kind: 'policy' | 'agent', text: string) =>
    activity.append(entry(kind, 'person', { text, outcome: 'delivered' }))
  const edits = createPolicyEdits({
    file: policyFile,
    activity,
    log: house.policyUndo,
    now: Date.now,
    isOpen: id => registry.get(id) !== undefined,
    changed: () => house.view.touch('grants'),
  })

  /** What taking up `policy` would change for whom, on the surfaces there are. */
  function changesBy(policy: Policy) {
    const surfaces = registry.all().map(({ facts }) => ({ before: facts, after: facts }))
    const inside = house.inside().map(one => ({ before: one, after: one }))
    return grantChanges(policyFile.policy(), policy, surfaces, inside)
  }

  /** What was recorded and then not done says so. */
  async function orRecorded<T>(done: Result<T>): Promise<Result<T>> {
    if (done.ok) return done
    const text = `That change was not made: ${done.message}`
    await activity.append(entry('policy', 'person', { text, outcome: 'failed' })).catch(() => {})
    return done
  }

  const insideOf = (id: string) => house.inside().find(one => one.id === id)
  /** As the policy sees whoever calls by this id. */
  const factsOf = (id: string): AgentFacts => insideOf(id) ?? { id }
  const names: Names = {
    agent: id =>
      Object.hasOwn(policyFile.policy().agents, id) ? (policyFile.policy().agents[id]?.name ?? null) : null,
    surface: id => registry.get(id)?.facts.name ?? null,
  }

  interface Target {
    readonly ok: true
    readonly facts: CellFacts
    /** whom a rule or lock for the cell selects */
    readonly at: CellOf
    /** what is in force there */
    readonly now: Cell
  }

  /** The cell, if there is such an agent and such a surface, and a rule can be written for it. */
  function target({ agent, surface }: { readonly agent: string; readonly surface: string }): Target | Failure {
    const isKnown = agent === ANY || Object.hasOwn(policyFile.policy().agents, agent) || insideOf(agent) !== undefined
    const place = surface === ANY ? null : registry.get(surface)?.facts
    if (!isKnown || place === undefined) {
      return { ok: false, code: 'no_such_cell', message: `There is no ${agent} or no ${surface} any more.` }
    }
    const facts = { agent: agent === ANY ? null : factsOf(agent), surface: place }
    const agents = facts.agent === null ? ANY : cellAgents(facts.agent)
    if (agents === null) return noRule(NO_RULE)
    return { ok: true, facts, at: { agent: agents, surface }, now: cellOf(rowOf(house.policy(), facts.agent), place) }
  }

  return {
    async 'policy.cell'({ agent, surface, level, ask }) {
      const cell = target({ agent, surface })
      if (!cell.ok) return cell
      const { at, now } = cell
      const set = level === null ? 'takes the rule of' : `sets ${recorded({ level, ask })} for`
      return edits.change(before => {
        const edited = setGrant(endAllowed(before, { agent, surface }), { ...cell.facts, level, ask })
        if (!edited.ok) return noRule(edited.because)
        return {
          ok: true,
          text: edited.text,
          recorded: `A person ${set} ${recordedCell(at)}; it was ${recorded(now)}.`,
          words: `${cellWords(at, names)}: ${short({ level, ask })}, was ${short(now)}`,
        }
      })
    },
    async 'policy.parts'({ agent, surface, ...parts }) {
      const cell = target({ agent, surface })
      if (!cell.ok) return cell
      const what = partsWords(cell.now, parts)
      return edits.change(text => {
        const edited = setParts(text, { ...cell.facts, parts, now: Date.now() })
        if (!edited.ok) return noRule(edited.because)
        return {
          ok: true,
          text: edited.text,
          recorded: `A person changes ${recordedCell(cell.at)}: ${what}.`,
          words: `${cellWords(cell.at, names)}: ${what}`,
        }
      })
    },
    async 'policy.temporary'({ agent, surface, level, minutes }) {
      const place = registry.get(surface)?.facts
      if (!place) return gone(surface)
      const at = Date.now()
      const until = minutes === null ? { closes: surface } : new Date(at + minutes * MINUTE).toISOString()
      const ends = typeof until === 'string' ? `until ${until}` : 'until it closes'
      const time = minutes === null ? 'until it closes' : `for ${minutes} min`
      return edits.change(text => {
        const edited = giveFor(text, { agent: factsOf(agent), surface: place, level, until, now: at })
        if (!edited.ok) return { ok: false, code: 'nothing_to_raise', message: edited.because }
        const was = cellOf(rowOf(house.policy(), factsOf(agent)), place)
        return {
          ok: true,
          text: edited.text,
          recorded: `A person gives ${agent} ${level} on "${place.name}" (${surface}) ${ends}; it was ${recorded(was)}.`,
          words: `${cellWords({ agent, surface }, names)}: ${short({ level, ask: null })} ${time}, was ${short(was)}`,
        }
      })
    },
    'policy.end': ({ rule }) =>
      edits.change((text, policy) => {
        const found = policy.rules.find(one => one.id === rule && one.until !== undefined)
        if (!found) return noSuch('temporary rule', rule)
        const ends = typeof found.until === 'string' ? `until ${found.until}` : 'until it closes'
        const where = surfaceWords(found.surfaces, names)
        const selects = `${JSON.stringify(found.agents)} on ${JSON.stringify(found.surfaces)}`
        return {
          ok: true,
          text: endTemporary(text, rule),
          recorded: `A person ends ${rule}, which gave ${selects} ${found.level} ${ends}.`,
          words: `${who(found.agents, names)} in ${where}: ${short({ level: found.level, ask: found.ask ?? null })} ended`,
        }
      }),
    async 'policy.lock'({ agent, surface, level, ask, reason }) {
      const cell = target({ agent, surface })
      if (!cell.ok) return cell
      const { at, now } = cell
      return edits.change((text, policy) => {
        const present = cellLocks(policy, at).flatMap(index => policy.locks[index] ?? [])
        const was = present.map(lock => recorded({ level: lock.level, ask: lock.ask ?? null })).join(' and ')
        const said = was === '' ? `it had ${recorded(now)}` : `the lock was ${was}`
        const does = level === null ? 'unlocks' : `locks to ${recorded({ level, ask })}`
        const to = level === null ? 'unlocked' : `locked to ${short({ level, ask })}`
        return {
          ok: true,
          text: setLock(text, { ...at, level, ask, reason }),
          recorded: `A person ${does} ${recordedCell(at)}; ${said}.`,
          words: `${cellWords(at, names)}: ${to}`,
        }
      })
    },
    'policy.workspace': ({ agent, workspace, level, ask }) =>
      edits.change((text, policy) => {
        if (agent !== ANY && !Object.hasOwn(policy.agents, agent)) return noSuch('agent', agent)
        if (literalGlob(workspace) === null)
          return noRule('No rule can name this workspace. Give it another name first.')
        const [rule] = workspaceRules(policy, agent, workspace).flatMap(index => policy.rules[index] ?? [])
        const was = rule ? { level: rule.level, ask: rule.ask ?? null } : null
        const does = level === null ? 'takes the rule of' : `sets ${recorded({ level, ask })} for`
        return {
          ok: true,
          text: setWorkspace(text, { agent, workspace, level, ask }),
          recorded: `A person ${does} ${agent} in workspace "${workspace}"; it was ${was ? recorded(was) : 'not said'}.`,
          words: `${who(agent, names)} in workspace ${workspace}: ${short({ level, ask })}, was ${short(was ?? { level: null, ask: null })}`,
        }
      }),
    'policy.open': ({ agent, grant, max }) =>
      edits.change((text, policy) => {
        if (agent !== ANY && !Object.hasOwn(policy.agents, agent)) return noSuch('agent', agent)
        const say = (one: { grant: string; max?: number | null | undefined } | undefined) =>
          one
            ? one.max === 0
              ? 'nothing may be opened'
              : `${one.grant}${one.max ? `, at most ${one.max}` : ''}`
            : 'no rule of its own'
        const [was] = openRules(policy, agent)
        const is = say(grant === null ? undefined : { grant, max })
        return {
          ok: true,
          text: setOpen(text, { agent, grant, max }),
          recorded: `A person sets opening for ${agent}: ${is}; it was ${say(was)}.`,
          words: `${who(agent, names)} opening surfaces: ${is}, was ${say(was)}`,
        }
      }),
    'policy.remove': ({ kind, id }) =>
      edits.change((text, policy) => {
        const list = ({ rule: 'rules', lock: 'locks', open: 'open' } as const)[kind]
        const line = policy[list].find(one => one.id === id)
        if (!line) return noSuch(kind === 'open' ? 'open rule' : kind, id)
        return {
          ok: true,
          text: removeLine(text, list, id),
          recorded: `A person removes the ${kind === 'open' ? 'open rule' : kind} ${JSON.stringify(line)}.`,
          words: `${kind === 'lock' ? 'Lock' : kind === 'open' ? 'Open rule' : 'Rule'} ${id} of ${agentWords(line.agents, names)} removed`,
        }
      }),
    'policy.undo': ({ of }) => edits.undo(of ?? null),
    'policy.why'({ agent, surface, intent }) {
      const facts = registry.get(surface)?.facts
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
      const held = policyFile.held()
      // what is recorded is of exactly what is accepted
      const policy = held?.hash === hash ? held.policy : null
      const changes = policy
        ? changesBy(policy)
            .map(one => changeWords(one))
            .join('; ')
        : ''
      await record('policy', `A person accepts the policy ${hash}${changes && `: ${changes}`}.`)
      return orRecorded(await policyFile.accept(hash))
    },
    async 'policy.putBack'({ hash }) {
      await record('policy', `A person puts the policy back that was accepted last, over ${hash}.`)
      return orRecorded(await policyFile.putBack(hash))
    },
    ...createPolicyTexts(policyFile, edits, changesBy),
  }
}

function gone(id: string): Failure {
  return { ok: false, code: 'no_such_surface', message: `There is no surface ${id} any more.` }
}

function noRule(message: string): Failure {
  return { ok: false, code: 'no_such_rule', message }
}

function noSuch(what: string, id: string): Failure {
  return noRule(`There is no ${what} ${id} any more.`)
}
