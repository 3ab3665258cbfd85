// One instance for each data folder: the first start holds the lock, a later one can ask it to come to the front.
// A holder that died (also by kill -9) holds nothing. How exactly one wins is lock-files.ts.
import { type FSWatcher, watch } from 'node:fs'
import { readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { writeAtomic } from './atomic.ts'
import { attempt, dropLock, type Holder, holds, sweep } from './lock-files.ts'

const RAISE = 'raise'
/** Watching a folder can fail (no watches left, a network drive): then it is looked at this often. */
const LOOK_MS = 500
const RETRY_MS = 20
const RETRIES = 250

export interface HeldLock {
  readonly mine: true
  /** Gives the folder to the next start. */
  release(): Promise<void>
  /** Hears of later starts on this folder. One listener. */
  onRaise(listener: () => void): void
}
export interface OthersLock {
  readonly mine: false
  /** the process that holds it */
  readonly pid: number
  /** Asks the holder to come to the front; it may take a moment. Throws the system's error. */
  raise(): Promise<void>
}

/** `code` is `lock_stuck`: other starts kept changing the lock, or it is damaged and stays so. */
class LockError extends Error {
  readonly code = 'lock_stuck'
}

/** Takes the lock of the data folder, or says who has it. Throws LockError, or the system's error. */
export async function takeLock(dir: string): Promise<HeldLock | OthersLock> {
  for (let tries = 0; tries < RETRIES; tries++) {
    const result = await attempt(dir)
    if (result?.won === true) {
      await sweep(dir)
      return held(dir, result.holder)
    }
    if (result) return others(dir, result.holder)
    await sleep(RETRY_MS)
  }
  throw new LockError(`The lock of ${dir} could not be taken: it keeps changing or is damaged.`)
}

function held(dir: string, holder: Holder): HeldLock {
  let stop = () => {}
  return {
    mine: true,
    async release() {
      stop()
      if (await holds(dir, holder)) await dropLock(dir)
    },
    onRaise(listener) {
      stop()
      stop = watchRaise(dir, holder, listener)
    },
  }
}

function others(dir: string, { pid, turn }: Holder): OthersLock {
  return {
    mine: false,
    pid,
    // it names the turn it is meant for, so that one left over raises no later instance
    raise: () => writeAtomic(path.join(dir, RAISE), `${JSON.stringify({ turn })}\n`),
  }
}

function watchRaise(dir: string, { turn }: Holder, listener: () => void): () => void {
  const file = path.join(dir, RAISE)
  let looking: Promise<void> = Promise.resolve()
  let stopped = false
  // one look after the other: the watcher reports one request several times
  const look = () => {
    looking = looking.then(async () => {
      const text = await readFile(file, 'utf8').catch(() => null)
      if (text === null || stopped) return
      await rm(file, { force: true })
      if (text.includes(`"${turn}"`)) listener()
    })
    looking.catch(() => undefined)
  }

  let timer: NodeJS.Timeout | null = null
  let watcher: FSWatcher | null = null
  const poll = () => {
    watcher?.close()
    timer ??= setInterval(look, LOOK_MS).unref()
  }
  try {
    watcher = watch(dir, { persistent: false }, (_, name) => {
      if (name === RAISE || name === null) look()
    })
    watcher.on('error', poll)
  } catch {
    poll()
  }
  look()
  return () => {
    stopped = true
    watcher?.close()
    if (timer) clearInterval(timer)
  }
}
