// Surfaces that are panes of tmux, under tmux's own names: the session, `session:window` and the pane's id, each whole. These names
// are tmux's and its programs' to change, so a name that a person gave comes first, and one that means several means none.
import { samePlace } from '../../../preload/contract.ts'
import type { SurfaceListing } from '../../gate/gate-api.ts'
import type { Refusal } from '../../gate/model.ts'
import { wrongArgument } from '../tools/arguments.ts'
import type { Call } from '../tools/tool.ts'
import { say } from './say.ts'
import { isSeen, type Seen, seen } from './surfaces.ts'

type Caller = Pick<Call, 'gate' | 'agent'>

/** A surface in tmux. */
export type InTmux = Seen & { readonly tmux: NonNullable<Seen['tmux']> }

export const isInTmux = (one: SurfaceListing): one is InTmux => isSeen(one) && one.tmux !== undefined

function tmuxNames({ tmux: { session, window, pane } }: InTmux): readonly string[] {
  return [session, `${session}:${window}`, pane]
}

/**
 * All that `word` may mean: the one of this id, else those that a person named so, else those whose own name, whose alias by the
 * caller, or whose name in tmux it is.
 */
export function candidates({ gate, agent }: Caller, word: string): readonly SurfaceListing[] {
  const all = gate.list(agent)
  const byId = all.filter(({ id }) => id === word)
  if (byId.length > 0) return byId
  const given = all.filter(({ name, named }) => name === word && named !== false)
  if (given.length > 0) return given
  const isAlias = (one: SurfaceListing) => isSeen(one) && one.opened === true && one.untrusted.alias === word
  return all.filter(one => one.name === word || isAlias(one) || (isInTmux(one) && tmuxNames(one).includes(word)))
}

/** The id of the one that is meant; what means none comes back as it is, for the gate to refuse and record. */
export function meant(caller: Caller, field: string, word: string): string | Refusal {
  const found = candidates(caller, word)
  // Of several of one name of their own the gate says which they are.
  if (found.length > 1 && found.some(({ name }) => name !== word)) return severalMeant(field, word, found)
  return found.length === 1 ? found[0]!.id : word
}

export function severalMeant(field: string, word: string, found: readonly SurfaceListing[]): Refusal {
  return wrongArgument(field, say.severalMeant(word, found.map(wordsOf)), say.giveId)
}

const wordsOf = (one: SurfaceListing) => (isInTmux(one) ? `${one.id} (pane ${one.tmux.pane})` : one.id)

/** What means it alone: what tmux calls it, else its own name or the alias the caller gave, else its id. */
export function tmuxHandle(caller: Caller, one: SurfaceListing): string {
  const { id, name } = one
  const names = isInTmux(one) ? [...tmuxNames(one).slice(0, 2), name] : [name]
  const isIt = (word: string) => {
    const found = candidates(caller, word)
    return found.length === 1 && found[0]!.id === id
  }
  return names.filter(isHandle).find(isIt) ?? id
}

/** Those of the session that `word` names exactly, on one server; null = it is no session's name alone. */
export function sessionOf(caller: Caller, word: string): readonly InTmux[] | null {
  const found = candidates(caller, word)
  const here = found.filter(isInTmux).filter(({ tmux }) => tmux.session === word)
  const isOne = here.length === found.length && here.every(one => isSameSession(one, here[0]!))
  return here.length > 0 && isOne ? here : null
}

const isSameSession = ({ tmux: a }: InTmux, { tmux: b }: InTmux) =>
  a.session === b.session && samePlace(a.place, b.place)

/** How many windows of its session are known of. */
export function windowCount(caller: Caller, one: InTmux): number {
  const here = seen(caller).filter(isInTmux)
  return new Set(here.filter(other => isSameSession(other, one)).map(({ tmux }) => tmux.window)).size
}

/** One plain line that can be given back: what tmux elsewhere says may be anything, and this stands beside what is ours. */
const isHandle = (word: string) => /^[^\p{C}\p{Zl}\p{Zp}]{1,200}$/u.test(word)

/** For lists, among what is not to be trusted. */
export function untrustedOf({ untrusted, tmux }: Seen): Record<string, unknown> {
  if (!tmux) return untrusted
  const { session, window, pane, place } = tmux
  return { ...untrusted, tmux: { session, window, pane, host: place.host } }
}
