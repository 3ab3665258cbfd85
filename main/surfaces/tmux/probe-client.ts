// The client of our own with which probe.ts looks at panes: the line that starts it in a window of our own session, and the words
// by which it says what it shows. (pure)
import { paneId, quoted, windowId } from './command.ts'

export interface ProbeStep {
  readonly pane: string
  readonly window: string
  /** what it shows with the pane, once more after it was told to go on, and where it cannot show the pane */
  readonly words: { readonly shown: string; readonly again: string; readonly hidden: string }
  /** channels of `wait-for`, in the order in which it waits */
  readonly waits: readonly [string, string]
}

export interface ProbeClient {
  /** the name of our own session, and its window that is the current one otherwise */
  readonly session: string
  readonly home: string
  /** a name that no other window has */
  readonly name: string
  readonly cols: number
  readonly rows: number
  readonly socket: string
  readonly steps: readonly ProbeStep[]
  /** it ends by itself after so many seconds, whatever becomes of us */
  readonly ends: number
}

/**
 * The second command's reply has the ids of the pane and of the window. The window gets the size of those that are looked at, and the
 * client starts in no other: where nobody else is attached, its size may count, though it asks that it should not.
 */
export function probeClientLine(client: ProbeClient): string {
  const { session, name, cols, rows, ends } = client
  const words = [
    ...['tmux', '-u', '-S', client.socket, '-T', 'bpaste'],
    ...['attach-session', '-t', `=${session}:${windowId(client.home)}`, '-f', 'read-only,ignore-size,active-pane', ';'],
    ...client.steps.flatMap(step => stepWords(session, step)),
  ]
  const own = `run-shell -b -d ${ends} -C "kill-pane -t $TMUX_PANE" ';'`
  const [first, rest] = [words.slice(0, words.indexOf(';') + 1), words.slice(words.indexOf(';') + 1)]
  const script =
    `n=0; until test "$(stty size)" = "${rows} ${cols}"; do n=$((n+1)); test $n -gt 60 && exit; sleep 0.05; done; ` +
    `unset TMUX; exec ${first.map(shellWord).join(' ')} ${own} ${rest.map(shellWord).join(' ')}`
  return (
    `set -t '=${session}:' status off ; ` +
    `new-window -d -P -F '#{pane_id} #{window_id}' -n ${name} -t '=${session}:' /bin/sh -c ${quoted(script)} ; ` +
    `resize-window -t '=${session}:=${name}' -x ${cols} -y ${rows}`
  )
}

/** A window that is zoomed on another pane stays so. */
function stepWords(session: string, { pane, window, words, waits }: ProbeStep): string[] {
  const target = paneId(pane)
  const seen = '#{||:#{pane_active},#{?window_zoomed_flag,0,1}}'
  const here = `#{&&:#{==:#{pane_id},${target}},#{&&:#{==:#{pane_in_mode},0},${seen}}}`
  const show = [
    `select-window -t =${session}:${windowId(window)}`,
    `if -F -t ${target} '#{?window_zoomed_flag,0,1}' 'select-pane -t ${target}'`,
    `display-message ${words.shown}`,
  ].join(' ; ')
  return [
    ...['if', '-F', '-t', target, here, show, `display-message ${words.hidden}`, ';', 'wait-for', waits[0], ';'],
    ...['display-message', words.again, ';', 'wait-for', waits[1], ';'],
  ]
}

function shellWord(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`
}
