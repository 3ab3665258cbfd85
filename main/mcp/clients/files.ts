// A client's config as a file: read whole, written through links with the mode it has, kept once beside it as it was. What
// stands in it is not known here.
import { createHash } from 'node:crypto'
import { access, chmod, constants, lstat, mkdir, open, readdir, readFile, realpath, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Failure, Result } from '../../../preload/contract.ts'

/** No config is that large; a file that is was not meant. */
const MOST_BYTES = 32 * 1024 * 1024

export interface ConfigFile {
  readonly file: string
  /** null = there is none */
  readonly text: string | null
  /** permission bits; for a new file 0600 */
  readonly mode: number
  /** what a later reading must give for it to be the same file */
  readonly hash: string
}

/** Replaces a file's content in one step, through links; throws the system's error. */
export type Replace = (file: string, text: string) => Promise<void>

export function failure(code: string, message: string): Failure {
  return { ok: false, code, message }
}

/** Failure `not_understood`: it is no file, or holds no text. */
export async function readConfig(file: string): Promise<Result<ConfigFile>> {
  const no = (what: string) => failure('not_understood', `${file} ${what}. Gatehouse leaves it as it is.`)
  try {
    const facts = await stat(file)
    if (!facts.isFile()) return no('is not a file')
    if (facts.size > MOST_BYTES) return no('is too large for a config')
    const bytes = await readFile(file)
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
    return { ok: true, value: { file, text, mode: facts.mode & 0o777, hash: hashOf(bytes) } }
  } catch (error) {
    if (error instanceof TypeError) return no('is not UTF-8 text')
    const code = codeOf(error)
    if (code !== 'ENOENT') return no(`cannot be read (${code})`)
    const isLink = await lstat(file).then(
      () => true,
      () => false,
    )
    if (isLink) return no('is a link to nothing')
    return { ok: true, value: { file, text: null, mode: 0o600, hash: 'none' } }
  }
}

/**
 * Writes `text` (null: takes the file away) if the file still is what `found` says. `keep`: as it was is kept beside it,
 * and the answer says where. Failures: `changed_since`, `not_written`; the file is then as it was.
 */
export async function writeConfig(
  found: ConfigFile,
  text: string | null,
  { replace, keep }: { readonly replace: Replace; readonly keep: string | null },
): Promise<Result<string | null>> {
  const { file } = found
  let kept: string | null = null
  try {
    const locked = await lockedBy(found)
    if (locked !== null) return failure('not_written', `${file} ${locked}. Nothing was changed.`)
    if (found.text === null) await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
    if (keep !== null && found.text !== null) kept = await keepBeside(found, found.text, keep)
    const now = await readConfig(file)
    if (!now.ok || now.value.hash !== found.hash) {
      if (kept !== null) await rm(kept, { force: true })
      return failure('changed_since', `${file} was changed by something else just now. Look at the change again.`)
    }
    if (text === null) await rm(file)
    else {
      await replace(file, text)
      // until here it is 0600, and where this fails it stays so
      await chmod(file, found.mode).catch(() => {})
    }
    return { ok: true, value: kept }
  } catch (error) {
    if (kept !== null) await rm(kept, { force: true }).catch(() => {})
    return failure('not_written', `${file} cannot be written (${codeOf(error)}). Nothing was changed.`)
  }
}

/** Why the file may not be replaced, or null. Replacing would pass over a file's own mode and owner. */
async function lockedBy({ file, text }: ConfigFile): Promise<string | null> {
  if (text === null) return null
  const real = await realpath(file)
  const facts = await stat(real)
  if ((facts.mode & 0o222) === 0) return 'is read-only'
  if (process.getuid && facts.uid !== process.getuid()) return 'belongs to another user'
  await access(real, constants.W_OK)
  await access(path.dirname(real), constants.W_OK)
  return null
}

export const MARK = '.gatehouse-backup-'

/** Its path. The same content is not kept twice. */
async function keepBeside({ file, mode }: ConfigFile, text: string, time: string): Promise<string | null> {
  const [newest] = await keptOf(file)
  if (newest?.text === text) return null
  for (let n = 1; ; n++) {
    const kept = `${file}${MARK}${time}${n === 1 ? '' : `-${n}`}`
    const handle = await open(kept, 'wx', 0o600).catch(error => {
      if (codeOf(error) === 'EEXIST') return null
      throw error
    })
    if (!handle) continue
    try {
      await handle.writeFile(text, 'utf8')
      await handle.chmod(mode)
      await handle.sync()
    } finally {
      await handle.close()
    }
    return kept
  }
}

export interface Kept {
  readonly file: string
  readonly text: string
}

/** What was kept of a config, newest first. What cannot be read is left out. */
export async function keptOf(file: string): Promise<Kept[]> {
  const folder = path.dirname(file)
  const start = path.basename(file) + MARK
  const names = await readdir(folder).catch(() => [])
  const ours = names.filter(name => name.startsWith(start))
  const all: (Kept & { at: number })[] = []
  for (const name of ours) {
    const kept = path.join(folder, name)
    const read = await readConfig(kept)
    const facts = await stat(kept).catch(() => null)
    if (read.ok && read.value.text !== null && facts) all.push({ file: kept, text: read.value.text, at: facts.mtimeMs })
  }
  return all.sort((a, b) => b.at - a.at || (a.file < b.file ? 1 : -1))
}

function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex')
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error)
}
