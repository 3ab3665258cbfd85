// What conditions on a send's arguments come to here: rules on the text, and whether Enter may be pressed. Anything else
// has no meaning here and is a fault.
import type { TextRule } from '../model.ts'
import { nearest } from '../nearest.ts'
import { textRule } from '../parse-conditions.ts'
import type { Checker } from '../shape.ts'
import { admit, type Condition, plain } from './terms.ts'
import { type SendTool, TARGETS } from './tools.ts'

/** It holds of every text and of no missing one. */
const ANY_TEXT: TextRule = { require: { regex: '(?s).*' } }

/** How an operator compares with a text, and whether it says the opposite. */
const COMPARES = {
  eq: ['equals', false],
  neq: ['equals', true],
  in: ['in', false],
  not_in: ['in', true],
  regex: ['regex', false],
  contains: ['contains', false],
} as const

/** The rules on its text, whether it may not press Enter, and what the document says of that. */
export function sentBy(check: Checker, name: string, tool: SendTool, conditions: readonly Condition[]) {
  const about = (path: string) => conditions.filter(one => one.path === path)
  const onText = about(`args.${tool.text}`)
  const onEnter = tool.enter ? about('args.enter') : []
  for (const one of conditions) {
    if (!onText.includes(one) && !onEnter.includes(one)) check.fault(one.at, elsewhere(name, tool, one.path))
  }
  for (const one of onEnter) checkEnter(check, one)
  const text = onText.flatMap(one => textRules(check, one))
  // A missing text does not meet `neq`, `not_in` or `exists` either, where it must.
  const needsText = onText.some(({ op, must }) => must && (op === 'neq' || op === 'not_in' || op === 'exists'))
  const isMissed = needsText && !text.some(({ require }) => require)
  return {
    text: isMissed ? [...text, ANY_TEXT] : text,
    isWithoutEnter: onEnter.length > 0,
    reasons: onEnter.flatMap(({ reason }) => reason ?? []),
  }
}

/** Why a condition on this path cannot be kept, and what to do. */
function elsewhere(name: string, tool: SendTool, path: string): string {
  const shown = `\`${path.slice(0, 80)}\``
  if (path.startsWith('state.')) return `${shown} is a counter; write a \`rate_limit\`, which is all that can be kept`
  const parameter = path.startsWith('args.') ? (path.split('.')[1] ?? '') : ''
  if (TARGETS.includes(parameter))
    return `${shown} chooses surfaces; leave it out and choose them for the import (--for-surfaces)`
  const near = nearest(parameter, tool.enter ? [tool.text, 'enter'] : [tool.text])
  const meant = near === null ? '' : `; did you mean \`args.${near}\`?`
  return `only \`args.${tool.text}\`, the text of \`${name}\`, can be compared here, not ${shown}${meant}`
}

function textRules(check: Checker, { at, op, value, must, reason }: Condition): TextRule[] {
  if (op === 'exists') {
    const isTrue = must && value.node.value === true
    if (!isTrue) check.fault(at, 'every send has a text, so this denies all or nothing; deny the tool or leave it out')
    return []
  }
  if (op === 'lt' || op === 'lte' || op === 'gt' || op === 'gte') {
    check.fault(at, `\`${op}\` compares numbers, and what is sent is a text; use regex`)
    return []
  }
  const [key, isOpposite] = COMPARES[op]
  const match = { [must === isOpposite ? 'deny' : 'require']: { [key]: plain(value) } }
  const rule = admit(check, at, textRule, reason ? { ...match, reason: reason.text } : match)
  return rule ? [rule] : []
}

/** Only "without Enter" can be kept: submit includes type. */
function checkEnter(check: Checker, { at, op, value, must }: Condition): void {
  const flag: unknown = value.node.value
  if ((op !== 'eq' && op !== 'neq') || typeof flag !== 'boolean') {
    check.fault(at, '`args.enter` is compared by eq or neq with true or false')
  } else if ((must === (op === 'eq')) === flag) {
    check.fault(at, 'Enter cannot be made a condition, because submit includes type here; leave it out')
  }
}
