// Which windows our own session has: those with a pane that is a surface here, and no others. A window that nobody else has any
// more was meant to end. (pure)
import { paneId, windowId } from './command.ts'
import type { Listed } from './listing.ts'

export interface OwnSession {
  /** the name of our own session */
  readonly session: string
  /** the window that keeps it */
  readonly home: string
  /** windows that it has, or is about to have */
  readonly linked: Set<string>
  /** Panes of those windows whose output we are not sent. */
  readonly quiet: Set<string>
}

/** What gives our session this window; null = it has it. */
export function linkLine(own: OwnSession, window: string): string | null {
  if (own.linked.has(window)) return null
  own.linked.add(window)
  return `link-window -d -s ${windowId(window)} -t '=${own.session}:'`
}

/**
 * From now on every byte of the pane comes, and nothing of before. A pane that was in no window of ours for a while would else go
 * on where it was left.
 */
export function listenLine(own: OwnSession, pane: string): string {
  own.quiet.delete(pane)
  return `refresh-client -A '${paneId(pane)}:pause' ; refresh-client -A '${paneId(pane)}:continue'`
}

/** tmux neither sends nor keeps what the pane prints. */
export function hushLine(own: OwnSession, pane: string): string {
  own.quiet.add(pane)
  return `refresh-client -A '${paneId(pane)}:pause'`
}

/** What puts our session right: one line each, so that one that fails keeps no other from being run. */
export function tidyLines(own: OwnSession, listed: readonly Listed[], wanted: (pane: string) => boolean): string[] {
  const lines: string[] = []
  const windows = new Map<string, Listed[]>()
  for (const one of listed) windows.set(one.window, [...(windows.get(one.window) ?? []), one])
  for (const [window, rows] of windows) {
    if (window === own.home || !own.linked.has(window)) continue
    // It is about to come.
    if (!rows.some(one => one.sessionName === own.session)) continue
    const target = `'=${own.session}:${windowId(window)}'`
    const panes = [...new Set(rows.map(one => one.pane))]
    if (rows.every(one => one.ours)) {
      own.linked.delete(window)
      lines.push(`unlink-window -k -t ${target}`)
      continue
    }
    const needed = panes.some(wanted)
    lines.push(...panes.filter(one => !wanted(one) && !own.quiet.has(one)).map(one => hushLine(own, one)))
    if (needed) continue
    own.linked.delete(window)
    lines.push(`unlink-window -t ${target}`)
  }
  for (const window of own.linked) if (!windows.has(window)) own.linked.delete(window)
  return lines
}
