// The one table from what is recorded to what people read: the decision of a row, from the record of what was asked for and
// the records of what came of it. (pure) What agents get is the same code and outcome under their own names (refusals.ts and
// RECORDED in sentences.ts); the words of a decision are the window's.
import type { AnswerKind, Decision } from '../../../preload/contract.ts'
import type { RecordedOutcome } from '../model.ts'
import type { Trouble } from '../refusals.ts'
import type { Fact } from './facts.ts'

/** Why it did not go. */
export const REFUSED: Readonly<Record<Trouble['code'], Decision>> = {
  denied: 'denied',
  no_answer: 'no_answer',
  refused_by_person: 'you_denied',
  rate_limited: 'rate_limited',
  ask_limit: 'rate_limited',
  paused: 'refused_paused',
  person_typing: 'denied',
  line_not_empty: 'denied',
  own_surface: 'denied',
  bad_text: 'denied',
  secret_prompt: 'denied',
  dialog_open: 'denied',
  dialog_gone: 'denied',
  draft_changed: 'denied',
  key_reused: 'denied',
  no_such_surface: 'denied',
  surface_exited: 'denied',
  not_connected: 'denied',
  not_recorded: 'denied',
  bad_arguments: 'denied',
  cancelled: 'cancelled',
  approval_gone: 'denied',
  approval_changed: 'denied',
  look_again: 'denied',
  managed: 'denied',
}

/** How it ended, where `good` is what a success of it is called. A refusal is decided by its code. */
const ENDED: Readonly<Record<Exclude<RecordedOutcome, 'denied'>, Decision | 'good'>> = {
  delivered: 'good',
  inserted: 'good',
  staged: 'draft',
  cancelled: 'cancelled',
  failed: 'failed',
  unconfirmed: 'unconfirmed',
  unknown: 'unknown',
}

type Enter = 'enter' | 'none' | 'not_sent' | null

/** Where an entry stands after so many of its records. */
export interface Standing {
  readonly kind: NonNullable<Fact['kind']>
  readonly decision: Decision
  /** not over: `ask` waits for a person, `going` is being done. What that is once it is too old is `decisionNow`'s. */
  readonly open: 'ask' | 'going' | null
  /** a success of it is this */
  readonly good: Decision
  /** what goes in where it goes in */
  readonly enters: Enter
  readonly enter: Enter
  /** what a person answered; null = nobody was asked, or nobody answered */
  readonly answer: AnswerKind | null
  readonly asked: boolean
  /** a person's own act */
  readonly person: boolean
}

/** After the record of what was asked for, or done. */
export function begin(fact: Fact): Standing {
  const person = fact.actor === 'person'
  const kind = fact.kind ?? 'damaged'
  const base = {
    kind,
    open: null,
    answer: null,
    asked: fact.asked,
    person,
    enters: entersOf(fact),
    enter: null,
  } as const
  if (kind === 'damaged') return { ...base, decision: 'damaged', good: 'damaged' }
  const good = goodOf(fact, kind)
  if (fact.actor !== 'agent' && kind !== 'send') {
    const bad = fact.outcome === 'failed' || fact.outcome === 'unknown'
    return { ...base, good, decision: bad ? (fact.outcome as 'failed' | 'unknown') : good }
  }
  if (fact.outcome === null) {
    const open = fact.asked ? 'ask' : 'going'
    const enter = kind === 'send' && fact.asked ? 'not_sent' : null
    return { ...base, good, open, decision: fact.asked ? 'waiting' : good, enter }
  }
  return ended({ ...base, good, decision: good }, fact)
}

/** After one more record of it, in their order. */
export function follow(standing: Standing, fact: Fact): Standing {
  const isAnswer = fact.actor === 'person' && !standing.person
  if (isAnswer && fact.outcome !== 'denied') {
    const { answer } = fact
    // What a yes leads to is recorded for sends and surfaces; a read and an introduction are over with it.
    const goesOn = standing.kind === 'send' || standing.kind === 'surface' || standing.kind === 'policy'
    return {
      ...standing,
      answer,
      good: 'you_allowed',
      decision: 'you_allowed',
      open: goesOn ? 'going' : null,
      enter: null,
    }
  }
  if (fact.outcome === null) return standing
  return ended({ ...standing, answer: isAnswer ? fact.answer : standing.answer }, fact)
}

/** What the person's own act is called, and what of the agents' goes well. */
function goodOf({ actor, intent, draft, released, outcome, effect }: Fact, kind: Standing['kind']): Decision {
  if (kind === 'pause') return intent === 'resume' ? 'resumed' : 'paused'
  // What a person let it read has a record of its own for what was then read.
  if (actor === 'agent' && kind === 'read' && effect === 'ask' && outcome === 'delivered') return 'you_allowed'
  if (actor === 'agent') return 'allowed'
  if (kind !== 'send') return kind === 'policy' || kind === 'agent' || kind === 'surface' ? kind : 'allowed'
  if (actor === 'person' && released) return intent === 'submit' ? 'you_ran' : 'you_inserted'
  if (actor === 'person' && draft && outcome === 'staged') return 'you_changed'
  if (actor === 'person' && draft && outcome === 'cancelled') return 'you_discarded'
  return 'allowed'
}

function entersOf({ kind, intent, text, keys, enterKey, actor, released }: Fact): Enter {
  if (kind !== 'send' || intent === 'discard') return null
  if (keys) return enterKey ? 'enter' : 'none'
  if (actor !== 'agent' && !released) return null
  if (intent === 'submit') return 'enter'
  if (intent === 'answer') return text ? 'enter' : 'none'
  return intent === 'type' ? 'none' : null
}

function ended(standing: Standing, fact: Fact): Standing {
  const { good, enters } = standing
  const over = { ...standing, open: null } as const
  if (fact.outcome === 'denied') {
    const enter = standing.kind === 'send' ? 'not_sent' : null
    if (fact.kept) return { ...over, enter, decision: 'draft' }
    return { ...over, enter, decision: standing.person ? 'failed' : refusedAs(fact) }
  }
  const outcome = fact.outcome as Exclude<RecordedOutcome, 'denied'>
  const decision = ENDED[outcome] === 'good' ? good : (ENDED[outcome] as Decision)
  if (standing.kind !== 'send') return { ...over, decision }
  switch (outcome) {
    case 'delivered':
    case 'unconfirmed':
      // A text that was changed or thrown away is no send, whatever a record says of it later.
      return { ...over, decision, enter: decision === 'you_changed' || decision === 'you_discarded' ? null : enters }
    case 'inserted':
      return { ...over, decision, enter: 'none' }
    case 'staged':
      return { ...over, decision: good === 'you_changed' ? good : decision, enter: 'not_sent' }
    case 'cancelled':
      return {
        ...over,
        decision: good === 'you_discarded' ? good : decision,
        enter: enters === null ? null : 'not_sent',
      }
    case 'failed':
    case 'unknown':
      // What of it went in is not known.
      return { ...over, decision, enter: null }
  }
}

/** Records of earlier versions have no code. */
function refusedAs({ code, effect, actor }: Fact): Decision {
  if (code !== null) return REFUSED[code]
  if (actor === 'person') return 'you_denied'
  return effect === 'ask' ? 'no_answer' : 'denied'
}

/** How long a question, and then what was allowed, can take at most, in ms. */
const LONGEST_MS = 10 * 60_000

/** `ran`: it was recorded by the Gatehouse that runs now, `age` ms ago. What an earlier one left open is not going on. */
export function decisionNow({ decision, open }: Standing, ran: boolean, age: number): Decision {
  if (open === null || (ran && age < LONGEST_MS)) return decision
  // Recorded and no outcome: it may have gone in.
  return open === 'ask' ? 'no_answer' : 'unknown'
}
