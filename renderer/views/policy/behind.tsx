// Another policy was accepted while a person was writing: what changed meanwhile, and how to go on. What they wrote stands.
import { GitMerge, TriangleAlert } from 'lucide-react'
import { useMemo } from 'react'
import { discard, goOnFrom, usePolicyDraft } from '../../state/policy-draft.ts'
import { Difference } from './difference.tsx'
import { mergeTexts } from './merge.ts'

export function Behind({ onChosen }: { onChosen(): void }) {
  const { accepted, base, text } = usePolicyDraft()
  const both = useMemo(
    () => (accepted && base ? mergeTexts(base.text, text, accepted.text) : null),
    [accepted, base, text],
  )
  if (!accepted || !base) return null
  const choose = (run: () => void) => {
    run()
    onChosen()
  }
  return (
    <section className="behind card" aria-label="The policy was changed meanwhile">
      <div className="warn" role="alert" aria-live="polite">
        <TriangleAlert className="i i14" />
        <span>The policy was changed while you were writing. Your text is still here and is not saved.</span>
      </div>
      <h2 className="h2">What changed meanwhile</h2>
      <Difference key={accepted.hash} before={base.text} after={accepted.text} />
      <div className="row deeds">
        {both !== null && (
          <button type="button" className="btn pri" onClick={() => choose(() => goOnFrom(accepted, both))}>
            <GitMerge className="i i14" />
            Put both together
          </button>
        )}
        <button type="button" className="btn" onClick={() => choose(() => goOnFrom(accepted, text))}>
          Go on with my text
        </button>
        <button type="button" className="btn gh" onClick={() => choose(discard)}>
          Discard my text
        </button>
        <span className="s12 t3">
          {both === null && 'Both changed the same lines. '}
          My text as it is would take the other change back. Nothing is written before you save.
        </span>
      </div>
    </section>
  )
}
