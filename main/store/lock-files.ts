// The lock's bytes: who holds, written so that exactly one process wins and a dead holder is succeeded exactly once.
// Who may then do what with the folder is lock.ts.
import { randomBytes } from 'node:crypto'
import { constants } from 'node:fs'
import { copyFile, link, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { codeOf } from './failure.ts'
import { isRunning, startOf } from './process-start.ts'

const LOCK = 'lock'
const NEXT = 'lock.after-'
/** A lock that cannot be read may be one that is being written just now; after this many ms it is damaged. */
const DAMAGED_MS = 2000

/** One holder. `turn` is its own and never used again, so "the lock I judged stale" can be told from any later one. */
export interface Holder {
  readonly pid: number
  readonly started: string | null
  readonly turn: string
}

export type Attempt =
  | { readonly won: true; readonly holder: Holder }
  | { readonly won: false; readonly holder: Holder }
  /** something changed meanwhile: try again */
  | null

/** Tries once to become the holder. `won: false` names the living one. */
export async function attempt(dir: string): Promise<Attempt> {
  const holder: Holder = { pid: process.pid, started: startOf(process.pid), turn: randomBytes(12).toString('hex') }
  const mine = path.join(dir, `lock.new-${holder.turn}`)
  await writeFile(mine, `${JSON.stringify(holder)}\n`, { mode: 0o600, flag: 'wx' })
  try {
    if (await claim(mine, path.join(dir, LOCK))) return { won: true, holder }
    return await succeed(dir, mine, holder)
  } finally {
    await rm(mine, { force: true })
  }
}

/**
 * The turn of a dead holder passes to whoever makes the file `lock.after-<turn>` first; that file becomes the lock by a
 * rename. One who dies between the two is dead himself, and his turn passes on in the same way.
 */
async function succeed(dir: string, mine: string, holder: Holder): Promise<Attempt> {
  const chain: Holder[] = []
  for (let file = LOCK; ; ) {
    const found = await readHolder(path.join(dir, file))
    if (found === 'gone' && file === LOCK) return null
    if (found === 'gone') break
    if (found === 'unclear') return null
    if (isRunning(found.pid, found.started)) {
      // a living one behind dead ones counts only while the lock is still theirs
      const [head] = chain
      return head && !(await holds(dir, head)) ? null : { won: false, holder: found }
    }
    chain.push(found)
    file = NEXT + found.turn
  }
  const [first, last] = [chain[0], chain.at(-1)]
  if (!first || !last) return null
  const turn = path.join(dir, NEXT + last.turn)
  if (!(await claim(mine, turn))) return null
  // somebody may have gone all the way since we looked: then the lock is of another turn, and this claim means nothing
  const now = await readHolder(path.join(dir, LOCK))
  if (typeof now === 'string' || now.turn !== first.turn) {
    await rm(turn, { force: true })
    return null
  }
  await rename(turn, path.join(dir, LOCK))
  return { won: true, holder }
}

/** Gives `file` the content of `mine` if there is no such file. Never half a content where hard links exist. */
async function claim(mine: string, file: string): Promise<boolean> {
  try {
    await link(mine, file)
    return true
  } catch (error) {
    if (codeOf(error) === 'EEXIST') return false
    if (!['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EINVAL'].includes(codeOf(error))) throw error
  }
  // file systems without hard links
  return copyFile(mine, file, constants.COPYFILE_EXCL).then(
    () => true,
    (error: unknown) => {
      if (codeOf(error) === 'EEXIST') return false
      throw error
    },
  )
}

/** The holder a file names. A damaged file names a dead one, whose turn is the damage itself. */
async function readHolder(file: string): Promise<Holder | 'gone' | 'unclear'> {
  try {
    const text = await readFile(file, 'utf8')
    const holder = parse(text)
    if (holder) return holder
    const { ino, mtimeMs, size } = await stat(file)
    if (Date.now() - mtimeMs < DAMAGED_MS) return 'unclear'
    return { pid: -1, started: null, turn: `damaged-${ino}-${Math.trunc(mtimeMs)}-${size}` }
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return 'gone'
    throw error
  }
}

function parse(text: string): Holder | null {
  try {
    const { pid, started, turn }: Partial<Holder> = JSON.parse(text) ?? {}
    const valid = Number.isInteger(pid) && Number(pid) > 0 && typeof turn === 'string' && /^[0-9a-f]{24}$/.test(turn)
    if (!valid || !(started === null || typeof started === 'string')) return null
    return { pid: Number(pid), started, turn }
  } catch {
    return null
  }
}

/** Is the lock still of this turn? */
export async function holds(dir: string, { turn }: Holder): Promise<boolean> {
  const now = await readHolder(path.join(dir, LOCK))
  return typeof now !== 'string' && now.turn === turn
}

/** Takes the lock away. Only its living holder may call this. */
export async function dropLock(dir: string): Promise<void> {
  await rm(path.join(dir, LOCK), { force: true })
}

/** Removes what starters that died on the way have left. Only the holder may call this. */
export async function sweep(dir: string): Promise<void> {
  const left = (await readdir(dir)).filter(name => name.startsWith(NEXT))
  await Promise.all(left.map(name => rm(path.join(dir, name), { force: true })))
}
