// What in a text a person should look at twice, a sentence each. Where nothing is found nothing is said.
import { Eye } from 'lucide-react'
import { useMemo } from 'react'
import { useSlice } from '../../state/app-state.ts'
import { isForShell, type Risk, riskyShapes } from '../../state/risky-shapes.ts'

/** Sentences that stand at once; the marks in the text are all there. */
const MOST = 5

/** `preset`: of the surface it goes to as a prompt; null = it goes to none. `text` null = there is none. */
export function useRisks(text: string | null, preset: string | null): readonly Risk[] {
  const shell = isForShell(preset, useSlice('about'))
  return useMemo(() => (text === null ? [] : riskyShapes(text, shell)), [text, shell])
}

export function Risks({ risks }: { risks: readonly Risk[] }) {
  if (risks.length === 0) return null
  const more = risks.length - MOST
  return (
    <div className="risks" data-testid="risks">
      <Eye className="i i14" />
      <ul aria-label="Look twice">
        {risks.slice(0, MOST).map(({ says }) => (
          <li key={says} className="sel">
            {says}
          </li>
        ))}
        <li className="t3">{more > 0 ? `${more} more, marked in the text. ` : ''}Only known shapes are pointed out.</li>
      </ul>
    </div>
  )
}
