// What the tools that write, ask and tell give back, over the wire, with the gate's answers scripted.
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { WaitResult } from '../../../main/gate/wait.ts'
import { listing, state } from '../fake-gate.ts'
import { callTool, type Served, serve } from '../serve.ts'

describe('submit_text with a wait', () => {
  const wait: WaitResult = { refused: false, reason: 'text', lines: ['ok'], state, cursor: 'c9' }

  test('hands it to the gate in ms, a minute unless said, and gives back what the wait found', async () => {
    const served = await serve()
    served.gate.send_ = async () => ({ refused: false, outcome: 'submitted', evidence: '', cursor: 'c1', wait })
    const args = { surface: 'api', text: 'ls', wait: { until: { regex: '^ok$' }, timeout_s: 2.5 } }
    const { data } = await callTool(served, 'submit_text', args)
    expect(data).toEqual({ outcome: 'submitted', wait: { reason: 'text', lines: ['ok'], cursor: 'c9' } })
    await callTool(served, 'submit_text', { surface: 'api', text: 'ls', wait: { until: 'idle' } })
    expect(served.gate.asked.map(({ request }) => request)).toEqual([
      { intent: 'submit', surface: 'api', text: 'ls', wait: { until: { regex: '^ok$' }, timeoutMs: 2500 } },
      { intent: 'submit', surface: 'api', text: 'ls', wait: { until: 'idle', timeoutMs: 60_000 } },
    ])
  })

  test('has none where the gate could not wait', async () => {
    const args = { surface: 'api', text: 'ls', wait: { until: 'idle' } }
    expect((await callTool(await serve(), 'submit_text', args)).data).toEqual({ outcome: 'submitted' })
  })
})

test('a text that a person changed says so', async () => {
  const served = await serve()
  served.gate.send_ = async ({ intent }) => {
    if (intent === 'type') return { refused: false, outcome: 'staged', draft: 'd_ab12@1', edited: true }
    return { refused: false, outcome: 'submitted', evidence: '', edited: true }
  }
  const type = await callTool(served, 'type_text', { surface: 'api', text: 'x' })
  expect(type.data).toEqual({ outcome: 'staged', draft: 'd_ab12@1', edited: true })
  const submit = await callTool(served, 'submit_text', { surface: 'api', text: 'x' })
  expect(submit.data).toEqual({ outcome: 'submitted', edited: true })
})

test('send_many gives one result for each send, in order, each as its own call would', async () => {
  const served = await serve()
  const refused = { refused: true, effect: 'deny', rule: 'r1', lock: null, why: 'Too often.', allowed: 'type' } as const
  const results = [
    { refused: false, outcome: 'staged', draft: 'd_ab12@1' },
    { ...refused, code: 'rate_limited', retryAfterMs: 900 },
    { refused: false, outcome: 'submitted', evidence: 'the line left', edited: true },
    { refused: false, outcome: 'failed', evidence: 'the pipe broke' },
    { refused: false, outcome: 'unknown', evidence: 'the connection was lost' },
    { refused: false, outcome: 'not_tried' },
  ] as const
  served.gate.sent_ = async index => results[index]!
  const sends = results.map((_, index) => ({ surface: `s${index}`, text: 'x', submit: index > 0 }))
  const { isError, data } = await callTool(served, 'send_many', { sends, stop_on_error: true })
  expect(isError).toBe(false)
  const { refused: _, ...fields } = refused
  expect(data).toEqual({
    results: [
      { outcome: 'staged', draft: 'd_ab12@1' },
      { ...fields, code: 'rate_limited', retry_after_ms: 900 },
      { outcome: 'submitted', edited: true },
      { outcome: 'failed', evidence: 'the pipe broke' },
      { outcome: 'unknown', evidence: 'the connection was lost' },
      { outcome: 'not_tried' },
    ],
  })
  expect(served.gate.asked).toEqual([{ agent: 'cursor', what: 'sendMany', request: { sends, stopOnError: true } }])
})

test.each([
  ['type_text', { text: 'x' }],
  ['submit_text', { text: 'x' }],
  ['press_key', { keys: ['C-c'] }],
  ['answer_prompt', { choice: 'y' }],
])('%s: a delivery of which nobody knows is an error with a word of its own', async (tool, args) => {
  const served = await serve()
  served.gate.send_ = async () => ({ refused: false, outcome: 'unknown', evidence: 'the connection was lost' })
  const { isError, data } = await callTool(served, tool, { surface: 'api', ...args })
  expect({ isError, data }).toEqual({
    isError: true,
    data: { outcome: 'unknown', evidence: 'the connection was lost' },
  })
})

test('list_surfaces says on which computer a surface runs, where that is another', async () => {
  const served = await serve()
  served.gate.listings = [listing, { ...listing, id: 's_far', backend: 'tmux', host: 'build' }]
  const { data } = await callTool(served, 'list_surfaces', {})
  const [here, there] = data['surfaces'] as Record<string, unknown>[]
  expect(here).not.toHaveProperty('host')
  expect(there).toMatchObject({ backend: 'tmux', host: 'build' })
})

test('request_access gives the level and, where it ends, when', async () => {
  const served = await serve()
  const args = { surface: 'api', level: 'submit', minutes: 15, why: 'to run the tests' }
  expect((await callTool(served, 'request_access', args)).data).toEqual({
    granted: 'submit',
    until: '2026-11-21T12:15:00.000Z',
  })
  expect(served.gate.asked[0]?.request).toEqual(args)
  served.gate.requestAccess = async () => ({ refused: false, granted: 'submit' })
  expect((await callTool(served, 'request_access', args)).data).toEqual({ granted: 'submit' })
})

test('show_surface and notify_person reach the gate as they are', async () => {
  const served = await serve()
  const note = { title: 'Done', body: 'The build is green.', surface: 'api' }
  expect((await callTool(served, 'show_surface', { surface: 'api', why: 'look' })).data).toEqual({ shown: true })
  expect((await callTool(served, 'notify_person', note)).data).toEqual({ shown: true })
  expect(served.gate.asked.map(({ what, request }) => [what, request])).toEqual([
    ['show', { surface: 'api', why: 'look' }],
    ['notify', note],
  ])
})

describe('while a person is asked, a client that wants progress hears so', () => {
  async function heard(served: Served, name: string, args: Record<string, unknown>) {
    const versionNegotiation = { mode: { pin: '2026-07-28' } }
    const client = new Client({ name: 'test', version: '1' }, { versionNegotiation })
    const requestInit = { headers: { authorization: `Bearer ${served.token}` } }
    await client.connect(new StreamableHTTPClientTransport(new URL(served.server.url), { requestInit }))
    onTestFinished(() => client.close())
    const progress: unknown[] = []
    await client.callTool({ name, arguments: args }, { onprogress: one => void progress.push(one) })
    return progress
  }
  const asking = { progress: 0, message: 'Waiting for a person to answer.' }
  const cases: [string, Record<string, unknown>][] = [
    ['read_surface', { surface: 'api' }],
    ['type_text', { surface: 'api', text: 'x' }],
    ['submit_text', { surface: 'api', text: 'x' }],
    ['press_key', { surface: 'api', keys: ['a'] }],
    ['send_many', { sends: [{ surface: 'api', text: 'x', submit: true }] }],
    ['request_access', { surface: 'api', level: 'type', why: 'w' }],
  ]
  test.each(cases)('%s', async (name, args) => {
    const served = await serve()
    served.gate.asks = true
    if (name === 'press_key') served.gate.send_ = async () => ({ refused: false, outcome: 'pressed', evidence: '' })
    expect(await heard(served, name, args)).toEqual([asking])
  })

  test('and what it counts only grows, when it goes on to wait for the program', async () => {
    const served = await serve()
    served.gate.asks = true
    const args = { surface: 'api', text: 'x', wait: { until: 'idle' } }
    expect(await heard(served, 'submit_text', args)).toEqual([asking, { progress: 1, message: 'Waiting for api.' }])
  })
})
