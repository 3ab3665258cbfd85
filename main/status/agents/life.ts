// What a CLI's own hooks have told so far, one event after the other. (pure) It knows no screen: what both together mean is
// judged in judge.ts.
import type { HookEvent } from './model.ts'

/** One thing a CLI asks, as its hooks told it. */
export interface Asked {
  /** no later one of the surface has the same */
  readonly id: string
  /** the CLI's own name of it; null = it gave none */
  readonly key: string | null
  readonly why: string
}

export interface Life {
  /** `none`: no hook has spoken yet */
  readonly phase: 'none' | HookEvent['is']
  /** when a hook spoke last, in ms on the monotonic clock */
  readonly at: number
  /** the phase in which it began to ask; `none` while it asks nothing */
  readonly before: Life['phase']
  /** what it asks, the first asked first; empty unless the phase is `dialog` */
  readonly asked: readonly Asked[]
  /** how many it asked so far */
  readonly count: number
  /** why the turn failed; null unless the phase is `failed` */
  readonly fault: string | null
  /** its own id of the conversation; null = not told yet */
  readonly conversation: string | null
}

export const UNBORN: Life = {
  phase: 'none',
  before: 'none',
  at: Number.NEGATIVE_INFINITY,
  asked: [],
  count: 0,
  fault: null,
  conversation: null,
}

const NOTHING_ASKED = { asked: [], before: 'none' } as const

/** The life after this event, which came at `at`. */
export function hear(life: Life, event: HookEvent, at: number): Life {
  if (event.sub && event.is !== 'dialog') return hearSub({ ...life, at }, event)
  const conversation = event.sub ? life.conversation : (event.conversation ?? life.conversation)
  const next = { ...life, at, conversation, fault: null }
  if (event.is === 'dialog') return ask(next, event)
  if (event.is === 'working' && life.phase === 'dialog') {
    const asked = stillAsked(life.asked, event.id)
    return asked.length > 0 ? { ...next, asked } : { ...next, ...NOTHING_ASKED, phase: 'working' }
  }
  return {
    ...next,
    ...NOTHING_ASKED,
    phase: event.is,
    fault: event.is === 'failed' ? (event.why ?? 'its turn failed') : null,
  }
}

/** What it asked was seen on the screen, and is there no more: it was answered, whatever its hooks say, and goes on as before. */
export function answered(life: Life): Life {
  if (life.phase !== 'dialog') return life
  return { ...life, ...NOTHING_ASKED, phase: life.before === 'none' ? 'working' : life.before }
}

/**
 * A sub-agent's end is not the turn's, and its work says nothing of what the turn itself waits for. What it asks, a person has to
 * answer all the same, and its work by that name ends it.
 */
function hearSub(life: Life, { is, id }: HookEvent): Life {
  if (is !== 'working' || id === undefined || life.phase !== 'dialog') return life
  const asked = life.asked.filter(one => one.key !== id)
  return asked.length > 0 ? { ...life, asked } : { ...life, ...NOTHING_ASKED, phase: life.before }
}

function ask(life: Life, { id, why = 'it asks something' }: HookEvent): Life {
  const key = id ?? null
  // Two hooks may tell of the same dialog, one after the other.
  const known = life.asked.some(one => (key === null ? true : one.key === key || one.key === null))
  if (life.phase === 'dialog' && known) return life
  const asked = { id: `d${life.count + 1}`, key, why }
  const before = life.phase === 'dialog' ? life.before : life.phase
  return { ...life, phase: 'dialog', before, asked: [...life.asked, asked], count: life.count + 1 }
}

/** Work that names what was asked ends that; work that names something else ends nothing; work without a name ends all. */
function stillAsked(asked: readonly Asked[], key: string | undefined): readonly Asked[] {
  if (key === undefined) return []
  return asked.filter(one => one.key !== key && one.key !== null)
}
