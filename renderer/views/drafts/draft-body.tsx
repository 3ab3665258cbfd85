// A draft's exact text, what in it is pointed out, and where it would land.
import { History, TriangleAlert } from 'lucide-react'
import { useMemo } from 'react'
import type { DraftView, SurfaceSummary } from '../../../preload/contract.ts'
import { useSlice } from '../../state/app-state.ts'
import { landsIn, leftWords } from '../../state/drafts.ts'
import { exactTokens } from '../../state/exact-text.ts'
import { shortFolder } from '../../state/words.ts'
import { ExactText } from './exact-text.tsx'
import { Habit } from './habit.tsx'
import { Risks, useRisks } from './risks.tsx'
import { Unseen } from './unseen.tsx'

interface Props {
  draft: DraftView
  surface: SurfaceSummary
  program: string
  /** what stands on the cursor's line now */
  line: string
  /** why what was tried last did not work */
  fault: string | null
  /** its buttons do not work yet */
  off: boolean
  /** On a person's click: the text without what cannot be seen, to be looked at in the editor. */
  onClean(text: string): void
}

export function DraftBody({ draft, surface, program, line, fault, off, onClean }: Props) {
  // The line it would land at changes with all that the program prints; the text does not.
  const tokens = useMemo(() => exactTokens(draft.text, draft.notices), [draft.text, draft.notices])
  const risks = useRisks(draft.text, surface.preset)
  const left = leftWords(draft)
  return (
    <div className="dcb">
      {left !== null && (
        <div className="dleft" data-testid="draft-left">
          <History className="i i14" />
          <span>{left}</span>
        </div>
      )}
      <ExactText tokens={tokens} risks={risks} />
      <Unseen tokens={tokens} off={off} onClean={onClean} />
      <Habit text={draft.text} preset={surface.preset} />
      <Risks risks={risks} />
      {fault !== null && (
        <div className="warn" role="alert" aria-live="polite">
          <TriangleAlert className="i i14" />
          <span>{fault}</span>
        </div>
      )}
      <div className="dl">
        {surface.exit !== null ? (
          <span className="t2">{program} has ended: this can be copied or discarded.</span>
        ) : (
          <LandsAt surface={surface} program={program} line={line} />
        )}
      </div>
    </div>
  )
}

function LandsAt({ surface, program, line }: Pick<Props, 'surface' | 'program' | 'line'>) {
  const { home } = useSlice('about')
  return (
    <>
      <span className="t3">Lands at</span>
      {line !== '' && (
        <span className="m tr">
          <bdi>{line}</bdi>
        </span>
      )}
      <span>{landsIn(surface, program)},</span>
      <span className="m tr">{shortFolder(surface.cwd, home)}</span>
    </>
  )
}
