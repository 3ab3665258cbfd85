// What a list of tools becomes on its way to a model: what is lost, what is another, what is there besides.
import type { Json, Offered } from './model.ts'

export interface Listed {
  readonly name: string
  readonly description?: string | undefined
  readonly inputSchema: unknown
}

export interface Shown {
  /** as the model has to call it; null = it does not get it */
  readonly as: string | null
  /** where it differs: paths into the description and the schema, with what was listed and what arrived */
  readonly differs: readonly string[]
  /** parameters that were not listed */
  readonly added: readonly string[]
}

/** Each listed tool as a model gets it. `spell`: the agent's name for it. */
export function compared(listed: readonly Listed[], offered: readonly Offered[], spell: (name: string) => string) {
  return Object.fromEntries(listed.map(tool => [tool.name, shown(tool, offered, spell(tool.name))]))
}

function shown(tool: Listed, offered: readonly Offered[], name: string): Shown {
  const found = offered.find(one => one.name === name)
  if (!found) return { as: null, differs: [], added: [] }
  const before = propertiesOf(tool.inputSchema)
  const added = Object.keys(propertiesOf(found.schema)).filter(key => !(key in before))
  const kept = Object.entries(propertiesOf(found.schema)).filter(([key]) => !added.includes(key))
  const schema = added.length === 0 ? found.schema : { ...found.schema, properties: Object.fromEntries(kept) }
  const differs = [
    ...differences('description', tool.description ?? '', found.description),
    ...differences('schema', tool.inputSchema, schema),
  ]
  return { as: found.name, differs, added }
}

function propertiesOf(schema: unknown): Json {
  return ((schema as Json)['properties'] ?? {}) as Json
}

/** The order of keys makes no difference; that of lists does. */
function differences(at: string, before: unknown, after: unknown): string[] {
  if (isObject(before) && isObject(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])]
    return keys.flatMap(key => differences(`${at}.${key}`, before[key], after[key]))
  }
  if (Array.isArray(before) && Array.isArray(after) && before.length === after.length)
    return before.flatMap((one, index) => differences(`${at}[${index}]`, one, after[index]))
  return JSON.stringify(before) === JSON.stringify(after) ? [] : [`${at}: ${brief(before)} → ${brief(after)}`]
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function brief(value: unknown): string {
  const text = JSON.stringify(value) ?? 'nothing'
  return text.length > 120 ? `${text.length} characters ending in ${text.slice(-40)}` : text
}
