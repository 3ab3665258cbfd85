// Whose size a pane has: tmux's, but where it is alone in its window and nobody else looks at that. Then it is ours to set, until
// somebody does. What was changed is given back.
import { paneId, windowId } from './command.ts'
import type { Connection } from './connection.ts'
import type { Listed } from './listing.ts'

export interface Sizes {
  /** It is shown at this size here. Without effect where the size is not ours to set now. */
  want(pane: string, cols: number, rows: number): void
  /** What there is now. */
  look(listed: readonly Listed[]): void
  /** What was changed for this pane is as it was. */
  giveBack(pane: string): Promise<void>
  /** What was changed for any. */
  giveBackAll(): Promise<void>
}

/** On a window: it has a size of ours. */
const MARK = '@gatehouse-size'

export function createSizes(connection: () => Pick<Connection, 'run'> | null): Sizes {
  const wanted = new Map<string, { readonly cols: number; readonly rows: number }>()
  /** by window: the pane it is for, what was asked for last, and whether that was done: not where somebody chose its size */
  const set = new Map<string, { readonly pane: string; readonly asked: string; readonly done: boolean }>()
  let seen: readonly Listed[] = []
  let setting: Promise<void> | null = null

  /** The window it is alone in, where nobody else looks at that; null = its size is not ours to set. */
  function alone(pane: string): string | null {
    const window = seen.find(one => one.pane === pane)?.window
    const rows = seen.filter(one => one.window === window)
    if (window === undefined || rows.some(one => one.pane !== pane)) return null
    return rows.some(one => !one.ours && one.attached > 0) ? null : window
  }

  async function back(window: string) {
    const done = set.get(window)?.done
    set.delete(window)
    if (!done) return
    const id = windowId(window)
    await connection()?.run({ line: `set-option -w -u -t ${id} window-size ; set-option -w -u -t ${id} ${MARK}` })
  }

  /** A window whose size somebody has chosen keeps it. */
  async function put(pane: string, window: string, cols: number, rows: number) {
    const id = windowId(window)
    const over = connection()
    const own = await over?.run({
      line: `show-options -w -v -q -t ${id} window-size ; show-options -w -v -q -t ${id} ${MARK}`,
    })
    const [size, mark] = own?.replies ?? []
    if (own?.is !== 'done' || !size || !mark) return
    const chosen = size.rows.length > 0 && mark.rows.length === 0
    set.set(window, { pane, asked: `${cols}x${rows}`, done: !chosen })
    if (chosen) return
    const only = `if -F -t ${paneId(pane)} '#{&&:#{==:#{window_panes},1},#{==:#{window_id},${id}}}'`
    await over?.run({
      line: `${only} { set-option -w -t ${id} ${MARK} 1 ; resize-window -t ${id} -x ${cols} -y ${rows} }`,
    })
  }

  async function settle() {
    for (const [window, { pane }] of [...set]) if (alone(pane) !== window) await back(window)
    for (const [pane, { cols, rows }] of [...wanted]) {
      const window = alone(pane)
      if (window !== null && set.get(window)?.asked !== `${cols}x${rows}`) await put(pane, window, cols, rows)
    }
  }
  let again = false
  function soon() {
    if (setting) {
      again = true
      return
    }
    setting = settle().finally(() => {
      setting = null
      if (!again) return
      again = false
      soon()
    })
  }

  return {
    want(pane, cols, rows) {
      wanted.set(pane, { cols, rows })
      soon()
    },
    look(listed) {
      seen = listed
      if (set.size > 0 || wanted.size > 0) soon()
    },
    async giveBack(pane) {
      wanted.delete(pane)
      for (const [window, one] of [...set]) if (one.pane === pane) await back(window)
    },
    async giveBackAll() {
      wanted.clear()
      await Promise.all([...set.keys()].map(back))
    },
  }
}
