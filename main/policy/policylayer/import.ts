// A PolicyLayer document as a policy of ours: one rule, for the agents and surfaces that are chosen, or everything in it
// that has no meaning here. It is never wider than the document, and leaves nothing out without saying so. Never throws.
import type { Level } from '../../../preload/contract.ts'
import { rank } from '../grant.ts'
import type { AgentSelector, Fault, Limit, Rule, SurfaceSelector, TextRule } from '../model.ts'
import { rule as ruleReader } from '../parse-rule.ts'
import { type Checker, createChecker } from '../shape.ts'
import { type Document, documentOf } from './document.ts'
import { type Intents, intentsOf, isSame, RUNGS, type Rung, type Stand } from './intents.ts'
import { readDocument } from './read.ts'
import { admit, type Counted, type Effect } from './terms.ts'

/** A policy file without agents: who they are is no part of a PolicyLayer document. */
export interface ImportedPolicy {
  readonly version: 1
  readonly agents: Readonly<Record<string, never>>
  readonly rules: readonly Rule[]
}

export interface ImportOptions {
  readonly agents: AgentSelector
  readonly surfaces: SurfaceSelector
}

export type Imported =
  | { readonly ok: true; readonly policy: ImportedPolicy }
  | { readonly ok: false; readonly faults: readonly Fault[] }

const MAX_REASON = 200
const HIDDEN = { level: 'none', reason: 'from PolicyLayer; it hides every tool' } as const

/** `text` is the whole document, JSON with comments or YAML. Faults, at most 50, come in the order of their places. */
export function importPolicyLayer(text: string, options: ImportOptions): Imported {
  const tree = readDocument(text)
  if (!tree.ok) return { ok: false, faults: [tree.fault] }
  const check = createChecker(tree.placeOf)
  const document = documentOf(check, { node: tree.root, path: '' })
  const grant = document && (document.hidesAll ? HIDDEN : grantOf(check, document))
  if (grant && check.faults.length === 0) {
    const rule: Rule = { id: 'import-1', ...options, ...grant }
    // What is made is what our own parser takes, whatever came in.
    if (admit(check, document.at, ruleReader, rule))
      return { ok: true, policy: { version: 1, agents: {}, rules: [rule] } }
  }
  return { ok: false, faults: [...check.faults].sort((a, b) => a.line - b.line || a.column - b.column) }
}

/** The text of a policy file. */
export function renderPolicy(policy: ImportedPolicy): string {
  return `${JSON.stringify(policy, null, 2)}\n`
}

function grantOf(check: Checker, document: Document): Omit<Rule, 'id' | keyof ImportOptions> {
  const intents = intentsOf(check, document)
  const { stands } = intents
  const level = levelOf(stands)
  const ask = highest(stands, 'ask', level)
  const top = ask ?? level
  checkLadder(check, stands, level, ask)
  const limits = limitsOf(check, document, stands, top)
  const text = textOf(stands)
  const reason = reasonOf(check, document, intents, top)
  return {
    level,
    ...(ask === null ? {} : { ask }),
    // who may not press keys is not to ask a person for an interrupt either, which submit alone would do
    ...(intents.noKeys && top === 'submit' ? { interrupt: 'deny' as const } : {}),
    ...(limits.length > 0 ? { limits } : {}),
    ...(text.length > 0 ? { text } : {}),
    reason,
  }
}

type Stands = Intents['stands']

/** What is allowed at the most. Where sends are only asked about, reading comes with them: unless it was denied too. */
function levelOf(stands: Stands): Level {
  const level = highest(stands, 'allow', 'none') ?? 'none'
  const isAsked = highest(stands, 'ask', 'read') !== null
  return level === 'none' && isAsked && stands.read.at === null && stands.read.effect === 'deny' ? 'read' : level
}

/** The highest intent of this effect above a level, or null. */
function highest(stands: Stands, effect: Effect, above: Level): Rung | null {
  return RUNGS.findLast(rung => stands[rung].effect === effect && rank(rung) > rank(above)) ?? null
}

/** A level gives all below it, so a tool below that is treated more strictly cannot be kept. */
function checkLadder(check: Checker, stands: Stands, level: Level, ask: Rung | null): void {
  for (const rung of RUNGS) {
    const { at, effect, tool } = stands[rung]
    if (!at || effect === 'allow') continue
    const isGiven = rank(rung) < rank(level)
    const isAsked = effect === 'deny' && ask !== null && rank(rung) < rank(ask)
    if (!isGiven && !isAsked) continue
    const [not, higher] = [effect === 'deny' ? 'denied' : 'asked about', isGiven ? level : ask]
    check.fault(at, `\`${tool}\` is ${not} and ${higher} is not, which includes ${rung} here; say the same of both`)
  }
}

const isSent = ({ effect }: Stand) => effect !== 'deny'

/** Limits of type and of submit where both are granted; otherwise they count every send. */
function limitsOf(check: Checker, { all }: Document, { type, submit }: Stands, top: Level): Limit[] {
  for (const { at } of top === 'read' ? all : []) {
    check.fault(at, 'limits count sends here, never reads, and this document allows no send; leave it out')
  }
  if (top === 'none') return []
  for (const { at, counters } of [...type.limits, ...submit.limits]) {
    const isShared = all.some(one => one.counters.some(name => counters.includes(name)))
    if (isShared) check.fault(at, 'it shares its counter with a limit on every tool; give it one of its own')
  }
  const bare = (list: readonly Counted[]) => list.map(({ limit }) => limit)
  if (!isSent(type) || !isSent(submit)) return distinct(bare(type.limits), bare(submit.limits), bare(all))
  const shared = new Set<Counted>()
  for (const one of type.limits) {
    const partners = submit.limits.filter(({ counters }) => counters.some(name => one.counters.includes(name)))
    const partner = partners.find(other => isSame(one, other))
    if (partner) shared.add(one).add(partner)
    else if (partners[0]) check.fault(partners[0].at, 'it shares its counter with a limit on type, and differs from it')
  }
  const bound = (list: readonly Counted[], intent: 'type' | 'submit') =>
    list.map((one): Limit => (shared.has(one) ? one.limit : { ...one.limit, intent }))
  return distinct(bound(type.limits, 'type'), bound(submit.limits, 'submit'), bare(all))
}

/** Rules for both where both say the same, which then hold for every send; otherwise each for its own. */
function textOf({ type, submit }: Stands): TextRule[] {
  if (!isSent(type) || !isSent(submit)) return distinct(type.text, submit.text)
  const isIn = ({ text }: Stand, one: TextRule) => text.some(two => JSON.stringify(one) === JSON.stringify(two))
  const bound = ({ text }: Stand, other: Stand, intent: 'type' | 'submit') =>
    text.map((one): TextRule => (isIn(other, one) ? one : { ...one, intent }))
  return distinct(bound(type, submit, 'type'), bound(submit, type, 'submit'))
}

/** In order, each once. */
function distinct<T>(...lists: (readonly T[])[]): T[] {
  return [...new Map(lists.flat().map(one => [JSON.stringify(one), one])).values()]
}

/** The document's own reasons, then what a reader should know that the rule does not say. */
function reasonOf(check: Checker, { allows, all }: Document, intents: Intents, top: Level): string {
  const { stands, reasons, showsScreens, leftOut } = intents
  const isMeant = (rung: Rung) => (stands[rung].at === null ? allows : rung !== 'read' || showsScreens)
  const included = RUNGS.filter(rung => rank(rung) < rank(top) && !isMeant(rung))
  const notes: readonly (readonly [boolean, string])[] = [
    [true, 'from PolicyLayer'],
    [included.length > 0, `${top} includes ${included.join(' and ')} here`],
    [top === 'read' && !isMeant('read'), 'read shows screens here'],
    [all.length > 0 && top !== 'none', 'limits count sends only'],
    [leftOut > 0, `tools denied that need no rule: ${leftOut}`],
    [allows && top !== 'none', 'opening needs an open rule'],
  ]
  const ours = notes.flatMap(([holds, note]) => (holds ? [note] : [])).join('; ')
  const reason = [...new Set(reasons.map(({ text }) => text)), ours].join('; ')
  const last = reasons.at(-1)
  if (last && reason.length > MAX_REASON) {
    check.fault(
      last.at,
      `the rule's reason has room for ${MAX_REASON - ours.length - 2} characters of these; shorten them`,
    )
  }
  return reason
}
