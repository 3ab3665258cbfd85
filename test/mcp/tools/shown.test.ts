// Every tool reaches the models of the agents that were measured as it is listed, and what an agent adds to a call on its own
// account is no wrong argument.
import { describe, expect, test } from 'vitest'
import { TOOLS } from '../../../main/mcp/tools/index.ts'
import { callTool, rpc, serve } from '../serve.ts'
import { faultsOf, MOST_OF_A_TEXT } from '../support/shown.ts'

test.each(TOOLS.map(tool => [tool.definition.name, tool.definition] as const))('%s is shown as it is', (_, tool) => {
  expect(faultsOf(tool)).toEqual([])
})

test('the instructions are short enough to be shown whole', async () => {
  const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 't', version: '1' } }
  const { result } = await rpc(await serve(), 'initialize', params)
  const length = String(result?.['instructions']).length
  expect(length).toBeGreaterThan(200)
  expect(length).toBeLessThan(MOST_OF_A_TEXT)
})

describe('what some agent would not show as it is, is found', () => {
  const schema = (a: unknown) => ({ type: 'object', properties: { a }, additionalProperties: false })
  test.each([
    ['a schema of true', schema(true)],
    ['no type', schema({ description: 'x' })],
    ['two types', schema({ type: ['string', 'null'] })],
    ['an object without properties', schema({ type: 'object' })],
    ['a list of anything', schema({ type: 'array' })],
    ['a record', schema({ type: 'object', properties: {}, additionalProperties: { type: 'string' } })],
    ['a greatest number', schema({ type: 'integer', maximum: 9 })],
    ['a default', schema({ type: 'string', default: 'x' })],
    ['a reference', { ...schema({ $ref: '#/$defs/a' }), $defs: { a: { type: 'string' } } }],
    ['a choice at the root', { ...schema({ type: 'string' }), anyOf: [{ required: ['a'] }] }],
    ['no properties at all', { type: 'object' }],
    ['the same, inside a choice', schema({ anyOf: [{ type: 'string' }, { type: 'object' }] })],
    ['the same, inside a list', schema({ type: 'array', items: { type: 'object' } })],
    ['a long argument', schema({ type: 'string', description: 'x'.repeat(MOST_OF_A_TEXT + 1) })],
  ])('%s', (_, inputSchema) => {
    expect(faultsOf({ name: 'ours', description: 'd', inputSchema })).not.toEqual([])
  })
  test.each([
    ['dotted.name', 'd'],
    ['x'.repeat(49), 'd'],
    ['ours', 'and so on …'],
    ['ours', 'x'.repeat(MOST_OF_A_TEXT + 1)],
  ])('%s', (name, description) => {
    expect(faultsOf({ name, description, inputSchema: schema({ type: 'string' }) })).not.toEqual([])
  })
})

describe('Gemini CLI’s own wait_for_previous', () => {
  test.each([
    ['list_surfaces', {}],
    ['submit_text', { surface: 'api', text: 'ls' }],
  ])('%s: the call is served as if it were not there', async (tool, args) => {
    const plain = await serve()
    const more = await serve()
    const expected = await callTool(plain, tool, args)
    expect(expected.isError).toBe(false)
    expect(await callTool(more, tool, { ...args, wait_for_previous: true })).toEqual(expected)
    expect(more.gate.asked.map(one => JSON.stringify(one))).toEqual(plain.gate.asked.map(one => JSON.stringify(one)))
  })

  test('inside another argument it is as wrong as any', async () => {
    const sends = [{ surface: 'api', text: 'x', submit: true, wait_for_previous: true }]
    const { data } = await callTool(await serve(), 'send_many', { sends })
    expect(data).toMatchObject({ code: 'bad_arguments', field: 'wait_for_previous' })
  })
})
