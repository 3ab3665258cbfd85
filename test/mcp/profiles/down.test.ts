// A profile over the stdio bridge while Gatehouse is not there: its tools are listed, none is called, and what sends is never
// sent a second time.
import { describe, expect, test } from 'vitest'
import { answerDown, noAnswer, onlyReads } from '../../../main/mcp/down.ts'
import { PROFILES } from '../../../main/mcp/profiles/index.ts'

const META = 'io.modelcontextprotocol'

async function down(profile: (typeof PROFILES)[number], method: string, params: Record<string, unknown> = {}) {
  const _meta = {
    [`${META}/protocolVersion`]: '2026-07-28',
    [`${META}/clientInfo`]: { name: 't', version: '1' },
    [`${META}/clientCapabilities`]: {},
  }
  const body = { jsonrpc: '2.0', id: 1, method, params: { ...params, _meta } }
  const headers = {
    ...{ 'content-type': 'application/json', accept: 'application/json, text/event-stream' },
    ...{ 'mcp-protocol-version': '2026-07-28', 'mcp-method': method },
    ...('name' in params && { 'mcp-name': String(params['name']) }),
  }
  const request = new Request('http://127.0.0.1/mcp', { method: 'POST', headers })
  const options = { answer: noAnswer('It is down.'), why: 'It is down.', version: '1', profile }
  const text = await (await answerDown(request, body, options)).text()
  return JSON.parse(/^data: (.*)$/m.exec(text)?.[1] ?? text)
}

describe.each(PROFILES.map(profile => [profile.name, profile] as const))('%s', (_name, profile) => {
  test('lists its own tools', async () => {
    const { result } = await down(profile, 'tools/list')
    const names = (result.tools as { name: string }[]).map(({ name }) => name)
    expect(names).toEqual(profile.tools.map(({ definition }) => definition.name))
  })

  test('answers every call that Gatehouse is not there', async () => {
    const [first] = profile.tools
    const { result } = await down(profile, 'tools/call', { name: first!.definition.name, arguments: {} })
    expect(result).toMatchObject({ isError: true, structuredContent: { code: 'no_answer', why: 'It is down.' } })
  })

  test('only what reads may be repeated', () => {
    for (const { definition } of profile.tools) {
      expect(onlyReads(definition.name, profile), definition.name).toBe(definition.annotations?.readOnlyHint)
    }
    expect(onlyReads('read_surface', profile)).toBe(false)
    expect(onlyReads('get_status', null)).toBe(false)
  })
})
