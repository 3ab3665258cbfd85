// A wrong argument as a refusal a model can act on: which field, what is wrong, and what to send instead.
import type { z } from 'zod'
import type { Refusal } from '../../gate/model.ts'

/** The first fault of `error`. The fix is the field's own description. */
export function badArguments(tool: string, input: z.ZodObject, error: z.ZodError): Refusal {
  const issue = error.issues[0]!
  const names = Object.keys(input.shape)
  if (issue.code === 'unrecognized_keys') {
    const field = issue.keys[0]!
    if (issue.path.length > 0) {
      const inside = issue.path.map(String).join('.')
      return wrongArgument(field, `"${inside}" has no argument ${JSON.stringify(field)}.`, 'Leave it out.')
    }
    const fix =
      names.length === 0 ? 'Leave it out: there are no arguments.' : `Leave it out. There are: ${list(names)}.`
    return wrongArgument(field, `${tool} has no argument ${JSON.stringify(field)}.`, fix)
  }
  const field = issue.path.map(String).join('.')
  if (field === '')
    return wrongArgument('arguments', `${tool} takes an object of arguments.`, `There are: ${list(names)}.`)
  const name = String(issue.path[0])
  const schema = input.shape[name] as z.ZodType | undefined
  return wrongArgument(field, whatIsWrong(field, issue), `${name}: ${schema?.description ?? 'see the input schema'}`)
}

function whatIsWrong(field: string, issue: z.core.$ZodIssue): string {
  if (issue.code === 'custom') return issue.message
  if (issue.input === undefined) return `"${field}" is missing.`
  if (issue.code === 'invalid_union') return `"${field}" ${issue.message}`
  if (issue.code === 'invalid_type') return `"${field}" must be ${a(issue.expected)}.`
  if (issue.code === 'invalid_value') return `"${field}" must be one of ${list(issue.values.map(String))}.`
  const isList = 'origin' in issue && (issue.origin === 'string' || issue.origin === 'array')
  if (issue.code === 'too_small' && isList) return `"${field}" is empty.`
  if (issue.code === 'too_big' && isList) return `"${field}" is longer than ${issue.maximum}.`
  if (issue.code === 'too_small') return `"${field}" must be at least ${issue.minimum}.`
  if (issue.code === 'too_big') return `"${field}" must be at most ${issue.maximum}.`
  return `"${field}" is not valid.`
}

const a = (type: string) => (type === 'int' ? 'a whole number' : `${type === 'array' ? 'an' : 'a'} ${type}`)
const list = (names: readonly string[]) => names.join(', ')

/** What is wrong with one argument, and what to send instead. */
export function wrongArgument(field: string, why: string, fix: string): Refusal {
  return {
    refused: true,
    code: 'bad_arguments',
    effect: 'deny',
    rule: null,
    lock: null,
    why,
    allowed: null,
    field,
    fix,
  }
}
