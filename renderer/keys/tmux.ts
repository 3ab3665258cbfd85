// What a person does with tmux and with hosts: looks what runs there, adopts panes, starts presets on a host, lets go of panes, tries
// a connection again.
import type { TmuxPlace } from '../../preload/contract.ts'
import { call } from '../api.ts'
import { now } from '../state/app-state.ts'
import { showLauncher } from '../state/launch.ts'
import * as layout from '../state/layout.ts'
import { say, uncover } from '../state/panel.ts'
import { hideTmux, listPanes, lookForTmux, showTmux, useTmux } from '../state/tmux.ts'
import { adoptedWords } from '../state/tmux-words.ts'
import { takeAway } from './dormant.ts'
import { focusManager } from './focus.ts'

/** Shows what can be adopted: of one server, or first which servers and hosts there are. A person's gesture connects. */
export async function openTmux(place: TmuxPlace | null): Promise<void> {
  showLauncher(false)
  showTmux(place)
  if (place !== null) return listPanes()
  await lookForTmux()
  // With one server and no hosts there is nothing to choose.
  const { open, place: now, places } = useTmux.getState()
  const [only] = places?.servers ?? []
  if (open && now === null && only && places?.servers.length === 1 && places.hosts.length === 0) {
    showTmux(only.place)
    await listPanes()
  }
}

/** Takes the box away; the keyboard goes back to the terminal that had it. */
export function leaveTmux(): void {
  hideTmux()
  focusManager.back()
}

/** Adopts these panes of the place that is shown. One is gone to; several stand side by side as far as there is room. */
export async function adopt(panes: readonly string[]): Promise<void> {
  const { place, adopting } = useTmux.getState()
  if (place === null || adopting || panes.length === 0) return
  useTmux.setState({ adopting: true, said: null })
  const near = now()?.surfaces.find(({ id }) => id === layout.focusedSurface())
  const answer = await call('tmux.adopt', { place, panes: [...panes], ...(near && { workspace: near.workspace }) })
  const waits = useTmux.getState().adopting
  const results = answer.ok ? answer.value.results : []
  const ids = results.flatMap(({ id }) => id ?? [])
  const words = answer.ok ? adoptedWords(results) : answer.message
  if (ids.length === 0) {
    if (waits) useTmux.setState({ adopting: false, said: words, chosen: new Set() })
    else if (words !== null) say(words)
    if (waits) void listPanes()
    return
  }
  if (words !== null) say(words)
  // The person may have gone on: then they come, but the keyboard stays.
  if (!waits) return
  uncover()
  layout.showTogether(ids)
  hideTmux()
  focusManager.surface(ids[0]!)
}

/** Lets go of a pane: its program lives on in tmux. */
export async function letGo(id: string): Promise<void> {
  const had = layout.focusedSurface() === id
  const name = now()?.surfaces.find(surface => surface.id === id)?.name ?? 'It'
  const gone = await call('tmux.letGo', { id })
  layout.askToClose(null)
  if (!gone.ok) return say(gone.message)
  takeAway(id, had)
  say(`${name} is let go. It runs on in tmux.`)
}

/** Tries the lost connection of a surface now. False: it has none. */
export function reconnect(id: string | null): boolean {
  const surface = now()?.surfaces.find(one => one.id === id)
  if (!surface?.tmux) return false
  void call('tmux.reconnect', { place: surface.tmux.place }).then(answer => {
    if (!answer.ok) say(answer.message)
  })
  return true
}

/** Starts a preset on the host that is shown, in tmux there. What keeps it from starting is said in the box. */
export async function startThere(preset: string): Promise<void> {
  const { place, starting, folder } = useTmux.getState()
  const host = place?.host ?? null
  if (host === null || starting !== null) return
  useTmux.setState({ starting: preset, said: null })
  const near = now()?.surfaces.find(({ id }) => id === layout.focusedSurface())
  const cwd = folder.trim()
  const started = await call('tmux.start', {
    ...{ host, preset },
    ...(cwd !== '' && { cwd }),
    ...(near && { workspace: near.workspace }),
  })
  // The person may have gone on: then it comes, but the keyboard stays.
  const waits = useTmux.getState().starting === preset
  if (!started.ok) {
    if (waits) useTmux.setState({ starting: null, said: started.message })
    else say(started.message)
    return
  }
  uncover()
  layout.showInTab(started.value.id)
  if (!waits) return
  hideTmux()
  focusManager.surface(started.value.id)
}

/** A terminal with `ssh HOST`, in a tab of its own. */
export async function openSsh(host: string): Promise<void> {
  const near = now()?.surfaces.find(({ id }) => id === layout.focusedSurface())
  const opened = await call('ssh.open', { host, ...(near && { workspace: near.workspace }) })
  if (!opened.ok) return say(opened.message)
  uncover()
  showLauncher(false)
  hideTmux()
  layout.showInTab(opened.value.id)
  focusManager.surface(opened.value.id)
}
