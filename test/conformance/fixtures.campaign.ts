// The whole protocol through our HTTP: a server with every fixture that the suite asks for, behind the endpoint the app uses,
// passes every scored scenario of both requirement sets.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type McpServer, openEndpoint } from '../../main/mcp/endpoint.ts'
import { hashToken, newToken } from '../../main/mcp/tokens.ts'
import { fixtureServer } from './fixtures/server.ts'
import { type BearerProxy, bearerProxy } from './support/bearer-proxy.ts'
import { failuresOf, REVISIONS, runSuite, scoredIn } from './support/suite.ts'

let proxy: BearerProxy
let server: McpServer

beforeAll(async () => {
  const token = newToken()
  proxy = await bearerProxy(() => ({ url: server.url, token }))
  const opened = await openEndpoint({
    port: 0,
    identify: hash => (hash === hashToken(token) ? { id: 'suite', name: 'Suite' } : null),
    origins: [`http://127.0.0.1:${proxy.port}`],
    serverFor: (_agent, era) => fixtureServer(era, () => server.toolsChanged()),
  })
  if (!opened.ok) throw new Error(opened.message)
  server = opened.value
})
afterAll(async () => {
  await proxy?.close()
  await server?.close()
})

describe.each(REVISIONS)('requirements of %s', revision => {
  test('every scored scenario passes', async () => {
    const found = await runSuite(proxy.url, ['--requirements', revision])
    const scored = scoredIn(revision)
    expect(scored.filter(name => !found.has(name))).toEqual([])
    expect(scored.flatMap(name => failuresOf(name, found.get(name)!))).toEqual([])
    console.log(`${revision}: ${scored.length} scored scenarios passed with fixtures`)
  })
})
