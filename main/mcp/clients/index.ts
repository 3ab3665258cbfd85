// What is done with a client that can be connected: is it here, what would change, change it. Taking it back is undo.ts.
// Only our own entry is ever touched. Who may ask for it, and the record of it, are the caller's.
import { createHash } from 'node:crypto'
import type { ClientPiece, Result } from '../../../preload/contract.ts'
import { type ConfigFile, failure, keptOf, MARK, writeConfig } from './files.ts'
import { find, type Machine, notUnderstood, taken } from './find.ts'
import { isOurs, sameReach } from './merge.ts'
import { type Client, type ClientState, launchOf, type Manual } from './model.ts'
import { pieces } from './pieces.ts'
import { shellLine } from './shell-line.ts'
import { isHere } from './where.ts'

export type { Machine } from './find.ts'
export { CLIENTS, clientOf } from './list.ts'
export { undo, undoPreview } from './undo.ts'

export interface Change extends HowTo {
  /** names exactly this change of exactly this file */
  readonly revision: string
  readonly file: string
  /** there is no such file yet */
  readonly creates: boolean
  readonly pieces: ClientPiece[]
  /** what the file is now is kept beside it under this name and the time; null = it need not be */
  readonly keeps: string | null
  /** the exact new text of the file */
  readonly text: string
}

interface HowTo {
  /** what the client will start, as one line */
  readonly starts: string
  /** what a person can do instead; no token is in it */
  readonly manual: Manual[]
}

export function detect(client: Client, { host }: Machine): Promise<boolean> {
  return isHere(client, host)
}

/** What stands there under our name, and in which file. Never fails: what cannot be read is a state. */
export async function state(client: Client, machine: Machine): Promise<{ file: string; state: ClientState }> {
  const read = await find(client, machine)
  if (!read.ok) return { file: read.file, state: { is: 'unreadable', agent: null, why: read.message } }
  return { file: read.value.file, state: stateOf(client, machine, read.value) }
}

/** How this agent is started by this client, whether or not it is here. */
export function howTo(client: Client, { host, start }: Machine, agent: string): HowTo {
  const launch = launchOf(start, agent)
  const line = (...words: string[]) => shellLine(host.platform, words)
  return { starts: line(launch.command, ...launch.args), manual: [...client.manual(launch, line)] }
}

/** What stands in a config with nothing but our entry in it: for a client that is not here. */
export async function sample(client: Client, machine: Machine, agent: string): Promise<Change> {
  const { file } = await find(client, machine)
  const text = client.format.add(null, client.entry(launchOf(machine.start, agent)))
  const shown = { revision: '', file, creates: true, keeps: null, pieces: pieces('', text), text }
  return { ...shown, ...howTo(client, machine, agent) }
}

/** Failures: `not_understood`, `name_taken`, `client_not_here`. */
export async function preview(client: Client, machine: Machine, agent: string): Promise<Result<Change>> {
  const change = await changeFor(client, machine, agent)
  return change.ok ? { ok: true, value: change.value.change } : change
}

/**
 * Does what the preview with this revision showed. Failures: those of preview, `changed_since`, `not_written`. `backup`: where
 * the file is kept as it was, if it was not kept before.
 */
export async function apply(
  client: Client,
  machine: Machine,
  agent: string,
  revision: string,
): Promise<Result<{ file: string; backup: string | null }>> {
  const read = await changeFor(client, machine, agent)
  if (!read.ok) return read
  const { change, found } = read.value
  const { file } = found
  if (change.revision !== revision) {
    return failure('changed_since', `${file} is not what the change was shown for. Look at the change again.`)
  }
  if (found.text === change.text) return { ok: true, value: { file, backup: null } }
  const keep = change.keeps === null ? null : timeName(machine.now())
  const written = await writeConfig(found, change.text, { replace: machine.replace, keep })
  return written.ok ? { ok: true, value: { file, backup: written.value } } : written
}

function stateOf(client: Client, machine: Machine, { file, text }: ConfigFile): ClientState {
  const found = client.format.find(text)
  if (found.is === 'absent') return { is: 'absent', agent: null, why: '' }
  if (found.is === 'unreadable') return { is: 'unreadable', agent: null, why: notUnderstood(file, found.fault).message }
  const ours = isOurs(found.value)
  if (!ours) return { is: 'taken', agent: null, why: taken(file).message }
  const { agent } = ours
  const isSame = agent !== null && sameReach(found.value, client.entry(launchOf(machine.start, agent)))
  if (isSame) return { is: 'ours', agent, why: '' }
  return { is: 'different', agent, why: `${file} starts Gatehouse in another way than it would be written now.` }
}

async function changeFor(
  client: Client,
  machine: Machine,
  agent: string,
): Promise<Result<{ change: Change; found: ConfigFile }>> {
  const read = await find(client, machine)
  if (!read.ok) return read
  const { format } = client
  const { file, text, hash } = read.value
  if (text === null && !(await detect(client, machine))) {
    return failure('client_not_here', `${client.label} was not found here, so ${file} is not made.`)
  }
  const entry = client.entry(launchOf(machine.start, agent))
  const found = format.find(text)
  if (found.is === 'unreadable') return notUnderstood(file, found.fault)
  if (found.is === 'entry' && !isOurs(found.value)) return taken(file)
  const isNew = found.is === 'absent'
  const isDone = !isNew && sameReach(found.value, entry)
  const after = isDone ? text! : isNew ? format.add(text, entry) : format.replace(text!, entry)
  const isKept = text !== null && after !== text && (isNew || (await keptOf(file)).length === 0)
  // Both are held against what was shown: the file as it is, and what it would become.
  const revision = createHash('sha256').update(`${file}\0${hash}\0${after}`).digest('hex')
  const change: Change = {
    ...{ revision, file, creates: text === null, text: after },
    keeps: isKept ? file + MARK : null,
    pieces: pieces(text ?? '', after),
    ...howTo(client, machine, agent),
  }
  return { ok: true, value: { change, found: read.value } }
}

/** `20261121T094100Z` */
function timeName(ms: number): string {
  return new Date(ms).toISOString().replace(/[-:]|\.\d+/g, '')
}
