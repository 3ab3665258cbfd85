// policy.json on disk: read at start, changed only by us, and closed when in doubt: a file with a fault allows nothing.
// What a policy means is main/policy; what changes outside is not taken up while running.
import { readFile, stat } from 'node:fs/promises'
import type { PolicyStatus, Result } from '../../preload/contract.ts'
import type { Fault, Policy } from '../policy/model.ts'
import { parsePolicy } from '../policy/parse.ts'
import { writeAtomic } from './atomic.ts'
import { codeOf, failure, reasonOf } from './failure.ts'

const MAX_BYTES = 1_048_576

const FIRST_TEXT = `// What agents may do in Gatehouse. The Grants panel changes this file and keeps your comments.
// level: none, read, type or submit. ask: a higher level that a person is asked for.
{
  "version": 1,
  "agents": {},
  "rules": [],
  "locks": []
}
`

/** In force while the file has a fault: no agent, no rule, and a lock for what is built in. */
const CLOSED: Policy = {
  version: 1,
  agents: {},
  rules: [],
  locks: [{ id: 'closed', agents: '*', surfaces: '*', level: 'none', reason: 'the policy file has a fault' }],
}

export interface PolicyFile {
  /** The policy in force. Nothing is allowed by it while `status().fault` is set. */
  policy(): Policy
  status(): PolicyStatus
  /**
   * Changes the text by `edit` and keeps it once it is on disk. One change at a time, in the order of the calls.
   * Error values: `managed`, `policy_fault`, `changed_outside`, `bad_edit`, `not_written`.
   */
  change(edit: (text: string) => string, note?: string): Promise<Result<Record<string, never>>>
  /** Hears of every change that is in force, with its note. Returns the unsubscriber. */
  onChange(listener: (note: string | undefined) => void): () => void
}

/** What was found on disk. `bytes` null = it could not be read. */
interface Found {
  readonly bytes: Buffer | null
  readonly text: string
  readonly policy: Policy
  readonly fault: Fault | null
}

/**
 * Opens the policy at `path`. Where there is none yet, an empty one is written. A managed one is read once and never
 * written; it must be there. Never fails: what is wrong stands in `status().fault`.
 */
export async function openPolicyFile(options: { path: string; managed?: boolean }): Promise<PolicyFile> {
  const { path: file, managed = false } = options
  const listeners = new Set<(note: string | undefined) => void>()
  let held = managed ? await load(file) : await loadOrMake(file)
  let last: Promise<unknown> = Promise.resolve()

  async function change(edit: (text: string) => string, note: string | undefined) {
    if (managed)
      return failure('managed', `This policy is managed: it is changed in ${file} and taken up at the next start.`)
    if (await differs(file, held.bytes)) {
      return failure('changed_outside', `${file} was changed outside Gatehouse. Restart to take it up.`)
    }
    if (held.fault) {
      return failure(
        'policy_fault',
        `${file}:${held.fault.line}: ${held.fault.message}. Nothing is allowed until it is right.`,
      )
    }
    const text = edit(held.text)
    if (text === held.text) return success
    const next = found(Buffer.from(text, 'utf8'))
    if (next.fault) return failure('bad_edit', `This change would break the policy: ${next.fault.message}.`)
    try {
      await writeAtomic(file, text)
    } catch (error) {
      return failure('not_written', `${file} could not be written (${reasonOf(error)}). The policy is as it was.`)
    }
    held = next
    for (const listener of listeners) listener(note)
    return success
  }

  function inTurn(edit: (text: string) => string, note?: string) {
    const done = last.then(() => change(edit, note))
    last = done.catch(() => undefined)
    return done
  }

  return {
    policy: () => held.policy,
    status: () => ({ file, managed, fault: faultOf(held) }),
    change: inTurn,
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}

const success = { ok: true, value: {} } as const

function faultOf({ fault }: Found): PolicyStatus['fault'] {
  return fault && { message: fault.message, line: fault.line, column: fault.column }
}

async function loadOrMake(file: string): Promise<Found> {
  const existing = await load(file)
  if (existing.bytes !== null || !(await isMissing(file))) return existing
  try {
    await writeAtomic(file, FIRST_TEXT)
  } catch (error) {
    return unreadable(`the first policy could not be written (${reasonOf(error)})`)
  }
  return load(file)
}

async function load(file: string): Promise<Found> {
  try {
    return found(await readBounded(file))
  } catch (error) {
    return unreadable(
      codeOf(error) === 'ENOENT' ? 'the file is not there' : `the file cannot be read (${reasonOf(error)})`,
    )
  }
}

function found(bytes: Buffer): Found {
  const fail = (fault: Fault | undefined): Found => ({
    bytes,
    text: '',
    policy: CLOSED,
    fault: fault ?? at('not a policy'),
  })
  let text: string
  try {
    // the BOM stays: it is part of the text that is written back
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    return fail(at('the file is not UTF-8'))
  }
  const parsed = parsePolicy(text)
  return parsed.ok ? { bytes, text, policy: parsed.policy, fault: null } : fail(parsed.faults[0])
}

function unreadable(message: string): Found {
  return { bytes: null, text: '', policy: CLOSED, fault: at(message) }
}

function at(message: string): Fault {
  return { line: 1, column: 1, path: '', message }
}

/** Only a regular file: reading a pipe or a device could wait for ever. */
async function readBounded(file: string): Promise<Buffer> {
  const facts = await stat(file)
  if (!facts.isFile()) throw new Error('it is not a file')
  if (facts.size > MAX_BYTES) throw new Error('it is larger than 1 MiB')
  return readFile(file)
}

async function differs(file: string, bytes: Buffer | null): Promise<boolean> {
  const now = await readBounded(file).catch(() => null)
  return now === null || bytes === null ? now !== bytes : !now.equals(bytes)
}

async function isMissing(file: string): Promise<boolean> {
  return stat(file).then(
    () => false,
    (error: unknown) => codeOf(error) === 'ENOENT',
  )
}
