// open_surface and close_surface over the wire: what goes in, what comes out, and who sees them. The gate's answers are
// scripted; what it decides is its own.
import { expect, test } from 'vitest'
import { refusal } from './fake-gate.ts'
import { callTool, rpc, serve } from './serve.ts'

test('what is given goes to the gate as it is, and nothing that is not given', async () => {
  const served = await serve()
  const all = { preset: 'shell', name: 'build', cwd: '~/src', prompt: 'ls' }
  expect(await callTool(served, 'open_surface', all)).toMatchObject({ isError: false, data: { surface: 's_new1' } })
  await callTool(served, 'open_surface', { command: 'top' })
  await callTool(served, 'close_surface', { surface: 'shell 2' })
  expect(served.gate.asked).toMatchObject([
    { agent: 'cursor', what: 'open', request: all },
    { agent: 'cursor', what: 'open', request: { command: 'top' } },
    { agent: 'cursor', what: 'close', request: { surface: 'shell 2' } },
  ])
  expect(served.gate.asked[1]?.request).toEqual({ command: 'top' })
})

test('closing gives how the program ended', async () => {
  const served = await serve()
  expect((await callTool(served, 'close_surface', { surface: 's_new1' })).data).toEqual({
    exit: { code: null, signal: 'SIGHUP' },
  })
  served.gate.closed = { refused: false, outcome: 'closed', exit: null }
  expect((await callTool(served, 'close_surface', { surface: 's_new1' })).data).toEqual({ exit: null })
})

test('what became of the first prompt is told beside the surface, a refusal of it by its code and names', async () => {
  const served = await serve()
  const opened = { refused: false, outcome: 'opened', surface: 's_new1' } as const
  const prompt = { preset: 'shell', prompt: 'ls' }
  served.gate.opened = { ...opened, prompt: { refused: false, outcome: 'submitted', evidence: 'the line left' } }
  expect((await callTool(served, 'open_surface', prompt)).data).toEqual({
    surface: 's_new1',
    prompt: { outcome: 'submitted', evidence: 'the line left' },
  })
  served.gate.opened = { ...opened, prompt: { ...refusal, code: 'rate_limited', retryAfterMs: 900 } }
  const answer = await callTool(served, 'open_surface', prompt)
  expect(answer.isError).toBe(false)
  expect(answer.data).toMatchObject({ surface: 's_new1', prompt: { code: 'rate_limited', retry_after_ms: 900 } })
  expect(JSON.stringify(answer.data)).not.toContain('refused')
})

test('refusals and failures are errors', async () => {
  const served = await serve()
  served.gate.act_ = { ...refusal, code: 'bad_arguments', field: 'preset', fix: 'There are: shell.' }
  const no = await callTool(served, 'open_surface', { preset: 'zsh' })
  expect(no).toMatchObject({
    isError: true,
    data: { code: 'bad_arguments', field: 'preset', fix: 'There are: shell.' },
  })
  served.gate.act_ = null
  served.gate.opened = { refused: false, outcome: 'failed', evidence: 'No terminal is left.' }
  served.gate.closed = { refused: false, outcome: 'failed', evidence: 'It does not end.' }
  expect(await callTool(served, 'open_surface', { preset: 'shell' })).toMatchObject({
    isError: true,
    data: { outcome: 'failed', evidence: 'No terminal is left.' },
  })
  expect(await callTool(served, 'close_surface', { surface: 's_new1' })).toMatchObject({
    isError: true,
    data: { outcome: 'failed' },
  })
  expect(await callTool(served, 'open_surface', { preset: '' })).toMatchObject({ data: { code: 'bad_arguments' } })
  expect(served.faults).toEqual([])
})

test('both show where some open rule could let the agent open something, and nowhere else', async () => {
  const names = async (opens: boolean) => {
    const served = await serve({ reach: () => 'submit', opens: () => opens })
    const { tools } = (await rpc(served, 'tools/list')).result as unknown as { tools: { name: string }[] }
    return tools.map(({ name }) => name).filter(name => /^(open|close)_/.test(name))
  }
  expect(await names(true)).toEqual(['open_surface', 'close_surface'])
  expect(await names(false)).toEqual([])
})

test('hidden, they are refused as denied, but what was done all the same is told', async () => {
  const served = await serve({ opens: () => false })
  served.gate.act_ = { ...refusal, code: 'bad_arguments' }
  expect(await callTool(served, 'open_surface', { preset: 'zsh' })).toMatchObject({ data: { code: 'denied' } })
  served.gate.act_ = null
  // It opened it while a rule let it.
  expect(await callTool(served, 'close_surface', { surface: 's_new1' })).toMatchObject({
    isError: false,
    data: { exit: { signal: 'SIGHUP' } },
  })
})
