// What a card, a row and a header say of an approval: verbs, buttons, and why a button is off. Pure.
import type { AnswerKind, ApprovalView, Cell, Level } from '../../preload/contract.ts'
import { clockTime, count, type Grant, LEVEL_WORD, RANK } from './words.ts'

type Asking = Pick<ApprovalView, 'kind' | 'intent' | 'wants'> & Partial<Pick<ApprovalView, 'facts'>>

/** `Cursor` + lead + ACT + join + `shell`; `alone`: no surface is named. `tone` colours the act. */
interface AskWords {
  readonly lead: string
  readonly act: string
  readonly join: string
  readonly tone: Level
}

const WANTS: Readonly<Record<ApprovalView['intent'], AskWords>> = {
  read: { lead: 'wants to', act: 'read', join: '', tone: 'read' },
  type: { lead: 'wants to', act: 'type', join: 'in', tone: 'type' },
  submit: { lead: 'wants to', act: 'submit', join: 'in', tone: 'submit' },
  interrupt: { lead: 'wants to', act: 'interrupt', join: '', tone: 'submit' },
  answer: { lead: 'wants to', act: 'answer a dialog', join: 'in', tone: 'submit' },
  secret: { lead: 'wants to', act: 'answer a password prompt', join: 'in', tone: 'submit' },
  open: { lead: 'wants to', act: 'open a surface', join: 'beside', tone: 'none' },
  close: { lead: 'wants to', act: 'close', join: '', tone: 'none' },
}

/** `wants to submit in`. */
export function askWords({ kind, intent, wants, facts = [] }: Asking): AskWords {
  if (kind === 'connect') return { lead: 'wants to', act: 'connect', join: 'from', tone: 'none' }
  if (kind === 'program') return { lead: 'now comes from', act: 'another program', join: 'in', tone: 'none' }
  if (kind === 'access') return { lead: 'asks for', act: LEVEL_WORD[wants], join: 'in', tone: wants }
  // What runs in tmux already is not opened, and not ended.
  const has = (fact: string) => facts.some(({ name }) => name === fact)
  if (intent === 'open' && has('Adopts')) return { ...WANTS.open, act: 'adopt a tmux pane' }
  if (intent === 'close' && has('Lets go')) return { ...WANTS.close, act: 'let go of' }
  return WANTS[intent]
}

/** `asks to submit`: the words beside an agent's name in a pane and a row. */
function asksTo(view: Asking): string {
  const { lead, act } = askWords(view)
  return lead === 'wants to' ? `asks to ${act}` : `${lead} ${act}`
}

/** `Cursor asks to submit`, `3 requests wait`: one line for all of a surface; null = none. */
export function asksLine(views: readonly ApprovalView[]): string | null {
  const first = views[0]
  if (!first) return null
  return views.length === 1 ? `${first.agentName} ${asksTo(first)}` : `${views.length} requests wait`
}

/** What waits on a surface. */
export function asksOf(waiting: readonly ApprovalView[], surface: string): ApprovalView[] {
  return waiting.filter(view => view.surface?.id === surface)
}

/** What the rule of a card gives. `cell`: as the policy has it now, which may be another rule by then. */
export function grantShown(view: Pick<ApprovalView, 'kind' | 'level' | 'wants' | 'rule'>, cell?: Cell): Grant {
  const { kind, level, wants, rule } = view
  if (cell && cell.rule === rule && cell.level === level) return { level, ask: cell.ask }
  // What is asked for beyond the rule is in no rule.
  return { level, ask: kind !== 'access' && RANK[wants] > RANK[level] ? wants : null }
}

/** `1 approval waiting`. */
export function waitingWords(n: number): string {
  return `${count(n, 'approval')} waiting`
}

/** How long "for a while" is: what was asked for, else 15 minutes. */
export function minutesOf({ minutes }: Pick<ApprovalView, 'minutes'>): number {
  return minutes ?? 15
}

/** The word on a button. `level`: what the radio of a new agent stands at. */
export function answerWord(how: AnswerKind, view: ApprovalView, level: Level = 'read'): string {
  const fresh = isNewcomer(view)
  switch (how) {
    case 'once':
      return view.kind === 'program' ? 'Accept this program' : 'Allow once'
    case 'draft':
      return 'Keep as draft'
    case 'minutes':
      return `Allow for ${minutesOf(view)} min`
    case 'always':
      return 'Allow always'
    case 'edit':
      return 'Edit before sending'
    case 'start':
      return `Connect with ${level === 'none' ? 'no access' : level === 'submit' ? 'Submit' : `${LEVEL_WORD[level]} only`}`
    case 'deny':
      return fresh ? 'Not now' : 'Deny with a reason'
    case 'deny_all':
      return `Deny all from ${view.agentName}`
    case 'block':
      return 'Refuse and block'
  }
}

/** What exactly a button does, for its tooltip. `now`: ms since the epoch. */
export function answerMeans(how: AnswerKind, view: ApprovalView, now: number): string | undefined {
  const may = `${view.agentName} may ${mayWord(view.wants)}${view.surface ? ` ${view.surface.name}` : ''}`
  if (how === 'minutes') return `${may} until ${clockTime(now + minutesOf(view) * 60_000, false)}`
  if (how === 'always') return `${may} from now on, without being asked about`
  if (how === 'draft') return 'It stays as a draft for you to run. The program sees nothing.'
  if (view.kind === 'program' && how === 'once') return `${view.agentName} may send from this program, too, from now on`
  if (view.kind === 'program' && how === 'deny')
    return 'What it sent is refused. What it sends next is asked about again.'
  if (how !== 'block') return undefined
  const left = view.surface ? `may at most read ${view.surface.name}` : 'gets nothing anywhere'
  return `Denies this, and ${view.agentName} ${left} from now on`
}

const mayWord = (level: Level) =>
  ({ none: 'see nothing in', read: 'read', type: 'type in', submit: 'submit in' })[level]

/** What waits while a token comes from another program, and what to do if that is nobody's; null = this is no such card. */
export function programWords({ kind, agentName }: Pick<ApprovalView, 'kind' | 'agentName'>): string | null {
  if (kind !== 'program') return null
  return `What it sends waits for your answer; reading goes on. If you did not give this program the token, it may have been copied: refuse it, and give ${agentName} a new token in Connect.`
}

/** An agent that is not let in yet, or comes from elsewhere. */
export function isNewcomer({ kind }: Pick<ApprovalView, 'kind'>): boolean {
  return kind === 'connect' || kind === 'program'
}

/** Answers that let nothing happen. They work always. */
const REFUSALS: ReadonlySet<AnswerKind> = new Set(['deny', 'deny_all', 'block'])
/** Answers that deliver nothing by themselves: to change a text is no sending of it yet, the editor's button asks again. */
const HARMLESS: ReadonlySet<AnswerKind> = new Set(['draft', 'edit'])

/** Answers that write a rule or a lock. */
const WRITES: ReadonlySet<AnswerKind> = new Set(['minutes', 'always', 'block', 'start'])

/** What a card knows beside the approval. */
export interface Standing {
  readonly paused: 'all' | 'agent' | false
  /** the policy cannot be changed here */
  readonly managed: boolean
  /** all of the text is on the screen */
  readonly whole: boolean
}

/** Why this answer cannot be given now, in words; null = it can. */
export function whyOff(how: AnswerKind, view: ApprovalView, { paused, managed, whole }: Standing): string | null {
  if (managed && WRITES.has(how)) return 'The policy is managed: no rule can be added here.'
  if (REFUSALS.has(how)) return null
  if (view.changed.length > 0) return 'Look again first.'
  if (HARMLESS.has(how)) return null
  if (!whole) return 'Show all of it first.'
  return how === 'start' ? null : pausedWords(view, paused)
}

/** The answer that stands first, filled. */
export function primaryOf({ answers }: Pick<ApprovalView, 'answers'>): AnswerKind | null {
  return (['once', 'start', 'minutes', 'draft'] as const).find(how => answers.includes(how)) ?? null
}

/** Why nothing is delivered now; null = it is. */
export function pausedWords({ agentName }: Pick<ApprovalView, 'agentName'>, paused: Standing['paused']): string | null {
  if (paused === 'all') return 'Agents are paused. Nothing is delivered until you resume them.'
  return paused === 'agent' ? `${agentName} is paused. Nothing it sends is delivered until you resume it.` : null
}

const LOOKS: Readonly<Record<string, string>> = {
  screen: 'What stands on its screen now',
  scrollback: 'Its screen and what has scrolled away',
  since: 'What was printed since it last looked',
}

/** What a read would show the agent: main names it in a word. Null = this is no read. */
export function readWords({ kind, text }: Pick<ApprovalView, 'kind' | 'text'>): string | null {
  return kind === 'read' ? (LOOKS[text ?? 'screen'] ?? text) : null
}

/** What has to be said yes to a second time. */
export function needsConfirming(how: AnswerKind): boolean {
  return how === 'always' || how === 'block'
}
