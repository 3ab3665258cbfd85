// What the window may ask of the house, one function a call. Inputs are parsed before they come here. Everything a person
// changes is in the activity record before it takes effect.
import type { CallName, CallOutput, CallParsed, Failure, fileCalls, Result, updateCalls } from '../preload/contract.ts'
import { createActivityCalls } from './activity-calls.ts'
import { createArrangementCalls } from './arrangement.ts'
import { createClientCalls } from './clients.ts'
import { dropTokenFile, freeAgentId, renewTokenFile } from './connect.ts'
import { entry, surfaceOf } from './gate/entries.ts'
import type { House } from './house.ts'
import { agentIdOf } from './mcp/identity.ts'
import { hashToken, newToken } from './mcp/tokens.ts'
import { changeWords, grantChanges } from './policy/changes.ts'
import { addAgent, changeAgent, removeAgent } from './policy/edit.ts'
import { createPolicyCalls } from './policy-calls.ts'
import { createPresetCalls } from './presets.ts'
import { createRestoreCalls } from './restore.ts'
import { createSearchCalls } from './search.ts'
import { leftWords } from './status/left.ts'
import { atRest } from './status/state.ts'
import { renamed } from './surfaces/rename.ts'
import type { SurfaceFacts } from './surfaces/surface.ts'
import { createTmuxCalls } from './tmux-calls.ts'

/** Calls that need no window. The others are the shell's. */
export type HouseCall = Exclude<
  CallName,
  | 'surface.attach'
  | 'clipboard.write'
  | 'clipboard.read'
  | 'link.open'
  | 'window.do'
  | 'window.drawn'
  | 'activity.export'
  | 'settings.open'
  | keyof typeof fileCalls
  | keyof typeof updateCalls
>
export type HouseCalls = {
  [K in HouseCall]: (input: CallParsed<K>) => Promise<Result<CallOutput<K>>> | Result<CallOutput<K>>
}

const DONE = { ok: true, value: {} } as const

export function createCalls(house: House): HouseCalls {
  const { gate, policyFile, activity } = house
  const record = (kind: 'policy' | 'agent', text: string) =>
    activity.append(entry(kind, 'person', { text, outcome: 'delivered' }))

  /** What another name or workspace of a surface changes for whom, there and where the agent inside it may go from there. */
  function changesOfName(before: SurfaceFacts, after: SurfaceFacts) {
    const policy = house.policy()
    const others = house.registry.all().flatMap(({ facts }) => (facts.id === before.id ? [] : [facts]))
    const inside = house.inside().map(one => {
      return { before: one, after: one.surface === after.id ? { ...one, workspace: after.workspace } : one }
    })
    const surfaces = [{ before, after }, ...others.map(one => ({ before: one, after: one }))]
    const { agents } = house.view.state()
    return grantChanges(policy, policy, surfaces, inside).map(one => {
      const agent = agents.find(({ id }) => id === one.agent)?.name ?? one.agent
      const elsewhere = one.surface === '*' ? '*' : others.find(({ id }) => id === one.surface)?.name
      return changeWords(one, { agent, surface: elsewhere ?? null })
    })
  }

  return {
    'state.get': () => ({ ok: true, value: house.view.state() }),

    async 'surface.rename'({ id, name, workspace, sure }) {
      const surface = house.registry.get(id)
      if (!surface) return gone(id)
      const { facts } = surface
      const after = renamed(facts, { name, workspace })
      const same = after.name === facts.name && after.workspace === facts.workspace && facts.named !== false
      if (same) return DONE
      const words = changesOfName(facts, after)
      if (words.length > 0 && !sure) {
        const message = `This changes what agents may do here: ${words.join('; ')}.`
        return { ok: false, code: 'grants_change', message }
      }
      const text = `A person renames "${facts.name}" in "${facts.workspace}" to "${after.name}" in "${after.workspace}".`
      await activity.append(entry('surface', 'person', { surface: surfaceOf(after), text, outcome: 'delivered' }))
      surface.rename({ name, workspace })
      house.view.touch('agents', 'cells', 'grants', 'detours', 'drafts')
      return DONE
    },
    async 'surface.close'({ id, sure }) {
      const { state, tmux, left = [] } = house.registry.get(id)?.summary() ?? {}
      // It is let go of, and lives on.
      if (tmux && !tmux.ours) sure = true
      if (left.length > 0 && !sure) {
        return { ok: false, code: 'at_work', message: `Still running from here: ${leftWords(left)}.` }
      }
      if (state && !sure && !atRest(state)) {
        return { ok: false, code: 'at_work', message: `It may be at work: ${state.evidence}.` }
      }
      await house.closeSurface(id)
      return DONE
    },

    'draft.release': ({ ref, how }) => gate.release(ref, how),
    'draft.edit': ({ ref, text }) => gate.editDraft(ref, text),
    'draft.discard': ({ ref }) => gate.discardDraft(ref),

    'approval.answer': given => gate.answer(given),
    'approval.look': ({ ref }) => gate.look(ref),
    'notice.dismiss': ({ id }) => {
      gate.dismiss(id)
      return DONE
    },
    'agent.pause': ({ id, on }) => gate.pauseAgent(id, on),

    async 'gate.pause'() {
      await gate.pause('person')
      return DONE
    },
    'gate.resume': () => gate.resume('person'),

    async 'earlier.end'() {
      const left = leftWords(house.earlier.list().flatMap(one => one.left))
      if (left === '') return DONE
      const text = `A person ends what an earlier run left: ${left}.`
      await activity.append(entry('surface', 'person', { intent: 'close', text, outcome: 'delivered' }))
      try {
        await house.earlier.end()
      } catch (fault) {
        return { ok: false, code: 'still_running', message: `${(fault as Error).message}.` }
      }
      return DONE
    },
    async 'agent.add'({ name, level }) {
      const id = freeAgentId(house, agentIdOf(name))
      const token = newToken()
      await record('agent', `A person adds ${id} ("${name}") with ${level} on any surface.`)
      const changed = await policyFile.change(text =>
        addAgent(text, id, { name, token: hashToken(token) }, { level, ask: null }),
      )
      return changed.ok ? { ok: true, value: { id, token, url: house.mcpStatus().url } } : changed
    },
    async 'agent.rename'({ id, name }) {
      if (!Object.hasOwn(policyFile.policy().agents, id)) return noAgent(id)
      await record('agent', `A person names ${id} "${name}".`)
      return policyFile.change(text => changeAgent(text, id, { name }))
    },
    async 'agent.token'({ id }) {
      if (!Object.hasOwn(policyFile.policy().agents, id)) return noAgent(id)
      const token = newToken()
      await record('agent', `A person gives ${id} a new token; the one before ends.`)
      const file = await renewTokenFile(house.dataDir, id, token)
      if (!file.ok) return file
      const changed = await policyFile.change(text => changeAgent(text, id, { token: hashToken(token) }))
      if (changed.ok) house.forgetPrograms(id)
      else await file.value()
      return changed.ok ? { ok: true, value: { token, url: house.mcpStatus().url } } : changed
    },
    async 'agent.revoke'({ id }) {
      // Taking away works even where nothing can be recorded: the gate is closed then anyway.
      await record('agent', `A person revokes ${id}.`).catch(() => {})
      const gone = await policyFile.takeAway(text => removeAgent(text, id))
      if (gone.ok) await dropTokenFile(house.dataDir, id)
      return gone
    },

    ...createPolicyCalls(house),
    ...createActivityCalls(house),
    ...createClientCalls(house),
    ...createPresetCalls(house),
    ...createRestoreCalls(house),
    ...createSearchCalls(house),
    ...createArrangementCalls(house),
    ...createTmuxCalls(house),
  }
}

function gone(id: string): Failure {
  return { ok: false, code: 'no_such_surface', message: `There is no surface ${id} any more.` }
}

function noAgent(id: string): Failure {
  return { ok: false, code: 'no_such_agent', message: `There is no agent ${id} any more.` }
}
