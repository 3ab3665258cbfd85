// What an agent sees of the tools before it calls one, and which of them it sees.
import { describe, expect, test } from 'vitest'
import { refusal } from '../fake-gate.ts'
import { callTool, rpc, serve } from '../serve.ts'

interface Listed {
  name: string
  title: string
  description: string
  annotations: Record<string, unknown>
  inputSchema: { properties: Record<string, { description?: string }>; additionalProperties: boolean }
  outputSchema: { type: string }
}
const listed = async (served: Awaited<ReturnType<typeof serve>>) =>
  (await rpc(served, 'tools/list')).result?.['tools'] as Listed[]

test('every tool has a title, annotations, a described strict input and an object as output', async () => {
  const tools = await listed(await serve())
  expect(tools.map(tool => tool.name)).toEqual([
    'list_surfaces',
    'read_surface',
    'type_text',
    'submit_text',
    'press_key',
    'answer_prompt',
    'discard_draft',
    'wait_for',
    'send_many',
    'open_surface',
    'close_surface',
    'show_surface',
    'my_access',
    'request_access',
    'notify_person',
  ])
  for (const tool of tools) {
    expect(tool.title, tool.name).toMatch(/^[A-Z]/)
    expect(tool.annotations, tool.name).toHaveProperty('readOnlyHint')
    expect(tool.inputSchema.additionalProperties, tool.name).toBe(false)
    expect(tool.outputSchema.type, tool.name).toBe('object')
    expect(JSON.stringify(tool)).not.toContain('$schema')
    for (const property of Object.values(tool.inputSchema.properties)) expect(property.description).toBeTruthy()
  }
})

test('what every agent reads before its first call is short', async () => {
  const { result } = await rpc(await serve(), 'tools/list')
  expect(Buffer.byteLength(JSON.stringify(result))).toBeLessThan(14_000)
})

test('the parameters are those of the contract', async () => {
  const tools = await listed(await serve())
  const parameters = tools.map(tool => [tool.name, Object.keys(tool.inputSchema.properties)])
  expect(Object.fromEntries(parameters)).toEqual({
    list_surfaces: [],
    read_surface: ['surface', 'what', 'cursor', 'max_lines'],
    wait_for: ['surface', 'until', 'timeout_s', 'cursor'],
    type_text: ['surface', 'text', 'key'],
    submit_text: ['surface', 'text', 'draft', 'wait', 'key'],
    press_key: ['surface', 'keys', 'key'],
    answer_prompt: ['surface', 'dialog', 'choice', 'key'],
    discard_draft: ['draft'],
    send_many: ['sends', 'stop_on_error'],
    open_surface: ['preset', 'command', 'name', 'cwd', 'host', 'prompt'],
    close_surface: ['surface'],
    show_surface: ['surface', 'why'],
    my_access: ['surface'],
    request_access: ['surface', 'level', 'minutes', 'why'],
    notify_person: ['title', 'body', 'surface'],
  })
})

test('the tools that reach a program say they may destroy, and those that only look say so', async () => {
  const tools = await listed(await serve())
  const named = (hint: string) => tools.filter(tool => tool.annotations[hint] === true).map(tool => tool.name)
  expect(named('readOnlyHint')).toEqual(['list_surfaces', 'read_surface', 'wait_for', 'my_access'])
  expect(named('destructiveHint')).toEqual([
    'type_text',
    'submit_text',
    'press_key',
    'answer_prompt',
    'send_many',
    'open_surface',
    'close_surface',
  ])
})

describe('the tool list ends where the agent’s reach does', () => {
  const more = {
    none: ['my_access', 'notify_person'],
    read: ['list_surfaces', 'read_surface', 'wait_for', 'show_surface', 'request_access'],
    type: ['type_text', 'discard_draft', 'send_many'],
    submit: ['submit_text', 'press_key', 'answer_prompt'],
  }
  test.each([
    ['none', [...more.none]],
    ['read', [...more.none, ...more.read]],
    ['type', [...more.none, ...more.read, ...more.type]],
    ['submit', [...more.none, ...more.read, ...more.type, ...more.submit]],
  ] as const)('%s', async (reach, names) => {
    const tools = await listed(await serve({ reach: () => reach, opens: () => false }))
    expect(tools.map(tool => tool.name).sort()).toEqual([...names].sort())
  })

  test('where the policy is managed nobody can be asked for access', async () => {
    const served = await serve({ managed: () => true })
    served.gate.act_ = { ...refusal, code: 'no_answer' }
    expect((await listed(served)).map(tool => tool.name)).not.toContain('request_access')
    const answer = await callTool(served, 'request_access', { surface: 'api', level: 'type', why: 'w' })
    expect(answer).toMatchObject({ isError: true, data: { code: 'denied' } })
  })

  test('a hidden tool that is called has gone through the gate, whose refusal is the answer', async () => {
    const served = await serve({ reach: () => 'read' })
    served.gate.send_ = async () => refusal
    const answer = await callTool(served, 'submit_text', { surface: 'api', text: 'x' })
    expect(answer.data).toMatchObject({ code: 'denied', rule: 'r1' })
    expect(served.gate.asked).toHaveLength(1)
  })

  test.each([
    ['type_text', { nonsense: 1 }],
    ['read_surface', { surface: 'no such' }],
    ['list_surfaces', {}],
  ])('a hidden tool answers denied whatever else is wrong: %s', async (tool, args) => {
    const served = await serve({ reach: () => 'none' })
    served.gate.read_ = async () => ({ ...refusal, code: 'no_such_surface' })
    const answer = await callTool(served, tool, args)
    expect(answer).toMatchObject({ isError: true, data: { code: 'denied', effect: 'deny' } })
  })

  test('of many, one that was delivered is told with the others, and none is a refusal of the call', async () => {
    const served = await serve({ reach: () => 'read' })
    const sends = [1, 2].map(() => ({ surface: 'api', text: 'x', submit: true }))
    served.gate.sent_ = async index => (index === 0 ? refusal : { refused: false, outcome: 'submitted', evidence: '' })
    const told = await callTool(served, 'send_many', { sends })
    expect(told).toMatchObject({ isError: false, data: { results: [{ code: 'denied' }, { outcome: 'submitted' }] } })
    served.gate.sent_ = async () => refusal
    expect(await callTool(served, 'send_many', { sends })).toMatchObject({ isError: true, data: { code: 'denied' } })
  })

  test('what was delivered is never told as denied', async () => {
    const served = await serve({ reach: () => 'read' })
    const answer = await callTool(served, 'submit_text', { surface: 'api', text: 'x' })
    expect(answer).toMatchObject({ isError: false, data: { outcome: 'submitted' } })
  })
})
