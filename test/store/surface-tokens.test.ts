// surface-tokens.json: hashes alone are kept, and they end with their surface.
import { statSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { hashToken, newToken } from '../../main/mcp/tokens.ts'
import { openSurfaceTokens, type SurfaceTokensOptions } from '../../main/store/surface-tokens.ts'
import { agentIdSchema, insideIdSchema } from '../../preload/contract.ts'

let dir: string
const file = () => path.join(dir, 'surface-tokens.json')
const open = (more: Partial<SurfaceTokensOptions> = {}) => openSurfaceTokens(file(), { make, ...more })
const saved = async () => JSON.parse(await readFile(file(), 'utf8')) as { version: number; tokens: object }

function make() {
  const token = newToken()
  return { token, hash: hashToken(token) }
}

beforeEach(async () => {
  dir = await mkdtemp(path.join(os.tmpdir(), 'gatehouse-tokens-'))
})
afterEach(() => rm(dir, { recursive: true, force: true }))

test('a token stands for its surface and agent, and only its hash is on disk, for its owner alone', async () => {
  const tokens = await open()
  const token = tokens.issue({ id: 's_aaaa', preset: 'claude', workspace: 'web' })
  const found = tokens.find(hashToken(token))
  expect(found).toEqual({ surface: 's_aaaa', preset: 'claude', workspace: 'web', agent: 'claude@s_aaaa' })
  expect(tokens.find(token)).toBe(null)
  await tokens.close()
  expect(await saved()).toEqual({ version: 1, tokens: { [hashToken(token)]: found } })
  expect(await readFile(file(), 'utf8')).not.toContain(token)
  expect(statSync(file()).mode & 0o777).toBe(0o600)
})

test('two surfaces of one preset are two agents, and no policy can have an agent of such an id', async () => {
  const tokens = await open()
  const ids = ['s_aaaa', 's_bbbb'].map(id => tokens.find(hashToken(tokens.issue({ id, preset: 'claude' })))?.agent)
  expect(ids).toEqual(['claude@s_aaaa', 'claude@s_bbbb'])
  for (const id of ids) {
    expect(agentIdSchema.safeParse(id).success).toBe(false)
    expect(insideIdSchema.safeParse(id).success).toBe(true)
  }
  await tokens.close()
})

test('it ends with its surface, and with the next token of that surface; others stay', async () => {
  const tokens = await open()
  const first = tokens.issue({ id: 's_aaaa', preset: 'claude' })
  const other = tokens.issue({ id: 's_bbbb', preset: 'codex' })
  const second = tokens.issue({ id: 's_aaaa', preset: 'claude' })
  expect(tokens.find(hashToken(first))).toBe(null)
  expect(tokens.find(hashToken(second))).toMatchObject({ surface: 's_aaaa' })
  tokens.drop('s_aaaa')
  tokens.drop('s_none')
  expect(tokens.find(hashToken(second))).toBe(null)
  await tokens.close()
  expect((await saved()).tokens).toEqual({ [hashToken(other)]: expect.objectContaining({ agent: 'codex@s_bbbb' }) })
})

test('after a start it holds for surfaces that are still there, and is gone from disk for the others', async () => {
  const before = await open()
  const [kept, gone] = ['s_aaaa', 's_bbbb'].map(id => before.issue({ id, preset: 'claude' })) as [string, string]
  await before.close()
  const after = await open({ isOpen: id => id === 's_aaaa' })
  expect(after.find(hashToken(kept))).toMatchObject({ surface: 's_aaaa' })
  expect(after.find(hashToken(gone))).toBe(null)
  await after.close()
  expect(Object.keys((await saved()).tokens)).toEqual([hashToken(kept)])
  const later = await open()
  expect(later.find(hashToken(kept))).toBe(null)
  await later.close()
  expect((await saved()).tokens).toEqual({})
})

test('surfaces that an earlier run did not close stay named, without a token, until they are forgotten', async () => {
  const killed = await open()
  const token = killed.issue({ id: 's_aaaa', preset: 'codex', workspace: 'web' })
  await killed.close()
  const next = await open()
  expect(next.earlier()).toEqual([{ surface: 's_aaaa', preset: 'codex' }])
  expect(next.find(hashToken(token))).toBe(null)
  expect(next.all()).toEqual([])
  next.issue({ id: 's_bbbb', preset: 'claude' })
  await next.close()
  const last = await open()
  expect(last.earlier().map(one => one.surface)).toEqual(['s_aaaa', 's_bbbb'])
  for (const { surface } of last.earlier()) last.forget(surface)
  expect(last.earlier()).toEqual([])
  await last.close()
  expect(await saved()).toEqual({ version: 1, tokens: {} })
})

test.each([
  ['not JSON', '{'],
  ['another shape', '{"version":1,"tokens":{"gate_secret":{}}}'],
  [
    'a policy’s id for an agent',
    `{"version":1,"tokens":{"sha256:${'0'.repeat(64)}":{"surface":"s_aaaa","preset":"a","agent":"cursor"}}}`,
  ],
])('a file that is %s is set aside and lets nobody in', async (_, text) => {
  await writeFile(file(), text)
  const tokens = await open({ isOpen: () => true })
  expect(tokens.find(`sha256:${'0'.repeat(64)}`)).toBe(null)
  expect(tokens.why).toContain('surface-tokens.broken.json')
  expect(await readFile(path.join(dir, 'surface-tokens.broken.json'), 'utf8')).toBe(text)
  const token = tokens.issue({ id: 's_aaaa', preset: 'claude' })
  await tokens.close()
  expect(Object.keys((await saved()).tokens)).toEqual([hashToken(token)])
})

test('that it cannot be written is said once, and tokens hold for this run', async () => {
  const said: string[] = []
  const nowhere = path.join(dir, 'no', 'surface-tokens.json')
  const tokens = await openSurfaceTokens(nowhere, { make, warn: message => said.push(message) })
  const token = tokens.issue({ id: 's_aaaa', preset: 'claude' })
  await expect.poll(() => said, { timeout: 10_000 }).toHaveLength(1)
  tokens.issue({ id: 's_bbbb', preset: 'claude' })
  await tokens.close()
  expect(tokens.find(hashToken(token))).toMatchObject({ surface: 's_aaaa' })
  expect(said).toEqual([expect.stringContaining(nowhere)])
})
