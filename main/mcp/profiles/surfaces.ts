// Which surface a word of another server means, and what there is, among those the caller may know of. The gate decides by
// id or exact name once more; what is not found here is handed to it as it is, so that its refusal is recorded.
import type { SurfaceListing } from '../../gate/gate-api.ts'
import type { Call } from '../tools/tool.ts'

/** One whose details the caller may know. */
export type Seen = Extract<SurfaceListing, { workspace: string }>

type Caller = Pick<Call, 'gate' | 'agent'>

export const isSeen = (listing: SurfaceListing): listing is Seen => 'workspace' in listing

/** Those the caller may read. */
export function seen({ gate, agent }: Caller): Seen[] {
  return gate.list(agent).filter(isSeen)
}

/** Those it opened itself. */
export function opened(caller: Caller): Seen[] {
  return seen(caller).filter(one => one.opened === true)
}

/**
 * The id of what `given` means: an id, an exact name that is unique, the name the caller gave to what it opened itself, or one
 * of these behind a prefix such as `surface:`. An alias that another agent gave is nobody's name. What means nothing, or
 * several, comes back as it is.
 */
export function refOf(caller: Caller, given: string, prefixes: readonly string[] = []): string {
  const all = caller.gate.list(caller.agent)
  const plain = prefixes.filter(prefix => given.startsWith(prefix)).map(prefix => given.slice(prefix.length))
  for (const word of [given, ...plain]) {
    if (all.some(({ id }) => id === word)) return word
    const named = all.filter(({ name }) => name === word)
    // Two of a name: the gate says which they are.
    if (named.length > 0) return named.length === 1 ? named[0]!.id : word
    const own = opened(caller).filter(({ untrusted }) => untrusted.alias === word)
    if (own.length === 1) return own[0]!.id
  }
  return given
}

/** The surface that `refOf` found; undefined = none of which more than its id and name may be known. */
export function seenAs(caller: Caller, ref: string): Seen | undefined {
  return seen(caller).find(({ id }) => id === ref)
}

const AGENTS = ['claude', 'codex', 'gemini', 'opencode', 'copilot']

/** The coding agent that was started there, or that seems to run in a pane that was adopted; null = none, as far as is known. */
export function agentIn({ preset, tmux }: Seen): string | null {
  return [preset, tmux?.agent ?? ''].find(one => AGENTS.includes(one)) ?? null
}

/** Has its program ended? */
export const isOver = ({ state }: Seen): boolean => state.is === 'exited' || state.is === 'failed'
