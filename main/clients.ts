// Connecting MCP clients of this computer, as a person in the window does it: how Gatehouse is started from a client's config,
// and the record before each change. How configs are read and written is mcp/clients.
import { realpathSync } from 'node:fs'
import { access } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import type { CallName, CallOutput, CallParsed, Result } from '../preload/contract.ts'
import { parseArgs } from './args.ts'
import { entry } from './gate/entries.ts'
import type { House } from './house.ts'
import { apply, CLIENTS, clientOf, detect, type Machine, preview, state, undo } from './mcp/clients/index.ts'
import type { Host, Start } from './mcp/clients/model.ts'
import { onPath } from './mcp/clients/where.ts'
import { writeAtomic } from './store/atomic.ts'

type ClientCall = Extract<CallName, `client.${string}`>
type ClientCalls = { [K in ClientCall]: (input: CallParsed<K>) => Promise<Result<CallOutput<K>>> }

/** What the calls need of the house. */
type Rooms = Pick<House, 'dataDir' | 'activity' | 'policyFile'>

/** One change at a time: two of one file must not pass each other. */
export function createClientCalls(house: Rooms, machine: Machine = thisMachine(house.dataDir)): ClientCalls {
  const record = (text: string, outcome: 'delivered' | 'failed') =>
    house.activity.append(entry('agent', 'person', { text, outcome }))
  let last: Promise<unknown> = Promise.resolve()
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = last.then(work)
    last = turn.catch(() => {})
    return turn
  }

  return {
    async 'client.list'() {
      const clients = await Promise.all(
        CLIENTS.map(async client => {
          const { file, state: found } = await state(client, machine)
          return { id: client.id, label: client.label, file, detected: await detect(client, machine), state: found }
        }),
      )
      return { ok: true, value: { clients } }
    },
    async 'client.preview'({ client, agent }) {
      const change = await preview(clientOf(client), machine, agent)
      if (!change.ok) return change
      const { text: _, ...shown } = change.value
      return { ok: true, value: shown }
    },
    'client.apply': ({ client, agent, revision }) =>
      inTurn(async () => {
        if (!Object.hasOwn(house.policyFile.policy().agents, agent)) {
          return { ok: false, code: 'no_such_agent', message: `There is no agent ${agent} any more.` }
        }
        const { label } = clientOf(client)
        const { file } = await state(clientOf(client), machine)
        await record(`A person connects ${label} as ${agent}, in ${file}.`, 'delivered')
        const done = await apply(clientOf(client), machine, agent, revision)
        if (!done.ok) await record(`${label} was not connected as ${agent}: ${done.message}`, 'failed')
        return done
      }),
    'client.undo': ({ client }) =>
      inTurn(async () => {
        const { label } = clientOf(client)
        const { file } = await state(clientOf(client), machine)
        // Taking away works even where nothing can be recorded: the gate is closed then anyway.
        const said = (text: string, outcome: 'delivered' | 'failed') => record(text, outcome).catch(() => {})
        await said(`A person takes Gatehouse out of ${label}, in ${file}.`, 'delivered')
        const done = await undo(clientOf(client), machine)
        if (!done.ok) await said(`Gatehouse was not taken out of ${label}: ${done.message}`, 'failed')
        return done
      }),
  }
}

function thisMachine(dataDir: string): Machine {
  const host: Host = {
    platform: process.platform,
    home: os.homedir(),
    env: process.env,
    exists: file =>
      access(file).then(
        () => true,
        () => false,
      ),
  }
  return { host, start: startHere(host, dataDir), replace: writeAtomic, now: Date.now }
}

/** How a client starts the Gatehouse that runs now. Its folder is said only where it is not the usual one. */
function startHere(host: Host, dataDir: string): Start {
  const usual = parseArgs([], { ...host, cwd: host.home })
  const installed = onPath('gatehouse', host).find(file => realOf(file) === realOf(process.execPath))
  return startOf({
    script: scriptOfClone(),
    node: process.versions['electron'] === undefined ? process.execPath : onPath('node', host).find(realOf),
    appImage: process.env['APPIMAGE'],
    program: installed === undefined ? process.execPath : 'gatehouse',
    dataDir: usual.ok && usual.args.dataDir === dataDir ? null : dataDir,
  })
}

/**
 * From a clone Node and its script, both by their whole paths: a client may have another PATH and starts anywhere. An
 * AppImage unpacks itself elsewhere at each start, so its own file is named.
 */
export function startOf(facts: {
  /** null = installed */
  readonly script: string | null
  readonly node: string | undefined
  readonly appImage: string | undefined
  readonly program: string
  /** null = the usual one */
  readonly dataDir: string | null
}): Start {
  const { script, node = 'node', appImage, program, dataDir } = facts
  return {
    command: script !== null ? node : (appImage ?? program),
    before: script !== null ? [script] : [],
    after: dataDir === null ? [] : [`--user-data-dir=${dataDir}`],
    env: {},
  }
}

/** The clone's own start of subcommands, from out/main or from main. */
function scriptOfClone(): string | null {
  const folders = ['..', '../..'].map(up => path.resolve(import.meta.dirname, up, 'scripts', 'gatehouse.mjs'))
  return folders.find(realOf) ?? null
}

function realOf(file: string): string | null {
  try {
    return realpathSync(file)
  } catch {
    return null
  }
}
