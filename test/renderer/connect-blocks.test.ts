import { describe, expect, it } from 'vitest'
import { CLIENTS, configBlock } from '../../renderer/state/connect-blocks.ts'

const url = 'http://127.0.0.1:4823/mcp'
const token = 'ght_abc-DEF_123'
const bearer = `Bearer ${token}`

describe('config blocks', () => {
  it.each(CLIENTS)('for $name: carry the address and the token, and are no shell command', ({ id }) => {
    const block = configBlock(id, url, token)
    expect(block).toContain(url)
    expect(block).toContain(bearer)
    expect(block).not.toMatch(/^\s*(claude|codex|gemini|opencode|curl|export|npx)\b/m)
  })

  it.each([
    ['claude', { mcpServers: { gatehouse: { type: 'http', url, headers: { Authorization: bearer } } } }],
    ['gemini', { mcpServers: { gatehouse: { type: 'http', url, headers: { Authorization: bearer } } } }],
    ['cursor', { mcpServers: { gatehouse: { url, headers: { Authorization: bearer } } } }],
    ['opencode', { mcp: { gatehouse: { type: 'remote', url, headers: { Authorization: bearer }, oauth: false } } }],
  ] as const)('for %s is the JSON its config takes', (id, expected) => {
    expect(JSON.parse(configBlock(id, url, token))).toEqual(expected)
  })

  it('for Codex is TOML with http_headers: it ignores plain headers', () => {
    expect(configBlock('codex', url, token)).toBe(
      `[mcp_servers.gatehouse]\nurl = "${url}"\nhttp_headers = { Authorization = "${bearer}" }`,
    )
  })
})
