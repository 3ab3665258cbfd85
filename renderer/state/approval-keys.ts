// The keys of a card, which work only while the sheet has the focus. Pure.
import type { AnswerKind, ApprovalView } from '../../preload/contract.ts'
import { primaryOf } from './approval-words.ts'

export type CardDeed = AnswerKind | 'look' | 'all' | 'next' | 'previous' | 'keys' | 'leave'

/** What of a KeyboardEvent a key of the card depends on. */
interface CardPress {
  readonly key: string
  readonly code: string
  readonly ctrlKey: boolean
  readonly altKey: boolean
  readonly metaKey: boolean
}

/** Every key with what it does, as the list of keys shows them. `Y` is the first answer, whatever that is. */
export const CARD_KEYS: readonly { readonly key: string; readonly does: string }[] = [
  { key: 'Y', does: 'Allow once, or look again' },
  { key: 'T', does: 'Keep as draft' },
  { key: 'M', does: 'Allow for a while' },
  { key: 'A', does: 'Allow always' },
  { key: 'E', does: 'Edit before sending' },
  { key: 'D', does: 'Deny, with a reason' },
  { key: 'B', does: 'Refuse and block' },
  { key: 'X', does: 'Deny all from this agent' },
  { key: 'S', does: 'Show all of the text' },
  { key: 'J', does: 'Next' },
  { key: 'K', does: 'Previous' },
]

const ANSWER_KEYS: Readonly<Record<string, AnswerKind>> = {
  T: 'draft',
  M: 'minutes',
  A: 'always',
  E: 'edit',
  D: 'deny',
  B: 'block',
  X: 'deny_all',
}
const OTHER_KEYS: Readonly<Record<string, CardDeed>> = {
  J: 'next',
  K: 'previous',
  S: 'all',
  '?': 'keys',
  Escape: 'leave',
}

/** The key drawn on a button. */
export function keyOf(how: AnswerKind): string {
  if (how === 'once' || how === 'start') return 'Y'
  return Object.entries(ANSWER_KEYS).find(([, answer]) => answer === how)?.[0] ?? ''
}

/** What a key asks for. Null = nothing: plain Enter never answers, and an answer the card does not offer has no key. */
export function deedOf(press: CardPress, view: ApprovalView | null): CardDeed | null {
  if (press.ctrlKey || press.altKey || press.metaKey) return null
  const key = nameOf(press)
  const other = OTHER_KEYS[key]
  if (other) return other
  if (!view) return null
  if (key === 'Y') return firstOf(view)
  const how = ANSWER_KEYS[key]
  return how && view.answers.includes(how) ? how : null
}

/** Only what `Y` is drawn on: an answer with a key of its own is not given by another one. */
function firstOf(view: ApprovalView): CardDeed | null {
  if (view.changed.length > 0) return 'look'
  const first = primaryOf(view)
  return first === 'once' || first === 'start' ? first : null
}

/** Letters by what they say, in another script by where they are. */
function nameOf({ key, code }: CardPress): string {
  if (/^[a-z]$/i.test(key)) return key.toUpperCase()
  if (key.length > 1 || key === '?') return key
  return /^Key[A-Z]$/.test(code) ? code.slice(3) : key
}
