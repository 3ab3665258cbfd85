// The queue of what waits for a person: who asks what, until when, and the one answer each gets. It keeps time and order;
// it decides nothing by the policy, writes no record and delivers nothing.
import type { AnswerKind, ApprovalView, AskReason, HandledView, Level } from '../../preload/contract.ts'
import type { Clock } from './clock.ts'
import { freshId } from './fresh-id.ts'
import { mask } from './log/secrets.ts'
import type { Trouble } from './refusals.ts'
import { say } from './sentences.ts'
import { differences, type Stand } from './stand.ts'

/** How long a question waits for its first answer, in ms. */
export const ASK_MS = 2 * 60_000
const MAX_HANDLED = 50
/** How much of a text the list of what is over shows, in UTF-16 code units. */
const HANDLED_TEXT = 200

/** What is asked. `stand` is what the person looks at; null where nothing is written. */
export interface Question
  extends Pick<
    ApprovalView,
    'kind' | 'agent' | 'surface' | 'intent' | 'text' | 'keys' | 'enter' | 'rule' | 'lock' | 'level' | 'wants'
  > {
  readonly minutes?: number | null
  readonly says?: string | null
  readonly facts?: ApprovalView['facts']
  readonly reasons: readonly AskReason[]
  readonly stand: Stand | null
  readonly answers: readonly AnswerKind[]
  /** Asked whenever the policy changed: why it may not be asked any more; null = it may. */
  readonly withdrawn: () => Trouble | null
}

/** Answers that let nothing happen: they need no second look, and no pause holds them back. */
export function isRefusal(how: AnswerKind): boolean {
  return how === 'deny' || how === 'deny_all' || how === 'block'
}

/** What a person said, checked and on record. */
export interface PersonAnswer {
  readonly how: AnswerKind
  readonly ref: string
  readonly text: string | null
  readonly minutes: number | null
  readonly reason: string | null
  readonly level: Level | null
  readonly ask: Level | null
}

export interface Asked {
  readonly id: string
  /** `id@rev` now */
  ref(): string
  question(): Question
  /** What was asked is on record as `seq`. */
  recorded(seq: number): void
  /** The next answer, or why there will be none. To be called once after `ask` and once after each `again`. */
  next(): Promise<PersonAnswer | { readonly ended: Trouble }>
  /** The surface as it is now: what differs from what the person looks at has to be looked at again. */
  see(stand: Stand): void
  /**
   * It was not done as answered, and waits on in its own time. `reasons`: there is more to ask, so it is another
   * revision. Without them what `stand` shows has to be looked at again first.
   */
  again(why: Trouble, seen: { readonly stand: Stand | null; readonly reasons?: readonly AskReason[] }): void
  /** It is over after an answer. `good`: the agent got what it asked for. */
  over(how: string, good: boolean): void
}

export interface Approvals {
  ask(question: Question): Asked
  /** Ends what waits and matches. What is being delivered goes on: delivery asks for itself. */
  end(matches: (question: Question, id: string) => Trouble | null): void
  /** Why this answer cannot be taken now; null = it can. */
  trouble(ref: string, how: AnswerKind): Trouble | null
  find(ref: string): Question | null
  /**
   * Hands the answer over, in the same turn: from here on only who asked ends it. Resolves with how that went; a trouble
   * = it was not done and the question waits anew, or is gone.
   */
  give(answer: PersonAnswer): Promise<{ readonly outcome: string } | { readonly trouble: Trouble }>
  /** The same question with what was seen last, as another revision. Null = that revision is not there. */
  look(ref: string): string | null
  waiting(): (Omit<ApprovalView, 'agentName' | 'notices'> & { readonly id: string })[]
  /** how many wait or are being delivered */
  size(): number
  /** newest first */
  handled(): Handled[]
}

type Handled = Omit<HandledView, 'agentName'> & { readonly agent: string }

interface Entry {
  readonly id: string
  rev: number
  question: Question
  seq: number | null
  /** the surface as it is now */
  seen: Stand | null
  readonly at: number
  readonly ends: number
  /** monotonic */
  readonly deadline: number
  since: number
  state: 'waiting' | 'given' | 'over'
  waiter: ((answer: PersonAnswer | { ended: Trouble }) => void) | null
  /** it came before anybody waited for it */
  early: PersonAnswer | { ended: Trouble } | null
  settled: ((how: { outcome: string } | { trouble: Trouble }) => void) | null
  cancelTimer: () => void
}

/** `changed` is called whenever what a person sees of the queue is different. */
export function createApprovals(clock: Clock, changed: () => void): Approvals {
  const entries = new Map<string, Entry>()
  const handled: Handled[] = []

  const refOf = (entry: Entry) => `${entry.id}@${entry.rev}`
  const byRef = (ref: string) => entries.get(ref.slice(0, ref.indexOf('@')))
  const exact = (ref: string) => {
    const entry = byRef(ref)
    return entry && refOf(entry) === ref ? entry : undefined
  }
  const changesOf = ({ question, seen }: Entry) => (question.stand && seen ? differences(question.stand, seen) : [])

  function note(entry: Entry, how: string, good: boolean) {
    const { agent, surface } = entry.question
    // It stays on the screen long after it was read.
    const sent = entry.question.text
    const text = sent === null ? null : mask(sent).text.slice(0, HANDLED_TEXT)
    const [ref, name, at] = [refOf(entry), surface?.name ?? null, clock.now()]
    handled.unshift({ ref, agent, surface: name, text, how, good, at, seq: entry.seq })
    handled.length = Math.min(handled.length, MAX_HANDLED)
  }

  function close(entry: Entry, how: string, good: boolean) {
    entry.state = 'over'
    entry.cancelTimer()
    entries.delete(entry.id)
    note(entry, how, good)
    changed()
  }

  /** Ends what nobody has answered. */
  function finish(entry: Entry, trouble: Trouble) {
    if (entry.state !== 'waiting') return
    close(entry, say.handledEnd(trouble.code), false)
    tell(entry, { ended: trouble })
  }

  function tell(entry: Entry, answer: PersonAnswer | { ended: Trouble }) {
    const { waiter } = entry
    entry.waiter = null
    if (waiter) waiter(answer)
    else entry.early = answer
  }

  /** Its time is over. */
  const lapse = (entry: Entry) => finish(entry, { code: 'no_answer', effect: 'ask', why: say.nobodyAnswered() })

  return {
    ask(question) {
      const now = clock.now()
      const id = freshId('a_', taken => entries.has(taken))
      const entry: Entry = {
        id,
        rev: 1,
        question,
        seq: null,
        seen: question.stand,
        at: now,
        ends: now + ASK_MS,
        deadline: clock.monotonic() + ASK_MS,
        since: now,
        state: 'waiting',
        waiter: null,
        early: null,
        settled: null,
        cancelTimer: () => {},
      }
      entry.cancelTimer = clock.later(ASK_MS, () => lapse(entry))
      entries.set(id, entry)
      changed()
      return {
        id,
        ref: () => refOf(entry),
        question: () => entry.question,
        recorded(seq) {
          entry.seq = seq
        },
        next: () =>
          new Promise(resolve => {
            const { early } = entry
            entry.early = null
            if (early) resolve(early)
            else entry.waiter = resolve
          }),
        see(stand) {
          const before = changesOf(entry).join()
          entry.seen = stand
          if (entry.state === 'waiting' && changesOf(entry).join() !== before) changed()
        },
        again(trouble, { stand, reasons }) {
          if (entry.state !== 'given') return
          const { settled } = entry
          entry.settled = null
          entry.state = 'waiting'
          entry.seen = stand
          if (reasons) {
            entry.question = { ...entry.question, reasons, stand }
            entry.rev += 1
            entry.since = clock.now()
          }
          settled?.({ trouble })
          if (clock.monotonic() >= entry.deadline) lapse(entry)
          else changed()
        },
        over(how, good) {
          if (entry.state === 'over') return
          const { settled } = entry
          close(entry, how, good)
          settled?.({ outcome: how })
        },
      }
    },
    end(matches) {
      for (const entry of [...entries.values()]) {
        const trouble = matches(entry.question, entry.id)
        if (trouble) finish(entry, trouble)
      }
    },
    trouble(ref, how) {
      const entry = byRef(ref)
      if (!entry) return { code: 'approval_gone', why: say.approvalGone() }
      if (refOf(entry) !== ref) return { code: 'approval_changed', why: say.approvalChanged() }
      if (entry.state !== 'waiting') return { code: 'approval_gone', why: say.approvalTaken() }
      if (!entry.question.answers.includes(how)) return { code: 'bad_arguments', why: say.notAnAnswer(how) }
      const changes = isRefusal(how) ? [] : changesOf(entry)
      return changes.length === 0 ? null : { code: 'look_again', why: say.lookAgain(changes) }
    },
    find: ref => exact(ref)?.question ?? null,
    give(answer) {
      const entry = exact(answer.ref)
      if (entry?.state !== 'waiting') {
        return Promise.resolve({ trouble: { code: 'approval_gone', why: say.approvalGone() } })
      }
      entry.state = 'given'
      return new Promise(resolve => {
        entry.settled = resolve
        tell(entry, answer)
        changed()
      })
    },
    look(ref) {
      const entry = exact(ref)
      if (entry?.state !== 'waiting') return null
      entry.question = { ...entry.question, stand: entry.seen }
      entry.rev += 1
      entry.since = clock.now()
      changed()
      return refOf(entry)
    },
    waiting: () => [...entries.values()].map(viewOf),
    size: () => entries.size,
    handled: () => [...handled],
  }

  function viewOf(entry: Entry) {
    const { stand, reasons, minutes = null, says = null, facts = [], answers, withdrawn: _, ...rest } = entry.question
    return {
      ...rest,
      id: entry.id,
      ref: refOf(entry),
      reasons: [...reasons],
      minutes,
      says,
      facts,
      answers: [...answers],
      lands: stand && { line: stand.shown, where: stand.where },
      changed: changesOf(entry),
      at: entry.at,
      ends: entry.ends,
      since: entry.since,
      busy: entry.state !== 'waiting',
    }
  }
}
