// What a document says of each intent: the terms of the tools that do it, which are one thing here and must agree.
// The rule that comes of it is import.ts.
import type { TextRule } from '../model.ts'
import { nearest } from '../nearest.ts'
import type { At, Checker } from '../shape.ts'
import { sentBy } from './conditions.ts'
import type { Document } from './document.ts'
import { type Counted, type Effect, strictest, type Terms } from './terms.ts'
import { type SendTool, TOOL_NAMES, toolNamed } from './tools.ts'

export const RUNGS = ['read', 'type', 'submit'] as const
export type Rung = (typeof RUNGS)[number]

/** What holds for one intent. `at` null: no tool of its own is listed, so the default holds. */
export interface Stand {
  readonly at: At | null
  readonly tool: string
  readonly effect: Effect
  readonly limits: readonly Counted[]
  readonly text: readonly TextRule[]
}

type Listed = Stand & { readonly at: At }
export type Intents = ReturnType<typeof intentsOf>

/** What holds for each intent, the reasons given, and what else the rule or its reason should say. */
export function intentsOf(check: Checker, document: Document) {
  const listed: Record<Rung, Listed[]> = { read: [], type: [], submit: [] }
  const reasons = [...(document.every?.reasons ?? [])]
  // some tool that is listed and allowed shows screens
  let showsScreens = false
  // pressing keys is denied by name
  let noKeys = false
  // tools that are denied and could do nothing here
  let leftOut = 0
  for (const [name, terms] of effective(document)) {
    const tool = toolNamed(name)
    const isDenied = terms.effect === 'deny'
    if (tool?.does === 'read') {
      listed.read.push(readStand(check, name, terms))
      showsScreens ||= !tool.lists && !isDenied
      reasons.push(...terms.reasons)
    } else if (tool?.does === 'send') {
      const { stands, why } = sendStands(check, name, tool, terms)
      for (const [rung, stand] of stands) listed[rung].push(stand)
      reasons.push(...terms.reasons, ...why)
    } else if (tool?.does === 'own') {
      const isFree = terms.effect === 'allow' && terms.limits.length + terms.conditions.length === 0
      if (!isFree) check.fault(terms.at, `\`${name}\` is open to every agent here, without a rule; leave it out`)
    } else if (!isDenied) check.fault(terms.at, tool ? tool.instead : unknown(name))
    else if (tool?.keys) noKeys = true
    else leftOut++
  }
  const stand = (rung: Rung) => agreed(check, listed[rung], rung) ?? unlisted(check, document, rung)
  const stands = { read: stand('read'), type: stand('type'), submit: stand('submit') }
  return { stands, reasons, showsScreens, noKeys, leftOut }
}

/** Every tool that is named, with what `hide` and `"*"` add. Where a call is always denied, nothing else holds. */
function effective({ tools, hidden, every }: Document): Map<string, Terms> {
  const named = new Map<string, Terms>()
  for (const [name, terms] of tools) {
    const effect = strictest([terms.effect, every?.effect ?? 'allow'])
    const conditions = [...terms.conditions, ...(every?.conditions ?? [])]
    named.set(
      name,
      effect === 'deny' ? { ...terms, effect, conditions: [], limits: [] } : { ...terms, effect, conditions },
    )
  }
  for (const [name, at] of hidden) {
    const reasons = tools.get(name)?.reasons ?? []
    named.set(name, { at, effect: 'deny', conditions: [], limits: [], reasons })
  }
  return named
}

function unknown(name: string): string {
  const near = nearest(name, TOOL_NAMES)
  const meant = near === null ? 'leave it out' : `leave it out, or did you mean \`${near}\`?`
  return `no tool called \`${name.slice(0, 60)}\` is known here, so there is nothing to allow; ${meant}`
}

function readStand(check: Checker, tool: string, { at, effect, limits, conditions }: Terms): Listed {
  for (const one of limits) check.fault(one.at, `limits count sends here, never reads; \`${tool}\` reads`)
  for (const one of conditions) {
    check.fault(
      one.at,
      `only texts that are sent are compared; \`${tool}\` reads. Choose surfaces for the import (--for-surfaces)`,
    )
  }
  return { at, tool, effect, limits: [], text: [] }
}

/** A tool that sends with Enter or without is of both intents; where it may not press Enter, submit is denied. */
function sendStands(check: Checker, name: string, tool: SendTool, { at, effect, conditions, limits }: Terms) {
  const { text, isWithoutEnter, reasons: why } = sentBy(check, name, tool, conditions)
  const stand: Listed = { at, tool: name, effect, limits, text }
  const submit: Listed = isWithoutEnter ? { ...stand, effect: 'deny', limits: [], text: [] } : stand
  const both: [Rung, Listed][] = [
    ['type', stand],
    ['submit', submit],
  ]
  return { stands: tool.enter ? both : both.filter(([rung]) => rung === tool.intent), why }
}

/** Several tools of one intent are one thing here; null when there is none. Their counters count together. */
function agreed(check: Checker, [first, ...others]: readonly Listed[], rung: Rung): Stand | null {
  if (!first) return null
  for (const other of others) {
    if (substance(other) === substance(first)) continue
    const same = `\`${first.tool}\` and \`${other.tool}\` are one thing here (${rung})`
    check.fault(other.at, `${same}, and the document treats them differently; say the same of both`)
  }
  const alike = (one: Counted) => others.flatMap(({ limits }) => limits.filter(other => isSame(one, other)))
  const withAlike = (one: Counted) => [one, ...alike(one)].flatMap(({ counters }) => counters)
  return { ...first, limits: first.limits.map(one => ({ ...one, counters: withAlike(one) })) }
}

function substance({ effect, limits, text }: Stand): string {
  return JSON.stringify([effect, limits.map(({ limit }) => `${limit.max} ${limit.window}`).sort(), text])
}

export function isSame({ limit: a }: Counted, { limit: b }: Counted): boolean {
  return a.max === b.max && a.window === b.window
}

/** An intent whose tools are not listed: the default, with what `"*"` says of every tool. */
function unlisted(check: Checker, { allows, every }: Document, rung: Rung): Stand {
  const effect = allows ? (every?.effect ?? 'allow') : 'deny'
  if (every && effect !== 'deny' && every.conditions.length > 0) {
    check.fault(
      every.at,
      `no tool for ${rung} is listed, and the default allows it: list the tools these conditions are for`,
    )
  }
  return { at: null, tool: '*', effect, limits: [], text: [] }
}
