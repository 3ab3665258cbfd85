// The clients that can be connected, and the four things that are done with one: is it here, what would change, change it,
// take it back. Only our own entry is ever touched. Who may ask for it, and the record of it, are the caller's.
import { createHash } from 'node:crypto'
import { lstat, rm } from 'node:fs/promises'
import type { ClientPreview, Failure, Result } from '../../../preload/contract.ts'
import { claudeCode } from './claude-code.ts'
import { claudeDesktop } from './claude-desktop.ts'
import { codex } from './codex.ts'
import { copilot } from './copilot.ts'
import { cursor } from './cursor.ts'
import { type ConfigFile, failure, keptOf, type Replace, readConfig, writeConfig } from './files.ts'
import { gemini } from './gemini.ts'
import { isOurs, sameReach } from './merge.ts'
import { type Client, type ClientId, type ClientState, type Host, launchOf, SERVER, type Start } from './model.ts'
import { opencode } from './opencode.ts'
import { pieces } from './pieces.ts'
import { shellLine } from './shell-line.ts'
import { vscode } from './vscode.ts'
import { configOf, isHere, whereOf } from './where.ts'
import { windsurf } from './windsurf.ts'
import { zed } from './zed.ts'

export const CLIENTS: readonly Client[] = [
  claudeCode,
  claudeDesktop,
  cursor,
  vscode,
  codex,
  gemini,
  opencode,
  copilot,
  windsurf,
  zed,
]

export interface Machine {
  readonly host: Host
  readonly start: Start
  readonly replace: Replace
  /** ms since the epoch: names what is kept */
  now(): number
}

export interface Change extends ClientPreview {
  /** the exact new text of the file */
  readonly text: string
}

export function clientOf(id: ClientId): Client {
  return CLIENTS.find(client => client.id === id)!
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
  const { change, found, isNew } = read.value
  const { file } = found
  if (change.revision !== revision) {
    return failure('changed_since', `${file} is not what the change was shown for. Look at the change again.`)
  }
  if (found.text === change.text) return { ok: true, value: { file, backup: null } }
  const keep = isNew || (await keptOf(file)).length === 0 ? timeName(machine.now()) : null
  const written = await writeConfig(found, change.text, { replace: machine.replace, keep })
  return written.ok ? { ok: true, value: { file, backup: written.value } } : written
}

/**
 * Takes our entry out. Where nothing else changed since it went in, the file is what it was, byte for byte, and what was
 * kept beside it goes. Failures: `nothing_of_ours`, `not_understood`, `changed_since`, `not_written`.
 */
export async function undo(client: Client, machine: Machine): Promise<Result<{ file: string; exact: boolean }>> {
  const read = await find(client, machine)
  if (!read.ok) return read
  const found = read.value
  const { file, text } = found
  const { format } = client
  const entry = format.find(text)
  if (text === null || entry.is !== 'entry' || !isOurs(entry.value)) {
    return failure('nothing_of_ours', `${file} has no ${SERVER} of ours in it.`)
  }
  const value = entry.value as Record<string, unknown>
  const kept = await keptOf(file)
  const makesThis = (before: string | null) => format.find(before).is === 'absent' && format.add(before, value) === text
  const before = kept.find(one => makesThis(one.text))
  const { replace } = machine
  if (before) {
    const written = await writeConfig(found, before.text, { replace, keep: null })
    if (!written.ok) return written
    await rm(before.file, { force: true }).catch(() => {})
    return { ok: true, value: { file, exact: true } }
  }
  const isLink = await lstat(file).then(facts => facts.isSymbolicLink())
  if (makesThis(null) && !isLink) {
    const written = await writeConfig(found, null, { replace, keep: null })
    return written.ok ? { ok: true, value: { file, exact: true } } : written
  }
  const had = kept[0] && format.find(kept[0].text)
  const emptied = had?.is === 'absent' && !had.section
  const written = await writeConfig(found, format.remove(text, emptied), { replace, keep: null })
  return written.ok ? { ok: true, value: { file, exact: false } } : written
}

/** The config that is meant: one that has us in it before all others. A failure has the file with it. */
async function find(client: Client, { host }: Machine): Promise<Result<ConfigFile> & { file: string }> {
  const usual = await configOf(client, host)
  const others = client.configs(whereOf(host)).filter(file => file !== usual)
  for (const file of [usual, ...others]) {
    const read = await readConfig(file)
    if (read.ok && client.format.find(read.value.text).is === 'entry') return { ...read, file }
  }
  return { ...(await readConfig(usual)), file: usual }
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
): Promise<Result<{ change: Change; found: ConfigFile; isNew: boolean }>> {
  const read = await find(client, machine)
  if (!read.ok) return read
  const { format } = client
  const { file, text, hash } = read.value
  if (text === null && !(await detect(client, machine))) {
    return failure('client_not_here', `${client.label} was not found here, so ${file} is not made.`)
  }
  const launch = launchOf(machine.start, agent)
  const entry = client.entry(launch)
  const found = format.find(text)
  if (found.is === 'unreadable') return notUnderstood(file, found.fault)
  if (found.is === 'entry' && !isOurs(found.value)) return taken(file)
  const isNew = found.is === 'absent'
  const isDone = !isNew && sameReach(found.value, entry)
  const after = isDone ? text! : isNew ? format.add(text, entry) : format.replace(text!, entry)
  // Both are held against what was shown: the file as it is, and what it would become.
  const revision = createHash('sha256').update(`${file}\0${hash}\0${after}`).digest('hex')
  const line = (...words: string[]) => shellLine(machine.host.platform, words)
  const change: Change = {
    revision,
    file,
    creates: text === null,
    pieces: pieces(text ?? '', after),
    manual: [...client.manual(launch, line)],
    text: after,
  }
  return { ok: true, value: { change, found: read.value, isNew } }
}

function notUnderstood(file: string, fault: string): Failure {
  return failure('not_understood', `${file} ${fault}. Gatehouse leaves it as it is.`)
}

function taken(file: string): Failure {
  return failure('name_taken', `${file} has a server named "${SERVER}" that is not ours. Rename or remove it first.`)
}

/** `20261121T094100Z` */
function timeName(ms: number): string {
  return new Date(ms).toISOString().replace(/[-:]|\.\d+/g, '')
}
