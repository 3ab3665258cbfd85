// policy.json as it is found on disk: its bytes, what they mean, or why they cannot be read. Nothing is written here;
// what is accepted and what is held is policy-file.ts.
import { createHash } from 'node:crypto'
import { readFile, stat } from 'node:fs/promises'
import type { Fault, Policy } from '../policy/model.ts'
import { parsePolicy } from '../policy/parse.ts'
import { codeOf, reasonOf } from './failure.ts'

const MAX_BYTES = 1_048_576

/** Stands for the hash where there is no file, or none that can be read. */
export const MISSING = 'missing'
const UNREADABLE = 'unreadable'

export interface Found {
  /** `sha256:` + hex over the bytes; `missing` or `unreadable` where there are none */
  readonly hash: string
  /** null = it could not be read */
  readonly bytes: Buffer | null
  /** null = it could not be read, or is not UTF-8 */
  readonly text: string | null
  /** null = it has a fault */
  readonly policy: Policy | null
  readonly fault: Fault | null
}

/** Reads the file. What was `known` comes back as it is while the bytes are the same. Never throws. */
export async function lookAt(file: string, known?: Found): Promise<Found> {
  let bytes: Buffer
  try {
    bytes = await readBounded(file, MAX_BYTES)
  } catch (error) {
    const missing = codeOf(error) === 'ENOENT'
    const message = missing ? 'the file is not there' : `the file cannot be read (${reasonOf(error)})`
    return { hash: missing ? MISSING : UNREADABLE, bytes: null, text: null, policy: null, fault: at(message) }
  }
  return known?.bytes?.equals(bytes) ? known : foundIn(bytes)
}

/** What these bytes mean. */
export function foundIn(bytes: Buffer): Found {
  const hash = hashOf(bytes)
  let text: string
  try {
    // the BOM stays: it is part of the text that is written back
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return { hash, bytes, text: null, policy: null, fault: at('the file is not UTF-8') }
  }
  const parsed = parsePolicy(text)
  return parsed.ok
    ? { hash, bytes, text, policy: parsed.policy, fault: null }
    : { hash, bytes, text, policy: null, fault: parsed.faults[0] ?? at('not a policy') }
}

/** A fault of the file as a whole. */
export function at(message: string): Fault {
  return { line: 1, column: 1, path: '', message }
}

/** `sha256:` + lower-case hex. */
export function hashOf(bytes: Buffer): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`
}

/** Only a regular file: reading a pipe or a device could wait for ever. `most` in bytes. Throws what is wrong. */
export async function readBounded(file: string, most: number): Promise<Buffer> {
  const facts = await stat(file)
  if (!facts.isFile()) throw new Error('it is not a file')
  if (facts.size > most) throw new Error(`it is larger than ${most / 1_048_576} MiB`)
  return readFile(file)
}
