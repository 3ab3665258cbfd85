// The policy as a whole text: shown, checked, written, made anew from a starting point or with a document's rules in it. What
// is taken up goes the way of every change, edits.ts.
import type { CallOutput, CallParsed, Failure, GrantChange, PolicyCheck, Result } from '../../preload/contract.ts'
import { changeWords, otherChanges } from '../policy/changes.ts'
import { checkText } from '../policy/check.ts'
import { literalGlob } from '../policy/glob.ts'
import type { Policy } from '../policy/model.ts'
import { likeOf, startingPoint } from '../policy/starting-points.ts'
import type { PolicyFile } from '../store/policy-file.ts'
import type { PolicyEdits } from './edits.ts'

type TextCall = 'policy.starting' | 'policy.text' | 'policy.check' | 'policy.write' | 'policy.import'
type TextCalls = {
  [K in TextCall]: (input: CallParsed<K>) => Promise<Result<CallOutput<K>>> | Result<CallOutput<K>>
}

const MOST_CHANGES = 20
const POINT = { careful: 'Careful', paired: 'Paired', open: 'Open here' } as const

/** `changesBy`: what taking up a policy would change for whom, on the surfaces there are. */
export function createPolicyTexts(
  file: PolicyFile,
  edits: PolicyEdits,
  changesBy: (policy: Policy) => GrantChange[],
): TextCalls {
  function check(text: string): PolicyCheck {
    const { faults, tests, policy } = checkText(text)
    return {
      faults: [...faults],
      tests,
      changes: policy ? changesBy(policy) : [],
      notes: policy ? otherChanges(file.policy(), policy) : [],
    }
  }

  /** The accepted text, where the file can be changed; or why not. */
  async function changeable(): Promise<Result<{ text: string; hash: string }>> {
    const may = await file.change(text => text)
    if (!may.ok) return may
    const present = file.text()
    return present ? { ok: true, value: { ...present } } : nothing(file)
  }

  return {
    'policy.text'() {
      const present = file.text()
      return present ? { ok: true, value: { ...present } } : nothing(file)
    },
    'policy.check': ({ text }) => ({ ok: true, value: check(text) }),
    'policy.write': ({ text, hash }) =>
      edits.change((present, policy, accepted) => {
        if (accepted !== hash) {
          const message = 'The policy has changed since you looked at it. Look again.'
          return { ok: false, code: 'changed_again', message }
        }
        const { policy: next, faults } = checkText(text)
        if (!next) {
          const { line, message } = faults[0] ?? { line: 1, message: 'it is no policy' }
          return { ok: false, code: 'bad_edit', message: `Line ${line}: ${message}.` }
        }
        const point = likeOf(next)
        const isStart = point !== null && point !== likeOf(policy)
        const what = isStart ? `the starting point ${POINT[point]}` : 'the policy as text'
        const recorded = `A person writes ${what}: ${differences(changesBy(next), otherChanges(policy, next))}.`
        const words = isStart ? `Starting point ${POINT[point]}` : 'The policy written as text'
        return { ok: true, text: text === present ? present : text, recorded, words }
      }),
    async 'policy.starting'({ point }) {
      const present = await changeable()
      if (!present.ok) return present
      const text = startingPoint(present.value.text, point)
      return { ok: true, value: { text, hash: present.value.hash, check: check(text) } }
    },
    async 'policy.import'({ document, agents, surfaces }) {
      const present = await changeable()
      if (!present.ok) return present
      const pattern = surfaces === '*' ? '*' : literalGlob(surfaces.workspace)
      if (pattern === null) {
        const message = 'No rule can name this workspace. Give it another name first, or choose any surface.'
        return { ok: false, code: 'no_such_rule', message }
      }
      const where = surfaces === '*' ? ('*' as const) : { workspace: pattern }
      // YAML and what it means is much to load, and seldom asked for.
      const { importInto } = await import('../policy/edit-import.ts')
      const { text, faults, added } = importInto(present.value.text, document, { agents, surfaces: where })
      const found = faults.map(({ path, line, message }) => ({ path: path || `line ${line}`, message }))
      const checked = text === null ? null : check(text)
      return { ok: true, value: { text, hash: present.value.hash, faults: found, added, check: checked } }
    },
  }
}

function differences(changes: readonly GrantChange[], notes: readonly string[]): string {
  const words = changes.slice(0, MOST_CHANGES).map(one => changeWords(one))
  const more = changes.length - words.length
  const all = [...words, ...(more > 0 ? [`and ${more} more`] : []), ...notes.map(note => note.replace(/\.$/, ''))]
  return all.length > 0 ? all.join('; ') : 'nothing changes for anybody'
}

/** Nothing rules, so there is nothing to show or to change. */
function nothing(file: PolicyFile): Failure {
  const { fault } = file.status()
  const message = fault ? `Line ${fault.line}: ${fault.message}.` : 'No policy is accepted yet.'
  return { ok: false, code: fault ? 'policy_fault' : 'changed_outside', message }
}
