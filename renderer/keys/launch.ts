// What a person opens: a shell or a preset, in the folder and workspace of the surface they are in, or in a folder they wrote.
import type { PresetView, Result } from '../../preload/contract.ts'
import { call } from '../api.ts'
import { now } from '../state/app-state.ts'
import { look, showLauncher, useLaunch } from '../state/launch.ts'
import * as layout from '../state/layout.ts'
import type { Direction } from '../state/layout-tree.ts'
import { say, uncover } from '../state/panel.ts'
import { focusManager } from './focus.ts'
import { canvasSize, NO_ROOM } from './room.ts'

type Wanted = Pick<PresetView, 'id' | 'cwd'>
const SHELL: Wanted = { id: 'shell', cwd: null }

/** The surface a person is in; null = none. */
function here() {
  const focused = layout.focusedSurface()
  return now()?.surfaces.find(surface => surface.id === focused) ?? null
}

/** The folder that is taken unless a person writes another one. */
export function folderHere(): string {
  return here()?.cwd || now()?.about.home || ''
}

/** A surface's folder is what its program says: one that is not here (ssh) gives way to the home folder. */
async function openThere({ id: preset, cwd }: Wanted, folder: string | null): Promise<Result<{ id: string }>> {
  if (folder !== null) return call('surface.open', { preset, cwd: folder })
  if (cwd !== null) return call('surface.open', { preset })
  const near = here()
  // What an agent opened may be in none. Then this is in none too: its folder's name is nothing that a person chose.
  const place = near ? { workspace: near.workspace } : {}
  const opened = await call('surface.open', { preset, ...place, ...(near?.cwd ? { cwd: near.cwd } : {}) })
  return opened.ok || opened.code !== 'no_such_folder' ? opened : call('surface.open', { preset, ...place })
}

function place(id: string, beside: string | null, direction: Direction | undefined): void {
  uncover()
  if (direction && beside) layout.showBeside(id, beside, direction)
  else layout.showInTab(id)
}

/** Why the pane a person is in cannot be split; null = it can. */
function tooSmall(beside: string | null, direction: Direction | undefined): string | null {
  const fits = !direction || beside === null || layout.roomBeside(beside, direction, canvasSize())
  return fits ? null : NO_ROOM
}

/** Opens a shell: in a new pane beside the surface a person is in, or in a tab of its own. */
export async function openShell(direction?: Direction): Promise<void> {
  await openNow(SHELL, direction)
}

let underWay = 0
/** what came while more was under way: who asked for several has not gone elsewhere when the first is there */
const came = new Set<string | null>()

/**
 * The same with any preset, from elsewhere than the launcher: what keeps it from opening is said in words. A person who has gone
 * to another surface meanwhile, or writes somewhere, keeps what they see and the keyboard.
 */
export async function openNow(wanted: Wanted, direction?: Direction): Promise<void> {
  const beside = layout.focusedSurface()
  const small = tooSmall(beside, direction)
  if (small !== null) return say(small)
  const hasLeft = focusManager.leaving()
  underWay += 1
  const opened = await openThere(wanted, null)
  underWay -= 1
  const at = layout.focusedSurface()
  const goneOn = (at !== beside && !came.has(at)) || hasLeft()
  if (opened.ok && underWay > 0) came.add(opened.value.id)
  else if (underWay === 0) came.clear()
  if (!opened.ok) return say(opened.message)
  if (goneOn) return say('What you opened is there: you find it in the sidebar.')
  place(opened.value.id, beside, direction)
  focusManager.surface(opened.value.id)
}

/** Opens a preset from the launcher. What keeps it from opening is said there. */
export async function openPreset(preset: PresetView, direction?: Direction): Promise<void> {
  const { opening, folder } = useLaunch.getState()
  if (opening !== null) return
  const beside = layout.focusedSurface()
  const small = tooSmall(beside, direction)
  if (small !== null) return useLaunch.setState({ fault: { message: small, copy: null } })
  useLaunch.setState({ opening: preset.id, fault: null })
  const opened = await openThere(preset, folder?.trim() || null)
  // It may have taken its time, and the person may have gone on: then it comes, but the keyboard stays.
  const waits = useLaunch.getState().opening === preset.id
  if (!opened.ok) {
    const copy = opened.code === 'not_installed' ? (preset.install?.command ?? null) : null
    if (waits) useLaunch.setState({ opening: null, fault: { message: opened.message, copy } })
    else say(opened.message)
    if (opened.code === 'not_installed') void look(true)
    return
  }
  place(opened.value.id, beside, direction)
  if (!waits) return
  showLauncher(false)
  focusManager.surface(opened.value.id)
}

/** a person asked for the launcher, and it is not drawn yet */
let wanted = false
focusManager.onSurface(() => {
  wanted = false
})

/** On a person's gesture: the keyboard to the launcher, now or as soon as it is drawn. */
export function focusLauncher(): void {
  const there = document.querySelector<HTMLElement>('[data-launcher]')
  wanted = there === null
  focusManager.element(there)
}

/** It is there to be focused. */
export function launcherDrawn(launcher: HTMLElement | null): void {
  if (wanted) focusManager.element(launcher)
  wanted = false
}

/** The shortcut and the buttons: New surface with the keyboard in it, or away again. An empty canvas has it already. */
export function toggleLauncher(): void {
  if (useLaunch.getState().open) {
    leaveLauncher()
    return
  }
  if (layout.focusedSurface() !== null) {
    showLauncher(true)
    focusLauncher()
    return
  }
  uncover()
  // A page that covered it is gone with the next frame.
  requestAnimationFrame(focusLauncher)
}

/** Takes New surface away; the keyboard goes back to the terminal that had it. */
export function leaveLauncher(): void {
  showLauncher(false)
  focusManager.back()
}
