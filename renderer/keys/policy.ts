// From a line of the policy to where Grants shows it, on a person's gesture.
import { byWorkspace, now } from '../state/app-state.ts'
import { ANY } from '../state/grants.ts'
import { focusManager } from './focus.ts'
import { showGrant } from './grant-deeds.ts'

/** Grants with this workspace's head under the keyboard, which holds the menu of its rule. */
export function showWorkspace(workspace: string): void {
  const group = byWorkspace(now()?.surfaces ?? []).find(one => one.workspace === workspace)
  const first = group?.surfaces[0]
  if (!first) return
  showGrant(ANY, first.id, false)
  const head = () => document.querySelector<HTMLElement>(`[data-head="workspace"][data-id="${CSS.escape(workspace)}"]`)
  requestAnimationFrame(() => focusManager.element(head()))
}
