// Yaver's tools by which a session becomes a task and ceases to be one: adopting a pane of tmux, letting go of it, closing. What
// was adopted is a person's: it is let go of and never ended.
import { z } from 'zod'
import type { Closed } from '../../gate/close.ts'
import type { Refusal } from '../../gate/model.ts'
import { wrongArgument } from '../tools/arguments.ts'
import { type Call, WRITES, whileAsked } from '../tools/tool.ts'
import { say } from './say.ts'
import { failed, LET_GO, open } from './send.ts'
import { opened, seenAs } from './surfaces.ts'
import { candidates, isInTmux, meant, severalMeant } from './tmux.ts'
import { profileTool, type Told } from './tool.ts'
import { runnerOf, task, taskStatus } from './yaver-task.ts'

export const adoptSession = profileTool({
  name: 'tmux_adopt_session',
  title: 'Adopt a pane of tmux',
  description:
    'Says which task id a session goes by that you know of. A tmux session that is no task yet is adopted, where an open rule ' +
    'lets you: a person may be asked first. Of a session with several panes one has to be named. Nothing in it is started or ' +
    'ended; you may read what you adopt, and sending there asks a person unless a rule says more.',
  needs: 'read',
  annotations: WRITES,
  input: z.strictObject({
    session_name: z
      .string()
      .min(1)
      .max(200)
      .describe('the whole name, as tmux or tmux_list_sessions has it, or a task id'),
    pane: z.string().min(1).max(200).optional().describe('the id of one of its panes, such as %37'),
  }),
  async run(call, { session_name: name, pane }) {
    const found = candidates(call, name)
    const here = found.filter(one => pane === undefined || one.id === pane || (isInTmux(one) && one.tmux.pane === pane))
    if (here.length > 1) return severalMeant('session_name', name, here)
    if (here[0]) return taskOf(call, name, here[0].id)
    // A session of which one pane is a task already may have others.
    const isSession = found.every(one => isInTmux(one) && one.tmux.session === name)
    return isSession ? adopt(call, name, pane) : wrongArgument('pane', say.otherPane(pane!, name), say.leaveOut)
  },
})

function taskOf(call: Call, name: string, ref: string): Told | Refusal {
  const access = call.gate.access(call.agent, ref)
  if (access.refused) return access
  const one = seenAs(call, ref)
  const status = one ? taskStatus(one) : 'unknown'
  const runner = one ? runnerOf(one) : 'unknown'
  const pane = one?.tmux?.pane ?? ref
  const text = `tmux session ${JSON.stringify(name)} pane ${pane} is task ${ref} already.\nStatus: ${status}\nRunner: ${runner}`
  return { result: { task_id: ref, status, runner, adopted: false }, text }
}

async function adopt(call: Call, session: string, pane: string | undefined): Promise<Told | Refusal> {
  const made = await open(call, { adopt: { session, ...(pane !== undefined && { pane }) } })
  if (!('surface' in made)) return made
  const { surface: task } = made
  const one = seenAs(call, task)
  const known = one ? { status: taskStatus(one), runner: runnerOf(one) } : { status: 'unknown', runner: 'unknown' }
  const adopted = one?.tmux?.pane ?? pane ?? null
  const head = `Adopted pane ${adopted} of tmux session ${JSON.stringify(session)} as task ${task}.`
  const text = `${head}\nStatus: ${known.status}\nRunner: ${known.runner}`
  return { result: { outcome: 'opened', task_id: task, pane: adopted, ...known, adopted: true }, text }
}

export const detachSession = profileTool({
  name: 'tmux_detach_session',
  title: 'Let go of a session',
  description: 'Lets go of a pane of tmux that you adopted: it is no task any more, and its program lives on.',
  needs: null,
  opens: true,
  annotations: WRITES,
  input: z.strictObject({ task_id: task }),
  async run(call, given) {
    const { gate, agent, signal } = call
    const ref = meant(call, 'task_id', given.task_id)
    if (typeof ref !== 'string') return ref
    const done = await gate.close(agent, { surface: ref, letGo: true, signal, onProgress: whileAsked(call) })
    if (done.refused) return done.field === 'surface' ? { ...done, field: 'task_id' } : done
    if (done.outcome === 'failed') return failed(done.evidence)
    // Its program had ended by itself.
    if (done.outcome === 'closed') return { result: { task_id: ref, outcome: 'closed', exit: done.exit } }
    return { result: { task_id: ref, ...LET_GO }, text: `Let go of task ${ref}. Its program lives on in tmux.` }
  },
})

export const closeSessions = profileTool({
  name: 'tmux_close_sessions',
  title: 'Close your sessions',
  description:
    'Closes the sessions that you opened, one by one, with every program in them. No other can be closed. Those that you ' +
    'adopted are let go of instead, and their programs live on.',
  needs: null,
  opens: true,
  annotations: WRITES,
  input: z.strictObject({
    device_id: z.string().optional().describe('not offered: only terminals of this machine'),
    all_machines: z.boolean().optional().describe('not offered; false unless said'),
  }),
  async run(call, given) {
    if (given.device_id?.trim()) return wrongArgument('device_id', say.thisMachine, say.leaveOut)
    if (given.all_machines) return wrongArgument('all_machines', say.thisMachine, say.leaveOut)
    const { gate, agent, signal } = call
    const sessions: Ended[] = []
    for (const { id, name } of opened(call)) {
      if (signal.aborted) break
      const done = await gate.close(agent, { surface: id, signal, onProgress: whileAsked(call) })
      sessions.push({ id, name, ...endOf(done) })
    }
    const [first] = sessions
    if (!first) {
      const text = 'There is no session that you opened. No other can be closed.'
      return { result: { closed: 0, sessions }, text }
    }
    const closed = sessions.filter(one => one.closed).length
    const letGo = sessions.filter(one => one.let_go).length
    const lines = sessions.map(one => `- ${one.name} (${one.id}): ${one.closed ? 'closed' : (one.why ?? say.letGo)}`)
    const also = letGo > 0 ? `, let go of ${letGo}` : ''
    const text = [`Closed ${closed} of your ${sessions.length} session(s) on this machine${also}:`, ...lines].join('\n')
    const isNothing = closed + letGo === 0
    const head = isNothing ? { code: first.code, why: first.why } : { outcome: closed > 0 ? 'closed' : 'let_go' }
    return { isError: isNothing, result: { ...head, closed, ...(letGo > 0 && { let_go: letGo }), sessions }, text }
  },
})

interface Ended {
  readonly id: string
  readonly name: string
  readonly closed: boolean
  readonly let_go?: true
  readonly code?: string
  readonly why?: string
}

function endOf(done: Closed | Refusal): Pick<Ended, 'closed' | 'let_go' | 'code' | 'why'> {
  if (done.refused) return { closed: false, code: done.code, why: done.why }
  if (done.outcome === 'let_go') return { closed: false, let_go: true }
  return done.outcome === 'failed' ? { closed: false, why: done.evidence } : { closed: true }
}
