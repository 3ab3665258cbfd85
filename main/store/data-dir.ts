// The folder where everything of one instance lives: ours alone, and nobody else's files in it. What the files say is
// the other modules' business.
import { chmod, mkdir, readdir, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Result } from '../../preload/contract.ts'
import { codeOf, failure, reasonOf } from './failure.ts'

export type Subfolder = 'activity' | 'logs' | 'tokens' | 'recordings'

export interface DataDir {
  readonly path: string
  file(name: string): string
  /** The subfolder's path; made, mode 0700, on the first call. */
  folder(name: Subfolder): Promise<string>
}

/** One of these in a folder says that it is a data folder of ours. */
const OURS = ['policy.json', 'settings.json', 'endpoint.json', 'gate.json']

/**
 * Opens the folder, or makes it, with mode 0700. A folder that others can enter is closed to them if it is empty or
 * bears our files; any other is refused rather than changed. Error values: `not_a_folder`, `not_private`, `no_folder`.
 */
export async function openDataDir(folder: string): Promise<Result<DataDir>> {
  const root = path.resolve(folder)
  try {
    await mkdir(root, { recursive: true, mode: 0o700 })
    const refused = await makePrivate(root)
    if (refused) return refused
  } catch (error) {
    const notFolder = ['EEXIST', 'ENOTDIR'].includes(codeOf(error))
    if (notFolder) return failure('not_a_folder', `${root} is not a folder, so Gatehouse cannot keep its data there.`)
    return failure('no_folder', `Gatehouse cannot keep its data in ${root} (${reasonOf(error)}).`)
  }
  return {
    ok: true,
    value: {
      path: root,
      file: name => path.join(root, name),
      async folder(name) {
        const sub = path.join(root, name)
        await mkdir(sub, { recursive: true, mode: 0o700 })
        return sub
      },
    },
  }
}

async function makePrivate(root: string) {
  // Windows has no such modes; there the folder is under the user's profile and has its rights (untried)
  if (process.platform === 'win32') return null
  const { mode, uid } = await stat(root)
  if (uid !== process.getuid?.()) {
    return failure('not_private', `${root} belongs to another user. Choose a folder of your own.`)
  }
  if ((mode & 0o777) === 0o700) return null
  const names = await readdir(root)
  if ((mode & 0o077) !== 0 && names.length > 0 && !names.some(name => OURS.includes(name))) {
    const advice = `Choose an empty folder, or close this one with: chmod 700 ${JSON.stringify(root)}`
    return failure('not_private', `${root} is open to other users and holds files that are not Gatehouse's. ${advice}`)
  }
  await chmod(root, 0o700)
  return null
}
