// One cell of the panel, part by part: its level and ask, its sub-grants, inserting at a prompt, a limit. A part is set in the
// cell's own rule, which is made with what stands there where there is none, so that nothing else changes; where that cannot
// be, the text stays and a sentence says why.
import type { CellLimit, Level } from '../../preload/contract.ts'
import { ANY, ANY_AGENT, ANY_SURFACE, cellAgents, onlyAnyAgent, onlyAnySurface, smallestLimit } from './cells.ts'
import { cellRules, ladder, setCell } from './edit.ts'
import { addLine, freshId, isForOpener, onlyAgent, onlySurface, pairSelectors, setFields } from './edit-parts.ts'
import { changedFields, fieldsOf, usable } from './edit-raise.ts'
import type { Edited } from './edit-temporary.ts'
import { byGrant, type Grant, granted, lower, rank, reach, SUB_GRANTS, type SubGrant } from './grant.ts'
import type { AgentFacts, Limit, Policy, Rule, SubEffect, SurfaceSubject } from './model.ts'
import { readPolicy } from './parse.ts'
import { BUILT_IN, openedIt, resolve } from './resolve.ts'
import { inForce } from './temporary.ts'

/** What changes; absent = it stays, null = as if it were not written. */
export interface Parts {
  readonly answer?: SubEffect | null | undefined
  readonly interrupt?: SubEffect | null | undefined
  readonly secret?: SubEffect | null | undefined
  readonly insertAtPrompt?: boolean | undefined
  readonly limit?: CellLimit | null | undefined
}

/** A cell by the facts of both sides; null = the default row or column. */
export interface CellFacts {
  readonly agent: AgentFacts | null
  readonly surface: SurfaceSubject | null
}

/** What a pair has of a policy, before locks. */
interface Stand {
  readonly rule: string | null
  readonly grant: Grant
  readonly inserts: boolean
}

const refuse = (because: string): Edited => ({ ok: false, because })

/**
 * Sets `parts` of the cell: in its own standing rules, or in a new one with what stands there, and in temporary rules of the
 * pair, which come first. A limit counts every send and takes the place of those of the cell's own rule that do; limits for
 * one kind of send stay, as do those of other rules, which count anyway. `now`: ms since the epoch.
 */
export function setParts(text: string, cell: CellFacts & { readonly parts: Parts; readonly now: number }): Edited {
  const parsed = readPolicy(text)
  if (!parsed.ok) return refuse('The policy cannot be read.')
  const { policy } = parsed
  const { agent, surface, parts, now } = cell
  const agents = agent === null ? ANY : cellAgents(agent)
  const id = surface?.id ?? ANY
  if (agents === null) return refuse(`No rule can name the workspace of ${agent?.id}.`)
  const opened = agent !== null && surface !== null && openedIt(agent, surface)
  const own = cellRules(policy, { agent: agents, surface: id }).filter(index => opened || !forOpener(policy, index))
  const was = standOf(standingOnly(policy), cell)
  const goal = withParts(was, parts)
  const canGive = own.some(index => !opened || isForOpener(policy.rules[index]?.surfaces))
  let edited = text
  if (canGive) {
    edited = own.reduce((edit, index) => setFields(edit, index, changesOf(policy.rules[index]!, parts)), text)
  } else if (parts.limit === null && smallestLimit(policy.rules.filter(({ id: one }) => one === was.rule))) {
    return refuse(`The limit is one of ${was.rule}, which is for more than this. Change that rule instead.`)
  } else if (byGrant(was.grant, goal.grant) !== 0 || was.inserts !== goal.inserts || parts.limit) {
    const cannot = cannotMake(cell, was)
    if (cannot !== null) return refuse(cannot)
    const selectors = pairSelectors(agents, id, opened)
    const limits = parts.limit ? [parts.limit] : undefined
    const fields = { ...fieldsOf(goal.grant), insertAtPrompt: goal.inserts || undefined }
    edited =
      own.length > 0
        ? own.reduce(
            (edit, index) => setFields(edit, index, inPlace(policy.rules[index]!, selectors, goal, parts)),
            text,
          )
        : addLine(text, 'rules', { id: freshId(policy.rules, 'g'), ...selectors, ...fields, limits })
  }
  const present = inForce(policy, now, () => true)
  for (const rule of present.rules) {
    const isOfPair = onlyAgent(rule.agents) === agent?.id && onlySurface(rule.surfaces) === surface?.id
    if (rule.until === undefined || !isOfPair) continue
    edited = setFields(edited, policy.rules.indexOf(rule), changesOf(rule, { ...parts, limit: undefined }))
  }
  const after = readPolicy(edited)
  if (!after.ok) return refuse(`The policy would not be right any more: ${after.faults[0]?.message}.`)
  const ruling = inForce(after.policy, now, () => true)
  for (const [before, then] of [
    [standingOnly(policy), standingOnly(after.policy)],
    [present, ruling],
  ] as const) {
    const stood = standOf(before, cell)
    if (!isSame(withParts(stood, parts), standOf(then, cell))) return refuse(decidedBy(stood))
  }
  return { ok: true, text: edited }
}

/**
 * Sets what the cell gives: level and ask, and nothing else. A new rule for it keeps the sub-grants that stand there, so that
 * lowering one never raises another; an own rule that could only take away, where the agent opened the surface, becomes one
 * that gives. `level: null` takes the cell's own rules away.
 */
export function setGrant(
  text: string,
  cell: CellFacts & { readonly level: Level | null; readonly ask: Level | null },
): Edited {
  const parsed = readPolicy(text)
  if (!parsed.ok) return refuse('The policy cannot be read.')
  const { policy } = parsed
  const { agent, surface, level, ask } = cell
  const agents = agent === null ? ANY : cellAgents(agent)
  if (agents === null) return refuse(`No rule can name the workspace of ${agent?.id}.`)
  const at = { agent: agents, surface: surface?.id ?? ANY }
  if (level === null) return { ok: true, text: setCell(text, { ...at, level, ask }) }
  const opened = agent !== null && surface !== null && openedIt(agent, surface)
  const own = cellRules(policy, at).filter(index => opened || !forOpener(policy, index))
  const was = standOf(standingOnly(policy), cell)
  const goal = granted({ ...kept(was), level, ...(ask === null ? {} : { ask }) })
  const inserts = (was.inserts && rank(was.grant.level) >= rank('type')) || undefined
  const selectors = pairSelectors(agents, at.surface, opened)
  const fields = (rule: Rule) =>
    opened && !isForOpener(rule.surfaces)
      ? { surfaces: selectors.surfaces, ...changedFields(granted(rule), goal) }
      : ladder(level, ask)
  const line = { id: freshId(policy.rules, 'g'), ...selectors, ...fieldsOf(goal), insertAtPrompt: inserts }
  const edited =
    own.length > 0
      ? own.reduce((edit, index) => setFields(edit, index, fields(policy.rules[index]!)), text)
      : addLine(text, 'rules', line)
  const after = readPolicy(edited)
  if (!after.ok) return refuse(`The policy would not be right any more: ${after.faults[0]?.message}.`)
  const stands = standOf(standingOnly(after.policy), cell)
  const isSet = stands.grant.level === goal.level && stands.grant.ask === goal.ask
  return isSet ? { ok: true, text: edited } : refuse(decidedBy(stands))
}

/** A rule for what the agent opened says nothing where somebody else did: it is not the cell's own there. */
function forOpener({ rules }: Policy, index: number): boolean {
  return isForOpener(rules[index]?.surfaces)
}

/**
 * The sub-grants that stand there. Below submit they are nothing, so what is written there gives nothing yet; what it denies
 * stays denied.
 */
function kept({ grant }: Stand): Partial<Record<SubGrant, SubEffect>> {
  const { answer, interrupt, secret } =
    reach(grant) === rank('submit') ? grant : lower(grant, granted({ level: 'submit' }))
  return { answer, interrupt, secret }
}

function standingOnly(policy: Policy): Policy {
  return { ...policy, rules: policy.rules.filter(({ until }) => until === undefined) }
}

function standOf(policy: Policy, { agent, surface }: CellFacts): Stand {
  const mine = agent === null ? onlyAnyAgent(policy) : policy
  const rules = surface === null ? onlyAnySurface(mine) : mine
  const { rule, given, narrowed, inserts } = resolve(rules, agent ?? ANY_AGENT, surface ?? ANY_SURFACE)
  // where no rule says anything, what a rule that says nothing gives
  const grant = rule === null ? granted({ level: 'none' }) : given
  const written = rules.rules.some(one => one.id === rule && one.insertAtPrompt === true)
  // it shows at level type alone, after locks; the rule may have it all the same
  return { rule, grant, inserts: narrowed ? inserts : written }
}

function withParts(stand: Stand, parts: Parts): Stand {
  const unsaid = granted({ level: 'none' })
  const subs = SUB_GRANTS.map(sub => [sub, parts[sub] === undefined ? stand.grant[sub] : (parts[sub] ?? unsaid[sub])])
  return {
    ...stand,
    grant: { ...stand.grant, ...Object.fromEntries(subs) },
    inserts: parts.insertAtPrompt ?? stand.inserts,
  }
}

function isSame(a: Stand, b: Stand): boolean {
  return byGrant(usable(a.grant), usable(b.grant)) === 0 && a.inserts === b.inserts
}

/** The fields of this rule that `parts` changes; undefined = the field goes. What it gives already is not written. */
function changesOf(rule: Rule, parts: Parts): Record<string, unknown> {
  const gives = granted(rule)
  const fields: Record<string, unknown> = {}
  for (const sub of SUB_GRANTS) {
    const wanted = parts[sub]
    if (wanted === undefined || gives[sub] === (wanted ?? granted({ level: 'none' })[sub])) continue
    fields[sub] = wanted ?? undefined
  }
  const { insertAtPrompt: inserts, limit } = parts
  if (inserts !== undefined && inserts !== (rule.insertAtPrompt ?? false)) fields.insertAtPrompt = inserts || undefined
  if (limit !== undefined) Object.assign(fields, limitsOf(rule, limit))
  return fields
}

function limitsOf({ limits = [] }: Rule, limit: CellLimit | null): { readonly limits?: readonly Limit[] | undefined } {
  const others = limits.filter(({ intent }) => intent !== undefined)
  const every = limits.filter(({ intent }) => intent === undefined)
  const next = limit === null ? others : [limit, ...others]
  const isThere = JSON.stringify(every) === JSON.stringify(limit === null ? [] : [limit])
  return isThere ? {} : { limits: next.length > 0 ? next : undefined }
}

/** A rule that can only take away where the agent opened the surface, made one that gives what stands there. */
function inPlace(rule: Rule, { surfaces }: { readonly surfaces: unknown }, goal: Stand, parts: Parts) {
  const { limit } = parts
  return {
    surfaces,
    ...changedFields(granted(rule), goal.grant),
    insertAtPrompt: goal.inserts || undefined,
    ...(limit === undefined ? {} : limitsOf(rule, limit)),
  }
}

/** Why a rule of the cell's own, made for one part, would change more than that. Null = it would not. */
function cannotMake({ agent, surface }: CellFacts, { rule }: Stand): string | null {
  const isBuiltIn = rule === null || (BUILT_IN as readonly string[]).includes(rule)
  if (agent === null) return 'Set a level for any agent here first: a rule for it would come before those of agents.'
  if (surface === null && isBuiltIn) {
    return `Set a level for ${agent.id} on any surface first: no rule gives it anything there.`
  }
  return null
}

function decidedBy({ rule }: Stand): string {
  return `${rule ?? 'Another rule'} decides here as well and gives something else. Change that rule instead.`
}
