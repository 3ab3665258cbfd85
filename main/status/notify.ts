// Of what a person is told outside of the window, when, and for how long that stands: at most once for each stretch in which a
// surface needs somebody, failed or is done, and never of what they have before their eyes. (pure: the clock is given)
import { KINDS, type Kind, type Reason } from './attention.ts'

/** A reason has to stand this long before anybody is told, in ms: many come and go by themselves. */
export const STANDS_MS: Readonly<Record<Kind, number>> = { needs_you: 1_000, failed: 2_000, done: 2_000 }
/** One that is back this soon had not gone, in ms. */
export const FLAP_MS = 2_000
/** What comes within this is told together, in ms. */
export const TOGETHER_MS = 1_000
/** names that stand in one notification */
const MOST_NAMES = 5

export interface Note {
  readonly id: number
  readonly title: string
  readonly body: string
  /** where a click leads; null = to the approvals */
  readonly surface: string | null
  /** the approval it is about, `id@rev`, if it is about one and nothing else; null = it is not */
  readonly ask: string | null
  /** whether that one can be denied from here */
  readonly refusable: boolean
}

export interface Looking {
  readonly reasons: readonly Reason[]
  /** surfaces whose connection is lost: what they needed stands as it was, neither over nor new when they are back */
  readonly unreached?: ReadonlySet<string>
  /** the surface that a person has before their eyes; null = none */
  readonly watched: string | null
  /** of what they want to be told */
  readonly wants: Readonly<Record<Kind, boolean>>
}

/** What was seen and told so far. */
export interface Notifier {
  /** null = nothing was looked at yet: what is there then is no news */
  readonly standing: ReadonlyMap<string, Standing> | null
  /** stretches somebody was told of, by place and kind; `gone` = since when there is no reason left */
  readonly told: ReadonlyMap<string, Told>
  readonly next: number
}

interface Standing {
  readonly since: number
  readonly seen: boolean
  readonly surface: string | null
}
interface Told {
  readonly note: number
  readonly surface: string | null
  readonly gone: number | null
}

export const NOTHING_TOLD: Notifier = { standing: null, told: new Map(), next: 1 }

export interface Notified {
  readonly next: Notifier
  readonly show: Note | null
  /** notes that have nothing to say any more */
  readonly takeBack: readonly number[]
  /** ms after which to look again; null = not before something changes */
  readonly wait: number | null
}

/** `steady`: ms of a clock that never jumps. */
export function notify(before: Notifier, looking: Looking, steady: number): Notified {
  const { reasons, watched, wants, unreached } = looking
  const isAway = (surface: string | null) => surface !== null && unreached?.has(surface) === true
  const standing = new Map<string, Standing>()
  for (const { id, kind, surface } of reasons) {
    const was = before.standing?.get(id)
    const seen = was?.seen || before.standing === null || looksAt(surface, watched) || !wants[kind]
    standing.set(id, { since: was?.since ?? steady, seen, surface })
  }
  for (const [id, was] of before.standing ?? []) if (!standing.has(id) && isAway(was.surface)) standing.set(id, was)

  const there = new Set(reasons.map(stretchOf))
  const told = new Map<string, Told>()
  for (const [stretch, was] of before.told) {
    if (looksAt(was.surface, watched)) continue
    const gone = there.has(stretch) || isAway(was.surface) ? null : (was.gone ?? steady)
    if (gone === null || steady - gone < FLAP_MS) told.set(stretch, { ...was, gone })
  }

  const fresh = reasons.filter(one => isTop(one, reasons) && !told.has(stretchOf(one)) && !standing.get(one.id)?.seen)
  const at = (one: Reason) => standing.get(one.id)!.since + STANDS_MS[one.kind]
  const first = Math.min(...fresh.map(at))
  const due = fresh.filter(one => at(one) <= steady)
  const soon = fresh.filter(one => at(one) > steady)
  const holds = soon.some(one => at(one) < first + TOGETHER_MS) && steady < first + TOGETHER_MS
  const show = due.length === 0 || holds ? null : noteOf(before.next, due)
  if (show) for (const one of due) told.set(stretchOf(one), { note: show.id, surface: one.surface, gone: null })

  const left = new Set([...told.values()].map(({ note }) => note))
  const takeBack = [...new Set([...before.told.values()].map(({ note }) => note))].filter(note => !left.has(note))
  const times = [
    ...soon.map(at),
    ...(due.length > 0 && holds ? [first + TOGETHER_MS] : []),
    ...[...told.values()].flatMap(({ gone }) => (gone === null ? [] : [gone + FLAP_MS])),
  ]
  const wait = times.length === 0 ? null : Math.max(0, Math.min(...times) - steady)
  return { next: { standing, told, next: before.next + (show ? 1 : 0) }, show, takeBack, wait }
}

/** Who looks at the surface, or at the window where none is concerned, needs no telling. */
function looksAt(surface: string | null, watched: string | null): boolean {
  return watched !== null && (surface === null || surface === watched)
}

/** A place and a kind: what follows closely there is one stretch. */
function stretchOf({ id, kind, surface }: Reason): string {
  return `${surface ?? id} ${kind}`
}

/** Nothing more pressing is there at its place. */
function isTop({ kind, surface }: Reason, reasons: readonly Reason[]): boolean {
  const rank = KINDS.indexOf(kind)
  return surface === null || !reasons.some(one => one.surface === surface && KINDS.indexOf(one.kind) < rank)
}

const SAYS: Readonly<Record<Kind, string>> = { needs_you: 'needs you', failed: 'failed', done: 'is done' }
const SAY: Readonly<Record<Kind, string>> = { needs_you: 'need you', failed: 'failed', done: 'are done' }

function noteOf(id: number, due: readonly Reason[]): Note {
  const places = onePerPlace([...due].sort((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind)))
  const [most] = places
  if (!most) throw new Error('a note of nothing')
  const { surface } = most
  // Of two asks nobody could say which one a Deny was meant for.
  const ask = due.length === 1 ? (most.ask ?? null) : null
  const leads = { surface, ask: ask?.ref ?? null, refusable: ask?.refusable ?? false }
  if (places.length === 1) return { id, title: `${most.name} ${SAYS[most.kind]}`, body: most.why, ...leads }
  const alike = places.every(({ kind }) => kind === most.kind)
  const what = places.every(one => one.surface !== null) ? 'surfaces' : 'things'
  const title = alike ? `${places.length} ${what} ${SAY[most.kind]}` : `${places.length} ${what} have something new`
  const words = places.slice(0, MOST_NAMES).map(({ name, kind }) => (alike ? name : `${name} ${SAYS[kind]}`))
  const more = places.length - words.length
  return { id, title, body: `${words.join(', ')}${more > 0 ? ` and ${more} more` : ''}`, ...leads }
}

function onePerPlace(due: readonly Reason[]): Reason[] {
  const places = new Map<string, Reason>()
  for (const one of due) {
    const place = one.surface ?? one.id
    if (!places.has(place)) places.set(place, one)
  }
  return [...places.values()]
}
