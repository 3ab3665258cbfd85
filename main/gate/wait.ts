// Waiting for a surface: until it is idle, needs a person, has ended, or prints something. It hears of news instead of
// looking again and again, and every look is a read like any other: decided by the policy of that moment, and recorded.
import type { SurfaceState } from '../../preload/contract.ts'
import { matches, regexFault } from '../policy/text-rules.ts'
import type { AgentSurface } from '../surfaces/surface.ts'
import { firstNo, judge } from './call.ts'
import type { Core } from './core.ts'
import type { ReadResult } from './gate-api.ts'
import type { Agent, Refusal } from './model.ts'
import { tellProgress } from './progress.ts'
import { read } from './read.ts'
import { askToRead } from './read-ask.ts'
import { type Trouble, toRefusal } from './refusals.ts'
import { resolve } from './resolve.ts'
import { say } from './sentences.ts'

/** `regex` is in RE2's syntax and runs in linear time. */
export type WaitUntil = 'idle' | 'needs_you' | 'exit' | { readonly text: string } | { readonly regex: string }

export interface WaitArguments {
  readonly surface: string
  readonly until: WaitUntil
  readonly timeoutMs: number
  /** what was printed after it counts; without it, what is printed from now on */
  readonly cursor?: string | undefined
  readonly signal?: AbortSignal | undefined
  /** called at once and every 15 s while it waits */
  readonly onProgress?: ((waitedMs: number) => void) | undefined
}

export interface WaitResult extends Pick<ReadResult, 'lines' | 'cursor' | 'state'> {
  readonly refused: false
  readonly reason: 'idle' | 'needs_you' | 'exit' | 'text' | 'timeout'
}

/** A program between two lines looks idle for a moment: it counts once it has lasted this long. */
const SETTLED_MS = 250
/** A flood is looked at this often. */
const LOOK_MS = 30
/** Waits of one agent at a time. */
const MAX_WAITS = 20

/** Throws what reading throws. */
export async function wait(core: Core, agent: Agent, request: WaitArguments): Promise<WaitResult | Refusal> {
  const trouble = waitTrouble(core, agent, request.until)
  if (trouble) return toRefusal(trouble, null, null)
  core.waits.set(agent.id, (core.waits.get(agent.id) ?? 0) + 1)
  try {
    return await waitFor(core, agent, request)
  } finally {
    core.waits.set(agent.id, (core.waits.get(agent.id) ?? 1) - 1)
  }
}

/** Why that cannot be waited for, or not now. */
export function waitTrouble(core: Core, agent: Agent, until: WaitUntil): Trouble | null {
  const fault = typeof until === 'object' && 'regex' in until ? regexFault(until.regex) : null
  if (fault !== null) return { code: 'bad_arguments', why: say.badRegex(fault), field: 'until', fix: say.goodRegex() }
  const isFull = (core.waits.get(agent.id) ?? 0) >= MAX_WAITS
  return isFull ? { code: 'rate_limited', why: say.tooManyWaits(MAX_WAITS) } : null
}

async function waitFor(core: Core, agent: Agent, request: WaitArguments): Promise<WaitResult | Refusal> {
  const asked = await mayLook(core, agent, request)
  if ('refused' in asked) return asked
  const started = core.clock.monotonic()
  const left = () => request.timeoutMs - (core.clock.monotonic() - started)
  const look = (what: 'screen' | 'scrollback' | 'since', cursor?: string) =>
    read(core, agent, { surface: request.surface, what, ...(what === 'since' && { cursor }) }, asked.allowed)
  let cursor = request.cursor
  if (cursor === undefined) {
    const first = await look('screen')
    if (first.refused) return first
    cursor = first.cursor
  }
  const found = resolve(core, agent, request.surface)
  if ('trouble' in found) return toRefusal(found.trouble, null, null)
  const news = createNews(core, found.surface, request)
  try {
    const known = found.surface.summary().link ? await standing(look, cursor) : []
    for (;;) {
      const read = await look('since', cursor)
      if (read.refused) return read
      const seen = read.anew ? { ...read, ...withoutKnown(read, known) } : read
      if (request.signal?.aborted) return toRefusal({ code: 'cancelled', why: say.cancelled() }, null, null)
      const { lines, state } = seen
      const answer = (reason: WaitResult['reason']): WaitResult => {
        return { refused: false, reason, lines, state, cursor: seen.cursor }
      }
      const reason = reasonOf(request.until, seen, news.quietMs())
      if (reason !== null) return answer(reason)
      if (left() <= 0) return answer('timeout')
      const settling = wanted(request.until, state) ? SETTLED_MS - news.quietMs() : left()
      await news.next(Math.max(1, Math.min(settling, left())))
    }
  } finally {
    news.close()
  }
}

type Look = (what: 'scrollback' | 'since', cursor: string) => Promise<ReadResult | Refusal>

/** The lines that stand there and are not new. A screen that is drawn anew after a lost connection has them again. */
async function standing(look: Look, cursor: string): Promise<string[]> {
  const [all, since] = [await look('scrollback', cursor), await look('since', cursor)]
  if (all.refused || since.refused || since.anew) return []
  return withoutKnown(all, since.lines).lines
}

/** Each line that is known once is left out once. */
function withoutKnown({ lines, typed }: Pick<ReadResult, 'lines' | 'typed'>, known: readonly string[]) {
  const counts = new Map<string, number>()
  for (const line of known) counts.set(line, (counts.get(line) ?? 0) + 1)
  const kept = [...lines.entries()].filter(([, line]) => {
    const count = counts.get(line) ?? 0
    counts.set(line, count - 1)
    return count <= 0
  })
  const places = new Map(kept.map(([was], now) => [was, now]))
  return {
    lines: kept.map(([, line]) => line),
    typed: typed.flatMap(({ line, by }) => (places.has(line) ? [{ line: places.get(line)!, by }] : [])),
  }
}

/** Where a person has to allow it, they are asked once and not for each look. */
async function mayLook(
  core: Core,
  agent: Agent,
  { surface: named, signal, onProgress }: WaitArguments,
): Promise<{ readonly allowed: boolean } | Refusal> {
  const found = core.broken() ? null : resolve(core, agent, named)
  if (!found || 'trouble' in found) return { allowed: false }
  const { verdict, trouble } = judge(core, agent, found.surface, 'read')
  if (!trouble || firstNo(core, [trouble])) return { allowed: false }
  const asking = { what: 'since', signal, onProgress } as const
  const granted = await askToRead(core, agent, found.surface, asking, { verdict, trouble })
  return 'granted' in granted ? { allowed: true } : granted
}

function reasonOf(until: WaitUntil, seen: ReadResult, quietMs: number): WaitResult['reason'] | null {
  const { state, lines, typed } = seen
  if (typeof until === 'object') {
    // What agents typed stands on the screen too, and is no answer of the program.
    const own = new Set(typed.map(({ line }) => line))
    const match = 'text' in until ? { contains: until.text } : until
    if (lines.some((line, index) => !own.has(index) && matches(match, line, false))) return 'text'
  }
  if (state.is === 'exited' || state.is === 'failed') return 'exit'
  return wanted(until, state) && quietMs >= SETTLED_MS ? (until as 'idle' | 'needs_you') : null
}

function wanted(until: WaitUntil, { is }: SurfaceState): boolean {
  if (until === 'needs_you') return is === 'needs_you'
  return until === 'idle' && (is === 'idle' || is === 'done_unseen')
}

/** Hears of a surface's news, of the caller's end and of time; nothing here looks at the surface. */
function createNews(core: Core, surface: AgentSurface, { signal, onProgress }: WaitArguments) {
  const { clock } = core
  const started = clock.monotonic()
  let newsAt = started
  /** something happened since the last look began */
  let isNew = false
  let wake = () => {}
  const heard = () => {
    newsAt = clock.monotonic()
    isNew = true
    wake()
  }
  const unhear = surface.onNews(heard)
  const abort = () => wake()
  signal?.addEventListener('abort', abort)
  const progress = tellProgress(clock, started, onProgress)

  return {
    /** ms since something was printed or changed, since the wait began at the most */
    quietMs: () => clock.monotonic() - newsAt,
    /** Resolves with the next news, or after `ms`; a flood's news are gathered. */
    async next(ms: number): Promise<void> {
      const from = clock.monotonic()
      if (signal?.aborted) return
      if (!isNew) {
        await new Promise<void>(resolve => {
          const cancel = clock.later(ms, resolve)
          wake = () => {
            cancel()
            resolve()
          }
        })
        wake = () => {}
      }
      const since = clock.monotonic() - from
      if (!signal?.aborted && since < Math.min(LOOK_MS, ms)) await clock.sleep(Math.min(LOOK_MS, ms) - since)
      isNew = false
    },
    close() {
      unhear()
      progress()
      signal?.removeEventListener('abort', abort)
    },
  }
}
