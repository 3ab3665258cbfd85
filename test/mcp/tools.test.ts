// What each tool takes and gives, over the wire, with the gate's answers scripted.
import { describe, expect, test } from 'vitest'
import type { RefusalCode } from '../../main/gate/model.ts'
import { listing, readResult, refusal, state } from './fake-gate.ts'
import { callTool, rpc, serve } from './serve.ts'

describe('results', () => {
  test('the text of a result is its structure as JSON', async () => {
    const { text, data } = await callTool(await serve(), 'read_surface', { surface: 'api' })
    expect(JSON.parse(text)).toEqual(data)
  })

  test('list_surfaces gives the contract’s fields, and of an ask-only surface id and name alone', async () => {
    const { data } = await callTool(await serve(), 'list_surfaces')
    expect(data).toEqual({ surfaces: [listing, { id: 's_0bad', name: 'prod' }] })
  })

  test('what the gate says beyond the contract stays here', async () => {
    const served = await serve()
    served.gate.listings = [Object.assign({}, listing, { pid: 4711 })]
    served.gate.read_ = async () => Object.assign({}, readResult, { raw: 'ESC' })
    expect(JSON.stringify((await callTool(served, 'list_surfaces')).data)).not.toContain('4711')
    expect(JSON.stringify((await callTool(served, 'read_surface', { surface: 'api' })).data)).not.toContain('ESC')
  })

  test('read_surface gives the contract’s fields and marks them untrusted', async () => {
    const { data } = await callTool(await serve(), 'read_surface', { surface: 'api' })
    const { refused: _, ...read } = readResult
    expect(data).toEqual({ ...read, state, untrusted: true })
  })

  test('what is read is the screen unless said, and max_lines reaches the gate', async () => {
    const served = await serve()
    await callTool(served, 'read_surface', { surface: 'api' })
    await callTool(served, 'read_surface', { surface: 'api', what: 'since', cursor: 'c1', max_lines: 5 })
    expect(served.gate.asked.map(asked => asked.request)).toEqual([
      { surface: 'api', what: 'screen' },
      { surface: 'api', what: 'since', cursor: 'c1', maxLines: 5 },
    ])
  })

  test('type_text is staged with its draft, or inserted', async () => {
    const served = await serve()
    expect((await callTool(served, 'type_text', { surface: 'api', text: 'x' })).data).toEqual({
      outcome: 'staged',
      draft: 'd_ab12@1',
    })
    served.gate.send_ = async () => ({ refused: false, outcome: 'inserted', evidence: '' })
    expect((await callTool(served, 'type_text', { surface: 'api', text: 'x' })).data).toEqual({ outcome: 'inserted' })
  })

  test.each(['submitted', 'unconfirmed'] as const)('submit_text is %s', async outcome => {
    const served = await serve()
    served.gate.send_ = async () => ({ refused: false, outcome, evidence: '' })
    const answer = await callTool(served, 'submit_text', { surface: 'api', text: 'ls' })
    expect(answer).toMatchObject({ isError: false, data: { outcome } })
  })

  test('the three ways to submit reach the gate as they are', async () => {
    const served = await serve()
    await callTool(served, 'submit_text', { surface: 'api', text: 'ls' })
    await callTool(served, 'submit_text', { surface: 'api', draft: 'd_ab12@3' })
    await callTool(served, 'submit_text', { surface: 'api' })
    expect(served.gate.asked.map(asked => asked.request)).toEqual([
      { intent: 'submit', surface: 'api', text: 'ls' },
      { intent: 'submit', surface: 'api', draft: 'd_ab12@3' },
      { intent: 'submit', surface: 'api' },
    ])
  })

  test.each(['pressed', 'unconfirmed'] as const)('press_key is %s', async outcome => {
    const served = await serve()
    served.gate.send_ = async () => ({ refused: false, outcome, evidence: '' })
    const answer = await callTool(served, 'press_key', { surface: 'api', keys: ['Down', 'Enter'], key: 'k' })
    expect(answer).toMatchObject({ isError: false, data: { outcome } })
    const request = { intent: 'keys', surface: 'api', keys: ['Down', 'Enter'], key: 'k' }
    expect(served.gate.asked.map(asked => asked.request)).toEqual([request])
  })

  test.each(['pressed', 'submitted', 'unconfirmed'] as const)('answer_prompt is %s', async outcome => {
    const served = await serve()
    served.gate.send_ = async () => ({ refused: false, outcome, evidence: '' })
    const answer = await callTool(served, 'answer_prompt', { surface: 'api', dialog: 'd1', choice: 'y', key: 'k' })
    expect(answer).toMatchObject({ isError: false, data: { outcome } })
    const request = { intent: 'answer', surface: 'api', choice: 'y', dialog: 'd1', key: 'k' }
    expect(served.gate.asked.map(asked => asked.request)).toEqual([request])
  })

  test('a key reaches the gate as it is, and no key where none was given', async () => {
    const served = await serve()
    const key = ` ~${'k'.repeat(126)}`
    await callTool(served, 'type_text', { surface: 'api', text: 'ls', key })
    await callTool(served, 'submit_text', { surface: 'api', key })
    await callTool(served, 'type_text', { surface: 'api', text: 'ls' })
    expect(served.gate.asked.map(asked => asked.request)).toEqual([
      { intent: 'type', surface: 'api', text: 'ls', key },
      { intent: 'submit', surface: 'api', key },
      { intent: 'type', surface: 'api', text: 'ls' },
    ])
  })

  test('text arrives at the gate unchanged, whatever is in it', async () => {
    const served = await serve()
    const text = ' \u0000\u001b[31m\r\n\u202e\ud83d\ude00\ud800 '
    await callTool(served, 'type_text', { surface: 'api', text })
    expect(served.gate.asked[0]?.request).toEqual({ intent: 'type', surface: 'api', text })
  })

  test('a send that failed after the gate is an error that is no refusal', async () => {
    const served = await serve()
    served.gate.send_ = async () => ({ refused: false, outcome: 'failed', evidence: 'the pipe broke' })
    const answer = await callTool(served, 'submit_text', { surface: 'api', text: 'ls' })
    expect(answer).toMatchObject({ isError: true, data: { outcome: 'failed', evidence: 'the pipe broke' } })
  })

  test('my_access tells levels, rules and pause', async () => {
    const served = await serve()
    const { data } = await callTool(served, 'my_access', { surface: 'api' })
    expect(data).toEqual({
      paused: false,
      surfaces: [
        {
          id: 's_7f3a',
          name: 'api',
          you: false,
          level: 'submit',
          ask: null,
          rule: 'r1',
          lock: null,
          why: 'Rule r1.',
          limits: [{ rule: 'r1', max: 10, window: 'minute', per: 'agent', left: 0, retry_after_ms: 900 }],
        },
      ],
    })
    expect(served.gate.asked).toEqual([{ agent: 'cursor', what: 'access', request: 'api' }])
  })
})

describe('refusals', () => {
  const calls: [string, Record<string, unknown>][] = [
    ['read_surface', { surface: 'api' }],
    ['type_text', { surface: 'api', text: 'x' }],
    ['submit_text', { surface: 'api', text: 'x' }],
    ['press_key', { surface: 'api', keys: ['C-c'] }],
    ['answer_prompt', { surface: 'api', choice: 'y' }],
    ['my_access', { surface: 'api' }],
    ['discard_draft', { draft: 'd_ab12@1' }],
    ['show_surface', { surface: 'api', why: 'look' }],
    ['notify_person', { title: 'x', body: 'y' }],
    ['request_access', { surface: 'api', level: 'type', why: 'w' }],
  ]
  test.each(calls)('%s hands the gate’s refusal on, as an error with its structure', async (tool, args) => {
    const served = await serve()
    served.gate.read_ = async () => refusal
    served.gate.send_ = async () => refusal
    served.gate.access_ = refusal
    served.gate.act_ = refusal
    const answer = await callTool(served, tool, args)
    const { refused: _, ...fields } = refusal
    expect(answer).toEqual({ isError: true, data: fields, text: JSON.stringify(fields) })
  })

  test('the further fields have the contract’s names', async () => {
    const served = await serve()
    served.gate.send_ = async () => ({ ...refusal, code: 'bad_text', retryAfterMs: 5, index: 2, codePoint: 'U+0007' })
    const { data } = await callTool(served, 'type_text', { surface: 'api', text: 'x' })
    expect(data).toMatchObject({ code: 'bad_text', retry_after_ms: 5, index: 2, code_point: 'U+0007' })
    expect(Object.keys(data)).not.toContain('refused')
    expect(Object.keys(data)).not.toContain('retryAfterMs')
  })

  const codes: RefusalCode[] = ['no_answer', 'paused', 'own_surface', 'no_such_surface', 'not_recorded']
  test.each(codes)('%s is a result, not a protocol error', async code => {
    const served = await serve()
    served.gate.send_ = async () => ({ ...refusal, code })
    expect((await callTool(served, 'type_text', { surface: 'api', text: 'x' })).data).toMatchObject({ code })
  })

  test('when the gate breaks the answer is denied, says so, and tells nothing of the fault', async () => {
    const served = await serve()
    served.gate.send_ = async () => {
      throw new Error('secret detail')
    }
    const answer = await callTool(served, 'submit_text', { surface: 'api', text: 'x' })
    expect(answer).toMatchObject({ isError: true, data: { code: 'denied', effect: 'deny' } })
    expect(answer.text).not.toContain('secret detail')
    expect(served.faults.map(fault => fault.message)).toEqual(['secret detail'])
  })

  test('an answer the tool cannot have is a fault and no success', async () => {
    const served = await serve()
    served.gate.send_ = async () => ({ refused: false, outcome: 'submitted', evidence: '' })
    const answer = await callTool(served, 'type_text', { surface: 'api', text: 'x' })
    expect(answer).toMatchObject({ isError: true, data: { code: 'denied' } })
    expect(served.faults).toHaveLength(1)
  })
})

describe('wrong arguments are refusals that name the field and the fix', () => {
  const one = { surface: 'api', text: 'x', submit: true }
  const cases: [string, unknown, string, RegExp][] = [
    ['type_text', { surface: 'api' }, 'text', /missing/],
    ['type_text', { surface: 'api', text: 7 }, 'text', /must be a string/],
    ['type_text', { surface: 'api', text: '' }, 'text', /empty/],
    ['type_text', { text: 'x' }, 'surface', /missing/],
    ['type_text', { surface: 'api', text: 'x', key: '' }, 'key', /not valid/],
    ['type_text', { surface: 'api', text: 'x', key: 'k'.repeat(129) }, 'key', /not valid/],
    ['submit_text', { surface: 'api', text: 'x', key: 'schlüssel' }, 'key', /not valid/],
    ['submit_text', { surface: 'api', text: 'x', key: 'k\n' }, 'key', /not valid/],
    ['submit_text', { surface: 'api', text: 'x', key: 1 }, 'key', /must be a string/],
    ['type_text', { surface: 'api', text: 'x', submit: true }, 'submit', /no argument/],
    ['submit_text', { surface: 'api', text: 'x', wait: { timeout_s: 5 } }, 'wait.until', /./],
    [
      'submit_text',
      { surface: 'api', text: 'x', wait: { until: 'idle', timeout_s: 601 } },
      'wait.timeout_s',
      /at most/,
    ],
    ['submit_text', { surface: 'api', text: 'x', draft: 'd_ab12@1' }, 'draft', /not both/],
    ['submit_text', { surface: 'api', draft: 'd_ab12' }, 'draft', /not valid/],
    ['submit_text', { surface: 'api', text: '' }, 'text', /empty/],
    ['submit_text', { surface: 'api', text: null }, 'text', /must be a string/],
    ['read_surface', { surface: 'api', what: 'all' }, 'what', /one of screen, scrollback, since/],
    ['read_surface', { surface: 'api', what: 'since' }, 'cursor', /needs a cursor/],
    ['read_surface', { surface: 'api', cursor: 'c1' }, 'cursor', /only with/],
    ['read_surface', { surface: 'api', max_lines: 0 }, 'max_lines', /at least 1/],
    ['read_surface', { surface: 'api', max_lines: 1.5 }, 'max_lines', /whole number/],
    ['read_surface', { surface: 'api', max_lines: 1e9 }, 'max_lines', /at most/],
    ['wait_for', { surface: 'api', until: 'done' }, 'until', /./],
    ['wait_for', { surface: 'api', until: 'idle', timeout_s: 601 }, 'timeout_s', /at most/],
    ['press_key', { surface: 'api' }, 'keys', /missing/],
    ['press_key', { surface: 'api', keys: 'C-c' }, 'keys', /must be an array/],
    ['press_key', { surface: 'api', keys: [] }, 'keys', /empty/],
    ['press_key', { surface: 'api', keys: Array.from({ length: 17 }, () => 'a') }, 'keys', /longer than 16/],
    ['press_key', { surface: 'api', keys: ['a', 1] }, 'keys.1', /must be a string/],
    ['press_key', { surface: 'api', keys: ['a', ''] }, 'keys.1', /empty/],
    ['press_key', { surface: 'api', keys: ['a'], text: 'x' }, 'text', /no argument/],
    ['answer_prompt', { surface: 'api' }, 'choice', /missing/],
    ['answer_prompt', { surface: 'api', choice: '' }, 'choice', /empty/],
    ['answer_prompt', { surface: 'api', choice: 'y', dialog: null }, 'dialog', /must be a string/],
    ['answer_prompt', { surface: 'api', keys: ['y'] }, 'choice', /missing/],
    ['list_surfaces', { surface: 'api' }, 'surface', /no argument/],
    ['discard_draft', { draft: 'd_ab12' }, 'draft', /not valid/],
    ['send_many', { sends: [] }, 'sends', /empty/],
    ['send_many', { sends: Array.from({ length: 51 }, () => one) }, 'sends', /longer than 50/],
    ['send_many', { sends: [one, { surface: 'api', text: 'x' }] }, 'sends.1.submit', /missing/],
    ['send_many', { sends: [{ ...one, key: 'k' }] }, 'key', /no argument/],
    ['show_surface', { surface: 'api' }, 'why', /missing/],
    ['show_surface', { surface: 'api', why: 'w'.repeat(201) }, 'why', /longer than 200/],
    ['notify_person', { title: 'x', body: 'b'.repeat(201) }, 'body', /longer than 200/],
    ['notify_person', { title: 't'.repeat(81), body: 'b' }, 'title', /longer than 80/],
    ['request_access', { surface: 'api', level: 'none', why: 'w' }, 'level', /one of read, type, submit/],
    ['request_access', { surface: 'api', level: 'type', minutes: 0, why: 'w' }, 'minutes', /at least 1/],
    ['my_access', { surface: 1 }, 'surface', /must be a string/],
  ]
  test.each(cases)('%s %j: %s', async (tool, args, field, why) => {
    const served = await serve()
    const { isError, data } = await callTool(served, tool, args)
    expect(isError).toBe(true)
    expect(data).toMatchObject({ code: 'bad_arguments', effect: 'deny', rule: null, lock: null, allowed: null, field })
    expect(data['why']).toMatch(why)
    expect(data['fix']).toMatch(/\w/)
    expect(served.gate.asked).toEqual([])
  })
})

test('a tool that does not exist is a protocol error and no call', async () => {
  const served = await serve()
  const answer = await rpc(served, 'tools/call', { name: 'run_anything', arguments: {} })
  expect(answer.error?.code).toBe(-32602)
  expect(served.calls).toEqual([])
})

test('every call is reported with its agent and tool, refused ones too', async () => {
  const served = await serve()
  served.gate.send_ = async () => refusal
  await callTool(served, 'list_surfaces')
  await callTool(served, 'submit_text', { surface: 'api', text: 'x' })
  expect(served.calls).toEqual([
    ['cursor', 'list_surfaces'],
    ['cursor', 'submit_text'],
  ])
})

test('who calls is the token’s agent, whatever the client calls itself', async () => {
  const served = await serve()
  await rpc(served, 'initialize', {
    protocolVersion: '2025-11-25',
    capabilities: {},
    clientInfo: { name: 'root', version: '1' },
  })
  await callTool(served, 'list_surfaces')
  expect(served.gate.asked[0]?.agent).toBe('cursor')
})
