// What a document says of one tool, whichever form it is written in, and how its small values are read. The forms are
// entries.ts; what the terms come to for a tool of that name is intents.ts.
import { getNodeValue } from 'jsonc-parser'
import type { Limit } from '../model.ts'
import { reasonText } from '../parse-words.ts'
import { type At, type Checker, createChecker, type Keys, type Read } from '../shape.ts'
import { readTree } from '../tree.ts'

/** Strictest first. */
const EFFECTS = ['deny', 'ask', 'allow'] as const
export type Effect = (typeof EFFECTS)[number]

/** A message of the document, as a reason of ours. */
export interface Said {
  readonly text: string
  readonly at: At
}

/** A limit, and the names it counts under: limits with a name in common share their count. */
export interface Counted {
  readonly limit: Limit
  readonly counters: readonly string[]
  readonly at: At
}

const OPS = ['eq', 'neq', 'in', 'not_in', 'lt', 'lte', 'gt', 'gte', 'regex', 'contains', 'exists'] as const

/** `must`: calls that do not meet it are denied; otherwise those that meet it are. */
export interface Condition {
  readonly at: At
  readonly path: string
  readonly op: (typeof OPS)[number]
  readonly value: At
  readonly must: boolean
  readonly reason: Said | null
}

export interface Terms {
  readonly at: At
  readonly effect: Effect
  readonly conditions: readonly Condition[]
  readonly limits: readonly Counted[]
  /** why it is denied or asked about, and what no condition or limit takes */
  readonly reasons: readonly Said[]
}

export function strictest(effects: readonly Effect[]): Effect {
  return EFFECTS.find(effect => effects.includes(effect)) ?? 'allow'
}

/** The same place, at its key: for faults about the whole of it. */
export function atKey({ node, path }: At): At {
  return { node: node.parent?.type === 'property' ? node.parent : node, path }
}

export function items(check: Checker, list: At | undefined): At[] {
  return (list && check.list(list)) ?? []
}

export function plain(at: At | undefined): unknown {
  return at && getNodeValue(at.node)
}

export function notEmpty(text: string): string | null {
  return text.trim() === '' ? 'it is empty' : null
}

/**
 * A value made from the document, if our own parser takes it. What that has against it is said where it was made from:
 * at `fields` for the keys it has, else at `at`.
 */
export function admit<T>(check: Checker, at: At, read: Read<T>, made: object, fields?: ReadonlyMap<string, At>) {
  const tree = readTree(JSON.stringify(made))
  const own = createChecker(() => ({ line: 1, column: 1 }))
  const value = tree.ok ? read(own, { node: tree.root, path: at.path }) : null
  const faults = tree.ok ? own.faults : [tree.fault]
  for (const { path, message } of faults) check.fault(fields?.get(path.slice(at.path.length + 1)) ?? at, message)
  return faults.length === 0 ? value : null
}

/** A message as one line: line breaks and runs of space become one space. Null when there is none to keep. */
export function said(check: Checker, at: At | undefined): Said | null {
  const message = at && check.text(at, () => null)
  const text = message?.replace(/\s+/g, ' ').trim()
  if (!at || !text) return null
  const wrong = reasonText(text)
  if (wrong !== null) check.fault(at, `${wrong}; shorten or change this one`)
  return wrong === null ? { text, at } : null
}

const CONDITION: Keys = { required: ['path', 'op', 'value'], optional: ['on_deny'] }

/** A list of conditions. `reason` is for those without an `on_deny` of their own. */
export function conditions(check: Checker, list: At | undefined, must: boolean, reason: Said | null): Condition[] {
  return items(check, list).flatMap(at => {
    const fields = check.object(at, CONDITION)
    const [pathAt, opAt, value] = ['path', 'op', 'value'].map(key => fields?.get(key))
    const path = pathAt && check.text(pathAt, notEmpty)
    const op = opAt && check.oneOf(opAt, OPS)
    const own = said(check, fields?.get('on_deny'))
    return path && op && value ? [{ at, path, op, value, must, reason: own ?? reason }] : []
  })
}
