// Which panel is open, what is selected in Grants, and the one short notice at the bottom left.
import { create } from 'zustand'
import type { ActivityFilter, StartingPoint } from '../../preload/contract.ts'

type Panel = 'none' | 'grants' | 'activity' | 'connect' | 'policy' | 'settings'

interface PanelState {
  open: Panel
  /** the selected cell of Grants; null = none yet */
  cell: { agent: string; surface: string } | null
  notice: string | null
  /** the part of Settings that a person asked for; null = its top */
  section: string | null
  /** what a person asked to see of Activity: rows, and one entry; null = as it was */
  activity: { readonly filter: ActivityFilter; readonly seq: number | null } | null
  /** the part of the policy page that a person asked for; null = none */
  policyPart: PolicyPart | null
}

export const usePanel = create<PanelState>(() => ({
  ...{ open: 'none', cell: null, notice: null, section: null, activity: null, policyPart: null },
}))

/** Whether it is a page over the canvas. */
export function isPage(open: Panel): boolean {
  return open !== 'none' && open !== 'grants'
}

/** Opens a panel, or closes it when it is open. */
export function togglePanel(which: 'grants' | 'activity' | 'connect' | 'settings'): void {
  usePanel.setState(panel => ({ open: panel.open === which ? 'none' : which, section: null }))
}

/** A part of Settings. Only on a person's gesture: the page takes the focus. */
export function showSettings(section: string): void {
  usePanel.setState({ open: 'settings', section })
}

/** Activity, filtered so, and with this entry chosen. Only on a person's gesture: the page takes the focus. */
export function showActivity(filter: ActivityFilter, seq: number | null = null): void {
  usePanel.setState({ open: 'activity', activity: { filter, seq } })
}

/** A part of the policy page, or what one starting point would be. `held`: a change that waits, if there is one. */
export type PolicyPart = 'held' | 'rules' | 'file' | 'import' | 'starting' | StartingPoint

/** The policy, to be looked at: what waits, or the part that was shown last. Only on a person's gesture: the page takes the focus. */
export function showPolicy(part: PolicyPart = 'held'): void {
  usePanel.setState({ open: 'policy', policyPart: part })
}

/** Takes away a page that covers the terminals. */
export function uncover(): void {
  usePanel.setState(panel => (isPage(panel.open) ? { open: 'none' } : panel))
}

export function closePanel(): void {
  usePanel.setState({ open: 'none' })
}

export function selectCell(agent: string, surface: string): void {
  usePanel.setState({ cell: { agent, surface } })
}

let timer: number | undefined

/** Says one thing for five seconds. */
export function say(notice: string): void {
  window.clearTimeout(timer)
  usePanel.setState({ notice })
  timer = window.setTimeout(() => usePanel.setState({ notice: null }), 5000)
}
