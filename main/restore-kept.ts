// What is kept of a surface for the next start, and how it is opened or taken up again from that. It reads; restore.ts opens.
import { conversationSchema, type Result } from '../preload/contract.ts'
import { type KeptSurface, MOST_FORMER } from './store/layout-file.ts'
import { isFolder } from './store/named-files.ts'
import type { FromTmux, OpenSpec, PersonSurface } from './surfaces/surface.ts'

const MOST_CHARACTERS = { cwd: 4096, command: 65_536 } as const

/**
 * Null = it does not come back: its program has ended, or an agent opened it outside tmux. `window`: without one only what runs on
 * in tmux is kept. `before`: as it was kept last, for what cannot be asked while it is not reached.
 */
export function keptOf(
  surface: PersonSurface,
  { command, window, before }: { command: string | null; window: boolean; before: KeptSurface | undefined },
): KeptSurface | null {
  const { facts } = surface
  const { cwd, exit, link, tmux: where } = surface.summary()
  if (exit !== null) return null
  const { id, name, workspace, preset, named = true, alias, openedBy } = facts
  if (!where) {
    if (!window || openedBy !== 'person') return null
    if (preset === 'command' && (command === null || command.length > MOST_CHARACTERS.command)) return null
  }
  const former = {
    formerNames: facts.formerNames.slice(-MOST_FORMER),
    formerIds: (facts.formerIds ?? []).slice(-MOST_FORMER),
  }
  const ours = (link?.is === 'live' ? where?.ours : before?.tmux?.ours) ?? where?.ours ?? false
  const tmux = where && { place: where.place, ours, named, alias, openedBy }
  // It comes from a program, and becomes an argument.
  const { data: conversation = null } = conversationSchema.safeParse(surface.conversation())
  const folder = cwd.length > MOST_CHARACTERS.cwd ? '' : cwd
  // Of a pane that was only adopted the place says it.
  const host = where && !ours ? null : facts.host
  return { id, name, ...former, workspace, preset, command, cwd: folder, conversation, held: false, host, tmux }
}

/** As a new surface, by a person. */
export async function specOf(kept: KeptSurface, resume: boolean): Promise<OpenSpec> {
  const { name, workspace, preset, command, cwd, conversation } = kept
  const host = hostOf(kept)
  const former = { names: kept.formerNames, ids: [...kept.formerIds, kept.id].slice(-MOST_FORMER) }
  const isHere = cwd !== '' && host === null
  const isThere = isHere && (await isFolder(cwd))
  const lacks = isThere || !isHere ? {} : { lacks: `The folder ${cwd} is gone: this starts in your home folder.` }
  return {
    // '' is a workspace that nobody gave: a folder's name would be one that a program may have chosen.
    ...{ name, workspace, openedBy: 'person', former },
    ...(command === null ? { preset } : { preset: 'shell', command }),
    ...(kept.tmux && host === null ? { inTmux: true } : {}),
    ...(host === null ? {} : { host }),
    // A folder of another computer is looked for there.
    cwd: isThere || (kept.tmux && host !== null) ? cwd : undefined,
    resume: (resume ? conversation : null) ?? undefined,
    ...lacks,
  }
}

/** The computer it ran on, also where it is gone from there; null = this one. */
export function hostOf({ host, tmux }: KeptSurface): string | null {
  return host ?? tmux?.place?.host ?? null
}

/** As what runs on in tmux; null = it does not, as far as was kept. */
export function inTmux(kept: KeptSurface): FromTmux | null {
  const { id, name, formerNames, formerIds, workspace, preset, cwd, conversation, tmux } = kept
  if (!tmux?.place) return null
  const { place, ours, named, alias, openedBy } = tmux
  const facts = { id, name, named, formerNames, formerIds, alias, workspace, preset, openedBy }
  return { facts: { ...facts, backend: 'tmux', host: place.host }, place, ours, cwd, conversation }
}

/** It is certain that what ran in tmux is gone. */
export function isGone(taken: Result<unknown>): boolean {
  return !taken.ok && (taken.code === 'no_such_pane' || taken.code === 'no_server')
}

/** A new surface may take its place: a person had it started. */
export function startsAnew({ tmux }: KeptSurface): boolean {
  return tmux === null || (tmux.ours && tmux.openedBy === 'person')
}

/** A flag opened what was kept: it comes back once, not twice. */
export function isSame(kept: KeptSurface, facts: PersonSurface['facts'], command: string | undefined): boolean {
  const isAlike = kept.preset === facts.preset && kept.command === (command ?? null)
  return isAlike && kept.name === facts.name && kept.workspace === facts.workspace
}
