// policy.json while Gatehouse runs: what a person accepted rules, and whatever else is found in the file is held until a
// person accepts it or puts the accepted text back. In doubt it is closed. What a policy means is main/policy.
import path from 'node:path'
import type { PolicyStatus, Result } from '../../preload/contract.ts'
import type { Fault, Policy } from '../policy/model.ts'
import { type Accepted, acceptable, acceptedCopy, type Seal } from './accepted.ts'
import { writeAtomic } from './atomic.ts'
import { failure } from './failure.ts'
import { at, type Found, foundIn, lookAt, MISSING } from './policy-found.ts'
import { keepAside } from './policy-outside.ts'
import { refuse } from './policy-refusals.ts'
import { startManaged, startOwn } from './policy-start.ts'
import { watchPath } from './watch.ts'

/** In force while nothing is accepted: no agent, no rule, and a lock for what is built in. */
const CLOSED: Policy = {
  version: 1,
  agents: {},
  rules: [],
  locks: [{ id: 'closed', agents: '*', surfaces: '*', level: 'none', reason: 'no policy is accepted' }],
  open: [],
  tests: [],
}

type Done = Result<Record<string, never>>
const success: Done = { ok: true, value: {} }

/** What was found in the file and does not rule. */
export interface HeldPolicy {
  /** names exactly what was found */
  readonly hash: string
  /** ms since the epoch: when it was found first */
  readonly at: number
  /** the text that was accepted last; empty = none was */
  readonly accepted: string
  /** null = it cannot be read as text: missing, not UTF-8, too large */
  readonly found: string | null
  /** null = it has a fault */
  readonly policy: Policy | null
}

export interface PolicyFile {
  /** The policy in force: the accepted one. It allows nothing while none is accepted. */
  policy(): Policy
  /** The text of the policy in force, and a hash that names it; null while none is accepted. */
  text(): { readonly text: string; readonly hash: string } | null
  status(): PolicyStatus
  /** What waits for a person; null = the file is what rules. */
  held(): HeldPolicy | null
  /**
   * Changes the accepted text by `edit` and keeps it once it is on disk. Changes, looks and acceptances happen one at a
   * time, in the order of the calls. Error values: `managed`, `policy_fault`, `changed_outside`, `bad_edit`, `not_written`.
   */
  change(edit: (text: string) => string, note?: string): Promise<Done>
  /**
   * The same for an edit that only takes away: it works while something else is held, too. Then it changes what rules, and
   * the file stays as it was found.
   */
  takeAway(edit: (text: string) => string): Promise<Done>
  /**
   * A person accepts exactly what `hash` names. Error values: `managed`, `changed_again` (it is something else by now),
   * `policy_fault`, `not_written`.
   */
  accept(hash: string): Promise<Done>
  /**
   * Writes the accepted text over what `hash` names, which is kept as `policy.outside.json` beside it (the newest one
   * only). Error values: `managed`, `changed_again`, `nothing_accepted`, `not_written`.
   */
  putBack(hash: string): Promise<Done>
  /** Looks at the file now instead of waiting to hear of a change. */
  check(): Promise<void>
  /** Hears of every change of what is in force (with its note), held or faulty. Returns the unsubscriber. */
  onChange(listener: (note: string | undefined) => void): () => void
  /** Stops watching, and resolves when what was under way is done. */
  close(): Promise<void>
}

export interface PolicyFileOptions {
  readonly path: string
  /** taken as it stands at each start; never written, has no accepted copy */
  readonly managed?: boolean
  /** the accepted copy; `policy.accepted.json` beside the file unless said */
  readonly accepted?: string
  readonly seal?: Seal
  /** ms since the epoch */
  readonly now?: () => number
}

/**
 * Opens the policy at `path`. Where there is none yet, nor an accepted copy, an empty one is written; a managed one must
 * be there. Never fails: what is wrong stands in `status()`.
 */
export async function openPolicyFile(options: PolicyFileOptions): Promise<PolicyFile> {
  const { path: file, managed = false, now = Date.now } = options
  const beside = (name: string) => path.join(path.dirname(file), name)
  const copy = acceptedCopy(options.accepted ?? beside('policy.accepted.json'), options.seal)
  const listeners = new Set<(note: string | undefined) => void>()
  let { found, accepted, trouble } = managed ? await startManaged(file) : await startOwn(file, copy)
  let since = now()
  let last: Promise<unknown> = Promise.resolve()

  const isHeld = () => accepted?.hash !== found.hash

  function tell(note?: string) {
    for (const listener of listeners) listener(note)
  }

  function take(next: Found) {
    if (next.hash !== found.hash) since = now()
    found = next
  }

  /** Bytes are compared, not events: what we wrote ourselves is what is accepted. */
  async function look() {
    const before = found
    take(await lookAt(file, found))
    if (found.hash !== before.hash || found.fault?.message !== before.fault?.message) tell()
  }

  function fault(): Fault | null {
    if (found.fault && (managed || !trouble || found.hash !== MISSING)) return found.fault
    return trouble === null ? null : at(found.fault ? `${found.fault.message}, and ${trouble}` : trouble)
  }

  async function change(edit: (text: string) => string, note: string | undefined, held: boolean): Promise<Done> {
    if (managed) return refuse.managed(file)
    await look()
    if (!accepted || (isHeld() && !held))
      return refuse.held(file, fault(), { right: found.policy !== null, accepted: accepted !== null })
    const text = edit(accepted.text)
    if (text === accepted.text) return success
    const changed = foundIn(Buffer.from(text, 'utf8'))
    const next = acceptable(changed, accepted.revision + 1)
    if (!next) return failure('bad_edit', `This change would break the policy: ${changed.fault?.message}.`)
    const isBeside = isHeld()
    const written = isBeside ? await writeCopy(next) : await writeBoth(next, accepted)
    if (!written.ok) return written
    accepted = next
    if (!isBeside) take(changed)
    tell(note)
    return success
  }

  async function writeCopy(next: Accepted): Promise<Done> {
    try {
      await copy.save(next)
      return success
    } catch (error) {
      return refuse.notWritten(copy.file, error)
    }
  }

  /** The copy first: after a crash in between, the next start holds the file and what the person wanted rules. */
  async function writeBoth(next: Accepted, before: Accepted): Promise<Done> {
    const copied = await writeCopy(next)
    if (!copied.ok) return copied
    try {
      await writeAtomic(file, next.text)
    } catch (error) {
      const back = await copy.save(before).then(
        () => true,
        () => false,
      )
      const more = `Its copy ${copy.file} could not be put back, so the next start asks about it.`
      return refuse.notWritten(file, error, back ? '' : more)
    }
    return success
  }

  async function accept(hash: string): Promise<Done> {
    if (managed) return refuse.managed(file)
    await look()
    if (found.hash !== hash) return refuse.changedAgain(file)
    if (!isHeld()) return success
    const next = acceptable(found, (accepted?.revision ?? 0) + 1)
    if (!next) return refuse.faulty(file, found.fault ?? at('not a policy'))
    const copied = await writeCopy(next)
    if (!copied.ok) return copied
    accepted = next
    trouble = null
    tell()
    return success
  }

  async function putBack(hash: string): Promise<Done> {
    if (managed) return refuse.managed(file)
    await look()
    if (found.hash !== hash || !isHeld()) return refuse.changedAgain(file)
    if (!accepted) return refuse.nothingAccepted(file)
    const outside = beside('policy.outside.json')
    try {
      await keepAside(file, outside)
    } catch (error) {
      return refuse.notWritten(outside, error)
    }
    try {
      await writeAtomic(file, accepted.text)
    } catch (error) {
      return refuse.notWritten(file, error)
    }
    take(accepted.found)
    tell()
    return success
  }

  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = last.then(work)
    last = done.catch(() => undefined)
    return done
  }

  const unwatch = watchPath(file, () => void inTurn(look).catch(() => undefined))
  // what changed between the start's look and the watching
  await inTurn(look)

  return {
    policy: () => accepted?.policy ?? CLOSED,
    text: () => accepted && { text: accepted.text, hash: accepted.hash },
    status() {
      const wrong = fault()
      return {
        file,
        managed,
        fault: wrong && { message: wrong.message, line: wrong.line, column: wrong.column },
        ruling: isHeld() ? (accepted ? 'accepted' : 'nothing') : 'file',
        held: isHeld() ? { hash: found.hash, at: since } : null,
      }
    },
    held: () =>
      isHeld()
        ? { hash: found.hash, at: since, accepted: accepted?.text ?? '', found: found.text, policy: found.policy }
        : null,
    change: (edit, note) => inTurn(() => change(edit, note, false)),
    takeAway: edit => inTurn(() => change(edit, undefined, true)),
    accept: hash => inTurn(() => accept(hash)),
    putBack: hash => inTurn(() => putBack(hash)),
    check: () => inTurn(look),
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async close() {
      unwatch()
      await last
    },
  }
}
