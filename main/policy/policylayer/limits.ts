// How often, as PolicyLayer documents say it: `limits` with counters, `rate_limit`, and the counter of calls that
// `rate_limit` is short for. Each becomes a limit of ours for each agent.
import { limit } from '../parse-conditions.ts'
import type { At, Checker, Keys } from '../shape.ts'
import { admit, type Condition, type Counted, items, notEmpty, plain } from './terms.ts'

// `max` and `window` are asked for by our own parser
const LIMIT: Keys = { required: ['counter', 'scope'], optional: ['max', 'window'] }
const RATE: Keys = { required: [], optional: ['max', 'window'] }
const ALL: Keys = { required: [], optional: ['limits'] }
const STATE: Keys = { required: ['counter', 'window'], optional: ['increment', 'increment_from'] }

type Fields = ReadonlyMap<string, At>

/** None or one: `max` and `window` of `fields`, counted under `counter`. */
function counted(check: Checker, at: At, fields: Fields, counter: string): Counted[] {
  const made = { max: plain(fields.get('max')), window: plain(fields.get('window')), per: 'agent' }
  const taken = admit(check, at, limit, made, fields)
  return taken ? [{ limit: taken, counters: [counter], at }] : []
}

/** `limits` of a hosted document. */
export function hostedLimits(check: Checker, list: At | undefined): Counted[] {
  return items(check, list).flatMap(at => {
    const fields = check.object(at, LIMIT)
    const counter = fields?.get('counter')
    const scope = fields?.get('scope')
    if (scope && scope.node.value !== 'grant') {
      check.fault(scope, 'only limits of the scope "grant" can be kept: a limit here counts each agent on its own')
    }
    return fields ? counted(check, at, fields, `counter ${counter && check.text(counter, notEmpty)}`) : []
  })
}

/** `all_tools`: limits that count every call. */
export function allTools(check: Checker, at: At | undefined): Counted[] {
  return hostedLimits(check, at && check.object(at, ALL)?.get('limits'))
}

/** `"10/minute"`, or `{max, window}` with the window in seconds or as a word. */
export function rateLimit(check: Checker, at: At | undefined): Counted[] {
  if (!at) return []
  if (at.node.type === 'object') return counted(check, at, check.object(at, RATE) ?? new Map(), at.path)
  const [, max, window] = /^(\d{1,9})\/(second|minute|hour|day)$/.exec(String(at.node.value)) ?? []
  const made = window && admit(check, at, limit, { max: Number(max), window, per: 'agent' })
  if (made) return [{ limit: made, counters: [at.path], at }]
  if (!window) check.fault(at, '`rate_limit` is "10/minute" (second, minute, hour or day) or {"max": …, "window": …}')
  return []
}

/** `state` and its one condition, where they count calls as `rate_limit` does. Nothing else that counts is kept. */
export function stateLimit(check: Checker, tool: string, at: At, conditions: readonly Condition[]): Counted[] {
  const state = check.object(at, STATE)
  const [only, ...more] = conditions
  if (!state || !only) return []
  const path = `state.${tool === '*' ? '_global' : tool}.${plain(state.get('counter'))}`
  const isPlain = more.length === 0 && only.path === path && only.op === 'lte'
  const countsCalls = (plain(state.get('increment')) ?? 1) === 1 && !state.has('increment_from')
  if (isPlain && countsCalls) return counted(check, only.at, new Map([...state, ['max', only.value]]), at.path)
  check.fault(at, `only calls can be counted, by one condition on \`${path}\` with lte; write a \`rate_limit\``)
  return []
}
