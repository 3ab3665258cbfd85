// What the record's lines say to a person: the note of a row and the steps of an entry. (pure) Agents' own words are not
// here; what a sentence quotes was quoted when it was recorded.
import type { AnswerKind, Decision, Level } from '../../../preload/contract.ts'
import type { Standing } from './decisions.ts'
import type { AnyRecord } from './facts.ts'
import type { Fate } from './trail.ts'

/** Clock time, as a row has it. */
export function clock(ms: number): string {
  const at = new Date(ms)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${two(at.getHours())}:${two(at.getMinutes())}`
}

/** Verbs that lose more than their s. */
const YOURS: Readonly<Partial<Record<string, string>>> = { has: 'have', was: 'were', is: 'are', does: 'do' }

/** To the person who reads, they are "you". */
export function toYou(why: string): string {
  return why
    .replace(/^A person refused it and says: /, 'You: ')
    .replace(/^A person (\w+)/, (_, verb: string) => `You ${YOURS[verb] ?? verb.replace(/(?<=\w\w)s$/, '')}`)
    .replace(/^You answered: /, 'You: ')
}

/** What the person pressed. */
export const CHOSEN: Readonly<Record<AnswerKind, string>> = {
  once: 'Allow once',
  draft: 'Keep as draft',
  minutes: 'Allow for a time',
  always: 'Allow always',
  edit: 'Edit and allow',
  start: 'Connect',
  deny: 'Deny',
  deny_all: 'Deny all',
  block: 'Refuse and block',
}
const ALLOWED_BY_YOU: Readonly<Partial<Record<AnswerKind, string>>> = {
  once: 'You, once',
  minutes: 'You, for a time',
  always: 'You, always',
  edit: 'You, after changing it',
  start: 'You let it connect',
}

/** The entry's records, and what is known around them. */
export interface Told {
  readonly standing: Standing
  readonly decision: Decision
  readonly first: AnyRecord
  /** oldest first */
  readonly later: readonly AnyRecord[]
  readonly fate: Fate | null
  /** where the text of a draft came from; null = it is its own, or not known */
  readonly origin: { readonly at: number; readonly name: string } | null
  nameOf(actor: string): string
}

/** The rule or the reason, in a sentence. */
export function noteOf({ standing, decision, first, later, fate, origin, nameOf }: Told): string {
  const last = [...later].reverse().find(one => one.verdict?.why)
  const why = toYou(last?.verdict?.why ?? first.verdict?.why ?? '')
  const { answer } = standing
  switch (decision) {
    case 'draft': {
      const by = answer === 'draft' ? '. Kept as draft by you' : answer === null ? '' : '. Allowed by you'
      return `Drafted, not in the program${by}${fate ? `; ${fateWords(fate, nameOf)} at ${clock(fate.at)}` : ''}`
    }
    case 'you_allowed':
      if (answer === null && first.kind === 'read') return 'You were asked, and allowed it'
      return (answer && ALLOWED_BY_YOU[answer]) ?? why
    case 'you_ran':
    case 'you_inserted':
    case 'you_discarded':
    case 'you_changed':
      return origin ? `Draft by ${origin.name}, from ${clock(origin.at)}` : 'A draft'
    case 'unconfirmed':
      return 'Delivered, no sign that the line left'
    case 'failed':
      return last ? why : 'It passed the gate, and then the program or the terminal failed'
    case 'unknown':
      if (first.outcome === 'unknown' && why !== '') return why
      return later.some(one => one.outcome === 'unknown')
        ? 'It broke off, or the connection was lost: it may have gone in'
        : 'How it ended is not recorded: it may have gone in'
    case 'refused_paused':
      return why
    case 'waiting':
      return toYou(first.verdict?.why ?? '')
    default:
      return why
  }
}

export function fateWords({ is, by }: Pick<Fate, 'is' | 'by'>, nameOf: Told['nameOf']): string {
  const who = by === 'person' ? 'you' : nameOf(by)
  switch (is) {
    case 'ran':
      return `run by ${who}`
    case 'inserted':
      return `inserted by ${who}`
    case 'released':
      return `released by ${who}`
    case 'changed':
      return `changed by ${who}`
    case 'discarded':
      return `discarded by ${who}`
    case 'replaced':
      return 'replaced by a newer one'
    case 'expired':
      return 'ended without being released'
    case 'unknown':
      return 'it may have reached the program'
  }
}

const PARTS: Readonly<Record<string, string>> = {
  screen: 'the screen',
  scrollback: 'the scrollback',
  since: 'what was new',
}

/** An agent's own words: they never read as ours, and end where the quotes do. */
const quoted = (text: string) => `“${text.replace(/[“”]/g, '"')}”`

/** What happened, where it is no text that was sent; null = it is one, or keys. */
export function sentenceOf({ standing, first }: Pick<Told, 'standing' | 'first'>): string | null {
  const { kind, intent, actor } = first
  const isAgents = actor !== 'person' && actor !== 'gatehouse'
  const text = first.text !== null && isAgents && kind !== 'read' ? quoted(first.text) : first.text
  if (kind === 'send') return null
  if (kind === 'read') return `Read ${PARTS[text ?? ''] ?? 'the screen'}`
  if (kind === 'pause') {
    const verb = intent === 'resume' ? 'Resumed' : 'Paused'
    return text === null ? `${verb} all agents` : `${verb} ${text}`
  }
  if (kind === 'surface' && (intent === 'open' || intent === 'close')) {
    // A pane of tmux that was not started for it is adopted, and let go of.
    const isAdopted = first.pane !== undefined
    if (intent === 'close') return text ?? (isAdopted ? 'Let go of it' : 'Close it')
    if (isAdopted && first.outcome === 'delivered' && !isAgents) return `Adopt the tmux pane ${first.pane}`
    const verb = isAdopted ? 'Adopt' : 'Open'
    return text === null ? verb : `${verb} ${text}`
  }
  if (isAgents && kind === 'policy') return text === null ? `Asked for ${intent}` : `Asked for ${intent}: ${text}`
  if (isAgents && kind === 'agent') {
    if (standing.asked) return text === null ? 'Asked to connect' : `Asked to connect: ${text}`
    // Unless it was told, whether it was to be told or to connect is not recorded.
    return text !== null && first.outcome === 'delivered' ? `Told you: ${text}` : text
  }
  return text === null || isAgents ? text : toYou(text)
}

/** The level an intent needs; null = no level is meant. */
export function levelOf(intent: string | null): Level | null {
  if (intent === 'read' || intent === 'type' || intent === 'submit') return intent
  return intent === 'interrupt' || intent === 'answer' || intent === 'secret' ? 'submit' : null
}
