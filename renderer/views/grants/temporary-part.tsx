// Submit for a while: four spans to choose from, and while one runs what is left of it and its end.
import { Clock } from 'lucide-react'
import type { Cell } from '../../../preload/contract.ts'
import { allowForAWhile, endTemporary } from '../../keys/grants-change.ts'
import { useSlice } from '../../state/app-state.ts'
import { leftWords } from '../../state/grants-words.ts'
import { LEVEL_WORD } from '../../state/words.ts'
import { useNow } from '../../ui/use-now.ts'
import type { WhyAnswer } from './use-why.ts'

interface Props {
  readonly at: { readonly agent: string; readonly surface: string }
  readonly cell: Cell
  readonly fixed: boolean
  readonly locks: WhyAnswer['locks']
}

const SPANS: readonly { readonly minutes: number | null; readonly word: string; readonly name: string }[] = [
  { minutes: 5, word: '5 min', name: 'for 5 min' },
  { minutes: 15, word: '15 min', name: 'for 15 min' },
  { minutes: 60, word: '1 hour', name: 'for 1 hour' },
  { minutes: null, word: 'Until it closes', name: 'until it closes' },
]

export function TemporaryPart({ at, cell, fixed, locks }: Props) {
  const temporary = useSlice('grants').temporary.find(
    ({ agent, surface }) => agent === at.agent && surface === at.surface,
  )
  if (temporary) return <Running {...temporary} fixed={fixed} />
  if (cell.level === 'submit') return null
  const capped = locks.find(({ level }) => level !== 'submit')
  const reason = capped ? `Lock ${capped.id} leaves at most ${LEVEL_WORD[capped.level]} here` : undefined
  return (
    <div className="for-a-while">
      <div className="row">
        <span className="sp">Allow submit for a while</span>
        <span className="t3 s11">{reason ?? 'Ends by itself'}</span>
      </div>
      <div className="spans">
        {SPANS.map(({ minutes, word, name }) => (
          <button
            key={word}
            type="button"
            className="btn sm"
            aria-label={`Allow submit ${name}`}
            title={reason}
            disabled={fixed || capped !== undefined}
            onClick={() => allowForAWhile(at, minutes)}
          >
            {minutes === 15 && <Clock className="i i12" />}
            {word}
          </button>
        ))}
      </div>
    </div>
  )
}

interface RunningProps {
  readonly rule: string
  readonly level: Cell['level']
  readonly until: number | 'closes'
  readonly since: number | null
  readonly fixed: boolean
}

function Running({ rule, level, until, since, fixed }: RunningProps) {
  const now = useNow(1000)
  const part = until === 'closes' || since === null ? null : Math.max(0, (until - now) / (until - since))
  return (
    <div className="for-a-while" data-testid="temporary">
      <div className="row">
        <Clock className="i i14" />
        <span className="sp tr">
          {LEVEL_WORD[level]} for a while, <span className="num">{leftWords(until, now)}</span>
        </span>
        <button type="button" className="btn sm" disabled={fixed} onClick={() => endTemporary(rule)}>
          End now
        </button>
      </div>
      {part !== null && (
        <div className={`left ${level}`} aria-hidden="true">
          <i style={{ width: `${Math.min(1, part) * 100}%` }} />
        </div>
      )}
    </div>
  )
}
