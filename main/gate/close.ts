// An agent closes a surface that it opened itself: the same checks, record and questions as opening. What it adopted it lets go
// of, and nothing ends but the surface. What ends with that (its drafts, what waits for it) is the gate's `surfaceGone`.
import type { Exit } from '../../preload/contract.ts'
import { decide } from '../policy/decide.ts'
import type { AgentSurface } from '../surfaces/surface.ts'
import { admit } from './arrive.ts'
import { ask, type Blocked, type Consent } from './ask.ts'
import { type Call, firstNo, pausedTrouble, policyTrouble, standing, startCall } from './call.ts'
import type { Core } from './core.ts'
import { surfaceOf } from './entries.ts'
import type { Agent, Refusal } from './model.ts'
import { endEntry, intentEntry, refuse } from './open-records.ts'
import { effectOf, type Trouble } from './refusals.ts'
import { resolve } from './resolve.ts'
import { say } from './sentences.ts'

export interface CloseRequest {
  /** id or exact unique name */
  readonly surface: string
  /** only where that ends no program: what was adopted */
  readonly letGo?: true
  readonly signal?: AbortSignal
  /** called at once and every 15 s while it waits for a person */
  readonly onProgress?: ((waitedMs: number) => void) | undefined
}

export type Closed =
  /** `exit` null = how it ended is not known. */
  | { readonly refused: false; readonly outcome: 'closed'; readonly exit: Exit | null }
  /** It was adopted: it is a surface no more, and its program lives on in tmux. */
  | { readonly refused: false; readonly outcome: 'let_go' }
  /** It was allowed, and then it could not be ended. */
  | { readonly refused: false; readonly outcome: 'failed'; readonly evidence: string }

/** `gone` is told right before it is ended. Answers with what happened or a refusal. Throws `ActivityError`. */
export async function close(
  core: Core,
  agent: Agent,
  request: CloseRequest,
  gone: (surface: string) => void,
): Promise<Closed | Refusal> {
  const asked = startCall(core, agent, { intent: 'close' }, request)
  const broken = core.broken()
  if (broken) return refuse(core, asked, null, broken, null)
  const found = resolve(core, agent, request.surface)
  if ('trouble' in found) return refuse(core, asked, null, found.trouble, null)
  const { surface } = found
  const pane = adoptedPane(surface)
  const call = pane === null ? asked : { ...asked, facts: { ...asked.facts, pane } }
  const first = judgeClose(core, call, surface)
  const no = pausedTrouble(core, agent) ?? (first.trouble && firstNo(core, [first.trouble]))
  if (no) return refuse(core, call, surface.facts, no, first.verdict)
  if (request.letGo && pane === null) {
    const trouble: Trouble = {
      code: 'bad_arguments',
      field: 'surface',
      why: say.onlyAdopted(),
      fix: say.closeInstead(),
    }
    return refuse(core, call, surface.facts, trouble, first.verdict)
  }
  const stranger = await admit(core, call, surface)
  if (stranger) return stranger
  const once = (consent: Consent | null) => end(core, call, surface, gone, consent)
  const tried = await once(null)
  if (!('blocked' in tried)) return tried
  return ask(core, tried, {
    call,
    surface,
    known: { verdict: first.verdict, level: first.verdict.level },
    question: {
      ...{ kind: 'open', intent: 'close', text: null, keys: null, enter: false, wants: 'none' },
      facts: !livesOn(surface) ? [] : [{ name: 'Lets go', value: say.livesOn(), verified: true }],
      answers: ['once', 'deny', 'deny_all', 'block'],
      withdrawn() {
        const { trouble } = judgeClose(core, call, surface)
        return standing(core, call, surface, 'waits') ?? (trouble && effectOf(trouble) === 'deny' ? trouble : null)
      },
    },
    attempt: once,
  })
}

/** The pane of tmux that it is and that was not started for it; null = it is none, and closing ends its program. */
function adoptedPane(surface: AgentSurface): string | null {
  const { tmux } = surface.summary()
  return tmux && !tmux.ours ? tmux.pane : null
}

/** What was adopted is let go of, unless its program has ended by itself. */
const livesOn = (surface: AgentSurface) => adoptedPane(surface) !== null && surface.ended() === null

function judgeClose(core: Core, { agent }: Call, { facts }: AgentSurface) {
  const verdict = decide(core.options.policy(), agent, facts, 'close')
  return { verdict, trouble: verdict.effect === 'allow' ? null : policyTrouble(core, verdict) }
}

async function end(
  core: Core,
  call: Call,
  surface: AgentSurface,
  gone: (surface: string) => void,
  consent: Consent | null,
): Promise<Closed | Refusal | Blocked> {
  const { id } = surface.facts
  const { opener } = core.options
  const stop = () => {
    const { verdict, trouble } = judgeClose(core, call, surface)
    const open = trouble && effectOf(trouble) === 'ask' && consent ? null : trouble
    return { verdict, open, no: standing(core, call, surface) ?? (open && firstNo(core, [open])) }
  }
  const now = stop()
  if (now.no || !opener) {
    const no = now.no ?? { code: 'denied', why: say.noOpening() }
    return refuse(core, call, surface.facts, no, now.verdict, consent?.seq)
  }
  if (now.open) return { blocked: [now.open], state: null, verdict: now.verdict }
  const seq = consent?.seq ?? (await core.record(intentEntry(call, surface.facts, now.verdict)))
  // The disk took its time. From this look on nothing is awaited until it is being ended.
  const last = stop()
  const late = last.no ?? last.open
  if (late) return refuse(core, call, surface.facts, late, last.verdict, seq)
  const where = surfaceOf(surface.facts)
  const of = { seq, approval: consent?.approval ?? null }
  const record = (outcome: 'delivered' | 'unknown') =>
    core.record(endEntry(core, call, of, { surface: where, outcome }))
  gone(id)
  const lives = livesOn(surface)
  let exit: Exit | null
  try {
    exit = await (lives ? opener.letGo(id) : opener.close(id))
  } catch (error) {
    core.fail(error)
    await record('unknown').catch(() => {})
    const why = say.closingBroke(error instanceof Error ? error.message : String(error))
    return { refused: false, outcome: 'failed', evidence: why }
  }
  try {
    await record('delivered')
  } catch (error) {
    // It was recorded and it is ended; only that is not. The gate closes, and the caller is told the truth.
    core.fail(error)
  }
  return lives ? { refused: false, outcome: 'let_go' } : { refused: false, outcome: 'closed', exit }
}
