// The agent that a client connects as, and its token: made for a person's click, and taken back whole where a later step of
// that click fails. The policy keeps the token's hash, tokens/ID the token itself. Clients' configs are not known here.
import type { ClientAgent, Level, Result } from '../preload/contract.ts'
import type { House } from './house.ts'
import { hashToken, newToken } from './mcp/tokens.ts'
import { addAgent, changeAgent, removeAgent } from './policy/edit.ts'
import type { Policy } from './policy/model.ts'
import { failure, reasonOf } from './store/failure.ts'
import { listTokenFiles, readTokenFile, removeTokenFile, replaceTokenFile } from './store/token-files.ts'

/** What this needs of the house. */
export type AgentRooms = Pick<House, 'dataDir' | 'policyFile' | 'forgetPrograms'> & {
  readonly registry: Pick<House['registry'], 'all'> & Partial<Pick<House['registry'], 'searchPath'>>
}

interface Grant {
  readonly level: Level
  readonly ask: Level | null
}

/** An agent that was made or has a new token. */
interface Issued {
  /** It stays: what was known of its old token is forgotten. */
  keep(): void
  /** Takes it back. Null = all is as it was; else what could not be taken back, in a sentence. */
  back(): Promise<string | null>
}

/** An id nobody has: `wanted`, or that and a number. A rule or a lock may still name an agent that was revoked. */
export function freeAgentId({ policyFile, registry }: AgentRooms, wanted: string): string {
  const openers = registry.all().map(({ facts }) => facts.openedBy)
  const taken = new Set([...namedAgents(policyFile.policy()), ...openers])
  if (!taken.has(wanted)) return wanted
  for (let n = 2; ; n++) {
    const id = `${wanted.slice(0, 58)}-${n}`
    if (!taken.has(id)) return id
  }
}

/** What `id` is now, and what becomes of its token. `label`: what people call a new one. */
export async function agentFor({ dataDir, policyFile }: AgentRooms, id: string, label: string): Promise<ClientAgent> {
  const { agents } = policyFile.policy()
  const entry = Object.hasOwn(agents, id) ? agents[id] : undefined
  if (entry === undefined) {
    const names = new Set(Object.values(agents).map(({ name }) => name))
    const number = /-(\d+)$/.exec(id)?.[1]
    return { id, name: names.has(label) && number ? `${label} ${number}` : label, is: 'new', token: 'new' }
  }
  const read = await readTokenFile(dataDir, id)
  const isKept = read.ok && hashToken(read.value) === entry.token
  return { id, name: entry.name, is: 'there', token: isKept ? 'kept' : 'replaced' }
}

/** Why neither an agent nor a token can be made now, in words; null = they can. */
export function whyNot({ dataDir, policyFile }: AgentRooms, { id, token }: ClientAgent): string | null {
  if (token === 'kept') return null
  const { file, managed, fault, held } = policyFile.status()
  if (managed) {
    const how = `Whoever keeps it adds "${id}" with the hash that \`gatehouse token new ${id}\` prints`
    return `The policy is managed (${file}), so no agent or token can be made here. ${how}; the token goes into ${dataDir}/tokens/${id}.`
  }
  if (fault !== null) return `The policy file has a fault (${file}, line ${fault.line}), so nothing is added to it.`
  if (held === null) return null
  return 'The policy was changed outside Gatehouse. Accept the change or put it back first; then connect.'
}

/**
 * Makes the agent with `start`, or its new token, as `agent` says. Failures: `id_taken`, `not_written`, and what the policy
 * file refuses; nothing has changed then.
 */
export async function issue(rooms: AgentRooms, agent: ClientAgent, start: Grant): Promise<Result<Issued>> {
  const { dataDir, policyFile } = rooms
  const { id, name } = agent
  if (agent.token === 'kept') return { ok: true, value: { keep: () => {}, back: async () => null } }
  if (agent.is === 'new' && freeAgentId(rooms, id) !== id) {
    return failure('id_taken', `A rule or a surface still names "${id}", so no new agent gets that id.`)
  }
  const token = newToken()
  const hash = hashToken(token)
  const old = policyFile.policy().agents[id]?.token
  const written = await tokenFile(dataDir, id, token)
  if (!written.ok) return written
  const putBack = written.value
  const texts = { before: '', after: '' }
  const made = await policyFile
    .change(text => {
      const after = old === undefined ? addAgent(text, id, { name, token: hash }, start) : renewed(text, id, hash)
      Object.assign(texts, { before: text, after })
      return after
    })
    .catch(async (error: unknown) => {
      await putBack()
      throw error
    })
  const isMade = made.ok && policyFile.policy().agents[id]?.token === hash
  if (!isMade) {
    await putBack()
    return made.ok ? failure('not_written', `The policy does not take "${id}". Nothing was changed.`) : made
  }
  async function back(): Promise<string | null> {
    const undo = (text: string) => {
      if (text === texts.after) return texts.before
      return old === undefined ? removeAgent(text, id) : renewed(text, id, old)
    }
    // The new agent goes in any case; the old token comes back only into a policy that rules.
    const undone = await (old === undefined ? policyFile.takeAway(undo) : policyFile.change(undo))
    if (!undone.ok) {
      const what =
        old === undefined ? `The agent "${id}" was made for it and is still there` : `"${id}" has a new token`
      return `${what}: ${undone.message}`
    }
    return putBack().then(
      () => null,
      (error: unknown) => `${dataDir}/tokens/${id} could not be put back (${reasonOf(error)}).`,
    )
  }
  return { ok: true, value: { keep: () => old !== undefined && rooms.forgetPrograms(id), back } }
}

/**
 * A bridge that reads this agent's token goes on with the new one; an agent without such a file gets none. The value puts
 * the old one back. Failure: `not_written`.
 */
export async function renewTokenFile(
  dataDir: string,
  agent: string,
  token: string,
): Promise<Result<() => Promise<void>>> {
  const files = await listTokenFiles(dataDir).catch(() => [agent])
  return files.includes(agent) ? tokenFile(dataDir, agent, token) : { ok: true, value: async () => {} }
}

async function tokenFile(dataDir: string, agent: string, token: string): Promise<Result<() => Promise<void>>> {
  try {
    return { ok: true, value: await replaceTokenFile(dataDir, agent, token) }
  } catch (error) {
    const why = `${dataDir}/tokens/${agent} could not be written (${reasonOf(error)}). Nothing was changed.`
    return failure('not_written', why)
  }
}

/** The agent is gone, and so is its token. What cannot be taken away opens nothing any more. */
export async function dropTokenFile(dataDir: string, agent: string): Promise<void> {
  await removeTokenFile(dataDir, agent).catch(() => {})
}

function renewed(text: string, id: string, token: string): string {
  return changeAgent(text, id, { token })
}

/** Every agent id the policy mentions. */
function namedAgents({ agents, rules, locks }: Policy): Set<string> {
  const selectors = [...rules, ...locks].map(one => one.agents)
  const named = selectors.flatMap(one => (typeof one === 'string' ? [one] : Array.isArray(one) ? one : []))
  return new Set([...Object.keys(agents), ...named])
}
