// tokens/ID: an agent's token in a file of its own, for the stdio bridge and for nobody else. The policy holds only its
// hash; who has a file here, and when it goes, is decided by the callers.
import { constants } from 'node:fs'
import { lstat, mkdir, open, readdir, readFile, rm } from 'node:fs/promises'
import path from 'node:path'
import { agentIdSchema, type Result } from '../../preload/contract.ts'
import { writeAtomic } from './atomic.ts'
import { codeOf, failure, reasonOf } from './failure.ts'

const FOLDER = 'tokens'
/** What may stand after `Authorization: Bearer`. */
const TOKEN = /^[A-Za-z0-9._~+/-]+=*$/

const fileOf = (dir: string, agent: string) => path.join(dir, FOLDER, agentIdSchema.parse(agent))

/**
 * The token in `dir`/tokens/`agent`. Refused where others could have read it: it must be a file of this user, mode 0600
 * or less. Error values: `no_token`, `not_private`, `no_file`.
 */
export async function readTokenFile(dir: string, agent: string): Promise<Result<string>> {
  const file = fileOf(dir, agent)
  try {
    // The rights are asked of what was opened, and a link is not followed: neither can be exchanged in between.
    const handle = await open(file, constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0))
    try {
      const { mode, uid } = await handle.stat()
      // Windows has no such modes (untried there)
      const isOpen = process.platform !== 'win32' && ((mode & 0o077) !== 0 || uid !== process.getuid?.())
      if (isOpen) return failure('not_private', notPrivate(file))
      const token = (await handle.readFile('utf8')).trim()
      if (TOKEN.test(token)) return { ok: true, value: token }
      return failure('no_token', `${file} holds no token. ${HOW_TO_GET}`)
    } finally {
      await handle.close()
    }
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return failure('no_file', `There is no token in ${file}. ${HOW_TO_GET}`)
    return failure('no_file', `The token in ${file} cannot be read (${reasonOf(error)}). ${HOW_TO_GET}`)
  }
}

const HOW_TO_GET =
  'In Gatehouse, Connect gives an agent a token; `gatehouse token new NAME` makes one for a policy written by hand. ' +
  'Put it into that file (mode 0600), or into GATEHOUSE_TOKEN.'

function notPrivate(file: string): string {
  const close = `close it with: chmod 600 ${JSON.stringify(file)}`
  return `${file} can be read by others, so its token is not used. Make a new token, or ${close}`
}

/** Mode 0600, in a folder of mode 0700. Throws the system's error, and for what is no agent id. */
export async function writeTokenFile(dir: string, agent: string, token: string): Promise<void> {
  const file = fileOf(dir, agent)
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
  // Through a link the token would stand in another file.
  if (await isLink(file)) await rm(file)
  await writeAtomic(file, `${token}\n`)
}

/**
 * The same, and how to put back what was there before: the file with its content, or none. Throws the system's error; then
 * nothing has changed.
 */
export async function replaceTokenFile(dir: string, agent: string, token: string): Promise<() => Promise<void>> {
  const file = fileOf(dir, agent)
  const before = (await isLink(file)) ? null : await readFile(file, 'utf8').catch(absent)
  await writeTokenFile(dir, agent, token)
  return () => (before === null ? removeTokenFile(dir, agent) : writeAtomic(file, before))
}

function isLink(file: string): Promise<boolean> {
  return lstat(file).then(
    facts => facts.isSymbolicLink(),
    () => false,
  )
}

function absent(error: unknown): null {
  if (codeOf(error) === 'ENOENT') return null
  throw error
}

/** Nothing where there is none. Throws the system's error. */
export async function removeTokenFile(dir: string, agent: string): Promise<void> {
  await rm(fileOf(dir, agent), { force: true })
}

/** The agents that have one, by id. */
export async function listTokenFiles(dir: string): Promise<string[]> {
  const names = await readdir(path.join(dir, FOLDER)).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') return []
    throw error
  })
  return names.filter(name => agentIdSchema.safeParse(name).success).sort()
}
