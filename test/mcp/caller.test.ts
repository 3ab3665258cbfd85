// Who calls and from where, with real programs in real surfaces that call a real server.
import path from 'node:path'
import { expect, test } from 'vitest'
import type { Agent } from '../../main/gate/model.ts'
import { agentInside, createCallerOf } from '../../main/mcp/caller.ts'
import { createPeerFinder, type Peer } from '../../main/mcp/peer.ts'
import { programOf } from '../../main/mcp/program.ts'
import { hashToken, newToken } from '../../main/mcp/tokens.ts'
import type { Registry } from '../../main/surfaces/surface.ts'
import { openShell, openSurface, send, testRegistry, until } from '../surfaces/support.ts'
import { fakeGate } from './fake-gate.ts'
import { callTool, type Served, serve } from './serve.ts'

const CALL = path.resolve(import.meta.dirname, 'support/call.mjs')
const NODE = process.execPath

/** A server that knows the surfaces of `registry`, and the agents that called, as the gate saw them. */
async function open(registry: Registry, agent: Partial<Agent> = {}) {
  const callers: Agent[] = []
  const gate = fakeGate()
  const token = newToken()
  const list = (caller: Agent) => {
    callers.push(caller)
    return []
  }
  const server = await serve({
    gate: { ...gate, list },
    identify: hash => (hash === hashToken(token) ? { id: 'cursor', name: 'Cursor', ...agent } : null),
    callerOf: createCallerOf({ find: createPeerFinder({ budgetMs: 20_000 }), holding: registry.holding }),
  })
  const served: Served = { ...server, token }
  const call = `${NODE} ${CALL} ${served.server.url} ${token}`
  return { served, callers, call, first: () => until('a call', () => callers[0]) }
}

const linux = test.runIf(process.platform === 'linux')

linux('a call from outside runs in no surface, and its program is known', async () => {
  const { registry } = testRegistry()
  await openShell(registry)
  const { served, callers } = await open(registry)
  await callTool(served, 'list_surfaces')
  expect(callers).toMatchObject([{ id: 'cursor', name: 'Cursor', program: programOf(process.execPath) }])
  expect(callers[0]).not.toHaveProperty('surface')
})

linux('a program in a surface is known to run there, among several', async () => {
  const { registry } = testRegistry()
  await openShell(registry)
  const shell = await openShell(registry)
  const { call, first } = await open(registry)
  await send(shell, `sh -c '${call}; true'`, true)
  expect(await first()).toMatchObject({ id: 'cursor', surface: shell.facts.id })
})

linux("a surface's own program is known to run there", async () => {
  const { registry } = testRegistry()
  const { call, first } = await open(registry)
  const surface = await openSurface(registry, { command: `exec ${call}` })
  expect(await first()).toMatchObject({ surface: surface.facts.id })
})

linux('one that left its session and its parent is known by the mark in its environment', async () => {
  const { registry } = testRegistry()
  const shell = await openShell(registry)
  const { call, first } = await open(registry)
  await send(shell, `(setsid -f ${call} > call.out 2>&1)`, true)
  expect(await first()).toMatchObject({ surface: shell.facts.id })
})

linux('the mark of another surface does not stand against the tree', async () => {
  const { registry } = testRegistry()
  const other = await openShell(registry)
  const shell = await openShell(registry)
  const { call, first } = await open(registry)
  await send(shell, `GATEHOUSE_SURFACE=${other.facts.id} ${call}`, true)
  expect(await first()).toMatchObject({ surface: shell.facts.id })
})

linux('the same connection is asked about anew for each request', async () => {
  const seen: (string | null)[] = ['s_aaaa', null, 's_bbbb']
  const peer: Peer = { pid: 7, exe: '/bin/a', program: '/bin/a', ancestors: [3, 1], started: '5' }
  const asked: (readonly number[])[] = []
  const callerOf = createCallerOf({
    find: async () => peer,
    holding(pids) {
      asked.push(pids)
      return seen.shift() ?? null
    },
  })
  const socket = {} as Parameters<typeof callerOf>[0]
  const surfaces: unknown[] = []
  for (let turn = 0; turn < 3; turn += 1) surfaces.push((await callerOf(socket, { id: 'a', name: 'A' })).surface)
  expect(surfaces).toEqual(['s_aaaa', undefined, 's_bbbb'])
  expect(asked[0]).toEqual([7, 3, 1])
})

linux("what a surface's token says stands, wherever its program went", async () => {
  const { registry } = testRegistry()
  const shell = await openShell(registry)
  const { call, first } = await open(registry, { id: 'test@s_home', preset: 'test', surface: 's_home' })
  await send(shell, call, true)
  expect(await first()).toMatchObject({ id: 'test@s_home', preset: 'test', surface: 's_home' })
})

test('a process that is not known changes nothing about the agent', async () => {
  const agent: Agent = { id: 'cursor', name: 'Cursor' }
  const callerOf = createCallerOf({ find: async () => null, holding: () => 's_aaaa' })
  expect(await callerOf({} as Parameters<typeof callerOf>[0], agent)).toBe(agent)
})

test('an agent inside a surface is called by the name and is in the workspace that a person gives it now', () => {
  const token = { agent: 'claude@s_aaaa', surface: 's_aaaa', preset: 'claude' }
  expect(agentInside(token, { name: 'api', workspace: 'web' }, 'Claude Code')).toEqual({
    id: 'claude@s_aaaa',
    name: 'Claude Code in api',
    preset: 'claude',
    workspace: 'web',
    surface: 's_aaaa',
  })
  expect(agentInside(token, { name: 'db', workspace: '' })).toMatchObject({ name: 'claude in db', workspace: '' })
  expect(agentInside(token, undefined)).toBe(null)
})
