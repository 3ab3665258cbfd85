// What can be opened: the house's list, how the launcher orders it, and how far an opening has come. No picture of it here.
import { create } from 'zustand'
import type { PresetView } from '../../preload/contract.ts'
import { call } from '../api.ts'

interface LaunchState {
  /** New surface is shown over the canvas */
  open: boolean
  /** null until the house has answered once */
  list: { readonly presets: readonly PresetView[]; readonly warnings: readonly string[] } | null
  asking: boolean
  /** id of the preset that is on its way */
  opening: string | null
  /** why it did not open, or why there is no list; `copy` is what a person may want to run */
  fault: { readonly message: string; readonly copy: string | null } | null
  /** the folder as a person wrote it; null = the one of the surface they are in */
  folder: string | null
}

const FRESH = { opening: null, fault: null, folder: null }
export const useLaunch = create<LaunchState>(() => ({ open: false, list: null, asking: false, ...FRESH }))

/** Shows or hides New surface; what was begun in it is forgotten. */
export function showLauncher(open: boolean): void {
  useLaunch.setState({ open, ...FRESH })
}

/** Asks what there is. `again`: for something was installed. */
export async function look(again: boolean): Promise<void> {
  if (useLaunch.getState().asking) return
  useLaunch.setState({ asking: true })
  const answer = await call('preset.list', { again })
  if (answer.ok) useLaunch.setState({ asking: false, list: answer.value })
  else useLaunch.setState({ asking: false, fault: { message: answer.message, copy: null } })
}

/** One line of the launcher. `key`: the digit that opens it; null = none, or it is not here. */
export interface LaunchRow {
  readonly preset: PresetView
  readonly key: number | null
}
export interface Sections {
  readonly agents: readonly LaunchRow[]
  readonly shell: readonly LaunchRow[]
  readonly own: readonly LaunchRow[]
}

/**
 * The rows as they are drawn: what is here before what is not. `shell`: the person's, which is known before the list is; digits
 * come with the list, so that none of them changes what it opens.
 */
export function sections(list: LaunchState['list'], shell: { name: string; path: string }): Sections {
  const known: PresetView = {
    ...{ id: 'shell', title: shell.name, kind: 'shell', file: shell.path },
    ...{ version: null, install: null, cwd: null },
  }
  const presets = (list?.presets ?? [known]).map(one => (one.kind === 'shell' ? { ...one, title: shell.name } : one))
  const of = (kind: PresetView['kind']) => {
    const all = presets.filter(one => one.kind === kind)
    return [...all.filter(one => one.file !== null), ...all.filter(one => one.file === null)]
  }
  let used = 0
  const row = (preset: PresetView): LaunchRow => {
    if (preset.file === null || list === null || used === 9) return { preset, key: null }
    used += 1
    return { preset, key: used }
  }
  return { agents: of('agent').map(row), shell: of('shell').map(row), own: of('own').map(row) }
}

/** What can be opened, in the order it is drawn. */
export function openable({ agents, shell, own }: Sections): PresetView[] {
  return [...agents, ...shell, ...own].map(row => row.preset).filter(preset => preset.file !== null)
}
