// The icon and the colour of what came of an entry. The word stands beside it always.
import {
  Ban,
  CircleAlert,
  CircleCheck,
  CircleQuestionMark,
  CircleX,
  FileWarning,
  Gauge,
  Hand,
  Hourglass,
  Keyboard,
  type LucideIcon,
  OctagonPause,
  Pencil,
  PencilLine,
  Play,
  Plug,
  SquareTerminal,
  StickyNote,
  TextCursorInput,
  TimerOff,
  Trash2,
  Undo2,
} from 'lucide-react'
import type { Decision } from '../../../preload/contract.ts'
import { DECISION_WORD, decisionLong } from '../../state/activity-words.ts'

type Tone = 'good' | 'stop' | 'type' | 'you' | 'plain' | 'quiet'

const LOOKS: Record<Decision, readonly [LucideIcon, Tone]> = {
  allowed: [CircleCheck, 'good'],
  you_allowed: [Hand, 'plain'],
  draft: [StickyNote, 'type'],
  denied: [Ban, 'stop'],
  you_denied: [Ban, 'stop'],
  rate_limited: [Gauge, 'stop'],
  waiting: [Hourglass, 'plain'],
  no_answer: [TimerOff, 'stop'],
  you_ran: [Keyboard, 'you'],
  you_inserted: [TextCursorInput, 'you'],
  you_discarded: [Trash2, 'quiet'],
  you_changed: [PencilLine, 'you'],
  unconfirmed: [CircleQuestionMark, 'plain'],
  failed: [CircleX, 'stop'],
  unknown: [CircleAlert, 'plain'],
  cancelled: [Undo2, 'quiet'],
  refused_paused: [OctagonPause, 'stop'],
  paused: [OctagonPause, 'stop'],
  resumed: [Play, 'you'],
  policy: [Pencil, 'you'],
  agent: [Plug, 'quiet'],
  surface: [SquareTerminal, 'quiet'],
  damaged: [FileWarning, 'stop'],
}

export function DecisionWords({ decision, long = false }: { decision: Decision; long?: boolean }) {
  const [Icon, tone] = LOOKS[decision]
  return (
    <span className={`act-de ${tone}`}>
      <Icon className={long ? 'i' : 'i i14'} aria-hidden="true" />
      <span className="tr">{long ? decisionLong(decision) : DECISION_WORD[decision]}</span>
    </span>
  )
}
