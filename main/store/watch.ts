// Says when a file may have changed, whoever changed it and however: in place, by rename, by removal. It may say so too
// often; what is in the file, and whether that is news, is the listener's to find out.
import { type FSWatcher, lstatSync, unwatchFile, watch, watchFile } from 'node:fs'
import path from 'node:path'

/** An editor touches a file several times for one save: the last of them counts. */
const SETTLE_MS = 50
/** … but not for ever: somebody who keeps writing is heard of after this many. */
const MOST_PUT_OFF = 20
/** Where the folder cannot be watched (no watches left, a network drive, not there) the file is looked at this often. */
const LOOK_MS = 500

/**
 * Watches the folder of `file`, because editors replace files by rename; a link's target too. Keeps no process alive.
 * Returns the stop.
 */
export function watchPath(file: string, seen: () => void): () => void {
  const folder = path.dirname(path.resolve(file))
  const name = path.basename(file)
  let timer: NodeJS.Timeout | null = null
  let putOff = 0
  let watcher: FSWatcher | null = null
  let polling = false
  let stopped = false

  const poll = () => {
    if (polling || stopped) return
    polling = true
    watchFile(file, { persistent: false, interval: LOOK_MS }, soon)
  }
  const tell = () => {
    timer = null
    putOff = 0
    // what a link points at lies in a folder that is not watched
    if (isLink(file)) poll()
    seen()
  }
  function soon() {
    if (stopped) return
    if (!timer) timer = setTimeout(tell, SETTLE_MS).unref()
    else if (putOff++ < MOST_PUT_OFF) timer.refresh()
  }
  const blind = () => {
    watcher?.close()
    watcher = null
    poll()
    soon()
  }

  try {
    watcher = watch(folder, { persistent: false }, (event, changed) => {
      if (changed === name || changed === null) soon()
      // the folder itself was moved or removed: what is watched is no longer what the path means
      else if (event === 'rename' && changed === path.basename(folder)) blind()
    })
    watcher.on('error', blind)
  } catch {
    poll()
  }
  if (isLink(file)) poll()

  return () => {
    stopped = true
    watcher?.close()
    if (polling) unwatchFile(file, soon)
    if (timer) clearTimeout(timer)
  }
}

function isLink(file: string): boolean {
  try {
    return lstatSync(file).isSymbolicLink()
  } catch {
    return false
  }
}
