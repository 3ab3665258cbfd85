// Finding text in a terminal, by a person's key or click: the bar comes, searches and goes, and the keyboard with it.
import { useFind } from '../state/find.ts'
import { patternFault } from '../terminal/find.ts'
import { hostShown, onHostGone } from '../terminal/hosts.ts'
import { focusManager } from './focus.ts'

const MOST_SELECTED = 200

const field = (surface: string) => document.querySelector<HTMLInputElement>(`[data-find-of="${surface}"] input`)

/** Opens the bar in the pane of a surface, or goes to it; with the selection as its text. False: it has no terminal. */
export function findIn(surface: string | null): boolean {
  const host = surface === null ? null : hostShown(surface)
  if (surface === null || !host) return false
  const before = useFind.getState()
  if (before.surface !== null && before.surface !== surface) hostShown(before.surface)?.finding.end()
  const selected = before.surface === surface ? '' : host.selection()
  const isText = selected !== '' && selected.length <= MOST_SELECTED && !selected.includes('\n')
  useFind.setState({ surface })
  lookFor({ text: isText ? selected : before.text })
  // The next key may follow closely: the bar is drawn at the end of this very task, or in the next frame.
  if (!enter(surface)) queueMicrotask(() => enter(surface) || requestAnimationFrame(() => enter(surface)))
  return true
}

function enter(surface: string): boolean {
  const input = field(surface)
  if (!input) return false
  focusManager.element(input)
  input.select()
  return true
}

/** Searches for what is asked now, beginning where the last match is. */
export function lookFor(asked: { text?: string; matchCase?: boolean; regex?: boolean }): void {
  useFind.setState(asked)
  const now = useFind.getState()
  useFind.setState({ fault: patternFault(now) })
  if (now.surface !== null) hostShown(now.surface)?.finding.find(now, 'here')
}

export function findNext(toward: 'next' | 'previous'): void {
  const now = useFind.getState()
  if (now.surface !== null) hostShown(now.surface)?.finding.find(now, toward)
}

/** Closes the bar; the keyboard goes back to its terminal. */
export function closeFind(): void {
  const { surface } = useFind.getState()
  if (surface === null) return
  hostShown(surface)?.finding.end()
  useFind.setState({ surface: null, count: 0, at: -1 })
  focusManager.surface(surface)
}

onHostGone(surface => {
  if (useFind.getState().surface === surface) useFind.setState({ surface: null, count: 0, at: -1 })
})
