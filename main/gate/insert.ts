// Level type where the deciding rule has `insertAtPrompt`: the text goes onto the line of a shell's prompt, without Enter,
// where all that is known says that it does nothing there. Best effort. Whatever speaks against it makes it a draft, and
// nobody is refused or asked for that. When a prompt is fit for it is the surface's to say (insertable.ts there).
import type { Level, Verdict } from '../../preload/contract.ts'
import { mayInsert } from '../policy/decide.ts'
import type { AgentSurface, Readiness } from '../surfaces/surface.ts'
import { type Call, judge, refuse, standing } from './call.ts'
import type { Core } from './core.ts'
import { deceiving } from './deceiving.ts'
import type { Refusal, SendOutcome } from './model.ts'
import { present, ready } from './ready.ts'
import { toRefusal } from './refusals.ts'
import { stage } from './stage.ts'
import { write } from './write.ts'

/** A longer text is read as a draft, not on a line that a shell draws. */
const MAX_BYTES = 2048

/** Answers `inserted` or `staged`, or a refusal. Throws `ActivityError`. */
export async function insertOrStage(
  core: Core,
  call: Call,
  surface: AgentSurface,
  text: string,
  known: { readonly verdict: Verdict; readonly level: Level },
): Promise<SendOutcome | Refusal> {
  if (!isLine(text) || !allowed(core, call, surface, text)) return stage(core, call, surface.facts, text, known.verdict)
  const gesture = { by: call.agent.id, text, enter: false, atPrompt: true } as const
  const beyond = (intent: 'answer' | 'secret') => judge(core, call.agent, surface, intent).verdict
  const fits = (state: Readiness) =>
    state.insertable.ok && state.line.by.length === 0 && ready(state, gesture, core.nameOf, beyond).length === 0
  const now = () => judge(core, call.agent, surface, 'type', text)
  const written = await write(core, {
    surface,
    gesture,
    started: call.started,
    facts: call.facts,
    recheck() {
      const { verdict, trouble } = now()
      return { verdict, troubles: present([standing(core, call, surface), trouble]) }
    },
    beyond,
    caller: call.agent,
    consent: null,
    unfit: state => state === null || !allowed(core, call, surface, text) || !fits(state),
    onBytes() {},
  })
  if ('outcome' in written) return { refused: false, outcome: written.outcome, evidence: written.evidence }
  if ('trouble' in written) return toRefusal(written.trouble, written.verdict, written.verdict?.level ?? known.level)
  if ('blocked' in written) throw new Error('nobody is asked about a text that is not fit to be inserted')
  const of = written.unfit ?? undefined
  // Looking took a moment.
  const { verdict, trouble } = now()
  const late = standing(core, call, surface) ?? trouble
  if (late) return refuse(core, call, surface.facts, late, { verdict, level: verdict.level }, of)
  return stage(core, call, surface.facts, text, verdict, of)
}

/** One short line that shows all it holds. */
function isLine(text: string): boolean {
  return Buffer.byteLength(text) <= MAX_BYTES && !/[\n\t]/.test(text) && deceiving(text).length === 0
}

/** By the policy of now. */
function allowed(core: Core, { agent }: Call, surface: AgentSurface, text: string): boolean {
  return mayInsert(core.options.policy(), agent, surface.facts, text)
}
