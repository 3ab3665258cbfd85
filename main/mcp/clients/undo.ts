// Taking our entry out of a client's config again: what that would change, and doing it. Only our own entry is touched.
import { createHash } from 'node:crypto'
import { lstat, rm } from 'node:fs/promises'
import type { ClientUndo, Result } from '../../../preload/contract.ts'
import { type ConfigFile, failure, keptOf, writeConfig } from './files.ts'
import { find, type Machine } from './find.ts'
import { isOurs } from './merge.ts'
import { type Client, SERVER } from './model.ts'
import { pieces } from './pieces.ts'

interface Plan {
  readonly revision: string
  readonly found: ConfigFile
  /** the new text; null = the file goes, since it was made for us */
  readonly after: string | null
  readonly exact: boolean
  /** what was kept beside it, which is not needed any more */
  readonly kept: string | null
}

/** What taking back would do. Failures: `nothing_of_ours`, `not_understood`. */
export async function undoPreview(client: Client, machine: Machine): Promise<Result<ClientUndo>> {
  const plan = await planFor(client, machine)
  if (!plan.ok) return plan
  const { revision, found, after, exact } = plan.value
  const shown = { revision, file: found.file, removes: after === null, exact }
  return { ok: true, value: { ...shown, pieces: pieces(found.text ?? '', after ?? '') } }
}

/**
 * Takes our entry out. Where nothing else changed since it went in, the file is what it was, byte for byte, and what was
 * kept beside it goes. `revision`: only if that is what was shown. Failures: `nothing_of_ours`, `not_understood`,
 * `changed_since`, `not_written`.
 */
export async function undo(
  client: Client,
  machine: Machine,
  revision?: string,
): Promise<Result<{ file: string; exact: boolean }>> {
  const plan = await planFor(client, machine)
  if (!plan.ok) return plan
  const { found, after, exact, kept } = plan.value
  const { file } = found
  if (revision !== undefined && revision !== plan.value.revision) {
    return failure('changed_since', `${file} is not what the change was shown for. Look at the change again.`)
  }
  const written = await writeConfig(found, after, { replace: machine.replace, keep: null })
  if (!written.ok) return written
  if (kept !== null) await rm(kept, { force: true }).catch(() => {})
  return { ok: true, value: { file, exact } }
}

async function planFor(client: Client, machine: Machine): Promise<Result<Plan>> {
  const read = await find(client, machine)
  if (!read.ok) return read
  const found = read.value
  const { file, text, hash } = found
  const { format } = client
  const entry = format.find(text)
  if (text === null || entry.is !== 'entry' || !isOurs(entry.value)) {
    return failure('nothing_of_ours', `${file} has no ${SERVER} of ours in it.`)
  }
  const plan = (after: string | null, exact: boolean, kept: string | null = null) => {
    const revision = createHash('sha256')
      .update(`${file}\0${hash}\0${after ?? '\0'}`)
      .digest('hex')
    return { ok: true, value: { revision, found, after, exact, kept } } as const
  }
  const value = entry.value as Record<string, unknown>
  const kept = await keptOf(file)
  const makesThis = (before: string | null) => format.find(before).is === 'absent' && format.add(before, value) === text
  const before = kept.find(one => makesThis(one.text))
  if (before) return plan(before.text, true, before.file)
  const isLink = await lstat(file).then(facts => facts.isSymbolicLink())
  if (makesThis(null) && !isLink) return plan(null, true)
  const had = kept[0] && format.find(kept[0].text)
  const emptied = had?.is === 'absent' && !had.section
  return plan(format.remove(text, emptied), false)
}
