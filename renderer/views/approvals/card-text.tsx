// The exact text of an approval, folded while it is long, and a line for what in it cannot be seen.
import { ChevronsUpDown, TriangleAlert } from 'lucide-react'
import type { ApprovalView } from '../../../preload/contract.ts'
import { editApproval, perform } from '../../keys/approvals.ts'
import { useSurface } from '../../state/app-state.ts'
import { readWords } from '../../state/approval-words.ts'
import { isWhole, useDesk } from '../../state/desk.ts'
import { exactTokens, type Token, warningLine } from '../../state/exact-text.ts'
import { type Fold, foldOf, partOf } from '../../state/fold.ts'
import { promptsFor } from '../../state/habits.ts'
import type { Risk } from '../../state/risky-shapes.ts'
import { Kbd } from '../../ui/kbd.tsx'
import { Marked } from '../drafts/exact-text.tsx'
import { Habit } from '../drafts/habit.tsx'
import { Risks, useRisks } from '../drafts/risks.tsx'
import { usePress } from './use-press.ts'

export function CardText({ view }: { view: ApprovalView }) {
  const here = useSurface(view.surface?.id ?? '')
  const whole = useDesk(state => isWhole(view, state.unfolded))
  const { text } = view
  const reads = readWords(view)
  const preset = promptsFor(view, here?.preset)
  const risks = useRisks(reads === null ? text : null, preset)
  if (reads !== null) {
    return (
      <dl className="apg reads">
        <div>
          <dt className="t3">Reads</dt>
          <dd>{reads}</dd>
        </div>
      </dl>
    )
  }
  if (text === null) return view.keys && <Keys keys={view.keys} />
  const tokens = exactTokens(text, view.notices)
  const fold = whole ? null : foldOf(text, view.notices)
  return (
    <>
      <Box tokens={tokens}>
        {fold ? <Folded view={view} text={text} fold={fold} risks={risks} /> : <Marked tokens={tokens} risks={risks} />}
        {view.enter && <span className="inv ent">Enter</span>}
      </Box>
      <Unseen view={view} tokens={tokens} />
      <Habit text={text} preset={preset} />
      <Risks risks={risks} />
    </>
  )
}

function Box({ tokens, children }: { tokens: readonly Token[]; children: React.ReactNode }) {
  const chips = tokens.filter(token => token.kind === 'chip').length
  const named = `Exact text${chips === 0 ? '' : `, ${chips} invisible or special character${chips === 1 ? '' : 's'}`}`
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is no text
    <div className="pl apx" role="group" aria-label={named} tabIndex={-1} data-testid="approval-text">
      {children}
    </div>
  )
}

function Folded(props: { view: ApprovalView; text: string; fold: Fold; risks: readonly Risk[] }) {
  const { view, text, fold, risks } = props
  const head = partOf(text, view.notices, 0, fold.head)
  const tail = partOf(text, view.notices, fold.tail, text.length)
  const press = usePress(view.ref, began => perform('all', began))
  return (
    <>
      <Marked tokens={exactTokens(head.text, head.notices)} risks={risks} />
      <button className="unfold" {...press}>
        <ChevronsUpDown className="i i12" />
        Show all {fold.all}
        <Kbd keys="S" />
      </button>
      <Marked tokens={exactTokens(tail.text, tail.notices)} risks={risks} start={fold.tail} />
    </>
  )
}

/** Names what in a text cannot be seen, and takes it out of it: that is a change of the text. */
export function Unseen({ view, tokens }: { view: ApprovalView; tokens: readonly Token[] }) {
  const warning = warningLine(tokens)
  const clean = () => {
    const left = tokens.filter(token => token.kind !== 'chip').map(token => token.raw)
    editApproval(view, left.join(''))
  }
  const press = usePress(view.ref, began => began && clean())
  if (warning === null) return null
  return (
    <div className="warn">
      <TriangleAlert className="i i14" />
      <span className="sel sp">{warning}</span>
      {view.answers.includes('edit') && (
        <button className="btn sm gh" {...press}>
          Remove {tokens.filter(token => token.kind === 'chip').length === 1 ? 'it' : 'them'}
        </button>
      )}
    </div>
  )
}

/** Keys have no text: each is named. */
function Keys({ keys }: { keys: readonly string[] }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is no text
    <div className="pl apx" role="group" aria-label={`Keys: ${keys.join(', ')}`} data-testid="approval-text">
      {keys.map((key, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same key may come twice; the list of one revision never changes
        <span key={index} className="inv ent">
          {key}
        </span>
      ))}
    </div>
  )
}
