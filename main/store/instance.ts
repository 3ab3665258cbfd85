// Which Gatehouse this is: a short name that is the same at each start of this data folder, and another's for a copy of it. What
// stands outside the folder is marked with it, so that two of them leave each other's things alone.
import { createHash, randomBytes } from 'node:crypto'
import { readFile, realpath } from 'node:fs/promises'
import path from 'node:path'
import { writeAtomic } from './atomic.ts'
import { reasonOf } from './failure.ts'

const SECRET = /^[0-9a-f]{32}$/

/** Letters and digits. `warn` hears, in plain words, that the next start will have another name. */
export async function instanceOf(
  dir: string,
  warn: (message: string) => void = message => console.error(`gatehouse: ${message}`),
): Promise<string> {
  const file = path.join(dir, 'instance')
  const kept = await readFile(file, 'utf8').catch(() => '')
  const secret = SECRET.test(kept.trim()) ? kept.trim() : randomBytes(16).toString('hex')
  if (kept.trim() !== secret) {
    await writeAtomic(file, `${secret}\n`).catch(error =>
      warn(
        `What runs in tmux would not be found again after a restart: ${file} cannot be written (${reasonOf(error)}).`,
      ),
    )
  }
  // A copy of the folder is another one.
  const where = await realpath(dir).catch(() => dir)
  return createHash('sha256').update(`${secret}\n${where}`).digest('hex').slice(0, 10)
}
