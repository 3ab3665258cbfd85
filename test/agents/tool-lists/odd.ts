// Tools with one feature of JSON Schema each that agents are known, or suspected, to stumble over, and an MCP server with
// nothing else: what becomes of them is why our own list does without.
import { Server } from '@modelcontextprotocol/server'
import { type McpServer, openEndpoint } from '../../../main/mcp/endpoint.ts'
import { listParams } from '../../../main/mcp/params.ts'
import type { Listed } from './compare.ts'

const TEXT = { type: 'string' } as const
const LONG = `${'long '.repeat(2000)}END`
/** As long as model APIs take names, without what an agent puts before it. */
export const LONG_NAME = 'sixty_four_characters_'.padEnd(64, 'x')

const object = (properties: object, more: object = {}) => ({
  type: 'object',
  properties,
  additionalProperties: false,
  ...more,
})
const tool = (name: string, a: unknown, description = 'd'): Listed => ({
  name,
  description,
  inputSchema: object({ a }),
})
const whole = (name: string, inputSchema: object): Listed => ({ name, description: 'd', inputSchema })
const inner = (name: string) => ({ type: 'object', properties: { [name]: TEXT } })

export const ODD: readonly Listed[] = [
  tool('plain', { type: 'string', description: 'x' }),
  tool('enum', { type: 'string', enum: ['x', 'y'] }),
  tool('any_of', { anyOf: [TEXT, inner('b')], description: 'x' }),
  tool('one_of', { oneOf: [TEXT, inner('b')] }),
  tool('all_of', { allOf: [inner('b'), inner('c')] }),
  whole('root_any_of', { type: 'object', anyOf: [inner('a'), inner('b')] }),
  whole('root_one_of', { ...object({ a: TEXT }), oneOf: [{ required: ['a'] }] }),
  whole('ref', { ...object({ a: { $ref: '#/$defs/A' } }), $defs: { A: inner('b') } }),
  tool('two_types', { type: ['string', 'null'] }),
  tool('const', { type: 'string', const: 'x' }),
  tool('no_type', { description: 'anything' }),
  tool('bare_object', { type: 'object', description: 'x' }),
  tool('bare_array', { type: 'array', description: 'x' }),
  tool('lengths', { type: 'string', minLength: 1, maxLength: 9, pattern: '^a' }),
  tool('numbers', { type: 'integer', minimum: 1, maximum: 9 }),
  tool('min_items', { type: 'array', items: TEXT, minItems: 1 }),
  tool('max_items', { type: 'array', items: TEXT, maxItems: 9 }),
  tool('default', { type: 'string', default: 'x' }),
  tool('format', { type: 'string', format: 'date-time' }),
  tool('nested', { type: 'object', properties: { b: inner('c') }, required: ['b'], additionalProperties: false }),
  tool('record', { type: 'object', additionalProperties: TEXT }),
  tool('tuple', { type: 'array', prefixItems: [TEXT, { type: 'number' }] }),
  tool('not', { type: 'string', not: { enum: ['x'] } }),
  whole('if_else', { ...object({ a: TEXT }), if: { required: ['a'] }, else: { required: ['a'] } }),
  tool('long_description', TEXT, LONG),
  tool('long_argument', { type: 'string', description: LONG }),
  tool('ellipsis', TEXT, 'and so on …'),
  tool('dotted.name', TEXT),
  tool('dashed-name', TEXT),
  tool(LONG_NAME, TEXT),
]

/** `true` is a schema as good as any. */
export const TRUE_SCHEMA: Listed = tool('true_schema', true)

/** Serves `tools` to whoever comes. */
export async function serveOdd(tools: readonly Listed[]): Promise<McpServer> {
  const serverFor = () => {
    const server = new Server({ name: 'odd', version: '1.0.0' }, { capabilities: { tools: {} } })
    server.setRequestHandler('tools/list', listParams, () => ({ tools: tools as never }))
    return server
  }
  const opened = await openEndpoint({ port: 0, identify: () => ({ id: 'anybody', name: 'Anybody' }), serverFor })
  if (!opened.ok) throw new Error(opened.message)
  return opened.value
}
