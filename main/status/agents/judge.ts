// Which state an agent's CLI is in, from its hooks and its screen together, and whether a dialog may be open in it. (pure) Where
// the two disagree for longer than it takes to draw a frame, the answer is "unknown".
import type { SurfaceState } from '../../../preload/contract.ts'
import type { Life } from './life.ts'
import type { ScreenSays } from './model.ts'

/** What is known of an agent's CLI at one moment. Durations in ms; Infinity = never. */
export interface AgentSignals {
  /** what people call it */
  readonly title: string
  readonly life: Life
  readonly sinceHook: number
  readonly screen: ScreenSays
  /** the screen ever said anything but `unknown` */
  readonly screenKnown: boolean
  /** how long the screen has said just that */
  readonly sinceScreen: number
  /** the screen said `working`, or `dialog`, after a hook spoke last */
  readonly workedSince: boolean
  readonly askedSince: boolean
  readonly sinceOutput: number
  /** since anything was typed into it, by whomever */
  readonly sinceInput: number
  /** nobody has typed into it since its start, neither a person nor an agent */
  readonly untouched: boolean
  /** something was put on its line that we know of */
  readonly lineTaken: boolean
  /** the CLI itself has its terminal's foreground */
  readonly inFront: boolean
  readonly lived: number
}

/** `null` = it is about to change, and as it was until then. */
export type AgentState = Pick<SurfaceState, 'is' | 'evidence' | 'dialog'> | null

/** Until a hook and a frame that belong together have both arrived. */
const LAG_MS = 700
/** A dialog that stays for less asked nobody: the CLI answered it itself. */
const FLASH_MS = 300
/** A CLI that works draws something this often. */
const STILL_MS = 1_000
/** How long hooks and screen may differ before it is said. */
const DIFFER_MS = 1_500
/** How long work may show nothing and still be believed. */
const SILENT_MS = 10_000
/** The first start of some fetches what they need, and shows nothing until then. */
const STARTING_MS = 120_000
/** After its start a CLI may draw its input box before it asks something. */
const FRESH_MS = 3_000
/** What was just typed may not have been told by a hook yet. */
const JUST_TYPED_MS = 2_000

export function judgeAgent(s: AgentSignals): AgentState {
  switch (s.screen.is) {
    case 'dialog':
      return dialogShown(s)
    case 'composer':
      return composerShown(s)
    case 'working':
      return workShown(s)
    case 'failed':
      return s.life.phase === 'working' && s.sinceHook < DIFFER_MS
        ? null
        : state('failed', `${s.title} says so: ${s.screen.why}`)
    case 'unknown':
      return hooksAlone(s)
  }
}

/**
 * Is a dialog open in it? `no` only where its hooks and its screen both say so and nothing was typed since they did, or where
 * nothing was typed at all since it was started.
 */
export function agentDialog(s: AgentSignals): {
  readonly open: 'yes' | 'no' | 'unknown'
  why: string
  id: string | null
} {
  const { life, screen, title } = s
  const [asked] = life.asked
  if (asked) return { open: 'yes', why: `${title}: ${asked.why}`, id: asked.id }
  const unknown = (why: string) => ({ open: 'unknown' as const, why, id: null })
  if (screen.is === 'dialog') return unknown(`${title}: ${screen.why}`)
  if (!s.inFront) return unknown(`another program than ${title} is in the foreground`)
  if (life.phase === 'none') {
    // Some have no hook before the first prompt. What opens a menu is a key, and there was none.
    const fresh = s.untouched && screen.is === 'composer' && !screen.typed && s.sinceScreen >= FRESH_MS
    if (fresh) return { open: 'no', why: `${title} was just started and waits at its input box`, id: null }
    return unknown(`whether ${title} asks something cannot be known: its hooks have told nothing`)
  }
  if (life.phase === 'working') return unknown(`${title} works, and may ask something at any moment`)
  if (life.phase === 'ended') return unknown(`${title} has ended its conversation`)
  if (screen.is !== 'composer') return unknown(`whether ${title} asks something cannot be seen: ${screen.why}`)
  // A CLI puts a prompt back into its box when the turn is interrupted: a text would go along with that.
  if (screen.typed && !s.lineTaken) return unknown(`something stands in the input box of ${title} already`)
  const justTyped = s.sinceInput < s.sinceHook && s.sinceInput < JUST_TYPED_MS
  if (justTyped) return unknown(`${title} has just been given something`)
  return { open: 'no', why: `${title} waits at its input box`, id: null }
}

function dialogShown(s: AgentSignals): AgentState {
  if (s.sinceScreen < FLASH_MS) return null
  const [asked] = s.life.asked
  return asked
    ? state('needs_you', `${asked.why} (hook), and the dialog is on the screen`, { id: asked.id, why: asked.why })
    : state('needs_you', `${s.screen.why} (screen)`, { id: null, why: s.screen.why })
}

function composerShown(s: AgentSignals): AgentState {
  const box = `${s.screen.why} (screen)`
  switch (s.life.phase) {
    case 'none':
    case 'ready':
    case 'stopped':
    case 'ended':
      return state('idle', s.life.phase === 'stopped' ? `its turn is over (hook), ${box}` : box)
    case 'failed':
      return state('failed', `${s.life.fault} (hook)`)
    case 'working': {
      if (s.sinceHook < DIFFER_MS || s.sinceScreen < STILL_MS) return null
      const stopped = s.workedSince || s.askedSince
      if (stopped && s.sinceOutput >= STILL_MS) return state('idle', `it stopped working, ${box}; no hook told the end`)
      return stopped ? null : state('unknown', `its hooks say that it works, and its screen that it waits for a prompt`)
    }
    case 'dialog':
      if (s.sinceHook < LAG_MS || s.sinceScreen < LAG_MS) return null
      return state('unknown', `its hooks say that it asks something, and its screen that it waits for a prompt`)
  }
}

function workShown(s: AgentSignals): AgentState {
  const works = `${s.screen.why} (screen)`
  switch (s.life.phase) {
    case 'stopped': {
      // It began to be drawn after the turn ended: another turn, which its hooks may not have told of yet.
      if (s.sinceScreen < s.sinceHook - LAG_MS) return state('working', works)
      if (s.sinceHook < DIFFER_MS) return null
      return state('unknown', 'its hooks say that its turn is over, and its screen that it works')
    }
    case 'failed':
      // Some tell of every try that failed, and go on trying.
      return s.sinceHook < LAG_MS ? null : state('working', works)
    case 'dialog':
      if (s.sinceHook < LAG_MS) return null
      return state('working', `${works}; what it asked is not on the screen`)
    default:
      return state('working', s.life.phase === 'working' ? `its turn goes on (hook), ${works}` : works)
  }
}

function hooksAlone(s: AgentSignals): AgentState {
  // Between two frames a screen may be anything.
  if (s.sinceScreen < FLASH_MS) return null
  const unread = `its screen is not one we know`
  const [asked] = s.life.asked
  const begun = s.screenKnown || (s.life.phase !== 'none' && s.life.phase !== 'ready')
  if (!begun && s.lived < STARTING_MS) return state('starting', `${s.title} is starting`)
  switch (s.life.phase) {
    case 'dialog':
      if (s.sinceHook < LAG_MS || !asked) return null
      return state('needs_you', `${asked.why} (hook); ${unread}`, { id: asked.id, why: asked.why })
    case 'working':
      if (Math.min(s.sinceHook, s.sinceOutput) < SILENT_MS)
        return state('working', `its turn goes on (hook); ${unread}`)
      return state('unknown', `its hooks say that it works, and it has shown nothing for 10 s`)
    case 'stopped':
    case 'ready':
      return s.sinceScreen < DIFFER_MS ? null : state('idle', `its turn is over (hook); ${unread}`)
    case 'failed':
      return state('failed', `${s.life.fault} (hook)`)
    case 'none':
    case 'ended':
      return state('unknown', `${unread}, and its hooks tell of nothing that goes on`)
  }
}

function state(is: SurfaceState['is'], evidence: string, dialog?: SurfaceState['dialog']): AgentState {
  return { is, evidence, ...(dialog ? { dialog } : {}) }
}
