// Three ways to begin, as rules, and a policy's text made one of them: agents, tokens, locks and tests stay, rules and open
// rules are replaced. What each means for people is docs/grants.md.
import { STARTING_POINTS, type StartingPoint } from '../../preload/contract.ts'
import { policyOr } from './edit-answers.ts'
import { ensure, onOneLine, rootOf } from './edit-parts.ts'
import { replaceValue } from './jsonc-edit.ts'
import type { OpenRule, Policy, Rule } from './model.ts'
import { readPolicy } from './parse.ts'
import { memberOf } from './tree.ts'

interface Start {
  readonly rules: readonly Rule[]
  readonly open: readonly OpenRule[]
}

/** Presets that are agents, so that what is in a workspace beside them, a shell, is not taken for one. */
export const AGENT_PRESETS = ['claude', 'codex', 'gemini', 'opencode', 'copilot'] as const

/** Sees everything, asks before everything else. A dialog and an interrupt ask too, a password prompt never gets anything. */
const LOOK: Rule = { id: 'start-any', agents: '*', surfaces: '*', level: 'read', ask: 'submit' }
const OPEN: readonly OpenRule[] = [{ id: 'start-opening', agents: '*', grant: 'ask' }]

const STARTS: Readonly<Record<StartingPoint, Start>> = {
  careful: { rules: [LOOK], open: OPEN },
  paired: {
    rules: [
      LOOK,
      ...AGENT_PRESETS.map(
        (preset): Rule => ({
          id: `start-pair-${preset}`,
          agents: {},
          surfaces: { workspace: '@own', preset },
          level: 'submit',
        }),
      ),
    ],
    open: OPEN,
  },
  // Answering a dialog stays an ask: it would be the agent, not the person, who lets a program act.
  open: {
    rules: [
      LOOK,
      { id: 'start-here', agents: '*', surfaces: { openedBy: 'person' }, level: 'submit', interrupt: 'allow' },
    ],
    open: OPEN,
  },
}

/** The text with the rules of a starting point. A text that is no policy comes back as it is, and so does one that is it. */
export function startingPoint(text: string, point: StartingPoint): string {
  const parsed = readPolicy(text)
  if (!parsed.ok || likeOf(parsed.policy) === point) return text
  const { rules, open } = STARTS[point]
  return policyOr(text, withList(withList(text, 'rules', rules), 'open', open))
}

/** The starting point that rules and open rules are exactly as; null = they are their own. */
export function likeOf({ rules, open }: Policy): StartingPoint | null {
  return STARTING_POINTS.find(point => isEqual(rules, STARTS[point].rules) && isEqual(open, STARTS[point].open)) ?? null
}

function withList(text: string, key: 'rules' | 'open', lines: readonly object[]): string {
  const whole = ensure(text, key, '[]')
  const list = memberOf(rootOf(whole), key)
  if (!list) return text
  const eol = /\r\n|\r|\n/.exec(text)?.[0] ?? '\n'
  const inside = lines.map(line => `    ${onOneLine(line)}`).join(`,${eol}`)
  return replaceValue(whole, list, `[${eol}${inside}${eol}  ]`)
}

/** By what they say, in whatever order of keys. */
function isEqual(a: readonly object[], b: readonly object[]): boolean {
  return canonical(a) === canonical(b)
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_, one: unknown) =>
    typeof one === 'object' && one !== null && !Array.isArray(one)
      ? Object.fromEntries(Object.entries(one).sort(([x], [y]) => (x < y ? -1 : 1)))
      : one,
  )
}
