// What in an entry says how our server is reached, and what is a person's own: limits, tools, switches. The first is ours to
// write, the second stays.
import { isDeepStrictEqual } from 'node:util'
import { agentIdSchema } from '../../../preload/contract.ts'
import { BRIDGE, type Entry } from './model.ts'

/** Keys that say how a server is reached, of any client. */
const REACH = new Set([
  ...['type', 'source', 'command', 'args', 'env', 'environment', 'url', 'serverUrl', 'httpUrl', 'headers'],
  ...['http_headers', 'env_http_headers', 'bearer_token_env_var', 'oauth'],
])
/** A server that is started here; said where nothing else is meant, too. */
const LOCAL: readonly unknown[] = ['stdio', 'local', 'custom']

export function isReach(key: string): boolean {
  return REACH.has(key)
}

/** `entry`, with what a person set in the one that was there. */
export function mergedInto(old: unknown, entry: Entry): Entry {
  const own = Object.entries(objectOf(old)).filter(([key]) => !isReach(key))
  return { ...entry, ...Object.fromEntries(own) }
}

/** Does it reach our server as `entry` does? A person's own keys do not count. */
export function sameReach(value: unknown, entry: Entry): boolean {
  const found = objectOf(value)
  const wanted = Object.keys(entry).every(key =>
    isReach(key) ? isDeepStrictEqual(plain(found[key]), plain(entry[key])) : Object.hasOwn(found, key),
  )
  const more = Object.keys(found).filter(key => isReach(key) && !Object.hasOwn(entry, key))
  return wanted && more.every(key => LOCAL.includes(found[key]) || isDeepStrictEqual(plain(found[key]), {}))
}

/** Is it ours: the bridge, for whatever agent, or our address with a token of ours. `agent` null = it does not say. */
export function isOurs(value: unknown): { readonly agent: string | null } | null {
  const { command, args, ...rest } = objectOf(value)
  // both forms of a flag: `--agent ID` and `--agent=ID`
  const words = [command, args].flat().flatMap(word => (typeof word === 'string' ? word.split(/(?<=^--\w+)=/) : [null]))
  const at = words.findIndex((word, i) => word === BRIDGE[0] && words[i + 1] === BRIDGE[1])
  const agent = agentIdSchema.safeParse(words[at + BRIDGE.length])
  if (at >= 0 && agent.success) return { agent: agent.data }
  const url = [rest['url'], rest['serverUrl'], rest['httpUrl']].find(one => typeof one === 'string') ?? ''
  const headers = objectOf(rest['headers'] ?? rest['http_headers'])
  const isHere = /^http:\/\/(127\.0\.0\.1|localhost|\[::1\]):\d+\/mcp$/.test(url)
  const token = headers['Authorization']
  return isHere && typeof token === 'string' && token.startsWith('Bearer gate_') ? { agent: null } : null
}

function objectOf(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {}
}

/** Without what readers of files add to objects, such as another prototype. */
function plain(value: unknown): unknown {
  return value === undefined ? undefined : JSON.parse(JSON.stringify(value))
}
