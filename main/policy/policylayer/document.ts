// A PolicyLayer document of either form as what it says of each tool. The forms are told apart by their keys: a tool
// with `rules` is Intercept's, any other is hosted. What it comes to here is import.ts.
import type { At, Checker, Keys } from '../shape.ts'
import { checkExtras, hostedTerms, interceptTerms } from './entries.ts'
import { allTools } from './limits.ts'
import { atKey, type Counted, items, notEmpty, type Terms } from './terms.ts'

const DOCUMENT: Keys = {
  required: ['version'],
  optional: ['default', 'hide', 'tools', 'all_tools', 'description', 'spend_limit'],
}

export interface Document {
  readonly at: At
  /** tools that are not listed are allowed */
  readonly allows: boolean
  readonly hidesAll: boolean
  /** by tool, where it is hidden */
  readonly hidden: ReadonlyMap<string, At>
  /** limits on every call */
  readonly all: readonly Counted[]
  /** what `"*"` adds to every tool; it lists none */
  readonly every: Terms | null
  readonly tools: ReadonlyMap<string, Terms>
}

export function documentOf(check: Checker, root: At): Document | null {
  const fields = check.object(root, DOCUMENT)
  if (!fields) return null
  const version = fields.get('version')
  if (version && version.node.value !== '1' && version.node.value !== 1) {
    check.fault(version, 'only version "1" of PolicyLayer documents is known here')
  }
  checkExtras(check, fields)
  const toolsAt = fields.get('tools')
  const entries = (toolsAt && check.entries(toolsAt)) ?? new Map<string, At>()
  if (fields.has('description') && !toolsAt) check.fault({ ...root, path: 'tools' }, 'an Intercept document needs them')
  const tools = new Map<string, Terms>()
  for (const [name, entry] of entries) {
    const terms = termsOf(check, name, entry)
    if (terms) tools.set(name, terms)
  }
  const every = tools.get('*') ?? null
  tools.delete('*')
  const hidden = hiddenTools(check, fields.get('hide'))
  const hidesAll = hidden.delete('*')
  const all = [...allTools(check, fields.get('all_tools')), ...(every?.limits ?? [])]
  return { at: root, allows: allows(check, root, fields, entries), hidesAll, hidden, all, every, tools }
}

function termsOf(check: Checker, name: string, entry: At): Terms | null {
  const keys = keysOf(entry)
  if (name.trim() === '') check.fault(atKey(entry), 'a tool has a name')
  if (!keys.includes('rules')) return hostedTerms(check, entry)
  if (keys.every(key => key === 'rules')) return interceptTerms(check, name, entry)
  check.fault(atKey(entry), '`rules` is the Intercept form and the other keys are the hosted one; use one of them')
  return null
}

function keysOf({ node }: At): unknown[] {
  return node.type === 'object' ? (node.children ?? []).map(property => property.children?.[0]?.value) : []
}

/** An Intercept document allows unless it says otherwise; a hosted one has to say. */
function allows(check: Checker, root: At, fields: ReadonlyMap<string, At>, entries: ReadonlyMap<string, At>): boolean {
  const stated = fields.get('default')
  if (stated) return check.oneOf(stated, ['allow', 'deny']) === 'allow'
  const keys = [...entries.values()].flatMap(keysOf)
  const isIntercept = fields.has('description') || keys.includes('rules')
  const isHosted = fields.has('all_tools') || ['require', 'deny_if', 'limits'].some(key => keys.includes(key))
  if (isIntercept && !isHosted) return true
  check.fault({ ...root, path: 'default' }, 'there is none; say "allow" or "deny", for the tools that are not listed')
  return false
}

function hiddenTools(check: Checker, list: At | undefined): Map<string, At> {
  const hidden = new Map<string, At>()
  for (const at of items(check, list)) {
    const name = check.text(at, notEmpty)
    if (name === null) continue
    if (hidden.has(name)) check.fault(at, `\`${name}\` is hidden twice`)
    hidden.set(name, at)
  }
  return hidden
}
