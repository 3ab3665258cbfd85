// One way for a person's changes of the policy from the window: tried first, recorded, then in force, and kept so that it can
// be taken back. What an edit means is main/policy; writing the file is store/policy-file.ts.
import type { Failure, Result } from '../../preload/contract.ts'
import { entry } from '../gate/entries.ts'
import type { Activity } from '../gate/model.ts'
import { withoutEnded } from '../policy/edit-temporary.ts'
import type { Policy } from '../policy/model.ts'
import { parsePolicy } from '../policy/parse.ts'
import type { PolicyFile } from '../store/policy-file.ts'
import { hashOf } from '../store/policy-found.ts'
import type { UndoLog } from './undo.ts'

type Done = Result<Record<string, never>>
const DONE: Done = { ok: true, value: {} }

/** An edit that is ready: the text it makes and what it is, for the record and for "Undo". */
export interface Made {
  readonly ok: true
  readonly text: string
  readonly recorded: string
  readonly words: string
}

export interface PolicyEdits {
  /**
   * Makes an edit of the accepted text. Nothing is recorded or written where it changes nothing or would break the policy.
   * Failures: those of `make`, of the file, and `bad_edit`.
   */
  change(make: (text: string, policy: Policy, hash: string) => Made | Failure): Promise<Done>
  /** `of`: names the step that is meant; null = the latest. Failure `nothing_to_undo`, and those of the file. */
  undo(of: string | null): Promise<Result<{ what: string }>>
}

const NOTHING: Failure = { ok: false, code: 'nothing_to_undo', message: 'There is nothing to undo.' }
const OTHER: Failure = {
  ok: false,
  code: 'nothing_to_undo',
  message: 'That is not the latest change any more. Look again before you undo.',
}
const MEANWHILE: Failure = {
  ok: false,
  code: 'changed_again',
  message: 'The policy was changed at the same moment. Look again.',
}

export function createPolicyEdits(parts: {
  readonly file: PolicyFile
  readonly activity: Pick<Activity, 'append'>
  readonly log: UndoLog
  /** ms since the epoch */
  readonly now: () => number
  readonly isOpen: (surface: string) => boolean
  /** what can be undone is different */
  readonly changed: () => void
}): PolicyEdits {
  const { file, activity, log, now, isOpen, changed } = parts
  let last: Promise<unknown> = Promise.resolve()

  /** One at a time: an edit is tried on exactly the text that it is written over. */
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const done = last.then(work)
    last = done.catch(() => undefined)
    return done
  }

  const record = (text: string, outcome: 'delivered' | 'failed') =>
    activity.append(entry('policy', 'person', { text, outcome }))

  /** Writes `text` over `before`, recorded first. */
  async function write(before: string, text: string, recorded: string): Promise<Done> {
    const parsed = parsePolicy(text)
    if (!parsed.ok) {
      const { message, line } = parsed.faults[0] ?? { message: 'it is no policy', line: 1 }
      return { ok: false, code: 'bad_edit', message: `This would break the policy (line ${line}): ${message}.` }
    }
    try {
      await record(recorded, 'delivered')
    } catch (error) {
      const why = error instanceof Error ? error.message : String(error)
      return { ok: false, code: 'not_recorded', message: `Nothing was changed: it could not be recorded (${why}).` }
    }
    let isStale = false
    const done = await file.change(present => {
      isStale = present !== before
      return isStale ? present : text
    })
    const result = done.ok && isStale ? MEANWHILE : done
    // whether that can be written or not, the person hears why
    if (!result.ok) await record(`That change was not made: ${result.message}`, 'failed').catch(() => {})
    return result
  }

  return {
    change: make =>
      inTurn(async () => {
        // a managed, held or faulty file says so before anything is recorded
        const may = await file.change(text => text)
        const present = file.text()
        if (!may.ok || !present) return may
        const made = make(present.text, file.policy(), present.hash)
        if (!made.ok) return made
        if (made.text === present.text) return DONE
        const done = await write(present.text, made.text, made.recorded)
        if (!done.ok) return done
        const { words, recorded } = made
        log.add({ before: present.text, from: present.hash, after: hash(made.text), words, recorded })
        changed()
        return DONE
      }),
    undo: of =>
      inTurn(async () => {
        const may = await file.change(text => text)
        if (!may.ok) return may
        const present = file.text()
        const step = log.latest(present?.hash)
        if (!present || !step) return NOTHING
        if (of !== null && of !== step.after) return OTHER
        const text = withoutEnded(step.before, now(), isOpen)
        const done = await write(present.text, text, `A person takes this back: ${step.recorded}`)
        if (!done.ok) return done
        log.takenBack(hash(text))
        changed()
        return { ok: true, value: { what: step.words } }
      }),
  }
}

function hash(text: string): string {
  return hashOf(Buffer.from(text, 'utf8'))
}
