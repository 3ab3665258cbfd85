// What an agent says to a person in its own words: checked here, so that it is one line that shows all it holds. With it
// how a "no" to such an act is written down and answered: it is neither a send nor a read.
import type { Level, Verdict } from '../../preload/contract.ts'
import type { AgentSurface } from '../surfaces/surface.ts'
import { type Call, tookMs } from './call.ts'
import type { Core } from './core.ts'
import { deceiving } from './deceiving.ts'
import { entry, refusedFields, surfaceOf } from './entries.ts'
import type { Refusal } from './model.ts'
import { type Trouble, toRefusal } from './refusals.ts'
import { say } from './sentences.ts'
import { checkText } from './text-filter.ts'

/** The longest body or reason, in UTF-16 code units. */
const MAX_WORDS = 200

/** Why these words are shown to nobody; null = they may be. `field` is the argument they came in. */
export function wordsTrouble(field: string, words: string, max = MAX_WORDS): Trouble | null {
  const isBlank = words.trim() === ''
  if (isBlank || words.length > max) {
    const why = isBlank ? say.noWords(field) : say.tooManyWords(field, max)
    return { code: 'bad_arguments', why, field, fix: say.plainWords(max) }
  }
  const line = words.indexOf('\n')
  const lineEnd = line === -1 ? null : { index: line, codePoint: 'U+000A', name: 'line feed' }
  const bad = checkText(words, { allowTab: false }) ?? lineEnd ?? deceiving(words)[0]
  if (!bad) return null
  const { index, codePoint, name } = bad
  return { code: 'bad_text', why: say.badWords(field, name, codePoint, index), index, codePoint }
}

/** As `refuse` in call.ts, in a record of another kind. Throws `ActivityError`. */
export async function refuseAct(
  core: Core,
  kind: 'agent' | 'policy',
  call: Call,
  surface: AgentSurface | null,
  trouble: Trouble,
  known: { readonly verdict: Verdict | null; readonly level: Level } | null,
  of?: number,
): Promise<Refusal> {
  const verdict = known?.verdict ?? null
  await core.record(
    entry(kind, call.agent.id, {
      ...call.facts,
      surface: surface && surfaceOf(surface.facts),
      ...refusedFields(trouble, verdict),
      tookMs: tookMs(core, call.started),
      ...(of === undefined ? {} : { of }),
    }),
  )
  return toRefusal(trouble, verdict, known?.level ?? null)
}
