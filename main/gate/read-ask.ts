// A read that a person has to allow: asked once for one call, however often that call looks.
import type { Verdict } from '../../preload/contract.ts'
import type { AgentSurface } from '../surfaces/surface.ts'
import { ask } from './ask.ts'
import { judge, refuse, standing, startCall } from './call.ts'
import type { Core } from './core.ts'
import type { ReadArguments } from './gate-api.ts'
import type { Agent, Refusal } from './model.ts'
import type { Trouble } from './refusals.ts'

interface Granted {
  readonly granted: true
}

/** `asked` is the policy's ask. Answers whether this one call may read. Throws `ActivityError`. */
export async function askToRead(
  core: Core,
  agent: Agent,
  surface: AgentSurface,
  { what, signal, onProgress }: Pick<ReadArguments, 'what' | 'signal' | 'onProgress'>,
  { verdict, trouble }: { readonly verdict: Verdict; readonly trouble: Trouble },
): Promise<Granted | Refusal> {
  const call = startCall(core, agent, { intent: 'read', text: what }, { ...(signal && { signal }), onProgress })
  const known = { verdict, level: verdict.level }
  // Reading goes on while agents are paused.
  const no = () => {
    const now = judge(core, agent, surface, 'read')
    return standing(core, call, surface, 'waits') ?? (now.verdict.effect === 'deny' ? now.trouble : null)
  }
  return ask<Granted>(
    core,
    { blocked: [trouble], state: null, verdict },
    {
      call,
      surface,
      known,
      question: {
        ...{ kind: 'read', intent: 'read', text: what, keys: null, enter: false, wants: 'read' },
        answers: ['once', 'minutes', 'deny', 'deny_all', 'block'],
        withdrawn: no,
      },
      async attempt({ seq }) {
        const late = no()
        return late ? refuse(core, call, surface.facts, late, known, seq) : { granted: true }
      },
    },
  )
}
