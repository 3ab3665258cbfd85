// What a change of the policy, or of a surface's name or workspace, does to whom: shown before a person accepts it.
import type { GrantChange } from '../../preload/contract.ts'
import { ANY, ANY_SURFACE, rowOf } from './cells.ts'
import { grantFor } from './decide.ts'
import { byGrant, DOING, type Grant, granted, lower, rank, reach, SUB_GRANTS } from './grant.ts'
import type { AgentFacts, GrantInForce, Policy, SurfaceSubject } from './model.ts'

/** A surface before and after; the same where only the policy changes. */
export interface Renamed {
  readonly before: SurfaceSubject
  readonly after: SurfaceSubject
}

/** An agent inside a surface, before and after: it is in the workspace that its surface is in. */
export interface InsideRenamed {
  readonly before: AgentFacts
  readonly after: AgentFacts
}

/**
 * Every pair whose grant is not the same afterwards: agents of either policy, those `inside` surfaces and "any agent", on
 * the surfaces given and on "any surface". Raises come first.
 */
export function grantChanges(
  before: Policy,
  after: Policy,
  surfaces: readonly Renamed[],
  inside: readonly InsideRenamed[] = [],
): GrantChange[] {
  const ids = [...new Set([...Object.keys(before.agents), ...Object.keys(after.agents)])]
  const agents = [...ids.map((id): InsideRenamed => ({ before: { id }, after: { id } })), ...inside]
  const rows = [null, ...agents].map(one => ({
    from: rowOf(before, one?.before ?? null),
    to: rowOf(after, one?.after ?? null),
  }))
  const found = [null, ...surfaces].flatMap(place =>
    rows.map(({ from, to }) =>
      change(
        to.name,
        place?.before.id ?? ANY,
        grantFor(place ? from.policy : from.anySurface, from.agent, place?.before ?? ANY_SURFACE),
        grantFor(place ? to.policy : to.anySurface, to.agent, place?.after ?? ANY_SURFACE),
      ),
    ),
  )
  return found.filter(one => one !== null).sort((a, b) => Number(b.raises) - Number(a.raises))
}

/**
 * What else is different, in sentences: who may open what, how often and what may be sent, whose token counts. Grants and
 * locks are in `grantChanges`.
 */
export function otherChanges(before: Policy, after: Policy): string[] {
  const known = Object.keys(before.agents)
  const tokens = known.filter(id => after.agents[id] && after.agents[id].token !== before.agents[id]?.token)
  const fresh = Object.keys(after.agents).filter(id => !known.includes(id))
  const gone = known.filter(id => !Object.hasOwn(after.agents, id))
  const bounds = ({ rules }: Policy) =>
    JSON.stringify(rules.flatMap(({ id, limits, text }) => (limits || text ? [{ id, limits, text }] : [])))
  const inserts = ({ rules }: Policy) => rules.flatMap(({ id, insertAtPrompt }) => (insertAtPrompt ? [id] : [])).join()
  const notes: readonly (readonly [boolean, string])[] = [
    [fresh.length > 0, `New: ${fresh.join(', ')}.`],
    [gone.length > 0, `Gone: ${gone.join(', ')}.`],
    [tokens.length > 0, `Another token counts as ${tokens.join(', ')}: whoever has it is that agent.`],
    [JSON.stringify(before.open) !== JSON.stringify(after.open), 'What agents may open is different.'],
    [bounds(before) !== bounds(after), 'Limits or rules on texts are different.'],
    [inserts(before) !== inserts(after), 'Where typing may insert at a prompt is different.'],
  ]
  return notes.flatMap(([holds, note]) => (holds ? [note] : []))
}

/** `cursor on s_7f3a: submit, was read (ask type)`. `names`: what to call them; a surface of null is left out. */
export function changeWords(
  { agent, surface, before, after, also }: GrantChange,
  names: { readonly agent: string; readonly surface: string | null } = { agent, surface },
): string {
  const who = names.agent === ANY ? 'any agent' : names.agent
  const where = names.surface === ANY ? 'any surface' : names.surface
  const isSame = before.level === after.level && before.ask === after.ask
  const grants = isSame ? [] : [`${grantWords(after)}, was ${grantWords(before)}`]
  return `${who}${where === null ? '' : ` on ${where}`}: ${[...grants, ...also].join(', ')}`
}

function grantWords({ level, ask }: GrantChange['before']): string {
  return ask === null ? level : `${level} (ask ${ask})`
}

function change(agent: string, surface: string, was: GrantInForce, is: GrantInForce): GrantChange | null {
  const [before, after] = [usable(was), usable(is)]
  // above type it is inserted in any case, below it there is nothing
  const inserts = is.level === 'type' && was.insertAtPrompt !== is.insertAtPrompt
  if (byGrant(before, after) === 0 && !inserts) return null
  const also = [...alsoWords(before, after), ...(inserts ? [insertWords(is)] : [])]
  return {
    agent,
    surface,
    before: { level: before.level, ask: before.ask },
    after: { level: after.level, ask: after.ask },
    also,
    raises: byGrant(lower(before, after), after) !== 0 || (inserts && is.insertAtPrompt),
  }
}

function insertWords({ insertAtPrompt }: GrantInForce): string {
  return insertAtPrompt
    ? "what it types goes onto the line at a shell's prompt (best effort)"
    : 'what it types is a draft'
}

/** Sub-grants are for those who may submit, or ask to: below that they are nothing. */
function usable(grant: Grant): Grant {
  return reach(grant) === rank('submit') ? grant : { ...grant, answer: 'deny', interrupt: 'deny', secret: 'deny' }
}

/** What is different beside the ladder. Where submit comes or goes, what usually comes with it goes without saying. */
function alsoWords(before: Grant, after: Grant): string[] {
  if (reach(after) !== rank('submit')) return []
  const isNew = reach(before) !== rank('submit')
  const usual = isNew ? granted({ level: 'submit' }) : before
  return SUB_GRANTS.filter(sub => usual[sub] !== after[sub]).map(
    sub => `${DOING[sub]}: ${after[sub]}${isNew ? '' : `, was ${usual[sub]}`}`,
  )
}
