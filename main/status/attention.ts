// What a person should look at: for which reasons, how many surfaces that makes, and which progress is the most pressing. (pure)
// How a person is told of it, and when, is decided in notify.ts.
import type { ApprovalView, DraftView, Exit, Intent, SurfaceSummary } from '../../preload/contract.ts'

export const KINDS = ['needs_you', 'failed', 'done'] as const
/** the most pressing first */
export type Kind = (typeof KINDS)[number]

/** What there is to look at, as of one moment. */
export interface Scene {
  readonly surfaces: readonly SurfaceSummary[]
  /** those that wait for an answer */
  readonly approvals: readonly ApprovalView[]
  readonly drafts: readonly DraftView[]
  /** what a person calls the program of a preset */
  readonly title: (preset: string) => string | null
}

/** One thing that somebody should look at. */
export interface Reason {
  /** the same as long as it is the same thing */
  readonly id: string
  readonly kind: Kind
  /** null = no surface is concerned yet */
  readonly surface: string | null
  /** what a person calls that surface, or the agent where there is none */
  readonly name: string
  /** in our words: nothing that a program or an agent wrote */
  readonly why: string
  /** the approval that waits, as it is now; absent = none does */
  readonly ask?: AskReason
}

/** `refusable`: it can be denied without its card. */
export interface AskReason {
  /** `id@rev` */
  readonly ref: string
  readonly refusable: boolean
}

const ASKS_TO: Readonly<Record<Intent, string>> = {
  read: 'read',
  type: 'type',
  submit: 'submit',
  interrupt: 'interrupt',
  answer: 'answer a dialog',
  secret: 'answer a password prompt',
  open: 'open a surface',
  close: 'close it',
}

/** All of them, those of agents first. What was there before a restart asks nobody anew. */
export function reasonsOf(scene: Scene): Reason[] {
  const named = new Map(scene.surfaces.map(({ id, name }) => [id, name]))
  const reasons: Reason[] = []
  for (const { ref, agentName, surface, busy, answers, ...one } of scene.approvals) {
    if (busy) continue
    const name = surface ? (named.get(surface.id) ?? surface.name) : agentName
    const why = `${agentName} ${asks(one)}`
    const ask = { ref, refusable: answers.includes('deny') }
    reasons.push({ id: `ask ${idOf(ref)}`, kind: 'needs_you', surface: surface?.id ?? null, name, why, ask })
  }
  for (const { ref, surface, left, agentName } of scene.drafts) {
    const name = surface === null ? undefined : named.get(surface)
    if (surface === null || name === undefined || left) continue
    const why = `${agentName} left a draft`
    reasons.push({ id: `draft ${idOf(ref)}`, kind: 'needs_you', surface, name, why })
  }
  for (const surface of scene.surfaces) {
    const own = ofState(surface, scene.title(surface.preset))
    if (own) reasons.push({ ...own, id: `${surface.id} ${own.id}`, surface: surface.id, name: surface.name })
  }
  return reasons
}

/** Those that cannot be reached now. Nobody is told of that by itself: connections come back by themselves. */
export function unreachedIn(surfaces: readonly Pick<SurfaceSummary, 'id' | 'link'>[]): Set<string> {
  return new Set(surfaces.filter(({ link }) => link !== null && link.is !== 'live').map(({ id }) => id))
}

/** On how many surfaces does something wait for a person? An ask that concerns none counts by itself. */
export function needingYou(scene: Scene): number {
  return placesThatNeed(scene).size
}

/** The same, and those with something unread. */
export function badgeCount(scene: Scene): number {
  const unread = scene.surfaces.filter(one => one.unread).map(({ id }) => id)
  return new Set([...placesThatNeed(scene), ...unread]).size
}

function placesThatNeed(scene: Scene): Set<string> {
  const need = reasonsOf(scene).filter(({ kind }) => kind === 'needs_you')
  return new Set(need.map(({ id, surface }) => surface ?? id))
}

export interface Taskbar {
  /** 0 to 1; -1 = nothing is shown, 2 = of unknown length */
  readonly value: number
  readonly mode: 'none' | 'normal' | 'indeterminate' | 'error' | 'paused'
}

/** The most pressing of what programs tell of their progress: an error, a pause, then how far all that go on are together. */
export function taskbarOf(surfaces: readonly Pick<SurfaceSummary, 'progress'>[]): Taskbar {
  const all = surfaces.flatMap(({ progress }) => progress ?? [])
  const most = (['error', 'waiting', 'busy'] as const).find(is => all.some(one => one.is === is))
  if (!most) return { value: -1, mode: 'none' }
  const shares = all.flatMap(({ is, percent }) => (is === most && percent !== null ? [percent / 100] : []))
  const mean = shares.length === 0 ? null : shares.reduce((sum, share) => sum + share, 0) / shares.length
  if (most === 'busy') return mean === null ? { value: 2, mode: 'indeterminate' } : { value: mean, mode: 'normal' }
  return { value: mean ?? 1, mode: most === 'error' ? 'error' : 'paused' }
}

/** `Exited 1`, `Ended by SIGKILL`. */
function exitWords({ code, signal }: Exit): string {
  return signal ? `Ended by ${signal}` : `Exited ${code ?? ''}`.trim()
}

function asks({ kind, intent, wants }: Pick<ApprovalView, 'kind' | 'intent' | 'wants'>): string {
  if (kind === 'connect') return 'asks to connect'
  if (kind === 'program') return 'comes from another program now'
  if (kind === 'access') return `asks for ${wants}`
  return `asks to ${ASKS_TO[intent]}`
}

function ofState({ state, exit }: SurfaceSummary, title: string | null): Pick<Reason, 'id' | 'kind' | 'why'> | null {
  const who = title ?? 'Its program'
  if (exit) {
    const well = exit.code === 0 && !exit.signal
    return { id: 'exit', kind: well ? 'done' : 'failed', why: exitWords(exit) }
  }
  switch (state.is) {
    case 'needs_you':
      return { id: `needs_you ${state.dialog?.id ?? ''}`, kind: 'needs_you', why: `${who} waits for an answer` }
    case 'failed':
      return { id: 'failed', kind: 'failed', why: `${who} reports an error` }
    case 'done_unseen':
      return { id: 'done', kind: 'done', why: `${who} waits for a prompt` }
    default:
      return null
  }
}

/** The part of `id@rev` that stays the same. */
function idOf(ref: string): string {
  return ref.slice(0, ref.indexOf('@'))
}
