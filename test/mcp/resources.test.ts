// Resources: what is listed, what reading gives and refuses, and who hears of changes. Through the real server, both eras.
import { Client as CurrentClient, StreamableHTTPClientTransport } from '@modelcontextprotocol/client'
import { describe, expect, onTestFinished, test } from 'vitest'
import { hashToken, newToken } from '../../main/mcp/tokens.ts'
import { readResult, refusal } from './fake-gate.ts'
import { comes, rpc, type Served, serve } from './serve.ts'

const SCREEN = 'surface://s_7f3a/screen'
const read = (served: Served, uri: string) => rpc(served, 'resources/read', { uri })

async function modern(url: string, token: string): Promise<CurrentClient> {
  const versionNegotiation = { mode: { pin: '2026-07-28' } }
  const client = new CurrentClient({ name: 'test', version: '1' }, { versionNegotiation })
  const requestInit = { headers: { authorization: `Bearer ${token}` } }
  await client.connect(new StreamableHTTPClientTransport(new URL(url), { requestInit }))
  onTestFinished(() => client.close())
  return client
}

describe('the list', () => {
  test('has the screens of surfaces the agent may read, and its own activity; ask-only ones are not there', async () => {
    const { result } = await rpc(await serve(), 'resources/list')
    const resources = result!['resources'] as { uri: string; name: string }[]
    expect(resources.map(({ uri, name }) => [uri, name])).toEqual([
      [SCREEN, 'api'],
      ['activity://mine', 'activity'],
    ])
  })

  test('holds nothing that a program set', async () => {
    const served = await serve()
    const { result } = await rpc(served, 'resources/list')
    // The listing's title and folder come from programs.
    expect(JSON.stringify(result)).not.toMatch(/bash|\/home/)
  })

  test('of templates has the screen by id', async () => {
    const { result } = await rpc(await serve(), 'resources/templates/list')
    expect(result!['resourceTemplates']).toMatchObject([{ uriTemplate: 'surface://{id}/screen' }])
  })
})

describe('reading', () => {
  test('a screen goes through the gate and is marked as untrusted', async () => {
    const served = await serve()
    const { result } = await read(served, SCREEN)
    const [content] = result!['contents'] as unknown as { uri: string; mimeType: string; text: string }[]
    expect(content).toMatchObject({ uri: SCREEN, mimeType: 'application/json' })
    const { refused: _, ...shown } = readResult
    expect(JSON.parse(content!.text)).toEqual({ surface: 's_7f3a', ...shown, untrusted: true })
    const asked = served.gate.asked.filter(({ what }) => what === 'read')
    expect(asked).toMatchObject([{ agent: 'cursor', request: { surface: 's_7f3a', what: 'screen' } }])
  })

  test('a screen that is refused is an error with what a tool would say', async () => {
    const served = await serve()
    served.gate.read_ = async () => refusal
    const { error } = await read(served, SCREEN)
    expect(error).toMatchObject({
      code: -32602,
      message: refusal.why,
      data: { code: 'denied', rule: 'r1', lock: 'l1', allowed: 'read' },
    })
  })

  test.each([
    'surface://s_gone/screen',
    'surface://api/screen',
    'surface://s_7f3a/scrollback',
    'surface://s_7f3a/screen/',
    'surface://s_7f3a/screen?x',
    'SURFACE://s_7f3a/screen',
    'surface:///screen',
    'surface://s_7f3a%2f/screen',
    'activity://cursor',
    'activity://mine/',
    'file:///etc/passwd',
    '',
  ])('%j is not found', async uri => {
    const served = await serve()
    served.gate.read_ = async () => ({ ...refusal, code: 'no_such_surface' })
    const { error } = await read(served, uri)
    expect(error).toMatchObject({ code: -32602, data: { uri } })
  })

  test('a name in the place of an id never reaches the gate: it would read another surface than it says', async () => {
    const served = await serve()
    await read(served, 'surface://api/screen')
    expect(served.gate.asked.filter(({ what }) => what === 'read')).toEqual([])
  })

  test('activity://mine gives the records the gate gives this agent', async () => {
    const served = await serve()
    const record = { time: '2026-01-01T00:00:00.000Z', kind: 'read', intent: 'read', text: 'screen' } as never
    served.gate.records = [record]
    const { result } = await read(served, 'activity://mine')
    const [content] = result!['contents'] as unknown as { text: string }[]
    expect(JSON.parse(content!.text)).toEqual({ records: [record] })
    expect(served.gate.asked).toMatchObject([{ agent: 'cursor', what: 'mine' }])
  })
})

describe('what is announced is what is there', () => {
  test('2025-11-25: no subscriptions and no news of lists', async () => {
    const served = await serve()
    const params = { protocolVersion: '2025-11-25', capabilities: {}, clientInfo: { name: 'x', version: '1' } }
    const { result } = await rpc(served, 'initialize', params)
    expect(result!['capabilities']).toEqual({
      tools: { listChanged: false },
      resources: { subscribe: false },
      prompts: { listChanged: false },
      completions: {},
    })
    expect((await rpc(served, 'resources/subscribe', { uri: SCREEN })).error).toMatchObject({ code: -32601 })
  })

  test('2026-07-28: both', async () => {
    const served = await serve()
    const client = await modern(served.server.url, served.token)
    expect(client.getServerCapabilities()).toMatchObject({
      tools: { listChanged: true },
      resources: { subscribe: true },
      prompts: { listChanged: true },
    })
  })
})

describe('subscriptions', () => {
  const listening = async (served: Served, uris: string[], token = served.token) => {
    const client = await modern(served.server.url, token)
    const heard: string[] = []
    client.setNotificationHandler('notifications/resources/updated', ({ params }) => void heard.push(params.uri))
    const stream = await client.listen({ resourceSubscriptions: uris })
    return { heard, stream }
  }

  test('a stream hears of the screens it named, and of no others', async () => {
    const served = await serve()
    const { heard } = await listening(served, [SCREEN])
    expect(served.gate.watching).toMatchObject([{ agent: 'cursor', surface: 's_7f3a' }])
    served.gate.watching[0]!.changed()
    await comes(() => expect(heard).toEqual([SCREEN]))
  })

  test('two streams of one agent watch a screen once, and each hears of a change once', async () => {
    const served = await serve()
    const one = await listening(served, [SCREEN, SCREEN])
    const other = await listening(served, [SCREEN])
    expect(served.gate.watching).toHaveLength(1)
    served.gate.watching[0]!.changed()
    await comes(() => expect([one.heard, other.heard]).toEqual([[SCREEN], [SCREEN]]))
  })

  test('what one agent hears, another does not', async () => {
    const other = newToken()
    const served: Served = await serve({
      identify: hash => {
        if (hash === hashToken(served.token)) return { id: 'cursor', name: 'Cursor' }
        return hash === hashToken(other) ? { id: 'codex', name: 'Codex' } : null
      },
    })
    const mine = await listening(served, [SCREEN])
    const theirs = await listening(served, [SCREEN], other)
    served.gate.watching.find(({ agent }) => agent === 'codex')!.changed()
    await comes(() => expect(theirs.heard).toEqual([SCREEN]))
    served.gate.watching.find(({ agent }) => agent === 'cursor')!.changed()
    await comes(() => expect(mine.heard).toEqual([SCREEN]))
    expect(theirs.heard).toEqual([SCREEN])
  })

  test('the watch ends with the last stream that asked for it', async () => {
    const served = await serve()
    const one = await listening(served, [SCREEN])
    const other = await listening(served, [SCREEN])
    await one.stream.close()
    await comes(() => expect(served.gate.watching).toHaveLength(1))
    await other.stream.close()
    await comes(() => expect(served.gate.watching).toHaveLength(0))
  })

  test('the watch ends with a revocation', async () => {
    const served = await serve()
    await listening(served, [SCREEN])
    served.server.agentGone('cursor')
    await comes(() => expect(served.gate.watching).toHaveLength(0))
  })

  test('an address that is no screen is not watched', async () => {
    const served = await serve()
    await listening(served, ['activity://mine', 'surface://x', 'file:///etc/passwd'])
    expect(served.gate.watching).toEqual([])
  })

  test('an agent has 16 streams and no more', async () => {
    const served = await serve()
    for (let i = 0; i < 16; i++) await listening(served, [SCREEN])
    await expect(listening(served, [SCREEN])).rejects.toThrow(/limit/i)
  })
})
