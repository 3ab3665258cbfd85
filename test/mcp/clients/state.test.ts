// Whose is what stands under our name in a config, and is it as it would be written now?
import fs from 'node:fs/promises'
import fc from 'fast-check'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { apply, clientOf, preview, state, undo } from '../../../main/mcp/clients/index.ts'
import { type Home, newHome } from './support/home.ts'

const OURS = { command: 'gatehouse', args: ['mcp', '--agent', 'cursor'] }
const cursor = clientOf('cursor')

let home: Home
let file: string
beforeEach(async () => {
  home = await newHome()
  file = await home.config('cursor')
})
afterEach(() => home.remove())

test.each([
  [
    'another folder of its data',
    { start: { command: 'gatehouse', before: [], after: ['--user-data-dir=/d'], env: {} } },
  ],
  ['another program', { start: { command: '/opt/gatehouse', before: [], after: [], env: {} } }],
])('an entry that starts Gatehouse with %s counts as different, and still as ours', async (_, change) => {
  await fs.writeFile(file, JSON.stringify({ mcpServers: { gatehouse: OURS } }))
  const machine = { ...home.machine, ...change }
  expect((await state(cursor, machine)).state).toMatchObject({
    is: 'different',
    agent: 'cursor',
    why: expect.stringContaining(file),
  })
  const shown = await preview(cursor, machine, 'cursor')
  expect(shown.ok && (await apply(cursor, machine, 'cursor', shown.value.revision))).toMatchObject({ ok: true })
  expect((await state(cursor, machine)).state).toMatchObject({ is: 'ours', agent: 'cursor' })
})

test.each([
  [{ command: 'gatehouse', args: ['mcp', '--agent=cursor'] }, 'cursor'],
  [{ command: ['node', '/src/gatehouse.mjs', 'mcp', '--agent', 'a-1', '--user-data-dir=/d'] }, 'a-1'],
  [{ command: 'x', args: ['mcp', '--agent'] }, null],
  [{ command: 'x', args: ['--agent', 'cursor', 'mcp'] }, null],
  [{ command: 'x', args: ['mcp', '--agent', 'No Id'] }, null],
  [{ url: 'http://127.0.0.1:4823/mcp' }, null],
  [{ url: 'http://127.0.0.1:4823/mcp', headers: { Authorization: 'Bearer other' } }, null],
  [{ url: 'https://example.org/mcp', headers: { Authorization: 'Bearer gate_x' } }, null],
  ['text', null],
  [null, null],
])('%j under our name is ours as agent %j, or somebody else’s', async (value, agent) => {
  await fs.writeFile(file, JSON.stringify({ mcpServers: { gatehouse: value } }))
  const { is, agent: found } = (await state(cursor, home.machine)).state
  expect({ isOurs: is === 'ours' || is === 'different', found }).toEqual({ isOurs: agent !== null, found: agent })
})

test.each([
  ['as clients themselves write it', { type: 'stdio', ...OURS, env: {} }, 'ours'],
  ['with settings of a person', { ...OURS, disabled: true, timeout: 60, tools: ['x'] }, 'ours'],
  ['with a variable', { ...OURS, env: { A: 'b' } }, 'different'],
  ['with an address too', { ...OURS, url: 'http://127.0.0.1:1/mcp' }, 'different'],
  ['with one argument more', { ...OURS, args: [...OURS.args, '-v'] }, 'different'],
])('our entry %s is %j', async (_, value, is) => {
  await fs.writeFile(file, JSON.stringify({ mcpServers: { gatehouse: value } }))
  expect((await state(cursor, home.machine)).state).toMatchObject({ is, agent: 'cursor' })
})

test('whatever stands under our name has a state, and is replaced or left', async () => {
  const keys = ['command', 'args', 'env', 'type', 'url', 'headers', 'Authorization', 'x']
  const { value: any } = fc.letrec<{ value: unknown }>(tie => ({
    value: fc.oneof(
      { maxDepth: 4 },
      fc.constantFrom('gatehouse', 'mcp', '--agent', 'a', 'http://127.0.0.1:1/mcp', 'Bearer gate_x', '', 1, true, null),
      fc.array(tie('value'), { maxLength: 4 }),
      fc.dictionary(fc.constantFrom(...keys), tie('value'), { maxKeys: 4, noNullPrototype: true }),
    ),
  }))
  const machine = { ...home.machine, replace: (to: string, text: string) => fs.writeFile(to, text) }
  await fc.assert(
    fc.asyncProperty(any, async value => {
      const text = JSON.stringify({ mcpServers: { gatehouse: value } })
      await fs.writeFile(file, text)
      const { is } = (await state(cursor, machine)).state
      const change = await preview(cursor, machine, 'cursor')
      expect(change.ok).toBe(is === 'ours' || is === 'different')
      if (!change.ok) expect(change.code).toBe('name_taken')
      expect((await undo(cursor, machine)).ok).toBe(change.ok)
      expect((await fs.readFile(file, 'utf8')) === text).toBe(!change.ok)
    }),
    { numRuns: 300 },
  )
})

test('an entry of Copilot CLI that offers no tools is not as it would be written', async () => {
  const copilot = clientOf('copilot')
  const config = await home.config('copilot')
  const write = (entry: object) => fs.writeFile(config, JSON.stringify({ mcpServers: { gatehouse: entry } }))
  await write({ type: 'local', ...OURS })
  expect((await state(copilot, home.machine)).state.is).toBe('different')
  // which of them is a person's to say
  await write({ type: 'local', ...OURS, tools: ['list_surfaces'] })
  expect((await state(copilot, home.machine)).state.is).toBe('ours')
})
