// Which of a client's configs is meant, and what this computer is to all of this folder. It changes nothing.
import type { Failure, Result } from '../../../preload/contract.ts'
import { type ConfigFile, failure, type Replace, readConfig } from './files.ts'
import { type Client, type Host, SERVER, type Start } from './model.ts'
import { configOf, whereOf } from './where.ts'

export interface Machine {
  readonly host: Host
  readonly start: Start
  readonly replace: Replace
  /** ms since the epoch: names what is kept */
  now(): number
}

/** The config that is meant: one that has us in it before all others. A failure has the file with it. */
export async function find(client: Client, { host }: Machine): Promise<Result<ConfigFile> & { file: string }> {
  const usual = await configOf(client, host)
  const others = client.configs(whereOf(host)).filter(file => file !== usual)
  for (const file of [usual, ...others]) {
    const read = await readConfig(file)
    if (read.ok && client.format.find(read.value.text).is === 'entry') return { ...read, file }
  }
  return { ...(await readConfig(usual)), file: usual }
}

export function notUnderstood(file: string, fault: string): Failure {
  return failure('not_understood', `${file} ${fault}. Gatehouse leaves it as it is.`)
}

export function taken(file: string): Failure {
  return failure('name_taken', `${file} has a server named "${SERVER}" that is not ours. Rename or remove it first.`)
}
