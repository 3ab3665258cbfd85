// One CLI that is an agent, watched: its hooks and its screen put together at the moment somebody asks. What they mean is
// main/status/agents'; it writes to nothing.
import { type AgentSignals, agentDialog } from '../../status/agents/judge.ts'
import { answered, hear, type Life, UNBORN } from '../../status/agents/life.ts'
import type { AgentKnowledge, ScreenSays, Shot } from '../../status/agents/model.ts'
import type { Clock } from '../clock.ts'
import type { DialogHook } from '../dialog.ts'
import { visibleLines } from '../read.ts'
import type { Screen } from '../screen.ts'
import type { Events } from './events.ts'

/** A dialog that was shown and is gone for this long was answered, in ms. */
const GONE_MS = 300

export interface AgentWatch {
  /** As of now. */
  signals(): AgentSignals
  dialog: DialogHook
  /** The screen may be another. */
  parsed(): void
  /** the CLI's own id of its conversation; null = not known */
  conversation(): string | null
}

export interface AgentWatchSpec {
  readonly knowledge: AgentKnowledge
  readonly events: Pick<Events, 'take'>
  readonly screen: Pick<Screen, 'grid' | 'rows' | 'title'>
  /** it was chosen at the start; null = its hooks tell */
  readonly conversation: string | null
  inFront(): boolean
  lineTaken(): boolean
  untouched(): boolean
  sinceOutput(): number
  sinceInput(): number
}

export function createAgentWatch(spec: AgentWatchSpec, clock: Pick<Clock, 'mono'>): AgentWatch {
  const { knowledge, events, screen } = spec
  const born = clock.mono()
  let life: Life = UNBORN
  let says: ScreenSays = { is: 'unknown', why: 'nothing was drawn yet' }
  let saysSince = born
  let stale = true
  let known = false
  /** when the screen last began to say so */
  const last = { working: Number.NEGATIVE_INFINITY, dialog: Number.NEGATIVE_INFINITY }
  /** a dialog that the hooks told of was on the screen since then, and left it then */
  let shown: { readonly id: string; goneAt: number | null } | null = null

  function catchUp() {
    const now = clock.mono()
    for (const { name, payload } of events.take()) {
      const event = knowledge.readHook(name, payload)
      if (event) life = hear(life, event, now)
    }
    if (stale) look(now)
    follow(now)
  }

  function look(now: number) {
    stale = false
    const next = knowledge.readScreen(shotOf(screen))
    if (next.is === 'working' || next.is === 'dialog') last[next.is] = now
    if (next.is !== says.is) saysSince = now
    known ||= next.is !== 'unknown'
    says = next
  }

  /** Answering by Escape or by a rule leaves no hook in most CLIs: that the dialog went is then all there is. */
  function follow(now: number) {
    const [asked] = life.asked
    if (!asked) {
      shown = null
      return
    }
    if (says.is === 'dialog') {
      if (shown?.id !== asked.id) shown = { id: asked.id, goneAt: null }
      else shown.goneAt = null
      return
    }
    if (shown?.id !== asked.id) return
    shown.goneAt ??= now
    if (now - shown.goneAt < GONE_MS || says.is === 'unknown') return
    life = answered(life)
    shown = null
  }

  function signals(): AgentSignals {
    catchUp()
    const now = clock.mono()
    return {
      title: knowledge.title,
      life,
      sinceHook: now - life.at,
      screen: says,
      screenKnown: known,
      sinceScreen: now - saysSince,
      workedSince: last.working > life.at,
      askedSince: last.dialog > life.at,
      sinceOutput: spec.sinceOutput(),
      sinceInput: spec.sinceInput(),
      inFront: spec.inFront(),
      lineTaken: spec.lineTaken(),
      untouched: spec.untouched(),
      lived: now - born,
    }
  }

  return {
    signals,
    dialog: () => agentDialog(signals()),
    parsed() {
      stale = true
    },
    conversation() {
      catchUp()
      return life.conversation ?? spec.conversation
    },
  }
}

function shotOf(screen: AgentWatchSpec['screen']): Shot {
  const { active } = screen.grid
  return {
    lines: visibleLines(screen),
    cursor: { x: active.cursorX, y: active.cursorY },
    alt: active.type === 'alternate',
    title: screen.title,
  }
}
