// The gate, put together: the only way an agent's bytes reach a surface. It joins the parts and turns whatever breaks in
// them into a refusal, closed and paused; the parts decide.
import type { Failure } from '../../preload/contract.ts'
import { requestAccess } from './access-request.ts'
import { answerPrompt } from './answer.ts'
import { answer, approvalViews, look } from './answers.ts'
import { meet } from './arrive.ts'
import { systemClock } from './clock.ts'
import { close } from './close.ts'
import { type Core, createCore, type GateOptions } from './core.ts'
import { discard } from './discard.ts'
import { entry } from './entries.ts'
import type { Gate } from './gate-api.ts'
import { createKeyed } from './idempotency.ts'
import { press } from './keys.ts'
import { keepDrafts } from './left.ts'
import { createMine } from './mine.ts'
import type { Agent, Refusal, SendRequest } from './model.ts'
import { notify, show } from './notify.ts'
import { open } from './open.ts'
import * as person from './person.ts'
import * as reading from './read.ts'
import { type Trouble, toFailure, toRefusal } from './refusals.ts'
import { send } from './send.ts'
import { sendMany } from './send-many.ts'
import { sendAndWait } from './send-wait.ts'
import { say } from './sentences.ts'
import { endDrafts, sweep } from './sweep.ts'
import { wait } from './wait.ts'
import { watch } from './watch.ts'

/** No method throws but `pause`, when a pause holds and could not be saved (`PauseError`). */
export function createGate(options: GateOptions): Gate {
  const mine = createMine(options.activity, options.clock ?? systemClock)
  const core = createCore({ ...options, activity: mine.activity })
  const keyed = createKeyed(core, options.keyed)
  const keeper = keepDrafts(core)

  function orRefuse<T>(work: () => T): T | Refusal {
    try {
      return work()
    } catch (error) {
      return toRefusal(core.fail(error), null, null)
    }
  }
  const orRefuseLater = <T>(agent: Agent, work: () => Promise<T>): Promise<T | Refusal> => {
    meet(core, agent)
    return work().catch(error => toRefusal(core.fail(error), null, null))
  }
  const orFail = <T>(work: () => Promise<T>): Promise<T | Failure> => work().catch(error => toFailure(core.fail(error)))

  const sendOne = (agent: Agent, request: SendRequest) =>
    orRefuseLater(agent, async () => {
      sweep(core)
      return sendAndWait(core, agent, request, () =>
        keyed(agent, request, () => {
          if (request.intent === 'answer') return answerPrompt(core, agent, request)
          return request.intent === 'keys' ? press(core, agent, request) : send(core, agent, request)
        }),
      )
    })

  const gate: Gate = {
    list(agent) {
      meet(core, agent)
      const found = orRefuse(() => reading.list(core, agent))
      return 'refused' in found ? [] : found
    },
    read: (agent, request) => orRefuseLater(agent, () => reading.read(core, agent, request)),
    wait: (agent, request) => orRefuseLater(agent, () => wait(core, agent, request)),
    access(agent, surface) {
      meet(core, agent)
      return orRefuse(() => reading.access(core, agent, surface))
    },
    mine: (agent, limit) => mine.of(agent.id, limit),
    watch: (agent, id, changed) => watch(core, agent, id, changed),
    send: sendOne,
    sendMany: (agent, request) =>
      orRefuseLater(agent, () => sendMany(core, agent, request, one => sendOne(agent, one))),
    discard: (agent, ref) => orRefuseLater(agent, () => discard(core, agent, ref)),
    open: (agent, request) => orRefuseLater(agent, () => open(core, agent, request)),
    close: (agent, request) => orRefuseLater(agent, () => close(core, agent, request, gate.surfaceGone)),
    notify: (agent, notification) => orRefuseLater(agent, () => notify(core, agent, notification)),
    show: (agent, pointer) => orRefuseLater(agent, () => show(core, agent, pointer)),
    requestAccess: (agent, request) => orRefuseLater(agent, () => requestAccess(core, agent, request)),

    drafts: () => person.draftViews(core),
    release: (ref, how) => orFail(() => person.release(core, ref, how)),
    editDraft: (ref, text) => orFail(() => person.change(core, ref, text)),
    discardDraft: ref => orFail(() => person.discard(core, ref)),
    asksWaiting: () => core.approvals.size(),
    approvals: () => approvalViews(core),
    answer: given => orFail(() => answer(core, given)),
    look: ref => look(core, ref),
    notices: () => core.notices.all().map(one => ({ ...one, agentName: core.nameOf(one.agent) })),
    inside: () => [...core.places.values()],
    dismiss: id => core.notices.dismiss(id),
    policyChanged: () => core.approvals.end(question => question.withdrawn()),
    async pause(by) {
      const saved = core.pause.pause(by)
      // Recorded whether or not it could be saved: it holds.
      await Promise.allSettled([saved, core.record(entry('pause', by, { intent: 'pause' })).catch(core.fail)])
      await saved
    },
    resume: by => orFail(() => resume(core, by)),
    agentPaused: id => core.pause.agent(id),
    pauseAgent: (id, on) =>
      orFail(async () => {
        // Pausing takes something away and does not wait for its record; resuming does.
        const record = core.record(entry('pause', 'person', { intent: on ? 'pause' : 'resume', text: id }))
        if (on) record.catch(core.fail)
        else await record
        return core.pause.setAgent(id, on)
      }),
    status() {
      const recent = core.meter.recent()
      const sendsPerMinute = recent.reduce((sum, count) => sum + count, 0)
      return { paused: core.pause.state(), closed: core.broken()?.why ?? null, sendsPerMinute, recent }
    },
    onChange: core.onChange,
    surfaceSeen: keeper.surfaceSeen,
    surfaceGone(id) {
      endDrafts(core, core.drafts.drop({ surface: id }), 'gatehouse', say.draftOfGoneSurface())
      const gone: Trouble = { code: 'surface_exited', why: say.gone() }
      core.approvals.end(question => (question.surface?.id === id ? gone : null))
      core.notices.drop({ surface: id })
      core.behalf.surfaceGone(id)
      for (const [agent, { surface }] of core.places) if (surface === id) core.places.delete(agent)
      keeper.surfaceGone(id)
    },
    agentGone(id) {
      core.revoke(id)
      mine.forget(id)
      const revoked: Trouble = { code: 'denied', why: say.revoked() }
      core.approvals.end(question => (question.agent === id ? revoked : null))
      core.notices.drop({ agent: id })
      core.places.delete(id)
      endDrafts(core, core.drafts.drop({ agent: id }), 'gatehouse', say.draftOfGoneAgent())
    },
  }
  return gate
}

async function resume(core: Core, by: string) {
  const broken = core.broken()
  if (broken) return toFailure({ ...broken, why: say.resumeFirst(broken.why) })
  return core.pause.resume(async () => {
    await core.record(entry('pause', by, { intent: 'resume' }))
  })
}
