// What must not outlive this process: undone when it ends, by itself or by a signal (but for SIGKILL, which nobody hears).
import { rmSync } from 'node:fs'
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP']
/** How often a folder is tried to be removed, 0.1 s apart: what was killed may write into it for a moment yet. */
const TRIES = 50
const undoings = new Set()

/** @param {() => void} undo synchronous; the last that was added comes first @returns {() => void} forgets it again */
export function onLeaving(undo) {
  if (undoings.size === 0) listen()
  undoings.add(undo)
  return () => {
    undoings.delete(undo)
    if (undoings.size === 0) stopListening()
  }
}

/** A new folder under the system's temporary one. @returns {Promise<{folder: string, remove: () => Promise<void>}>} */
export async function temporaryFolder(start) {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), start))
  const forget = onLeaving(() => removeNow(folder))
  const remove = async () => {
    await fs.rm(folder, { recursive: true, force: true })
    forget()
  }
  return { folder, remove }
}

/** The retries of rmSync itself do not see what came into a folder meanwhile. */
function removeNow(folder) {
  for (let left = TRIES; ; left--) {
    try {
      return rmSync(folder, { recursive: true, force: true })
    } catch (error) {
      if (left === 0 || error.code !== 'ENOTEMPTY') throw error
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 100)
    }
  }
}

function listen() {
  process.on('exit', undoAll)
  for (const signal of SIGNALS) process.on(signal, leave)
}

function stopListening() {
  process.off('exit', undoAll)
  for (const signal of SIGNALS) process.off(signal, leave)
}

/** Not at once: others who hear the signal end their children first. */
function leave(signal) {
  setImmediate(() => process.exit(128 + os.constants.signals[signal]))
}

function undoAll() {
  for (const undo of [...undoings].reverse()) {
    try {
      undo()
    } catch (error) {
      process.stderr.write(`${error.message}\n`)
    }
  }
}
