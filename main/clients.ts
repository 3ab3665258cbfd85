// Connecting MCP clients of this computer, as a person in the window does it: the agent, its token and the config in one
// step, with the record before it, and how Gatehouse is started from a config. How configs are read and written is
// mcp/clients; agents and tokens are connect.ts.
import { createHash } from 'node:crypto'
import { realpathSync } from 'node:fs'
import { access } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as after } from 'node:timers/promises'
import type {
  CallName,
  CallOutput,
  CallParsed,
  ClientAgent,
  ClientId,
  ClientPreview,
  Result,
} from '../preload/contract.ts'
import { parseArgs } from './args.ts'
import { type AgentRooms, agentFor, freeAgentId, issue, whyNot } from './connect.ts'
import { entry } from './gate/entries.ts'
import type { House } from './house.ts'
import { failure } from './mcp/clients/files.ts'
import {
  apply,
  CLIENTS,
  clientOf,
  detect,
  howTo,
  type Machine,
  preview,
  sample,
  state,
  undo,
  undoPreview,
} from './mcp/clients/index.ts'
import type { Host, Start } from './mcp/clients/model.ts'
import { onPath } from './mcp/clients/where.ts'
import { writeAtomic } from './store/atomic.ts'

/** How long the login shell is waited for, ms. */
const PATH_MS = 2000

type ClientCall = Extract<CallName, `client.${string}`>
type ClientCalls = { [K in ClientCall]: (input: CallParsed<K>) => Promise<Result<CallOutput<K>>> }

/** What the calls need of the house. */
type Rooms = AgentRooms & Pick<House, 'activity'>

/** One change at a time: two of one file must not pass each other. */
export function createClientCalls(
  house: Rooms,
  machine: Machine = thisMachine(house.dataDir, house.registry.searchPath),
): ClientCalls {
  const record = (text: string, outcome: 'delivered' | 'failed') =>
    house.activity.append(entry('agent', 'person', { text, outcome }))
  let last: Promise<unknown> = Promise.resolve()
  function inTurn<T>(work: () => Promise<T>): Promise<T> {
    const turn = last.then(work)
    last = turn.catch(() => {})
    return turn
  }

  /** What connecting would do to the config, to the agent and to its token, under one revision. */
  async function planFor(id: ClientId, agentId: string): Promise<Result<Plan>> {
    const client = clientOf(id)
    const agent = await agentFor(house, agentId, client.label)
    const found = await preview(client, machine, agentId)
    if (!found.ok && found.code !== 'client_not_here') return found
    const { text: _, ...change } = found.ok ? found.value : await sample(client, machine, agentId)
    const hash = house.policyFile.policy().agents[agentId]?.token ?? ''
    const revision = createHash('sha256')
      .update(`${change.revision}\0${JSON.stringify(agent)}\0${hash}`)
      .digest('hex')
    const shown = {
      ...{ ...change, revision, agent, blocked: found.ok ? null : found.message },
      fresh: agent.is === 'new' ? null : freeAgentId(house, client.id),
      cannot: whyNot(house, agent),
    }
    return { ok: true, value: { shown, config: change.revision } }
  }

  return {
    async 'client.list'() {
      const found = await Promise.all(CLIENTS.map(client => state(client, machine)))
      const clients = await Promise.all(
        CLIENTS.map(async (client, index) => {
          const { file, state: its } = found[index]!
          const others = found.flatMap(({ state: { agent } }, at) => (at === index || agent === null ? [] : [agent]))
          const agent = await agentFor(house, idFor(client.id, its.agent, others), client.label)
          const { manual } = howTo(client, machine, agent.id)
          const detected = await detect(client, machine)
          return { id: client.id, label: client.label, file, detected, state: its, agent, manual }
        }),
      )
      return { ok: true, value: { clients } }
    },
    async 'client.preview'({ client, agent }) {
      const plan = await planFor(client, agent)
      return plan.ok ? { ok: true, value: plan.value.shown } : plan
    },
    'client.apply': given =>
      inTurn(async () => {
        const { label } = clientOf(given.client)
        const plan = await planFor(given.client, given.agent)
        if (!plan.ok) return plan
        const { shown, config } = plan.value
        const { file, agent, blocked, cannot } = shown
        if (shown.revision !== given.revision) {
          return failure('changed_since', `${file} or ${agent.name} is not what was shown. Look at the change again.`)
        }
        if (given.by === 'file' && blocked !== null) return failure('client_not_here', blocked)
        if (cannot !== null) return failure('managed', cannot)
        await record(connects(label, agent, given, file), 'delivered')
        const done = await connect(given, agent, config, file)
        if (!done.ok) await record(`${label} was not connected as ${agent.id}: ${done.message}`, 'failed')
        return done
      }),
    async 'client.back'({ client }) {
      return undoPreview(clientOf(client), machine)
    },
    'client.undo': ({ client, revision }) =>
      inTurn(async () => {
        const { label } = clientOf(client)
        const { file } = await state(clientOf(client), machine)
        // Taking away works even where nothing can be recorded: the gate is closed then anyway.
        const said = (text: string, outcome: 'delivered' | 'failed') => record(text, outcome).catch(() => {})
        await said(`A person takes Gatehouse out of ${label}, in ${file}.`, 'delivered')
        const done = await undo(clientOf(client), machine, revision)
        if (!done.ok) await said(`Gatehouse was not taken out of ${label}: ${done.message}`, 'failed')
        return done
      }),
  }

  /** As whom a client connects: as its config says, else under its own name, unless another client has that. */
  function idFor(id: ClientId, says: string | null, others: readonly string[]): string {
    const isThere = (agent: string) => Object.hasOwn(house.policyFile.policy().agents, agent)
    if (says !== null) return isThere(says) ? says : freeAgentId(house, says)
    return isThere(id) && !others.includes(id) ? id : freeAgentId(house, id)
  }

  /** The agent and its token first: a client may start the bridge as soon as its config names it. */
  async function connect(given: CallParsed<'client.apply'>, agent: ClientAgent, config: string, file: string) {
    const issued = await issue(house, agent, given.start)
    if (!issued.ok) return issued
    const { keep, back } = issued.value
    const done =
      given.by === 'hand'
        ? ({ ok: true, value: { file, backup: null } } as const)
        : await apply(clientOf(given.client), machine, agent.id, config).catch(async (error: unknown) => {
            await back()
            throw error
          })
    if (done.ok) {
      keep()
      return done
    }
    const left = await back()
    return left === null ? done : { ...done, message: `${done.message} ${left}` }
  }
}

interface Plan {
  readonly shown: ClientPreview
  /** the revision of the config's part alone */
  readonly config: string
}

function connects(label: string, agent: ClientAgent, given: CallParsed<'client.apply'>, file: string): string {
  const { level, ask } = given.start
  const start = `a new agent with ${level} on any surface${ask === null ? '' : `, asking for ${ask}`}`
  const also = agent.is === 'new' ? `: ${start}` : agent.token === 'replaced' ? ': its token is replaced' : ''
  const where = given.by === 'file' ? `in ${file}` : 'by hand'
  return `A person connects ${label} as ${agent.id}, ${where}${also}.`
}

function thisMachine(dataDir: string, searchPath: (() => Promise<string>) | undefined): Machine {
  const host: Host = {
    platform: process.platform,
    home: os.homedir(),
    env: process.env,
    // A profile may take long; by the next look it is known.
    ...(searchPath && { searchPath: () => Promise.race([searchPath(), after(PATH_MS, process.env['PATH'] ?? '')]) }),
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
  const own = [process.execPath, ...installedCommand()].map(realOf)
  const installed = onPath('gatehouse', host).find(file => own.includes(realOf(file)))
  return startOf({
    script: scriptOfClone(),
    node: process.versions['electron'] === undefined ? process.execPath : onPath('node', host).find(realOf),
    appImage: process.env['APPIMAGE'],
    program: installed === undefined ? (installedCommand()[0] ?? process.execPath) : 'gatehouse',
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

/** The command that a package brings beside the app; it also runs where the app's sandbox cannot. */
function installedCommand(): string[] {
  const { resourcesPath } = process as { resourcesPath?: string }
  const file = resourcesPath === undefined ? null : realOf(path.join(resourcesPath, 'bin', 'gatehouse'))
  return file === null ? [] : [file]
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
