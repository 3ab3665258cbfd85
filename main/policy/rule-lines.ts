// The lines of the policy in words, in the order of the file, each with its place: the list beside the matrix. What they
// mean together is resolve.ts.
import type { RuleLine } from '../../preload/contract.ts'
import { ANY } from './cells.ts'
import { onlyWorkspace } from './edit-lines.ts'
import { isForOpener, onlyAgent, onlySurface } from './edit-parts.ts'
import { isGlob } from './glob.ts'
import { DOING, SUB_GRANTS } from './grant.ts'
import type {
  AgentSelector,
  Limit,
  Lock,
  OpenRule,
  Policy,
  Rule,
  SurfaceSelector,
  TextMatch,
  TextRule,
} from './model.ts'
import { agentWords, and, type Names, plain, surfaceWords } from './selector-words.ts'
import { memberOf, readTree } from './tree.ts'

type Kind = RuleLine['kind']

/** `text` and `policy` are the same policy. */
export function ruleLines(text: string, policy: Policy, names: Names): RuleLine[] {
  const lineOf = places(text)
  const lines = [
    ...policy.rules.map((rule, index) => ruleLine(rule, lineOf('rules', index), names)),
    ...policy.locks.map((lock, index) => lockLine(lock, lineOf('locks', index), names)),
    ...policy.open.map((open, index) => openLine(open, lineOf('open', index), names)),
  ]
  return lines.sort((a, b) => a.line - b.line)
}

function places(text: string): (list: 'rules' | 'locks' | 'open', index: number) => number {
  const tree = readTree(text)
  return (list, index) => {
    if (!tree.ok) return 1
    const node = memberOf(tree.root, list)?.children?.[index]
    return node ? tree.placeOf(node.offset).line : 1
  }
}

function ruleLine(rule: Rule, line: number, names: Names): RuleLine {
  const { limits = [], text = [], insertAtPrompt } = rule
  const inserts = insertAtPrompt === true ? ["Type goes onto the line at a shell's prompt (best effort)."] : []
  const also = [...subWords(rule), ...inserts, ...limits.map(limitWords), ...text.map(textWords)]
  const until = rule.until === undefined ? null : typeof rule.until === 'string' ? Date.parse(rule.until) : 'closes'
  return { ...common('rule', rule, line, names), level: rule.level, ask: rule.ask ?? null, also, until }
}

function lockLine(lock: Lock, line: number, names: Names): RuleLine {
  return { ...common('lock', lock, line, names), level: lock.level, ask: lock.ask ?? null, also: subWords(lock) }
}

type Selecting = Pick<Lock, 'id' | 'agents' | 'surfaces' | 'reason'>

function common(kind: Kind, { id, agents, surfaces, reason }: Selecting, line: number, names: Names): RuleLine {
  const words = { agents: agentWords(agents, names), surfaces: surfaceWords(surfaces, names) }
  const rest = { level: null, ask: null, also: [], until: null, open: null, reason: reason ?? null }
  return {
    kind,
    id,
    line,
    ...words,
    ...rest,
    cell: cellOf(agents, surfaces, kind),
    workspace: headOf(agents, surfaces),
  }
}

function openLine(open: OpenRule, line: number, names: Names): RuleLine {
  const { id, agents, presets, command = 'deny', prompt = 'ask', cwd, hosts, max, grant } = open
  const agent = onlyAgent(agents)
  const where = [...(hosts ? [`On ${and(hosts)} only.`] : []), ...(cwd ? [`In ${and(cwd)} only.`] : [])]
  // A pane of tmux is adopted: its program runs already, and takes no first prompt.
  const adoptsOnly = presets?.every(preset => preset === 'tmux') === true
  const [Does, does] = adoptsOnly ? ['Adopts', 'adopts'] : ['Opens', 'opens']
  const conditions = [
    grant === 'allow' ? `${Does} without asking.` : `Asks before it ${does}.`,
    ...(max === undefined ? [] : [`At most ${max} open at once.`]),
    ...where,
    ...(command === 'ask' ? ['Asks for a command of its own.'] : []),
    ...(adoptsOnly
      ? []
      : [`A first prompt: ${{ deny: 'not allowed', ask: 'asked about', allow: 'allowed' }[prompt]}.`]),
  ]
  const also = max === 0 ? ['Opens nothing.', ...where] : conditions
  return {
    ...common('open', { id, agents, surfaces: ANY }, line, names),
    surfaces: newWords(presets),
    also,
    open: { grant, max: max ?? null },
    cell: agent === null ? null : { agent, surface: ANY },
    workspace: null,
  }
}

/** `new surfaces of preset shell or claude, panes of tmux` */
function newWords(presets: OpenRule['presets']): string {
  if (presets === undefined) return 'new surfaces'
  const started = presets.filter(preset => preset !== 'tmux')
  const words = started.length > 0 ? [`new surfaces of preset ${started.join(' or ')}`] : []
  return [...words, ...(started.length < presets.length ? ['panes of tmux'] : [])].join(', ')
}

/** The cell that shows it: a lock for surfaces that an agent opened is for fewer, so it has none. */
function cellOf(agents: AgentSelector, surfaces: SurfaceSelector, kind: Kind): RuleLine['cell'] {
  const [agent, surface] = [onlyAgent(agents), onlySurface(surfaces)]
  const isNarrower = kind === 'lock' && isForOpener(surfaces)
  return agent === null || surface === null || isNarrower ? null : { agent, surface }
}

function headOf(agents: AgentSelector, surfaces: SurfaceSelector): string | null {
  const pattern = agents === ANY ? onlyWorkspace(surfaces) : null
  return pattern === null || pattern === '@own' || isGlob(pattern) ? null : plain(pattern)
}

const SUB_WORDS = { deny: 'not allowed', ask: 'asked about', allow: 'allowed' } as const

function subWords(rule: Rule | Lock): string[] {
  return SUB_GRANTS.flatMap(sub => {
    const effect = rule[sub]
    return effect === undefined ? [] : [`${capital(DOING[sub])}: ${SUB_WORDS[effect]}.`]
  })
}

function limitWords({ max, window, per, intent }: Limit): string {
  const sends = max === 1 ? 'send' : 'sends'
  const what = intent === undefined ? sends : `${sends} of ${intent}`
  const time = typeof window === 'number' ? `${window} s` : window
  const whose = { agent: 'for each agent', pair: 'for each agent and surface', surface: 'for each surface' }[per]
  return `At most ${max} ${what} a ${time}, ${whose}.`.replace(/ a (\d)/, ' in $1')
}

function textWords({ require, deny, intent, reason }: TextRule): string {
  const what = intent === undefined ? 'Text' : `Text at ${intent}`
  const says = require ? `must ${matchWords(require)}` : deny ? `may not ${matchWords(deny)}` : 'has a rule'
  return `${what} ${says}${reason === undefined ? '' : ` (${reason})`}.`
}

function matchWords(match: TextMatch): string {
  if ('regex' in match) return `match /${match.regex}/`
  if ('contains' in match) return `contain "${match.contains}"`
  if ('equals' in match) return `be "${match.equals}"`
  return `be ${match.in.map(one => `"${one}"`).join(' or ')}`
}

function capital(word: string): string {
  return word.slice(0, 1).toUpperCase() + word.slice(1)
}
