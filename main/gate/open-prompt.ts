// The first prompt of a surface that an agent has just opened: a submit like any other, which the opening stands for where
// the agent would have to ask. It waits until the program is ready for it, and whatever becomes of it is told.
import type { Verdict } from '../../preload/contract.ts'
import type { AgentSurface } from '../surfaces/surface.ts'
import { type Call, judge, refuse, standing } from './call.ts'
import type { Core } from './core.ts'
import { takePlace } from './limit.ts'
import type { Refusal, SendOutcome } from './model.ts'
import { present } from './ready.ts'
import { type Trouble, toRefusal } from './refusals.ts'
import { say } from './sentences.ts'
import { write } from './write.ts'

/** How long a program may take until it is ready for its first prompt. */
const START_MS = 60_000
/** A person who has to answer it first, whether they trust this folder, gets as long as they get for a question of ours. */
const PERSON_MS = 120_000
/** A command never says that it is ready. */
const COMMAND_MS = 15_000
/** It waits for a prompt by its screen, and its hooks do not say so: nothing more will come. */
const SILENT_MS = 5_000
const POLL_MS = 100

/**
 * Answers with what happened or a refusal. `uncovered`: why the opening does not stand for it any more, null = it does.
 * Throws `ActivityError`.
 */
export async function firstPrompt(
  core: Core,
  opening: Call,
  surface: AgentSurface,
  text: string,
  uncovered: () => Trouble | null,
): Promise<SendOutcome | Refusal> {
  const { agent, facts } = opening
  const call: Call = { ...opening, started: core.clock.monotonic(), facts: { ...facts, intent: 'submit', text } }
  await untilReady(core, call, surface)
  const judged = () => {
    const { verdict, trouble } = judge(core, agent, surface, 'submit', text)
    if (verdict.effect !== 'ask') return { verdict, trouble }
    const no = uncovered()
    if (no) return { verdict, trouble: no }
    const covered: Verdict = { ...verdict, effect: 'allow', why: say.coveredByOpening(verdict.why) }
    return { verdict: covered, trouble: null }
  }
  const { verdict, trouble } = judged()
  const known = { verdict, level: verdict.level }
  const late = standing(core, call, surface) ?? trouble
  if (late) return refuse(core, call, surface.facts, late, known)
  const place = takePlace(core, agent, surface.facts, 'submit')
  if ('trouble' in place) return refuse(core, call, surface.facts, place.trouble, known)
  let counts = false
  try {
    const written = await write(core, {
      surface,
      gesture: { by: agent.id, text, enter: true },
      started: call.started,
      facts: call.facts,
      recheck() {
        const now = judged()
        return { verdict: now.verdict, troubles: present([standing(core, call, surface), now.trouble]) }
      },
      beyond: intent => judge(core, agent, surface, intent).verdict,
      caller: agent,
      consent: null,
      onBytes() {},
    })
    // One person's look is enough for one call: what else would be asked about is left to a send of its own.
    if ('blocked' in written) return await refuse(core, call, surface.facts, written.blocked[0]!, known)
    if ('trouble' in written) return toRefusal(written.trouble, written.verdict, verdict.level)
    counts = true
    return { refused: false, outcome: written.outcome, evidence: written.evidence }
  } finally {
    if (!counts) place.undo()
  }
}

/** Until the program surely waits for a text, has ended or has had its time. Whether it may be sent is asked after it. */
async function untilReady(core: Core, call: Call, surface: AgentSurface): Promise<void> {
  let idleSince: number | null = null
  for (;;) {
    const now = core.clock.monotonic()
    const { exit, state: said } = surface.summary()
    if (standing(core, call, surface) || exit) return
    // A surface that cannot be looked at is found out by the send itself.
    const state = await surface.readiness().catch(() => null)
    if (!state || state.dialog.open === 'no' || !state.alive) return
    idleSince = said.is === 'idle' || said.is === 'done_unseen' ? (idleSince ?? now) : null
    if (idleSince !== null && now - idleSince >= SILENT_MS) return
    const most = surface.facts.preset === 'command' ? COMMAND_MS : said.is === 'needs_you' ? PERSON_MS : START_MS
    if (now - call.started >= most) return
    await core.clock.sleep(POLL_MS)
  }
}
