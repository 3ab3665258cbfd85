// What the window draws of the policy beside the matrix: its lines in words, the temporary rules in force, what Undo would take
// back. It decides nothing and changes nothing.
import type { AppState, Temporary } from '../../preload/contract.ts'
import { onlyAgent, onlySurface } from '../policy/edit-parts.ts'
import type { Rule } from '../policy/model.ts'
import { ruleLines } from '../policy/rule-lines.ts'
import { likeOf } from '../policy/starting-points.ts'
import type { PolicyRoom } from '../policy-room.ts'
import type { Registry } from '../surfaces/surface.ts'

type Grants = AppState['grants']

/** `now`: ms since the epoch. A temporary rule that is there the first time it is asked was given before. */
export function grantsSlice(
  { policy, file, undo }: Pick<PolicyRoom, 'policy' | 'file' | 'undo'>,
  registry: Pick<Registry, 'all' | 'get'>,
  now: () => number,
): () => Grants {
  const since = new Map<string, number | null>(temporary().map(rule => [keyOf(rule), null]))
  let kept: { readonly key: string; readonly rules: Grants['rules'] } = { key: '', rules: [] }

  function temporary(): readonly Rule[] {
    return policy().rules.filter(({ until }) => until !== undefined)
  }

  function lines(): Grants['rules'] {
    const accepted = file.text()
    if (!accepted) return []
    const key = JSON.stringify([accepted.hash, registry.all().map(({ facts: { id, name } }) => [id, name])])
    if (kept.key !== key) {
      const { agents } = file.policy()
      const agent = (id: string) => (Object.hasOwn(agents, id) ? (agents[id]?.name ?? null) : null)
      const surface = (id: string) => registry.get(id)?.facts.name ?? null
      kept = { key, rules: ruleLines(accepted.text, file.policy(), { agent, surface }) }
    }
    return kept.rules
  }

  function inForce(): Temporary[] {
    const present = temporary()
    const keys = new Set(present.map(keyOf))
    for (const key of since.keys()) if (!keys.has(key)) since.delete(key)
    return present.flatMap(rule => {
      const key = keyOf(rule)
      if (!since.has(key)) since.set(key, now())
      const agent = onlyAgent(rule.agents)
      const surface = rule.surfaces === '*' ? undefined : (onlySurface(rule.surfaces) ?? rule.surfaces.id)
      if (agent === null || surface === undefined || rule.until === undefined) return []
      const until = typeof rule.until === 'string' ? Date.parse(rule.until) : ('closes' as const)
      return [{ rule: rule.id, agent, surface, level: rule.level, until, since: since.get(key) ?? null }]
    })
  }

  return () => ({
    rules: lines(),
    temporary: inForce(),
    undo: undo.latest(file.text()?.hash)?.words ?? null,
    undoOf: undo.latest(file.text()?.hash)?.after ?? null,
    like: likeOf(file.policy()),
  })
}

/** One that gets another end is given anew. */
function keyOf({ id, until }: Rule): string {
  return JSON.stringify([id, until])
}
