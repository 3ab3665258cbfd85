// What the window shows of the record all the time: that there is something new, and how many entries there are of today. It
// looks back to midnight once, in slices, and then counts what it hears.
import { join } from 'node:path'
import type { OpenActivity } from '../activity.ts'
import { segmentsSince } from '../history.ts'
import { activityFolder, linesOf } from '../segments.ts'
import { breathe, createPace } from './pace.ts'
import { scanLine, scanned } from './scan.ts'

export interface Today {
  /** As of now. The first call begins the look back. */
  value(): { readonly head: number; readonly today: number }
}

/** `changed` is called when `value` is another. `now` gives ms since the epoch. */
export function watchToday(
  dir: string,
  activity: Pick<OpenActivity, 'head' | 'onRecord'>,
  changed: () => void,
  now: () => number = Date.now,
): Today {
  let midnight = midnightBefore(now())
  let today = 0
  let begun = false

  function turn(): void {
    const latest = midnightBefore(now())
    if (latest === midnight) return
    midnight = latest
    today = 0
  }

  async function lookBack(head: number): Promise<void> {
    const since = midnight
    const folder = activityFolder(dir)
    const pace = createPace()
    const read = scanned()
    let found = 0
    for (const name of await segmentsSince(folder, since)) {
      for await (const { bytes } of linesOf(join(folder, name))) {
        const line = bytes.toString('latin1')
        if (scanLine(line, 0, line.length, read) && read.of === 0 && read.at >= since && read.seq <= head) found += 1
        if (pace.due()) await breathe()
      }
    }
    if (since === midnight) today += found
    changed()
  }

  activity.onRecord(({ entry }) => {
    turn()
    if (entry.of === undefined) today += 1
    changed()
  })
  return {
    value() {
      turn()
      if (!begun) {
        begun = true
        const head = activity.head()
        today = 0
        // What cannot be read counts as nothing: opening the record says that it is damaged.
        void lookBack(head).catch(() => {})
      }
      return { head: activity.head(), today }
    },
  }
}

function midnightBefore(ms: number): number {
  const day = new Date(ms)
  day.setHours(0, 0, 0, 0)
  return day.getTime()
}
