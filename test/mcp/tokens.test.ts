import fc from 'fast-check'
import { expect, test } from 'vitest'
import { agentIdOf, agentOf, authOf, bearerOf } from '../../main/mcp/identity.ts'
import { hashToken, newToken } from '../../main/mcp/tokens.ts'
import { agentIdSchema } from '../../preload/contract.ts'

test('a token is gate_ and 43 characters of base64url, and no two are alike', () => {
  const made = Array.from({ length: 200 }, newToken)
  for (const token of made) expect(token).toMatch(/^gate_[A-Za-z0-9_-]{43}$/)
  expect(new Set(made).size).toBe(200)
})

test('a hash is sha256: and the lower-case hex over the UTF-8 bytes', () => {
  expect(hashToken('abc')).toBe('sha256:ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad')
  expect(hashToken('ü')).toBe('sha256:607474ca475a9724d7360aba71a56d5df77e61350e3f724cfa1f46e857e2d85f')
})

test.each([
  [['Bearer gate_abc'], 'gate_abc'],
  [['bearer gate_abc'], 'gate_abc'],
  [['BEARER   gate_abc '], 'gate_abc'],
  [['Bearer abc=='], 'abc=='],
  [undefined, null],
  [[], null],
  [[''], null],
  [['Bearer'], null],
  [['Bearer '], null],
  [['Basic gate_abc'], null],
  [['gate_abc'], null],
  [['Bearer gate_abc gate_def'], null],
  [['Bearer gate_abc', 'Bearer gate_def'], null],
])('the bearer of %j is %j', (header, token) => {
  expect(bearerOf(header)).toBe(token)
})

test('what travels to the tools names the agent and holds no token', () => {
  const agent = { id: 'cursor', name: 'Cursor' }
  expect(agentOf(authOf(agent))).toBe(agent)
  expect(authOf(agent).token).toBe('')
})

test('a request without an agent never reaches a tool', () => {
  expect(() => agentOf(undefined)).toThrow('without an agent')
})

test.each([
  ['Claude Code', 'claude-code'],
  ['  Cursor  ', 'cursor'],
  ['Zoë’s agent', 'zoe-s-agent'],
  ['日本', 'agent'],
  ['---', 'agent'],
])('the agent named %j gets the id %j', (name, id) => {
  expect(agentIdOf(name)).toBe(id)
})

test('every name gives a valid agent id', () => {
  fc.assert(
    fc.property(
      fc.string({ unit: 'binary', maxLength: 200 }),
      name => agentIdSchema.safeParse(agentIdOf(name)).success,
    ),
  )
})
