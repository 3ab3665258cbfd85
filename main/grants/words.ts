// Changes of the policy in words: for the record (ids, exact) and for a person (names, short). It changes nothing.
import type { Cell, CellLimit, Level } from '../../preload/contract.ts'
import type { CellOf } from '../policy/edit.ts'
import type { Parts } from '../policy/edit-cell-parts.ts'
import { DOING, SUB_GRANTS } from '../policy/grant.ts'
import type { AgentSelector } from '../policy/model.ts'
import { agentWords, type Names } from '../policy/selector-words.ts'

interface Grant {
  readonly level: Level | null
  readonly ask: Level | null
}

/** `read with ask type`. */
export function recorded({ level, ask }: Grant): string {
  return ask === null ? String(level) : `${level} with ask ${ask}`
}

const SHORT = { none: 'None', read: 'Read', type: 'Type', submit: 'Submit' } as const

/** `Read (ask to type)`. */
export function short({ level, ask }: Grant): string {
  const has = level === null ? 'as inherited' : SHORT[level]
  return ask === null || ask === level ? has : `${has} (ask to ${ask})`
}

/** `Cursor in shell`, `any agent in any surface`, for a person. */
export function cellWords({ agent, surface }: CellOf, names: Names): string {
  return `${who(agent, names)} in ${surface === '*' ? 'any surface' : (names.surface(surface) ?? surface)}`
}

/** The agents at the beginning of a sentence. */
export function who(agents: AgentSelector, names: Names): string {
  return agents === '*' ? 'Any agent' : agentWords(agents, names)
}

/** `cursor on s_7f3a`, for the record. */
export function recordedCell({ agent, surface }: CellOf): string {
  const who = typeof agent === 'string' ? agent : `every ${agent.preset} agent of workspace "${agent.workspace}"`
  return `${who} on ${surface}`
}

/** What `parts` changes of the cell, each with what it was: `answering a dialog: allow, was ask`. */
export function partsWords(before: Cell, parts: Parts): string {
  const subs = SUB_GRANTS.flatMap(sub => {
    const wanted = parts[sub]
    return wanted === undefined ? [] : [`${DOING[sub]}: ${wanted ?? 'not said'}, was ${before[sub]}`]
  })
  const { insertAtPrompt: inserts, limit } = parts
  const yesNo = (is: boolean) => (is ? 'yes' : 'no')
  return [
    ...subs,
    ...(inserts === undefined ? [] : [`insert at the prompt: ${yesNo(inserts)}, was ${yesNo(before.insertAtPrompt)}`]),
    ...(limit === undefined ? [] : [`limit: ${limitWords(limit)}, was ${limitWords(before.limit)}`]),
  ].join('; ')
}

function limitWords(limit: CellLimit | null): string {
  if (limit === null) return 'none'
  const time = typeof limit.window === 'number' ? `${limit.window} s` : limit.window
  return `${limit.max} in a ${time} per ${limit.per}`.replace(/ a (\d)/, ' $1')
}
