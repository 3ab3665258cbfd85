// The answers a card offers. Off, and seen to be off, until the card has stood still.
import {
  Infinity as Always,
  Ban,
  Check,
  Clock,
  type LucideIcon,
  Pencil,
  Plug,
  ShieldBan,
  StickyNote,
} from 'lucide-react'
import type { AnswerKind, ApprovalView } from '../../../preload/contract.ts'
import { perform } from '../../keys/approvals.ts'
import { keyOf } from '../../state/approval-keys.ts'
import { answerMeans, answerWord, isNewcomer, primaryOf, whyOff } from '../../state/approval-words.ts'
import { startOf, useDesk, useStanding } from '../../state/desk.ts'
import { Kbd } from '../../ui/kbd.tsx'
import { EditAnswers } from './editor.tsx'
import { Look } from './look.tsx'
import { usePress } from './use-press.ts'

const ICONS: Readonly<Partial<Record<AnswerKind, LucideIcon>>> = {
  once: Check,
  draft: StickyNote,
  minutes: Clock,
  always: Always,
  edit: Pencil,
  start: Plug,
  deny: Ban,
  block: ShieldBan,
}
/** In this order, two in a row; deny_all stands in the head of the sheet. */
const ORDER: readonly AnswerKind[] = ['once', 'draft', 'minutes', 'edit', 'always', 'deny', 'block']
const NEWCOMER: readonly AnswerKind[] = ['block', 'deny', 'once', 'start']

/** `editing`: the person's text, while they change it. */
export function Answers(props: { view: ApprovalView; armed: boolean; editing: string | null }) {
  const { view, armed, editing } = props
  if (editing !== null) return <EditAnswers view={view} text={editing} armed={armed} />
  const look = view.changed.length > 0
  const newcomer = isNewcomer(view)
  const first = primaryOf(view)
  const shown = (newcomer ? NEWCOMER : ORDER).filter(how => view.answers.includes(how) && !(look && how === first))
  return (
    <footer className={`apf ${newcomer ? 'newcomer' : ''}`} data-armed={armed}>
      {look && <Look view={view} armed={armed} />}
      {shown.map(how => (
        <Answer key={how} how={how} view={view} armed={armed} primary={how === first && !look} />
      ))}
    </footer>
  )
}

function Answer(props: { how: AnswerKind; view: ApprovalView; armed: boolean; primary: boolean }) {
  const { how, view } = props
  const level = useDesk(state => startOf(view, state.start).level)
  const press = usePress(view.ref, began => perform(how, began))
  const off = whyOff(how, view, useStanding(view))
  const Icon = ICONS[how] ?? Check
  const stop = how === 'deny' || how === 'block'
  const tone = props.primary ? 'pri' : stop && !(isNewcomer(view) && how === 'deny') ? 'no' : ''
  return (
    <button
      className={`btn lg ${tone}`}
      // Not `disabled`: a click on a disabled button would move the focus.
      aria-disabled={!props.armed || off !== null}
      aria-keyshortcuts={keyOf(how)}
      title={off ?? answerMeans(how, view, Date.now())}
      data-answer={how}
      {...press}
    >
      <Icon className="i i14" />
      <span className="tr">{answerWord(how, view, level)}</span>
      <span className="sp" />
      <span className="ak">
        <Kbd keys={keyOf(how)} />
      </span>
    </button>
  )
}
