// What keeps a tool from reaching a model as it is listed: measured with five real agents by `npm run test:agents -- --part
// tool-lists`, and told in docs/tools.md. Each rule names an agent that breaks it.

interface Listed {
  readonly name: string
  readonly description?: string | undefined
  readonly inputSchema: unknown
}

/** What every one of them hands on as it is. */
const KEYWORDS = ['type', 'description', 'properties', 'required', 'items', 'enum', 'anyOf', 'additionalProperties']
const TYPES = ['string', 'number', 'integer', 'boolean', 'object', 'array']
/** `mcp__gatehouse__` and the name are at most 64. */
const MOST_OF_A_NAME = 48
/** Claude Code cuts descriptions, and the server's instructions, off there. */
export const MOST_OF_A_TEXT = 2000

/** Why some agent would not show the tool as it is; empty = all five do. */
export function faultsOf(tool: Listed): string[] {
  const { name, description = '', inputSchema } = tool
  const root = isObject(inputSchema) ? inputSchema : {}
  return [
    ...(/^[a-z][a-z0-9_]*$/.test(name) && name.length <= MOST_OF_A_NAME ? [] : [`name: ${name}`]),
    ...textFaults('description', description),
    ...(root['type'] === 'object' && isObject(root['properties']) ? [] : ['root: no object with properties']),
    ...['anyOf', 'oneOf', 'allOf'].flatMap(key =>
      key in root ? [`root: ${key} (Claude Code leaves the tool out)`] : [],
    ),
    ...schemaFaults('root', inputSchema),
  ]
}

function schemaFaults(at: string, schema: unknown): string[] {
  if (!isObject(schema)) return [`${at}: ${schema} is no object (Claude Code, Gemini CLI, OpenCode lose every tool)`]
  const { type, description, properties, items, anyOf, additionalProperties } = schema
  return [
    ...Object.keys(schema).flatMap(key => (KEYWORDS.includes(key) ? [] : [`${at}: ${key} (Codex, Copilot CLI)`])),
    ...(typeof description === 'string' ? textFaults(at, description) : []),
    ...(anyOf || TYPES.includes(type as string) ? [] : [`${at}: type ${type} (Codex, Gemini CLI)`]),
    ...(type === 'object' && !isObject(properties) ? [`${at}: no properties (Codex)`] : []),
    ...(type === 'array' && !isObject(items) ? [`${at}: no items (Codex, Copilot CLI)`] : []),
    ...(additionalProperties === undefined || additionalProperties === false ? [] : [`${at}: a record (Codex)`]),
    ...Object.entries(properties ?? {}).flatMap(([key, one]) => schemaFaults(`${at}.${key}`, one)),
    ...(items === undefined ? [] : schemaFaults(`${at}[]`, items)),
    ...((anyOf ?? []) as unknown[]).flatMap((one, index) => schemaFaults(`${at}|${index}`, one)),
  ]
}

/** Claude Code writes some characters in another way; plain ones pass everywhere. */
function textFaults(at: string, text: string): string[] {
  if (text.length > MOST_OF_A_TEXT) return [`${at}: ${text.length} characters (Claude Code, Codex)`]
  return /^[\x20-\x7e]*$/.test(text) ? [] : [`${at}: a character that is not plain (Claude Code)`]
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
