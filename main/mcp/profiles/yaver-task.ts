// A surface as a task of Yaver: what runs in it, and how it stands in its words.
import { z } from 'zod'
import { agentIn, isOver, type Seen } from './surfaces.ts'

/** The parameter. */
export const task = z
  .string()
  .min(1)
  .max(200)
  .describe('task id of a session, as tmux_list_sessions shows it, or its name')

export const runnerOf = (one: Seen) => agentIn(one) ?? 'shell'

/** Its ladder: dead, no agent, then what the agent does. */
export function paneStatus(one: Seen): string {
  if (isOver(one)) return 'dead'
  if (agentIn(one) === null) return 'no-agent'
  const { is } = one.state
  if (is === 'needs_you') return 'awaiting-input'
  if (is === 'working' || is === 'starting') return 'working'
  return is === 'unknown' ? is : 'idle'
}

export function taskStatus({ state }: Seen): string {
  if (state.is === 'starting') return 'queued'
  if (state.is === 'failed') return 'failed'
  return state.is === 'exited' ? 'completed' : 'running'
}
