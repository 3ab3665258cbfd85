// The gate, put together: the only way an agent's bytes reach a surface. It joins the parts and turns whatever breaks in
// them into a refusal, closed and paused; the parts decide.
import type { Failure } from '../../preload/contract.ts'
import { type Core, createCore, type GateOptions } from './core.ts'
import { entry } from './entries.ts'
import type { Gate } from './gate-api.ts'
import { createKeyed } from './idempotency.ts'
import { press } from './keys.ts'
import { keepDrafts } from './left.ts'
import type { Refusal } from './model.ts'
import * as person from './person.ts'
import * as reading from './read.ts'
import { toFailure, toRefusal } from './refusals.ts'
import { send } from './send.ts'
import { say } from './sentences.ts'
import { endDrafts, sweep } from './sweep.ts'
import { wait } from './wait.ts'

/** No method throws but `pause`, when a pause holds and could not be saved (`PauseError`). */
export function createGate(options: GateOptions): Gate {
  const core = createCore(options)
  const keyed = createKeyed(core, options.keyed)
  const keeper = keepDrafts(core)

  function orRefuse<T>(work: () => T): T | Refusal {
    try {
      return work()
    } catch (error) {
      return toRefusal(core.fail(error), null, null)
    }
  }
  const orRefuseLater = <T>(work: () => Promise<T>): Promise<T | Refusal> =>
    work().catch(error => toRefusal(core.fail(error), null, null))
  const orFail = <T>(work: () => Promise<T>): Promise<T | Failure> => work().catch(error => toFailure(core.fail(error)))

  return {
    list(agent) {
      const found = orRefuse(() => reading.list(core, agent))
      return 'refused' in found ? [] : found
    },
    read: (agent, request) => orRefuseLater(() => reading.read(core, agent, request)),
    wait: (agent, request) => orRefuseLater(() => wait(core, agent, request)),
    access: (agent, surface) => orRefuse(() => reading.access(core, agent, surface)),
    send: (agent, request) =>
      orRefuseLater(async () => {
        sweep(core)
        return keyed(agent, request, () => {
          return request.intent === 'keys' ? press(core, agent, request) : send(core, agent, request)
        })
      }),

    drafts: () => person.draftViews(core),
    release: (ref, how) => orFail(() => person.release(core, ref, how)),
    editDraft: (ref, text) => orFail(() => person.change(core, ref, text)),
    discardDraft: ref => orFail(() => person.discard(core, ref)),
    async pause(by) {
      const saved = core.pause.pause(by)
      // Recorded whether or not it could be saved: it holds.
      await Promise.allSettled([saved, core.record(entry('pause', by, { intent: 'pause' })).catch(core.fail)])
      await saved
    },
    resume: by => orFail(() => resume(core, by)),
    status() {
      const recent = core.meter.recent()
      const sendsPerMinute = recent.reduce((sum, count) => sum + count, 0)
      return { paused: core.pause.state(), closed: core.broken()?.why ?? null, sendsPerMinute, recent }
    },
    onChange: core.onChange,
    surfaceSeen: keeper.surfaceSeen,
    surfaceGone(id) {
      endDrafts(core, core.drafts.drop({ surface: id }), 'gatehouse', say.draftOfGoneSurface())
      keeper.surfaceGone(id)
    },
    agentGone(id) {
      core.revoke(id)
      endDrafts(core, core.drafts.drop({ agent: id }), 'gatehouse', say.draftOfGoneAgent())
    },
  }
}

async function resume(core: Core, by: string) {
  const broken = core.broken()
  if (broken) return toFailure({ ...broken, why: say.resumeFirst(broken.why) })
  return core.pause.resume(async () => {
    await core.record(entry('pause', by, { intent: 'resume' }))
  })
}
