// What happened, in its order; last what may still happen.
import type { ActivityDetail, ActivityStep } from '../../../preload/contract.ts'
import { exactTime } from '../../state/activity-words.ts'
import { clockTime } from '../../state/words.ts'

export function Steps({ detail: { steps, row } }: { detail: ActivityDetail }) {
  if (steps.length === 0) return null
  return (
    <section aria-label="What happened">
      <h2 className="lab act-lab">What happened</h2>
      <ol className="act-steps">
        {steps.map((step, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: steps have no identity but their place
          <li key={index} className={step.tone}>
            <i aria-hidden="true" />
            <span className="sel">{wordsOf(step)}</span>
            <span className="m t3 num s11">{timeOf(step, row.ends)}</span>
          </li>
        ))}
      </ol>
    </section>
  )
}

/** `… until 10:11`: that stands at the right. */
const UNTIL = /,? (until \d\d:\d\d)$/

function wordsOf({ text, at }: ActivityStep): string {
  return at === null ? text.replace(UNTIL, '') : text
}

function timeOf(step: ActivityStep, ends: number | null): string {
  const until = step.at === null && UNTIL.exec(step.text)?.[1]
  if (until) return until
  if (step.at === null) return ends === null ? '' : `until ${clockTime(ends, false)}`
  return step.tone === 'next' ? `until ${clockTime(step.at, false)}` : exactTime(step.at)
}
