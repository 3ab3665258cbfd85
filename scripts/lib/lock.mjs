// One at a time across processes: a file that names its holder. Two starts of a fresh clone must not install into
// each other, nor two tests fetch Electron twice.
import { rmSync } from 'node:fs'
import fs from 'node:fs/promises'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { say } from './say.mjs'

const POLL_MS = 200
/** Longer than any install or download: a lock this old belongs to nobody, whatever now has its process id. */
const STALE_MS = 20 * 60_000
/** Removing a dead holder's file takes no time; whoever is still at it after this long is dead too. */
const DROP_MS = 5000
const DROP_POLL_MS = 10

/**
 * Runs `work` while no other process runs work under the same file.
 * @template T @param {string} file @param {string} what for the line that says whom we wait for
 * @param {() => Promise<T>} work @returns {Promise<T>}
 */
export async function oneAtATime(file, what, work) {
  await fs.mkdir(path.dirname(file), { recursive: true })
  let told = false
  while (!(await take(file))) {
    const holder = await holderOf(file)
    if (holder === null) continue
    if (!holder.alive) {
      await dropStale(file, holder.text)
      continue
    }
    if (!told) say(`Waiting for process ${holder.pid}, which is busy with ${what} …`)
    told = true
    await sleep(POLL_MS)
  }
  const drop = () => rmSync(file, { force: true })
  process.once('exit', drop) // `work` may end the process
  try {
    return await work()
  } finally {
    process.off('exit', drop)
    drop()
  }
}

/** The name appears with its content: written aside, then linked, which fails where the name is taken. */
async function take(file) {
  const own = `${file}.${process.pid}`
  await fs.writeFile(own, `${process.pid} ${Date.now()}\n`)
  try {
    await fs.link(own, file)
    return true
  } catch (error) {
    if (error.code === 'EEXIST') return false
    throw error
  } finally {
    await fs.rm(own, { force: true })
  }
}

async function holderOf(file) {
  const text = await fs.readFile(file, 'utf8').catch(() => null)
  if (text === null) return null
  const [pid = 0, since = 0] = text.trim().split(' ').map(Number)
  // Our own id is that of a process long gone, as happens in containers: we hold no lock while we wait for it.
  const alive = pid !== process.pid && Date.now() - since < STALE_MS && isAlive(pid)
  return { text, pid, alive }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/**
 * Removes the dead holder's file. Only one may do so, the one who makes a file named after that very holder, or a waiter
 * who judged it dead before another took the lock would remove the new one.
 */
async function dropStale(file, text) {
  const own = `${file}.${process.pid}`
  const turn = `${file}.after-${text.trim().replaceAll(' ', '-')}`
  await fs.writeFile(own, '')
  try {
    await fs.link(own, turn)
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
    // Somebody is at it, or died while at it.
    const { mtimeMs } = await fs.stat(turn).catch(() => ({ mtimeMs: Date.now() }))
    if (Date.now() - mtimeMs > DROP_MS) await fs.rm(turn, { force: true })
    await sleep(DROP_POLL_MS)
    return
  } finally {
    await fs.rm(own, { force: true })
  }
  const now = await fs.readFile(file, 'utf8').catch(() => null)
  if (now === text) await fs.rm(file, { force: true })
  await fs.rm(turn, { force: true })
}
