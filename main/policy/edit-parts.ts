// Parts that edits of the policy's text are made of: a line of one of its lists added, taken out or changed, a key of an
// object, and which selectors are for one pair alone. What is changed and why is edit.ts and edit-answers.ts.
import { type Node, stripComments } from 'jsonc-parser'
import { addItem, removeItem, replaceValue } from './jsonc-edit.ts'
import type { AgentSelector, SurfaceSelector } from './model.ts'
import { memberOf, readTree } from './tree.ts'

/** Lists of lines with an id and agents. */
export type List = 'rules' | 'locks' | 'open'

/** The one agent (or `"*"`) that is selected, or null. */
export function onlyAgent(selector: AgentSelector): string | null {
  if (typeof selector === 'string') return selector
  return Array.isArray(selector) && selector.length === 1 ? String(selector[0]) : null
}

/** Agents that run inside surfaces, of one preset and one workspace: the nearest that a rule comes to naming one of them. */
export interface InsideSelector {
  readonly preset: string
  readonly workspace: string
}

/** Is it for exactly these, and for nobody else? */
export function isForAgents(selector: AgentSelector, agents: string | InsideSelector): boolean {
  if (typeof agents === 'string') return onlyAgent(selector) === agents
  if (typeof selector === 'string' || Array.isArray(selector)) return false
  const { preset, workspace } = selector as Partial<InsideSelector>
  return preset === agents.preset && workspace === agents.workspace
}

/** The one surface's id (or `"*"`) that is selected, with or without `openedBy: "self"`, or null. */
export function onlySurface(selector: SurfaceSelector): string | null {
  if (selector === '*') return '*'
  const { id, openedBy, ...others } = selector
  const isPlain = openedBy === undefined || openedBy === 'self'
  return id !== undefined && isPlain && Object.keys(others).length === 0 ? id : null
}

/** Can such a rule give an agent more than it started with, on a surface that it opened? */
export function isForOpener(selector: SurfaceSelector | undefined): boolean {
  return typeof selector === 'object' && selector.openedBy === 'self'
}

interface PairSelectors {
  readonly agents: string | InsideSelector
  readonly surfaces: SurfaceSelector
}

/** Selects one pair; `"*"` for every surface. */
export function pairSelectors(agent: string | InsideSelector, surface: string, opened: boolean): PairSelectors {
  return { agents: agent, surfaces: surface === '*' ? '*' : { id: surface, ...(opened ? { openedBy: 'self' } : {}) } }
}

/** g1, g2, …: the smallest with this letter that no line has. */
export function freshId(lines: readonly { readonly id: string }[], letter: string): string {
  const taken = new Set(lines.map(({ id }) => id))
  let number = 1
  while (taken.has(`${letter}${number}`)) number++
  return `${letter}${number}`
}

/** With a line more at the end of a list, which is made where it is missing. */
export function addLine(text: string, key: List, line: object): string {
  const next = ensure(text, key, '[]')
  const list = memberOf(rootOf(next), key)
  return list ? addItem(next, list, onOneLine(line)) : text
}

/** With the fields of the line at `index` set; undefined takes one out. */
export function setFields(
  text: string,
  index: number,
  fields: Readonly<Record<string, unknown>>,
  list: List = 'rules',
): string {
  return Object.entries(fields).reduce((now, [key, value]) => {
    const line = itemAt(now, list, index)
    if (!line || value === undefined) return removeKey(now, line, key)
    const present = memberOf(line, key)
    const json = onOneLine(value)
    return present ? replaceValue(now, present, json) : addItem(now, line, `${JSON.stringify(key)}: ${json}`)
  }, text)
}

/** Keys that are undefined are left out. */
export function onOneLine(value: unknown): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(onOneLine).join(', ')}]`
  const fields = Object.entries(value).filter(([, one]) => one !== undefined)
  const inside = fields.map(([key, one]) => `${JSON.stringify(key)}: ${onOneLine(one)}`).join(', ')
  return inside === '' ? '{}' : `{ ${inside} }`
}

/** Without some items of one of the file's lists. */
export function without(text: string, key: List | 'tests', indexes: readonly number[]): string {
  // from the last one, so that the indexes before it keep their meaning
  return indexes.toReversed().reduce((now, index) => {
    const list = memberOf(rootOf(now), key)
    return list ? removeItem(now, list, index) : now
  }, text)
}

/** The text with `key` at the top, as `empty` where it was missing. */
export function ensure(text: string, key: string, empty: string): string {
  const root = rootOf(text)
  return !root || memberOf(root, key) ? text : addItem(text, root, `${JSON.stringify(key)}: ${empty}`)
}

export function removeKey(text: string, object: Node | undefined, key: string): string {
  const index = object?.children?.findIndex(({ children }) => children?.[0]?.value === key) ?? -1
  return object && index >= 0 ? removeItem(text, object, index) : text
}

/** Has somebody written a comment inside this rule? */
export function hasComment(text: string, index: number): boolean {
  const rule = itemAt(text, 'rules', index)
  if (!rule) return false
  const written = text.slice(rule.offset, rule.offset + rule.length)
  return stripComments(written) !== written
}

export function itemAt(text: string, key: List, index: number): Node | undefined {
  return memberOf(rootOf(text), key)?.children?.[index]
}

export function rootOf(text: string): Node | undefined {
  const tree = readTree(text)
  return tree.ok ? tree.root : undefined
}
