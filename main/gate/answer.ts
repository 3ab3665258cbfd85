// An agent's answer to what a program asks: one key, or one line with Enter. It is meant for the question that is there when
// it is looked at first, by its name where the program's hooks name it, and reaches no other. The checks and their order are
// passage.ts; whether a question is open is the surface's to say.
import type { AgentSurface, KeyList, Readiness } from '../surfaces/surface.ts'
import { firstNo, judge, startCall } from './call.ts'
import type { Core } from './core.ts'
import { forbiddenOf, intentsOf, judgeKeys, strictest } from './keys.ts'
import { readiness, unseen } from './looking.ts'
import type { Agent, AnswerRequest, Refusal, SendOutcome } from './model.ts'
import { type NoPlan, type Plan, passage } from './passage.ts'
import { dialogSeen, notThere, present } from './ready.ts'
import type { Trouble } from './refusals.ts'
import { unseenTrouble } from './send.ts'
import { say } from './sentences.ts'
import { checkText, firstUnpasted } from './text-filter.ts'

/** UTF-16 code units. */
const MAX_CHOICE = 1000

/** Answers with what happened or a refusal. Throws `ActivityError`. */
export function answerPrompt(core: Core, agent: Agent, request: AnswerRequest): Promise<SendOutcome | Refusal> {
  const { choice, dialog = null, key = null } = request
  const call = startCall(core, agent, { intent: 'answer', text: choice, dialog, key }, request)
  const judged = (surface: AgentSurface, text?: string) =>
    strictest([judge(core, agent, surface, 'submit', text), judge(core, agent, surface, 'answer')])

  return passage(core, call, request.surface, async (surface): Promise<Plan | NoPlan> => {
    const bad = badChoice(choice)
    if (bad) return { trouble: bad }
    // Who may not answer learns nothing of what asks.
    const { verdict, troubles } = judged(surface)
    const no = firstNo(core, troubles)
    if (no) return { trouble: no, verdict }
    const state = await readiness(core, surface)
    if (state === 'late') return { trouble: unseen(), verdict }
    const gone = noQuestion(state, dialog)
    if (gone) return { trouble: gone, verdict }
    const answers = dialogSeen(state)
    const meant = meaning(surface, choice, answers.lines)
    if ('code' in meant) return { trouble: meant, verdict }
    const plan = {
      intent: 'answer',
      beyond: (one: 'answer' | 'secret') => judge(core, agent, surface, one).verdict,
      over: () => overBy(surface, answers.dialog),
    } as const
    if ('text' in meant) {
      const { text } = meant
      return {
        ...plan,
        call,
        gesture: { text, enter: true, answers },
        judge() {
          const now = judged(surface, text)
          return { ...now, troubles: present([...now.troubles, unseenTrouble(core, text)]) }
        },
      }
    }
    const { keys } = meant
    const intents = ['submit', 'answer', ...intentsOf(keys).filter(one => one === 'interrupt')] as const
    return {
      ...plan,
      call: { ...call, facts: { ...call.facts, text: null, keys: [choice] } },
      gesture: { text: '', enter: false, keys, answers },
      judge: () => judgeKeys(core, agent, surface, intents, keys),
    }
  })
}

function badChoice(choice: string): Trouble | null {
  if (choice === '' || choice.length > MAX_CHOICE) return wrong(say.noChoice(), say.giveChoice())
  const bad = checkText(choice, { allowTab: false }) ?? firstUnpasted(choice)
  if (!bad) return null
  const { name, codePoint, index } = bad
  return { code: 'bad_text', why: say.badText(name, codePoint, index), index, codePoint }
}

/** Why there is nothing to answer, or not what was named. */
function noQuestion(state: Readiness, named: string | null): Trouble | null {
  const { dialog } = state
  const away = notThere(state)
  if (away) return away
  if (named !== null && dialog.id !== named) return { code: 'dialog_gone', why: say.dialogGone() }
  return dialog.open === 'no' ? { code: 'dialog_gone', why: say.nothingAsks(dialog.why) } : null
}

/** The question is another by now, as far as its name tells. Without awaits. */
function overBy(surface: AgentSurface, dialog: string | null): Trouble | null {
  if (dialog === null || surface.summary().state.dialog?.id === dialog) return null
  return { code: 'dialog_gone', why: say.dialogGone() }
}

/**
 * What a choice is. A program that reads keys gets the key of that name, and any other choice as a line. To one that reads
 * whole lines a key is nothing: there a choice is a line, Enter an empty one, and Ctrl with a key is that key; other names
 * of keys are nothing anybody would type, and no guess is made.
 */
function meaning(
  surface: AgentSurface,
  choice: string,
  lines: boolean,
): { readonly keys: KeyList } | { readonly text: string } | Trouble {
  const reading = surface.readKeys([choice])
  if (!reading.ok || (lines && choice.length === 1)) return { text: choice }
  const forbidden = forbiddenOf(reading)
  if (forbidden) return wrong(say.forbiddenKey(forbidden.name), say.giveChoice())
  const isForLines = reading.keys.every(({ name, ctrl }) => ctrl || name === 'Enter' || name === 'KPEnter')
  return isForLines || !lines ? { keys: reading } : wrong(say.keyIsNoLine(choice), say.lineInstead())
}

const wrong = (why: string, fix: string): Trouble => ({ code: 'bad_arguments', why, field: 'choice', fix })
