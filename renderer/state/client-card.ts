// What a client's card on the Connect page says and offers. Pure: what stands in its config comes from main.
import type { AgentSummary, ClientView } from '../../preload/contract.ts'
import { ago, lasted } from './words.ts'

/** What a person did on this card in this window, as far as it still counts. */
export interface Deed {
  readonly busy: 'connect' | 'back' | null
  /** ms since the epoch: when it was connected; null = not in this window, or taken back */
  readonly since: number | null
  /** why the last deed did not work, and which that was */
  readonly fault: { readonly of: 'connect' | 'back'; readonly why: string } | null
}
export const NO_DEED: Deed = { busy: null, since: null, fault: null }

export type CardState =
  | { readonly is: 'busy'; readonly of: 'connect' | 'back' }
  | { readonly is: 'failed'; readonly of: 'connect' | 'back'; readonly why: string }
  /** what stands there is not ours to change */
  | { readonly is: 'blocked'; readonly why: string }
  /** nothing of it is on this computer */
  | { readonly is: 'missing' }
  | { readonly is: 'off' }
  /** its agent is there, its config has nothing of us */
  | { readonly is: 'ready' }
  /** ours, but it cannot connect as it stands */
  | { readonly is: 'stale'; readonly why: string }
  | { readonly is: 'waiting'; readonly since: number }
  | { readonly is: 'connected'; readonly at: number }
  /** connected before this start, and not seen since */
  | { readonly is: 'added' }

/** `agent`: the one it connects as, where there is one. */
export function cardState(client: ClientView, agent: Pick<AgentSummary, 'lastSeen'> | null, deed: Deed): CardState {
  const { state, detected } = client
  const { busy, fault, since } = deed
  if (busy !== null) return { is: 'busy', of: busy }
  if (fault !== null) return { is: 'failed', ...fault }
  if (state.is === 'taken' || state.is === 'unreadable') return { is: 'blocked', why: state.why }
  const isReady = agent !== null && client.agent.token === 'kept'
  const seen = agent?.lastSeen ?? null
  if (state.is === 'absent') {
    if (!isReady) return { is: detected ? 'off' : 'missing' }
    if (since === null) return { is: 'ready' }
    return seen !== null && seen >= since ? { is: 'connected', at: seen } : { is: 'waiting', since }
  }
  if (state.is === 'different') return { is: 'stale', why: state.why }
  if (!isReady) return { is: 'stale', why: whyNotReady(client) }
  if (since !== null && (seen === null || seen < since)) return { is: 'waiting', since }
  return seen === null ? { is: 'added' } : { is: 'connected', at: seen }
}

function whyNotReady({ label, agent, state }: ClientView): string {
  if (agent.is === 'new')
    return `The agent ${state.agent ?? ''} was revoked, so ${label} is refused. Update it or take it back.`
  return `The token of ${agent.name} is not where ${label} looks for it. Update it to get a new one.`
}

/** After this long a client has probably not read its config again, ms. */
const LONG = 60_000

/** The line at the foot of a card: a word, and what is quieter beside it. */
export function cardWords(
  state: CardState,
  label: string,
  now: number,
): { readonly word: string; readonly more: string } {
  switch (state.is) {
    case 'busy':
      return { word: state.of === 'connect' ? 'Connecting…' : 'Taking back…', more: '' }
    case 'failed':
      return { word: state.of === 'connect' ? 'Not connected' : 'Not taken back', more: '' }
    case 'blocked':
      return { word: 'Left as it is', more: '' }
    case 'missing':
      return { word: 'Not found on this computer', more: '' }
    case 'off':
      return { word: 'Not connected', more: '' }
    case 'ready':
      return { word: 'Its agent is ready', more: '' }
    case 'stale':
      return { word: 'Changed', more: '' }
    case 'waiting': {
      const waited = Math.max(0, now - state.since)
      return waited < LONG
        ? { word: 'Waiting', more: lasted(waited) }
        : { word: 'Still waiting.', more: `Restart ${label}?` }
    }
    case 'connected':
      return { word: 'Connected', more: ago(state.at, now) }
    case 'added':
      return { word: 'Added', more: 'not seen since this start' }
  }
}

/** What a person does next, under what stands there; null = nothing is left to do. */
export function cardHint({ is }: Pick<CardState, 'is'>, label: string): string | null {
  if (is === 'waiting') return `Start ${label} now. If it runs already, restart it: it reads its config when it starts.`
  if (is === 'ready') return `Apply adds the entry to its config. Its agent and token are there.`
  return null
}

/** Under the name: what a click does to it. */
export function cardAim({ file, manual }: Pick<ClientView, 'file' | 'manual'>): string {
  if (isCommand({ manual })) return 'Apply, or run once in any terminal'
  return `Adds an entry to ${fileName(file)}`
}

/** Whether it has a command of its own for a terminal; a program that opens its window is none. */
export function isCommand({ manual }: Pick<ClientView, 'manual'>): boolean {
  return manual[0]?.kind === 'command' && / mcp add /.test(manual[0].text)
}

/** The last part of a path, on any system. */
export function fileName(file: string): string {
  return file.split(/[\\/]/).at(-1) ?? file
}

/** Those that are here or have something of us before all others; else main's order. */
export function inCardOrder(clients: readonly ClientView[]): ClientView[] {
  const isNear = ({ detected, state, agent }: ClientView) => detected || state.is !== 'absent' || agent.token === 'kept'
  return [...clients.filter(isNear), ...clients.filter(one => !isNear(one))]
}
