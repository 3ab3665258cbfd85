// Another approval, below the card in front: a click puts it there.
import { ChevronRight } from 'lucide-react'
import type { ApprovalView } from '../../../preload/contract.ts'
import { readWords } from '../../state/approval-words.ts'
import { firstLine } from '../../state/drafts.ts'
import { exactTokens } from '../../state/exact-text.ts'
import { age } from '../../state/words.ts'
import { keepFocus } from '../../ui/keep-focus.ts'
import { Ladder } from '../../ui/ladder.tsx'
import { AgentTile } from '../../ui/marks.tsx'
import { useNow } from '../../ui/use-now.ts'
import { Tokens } from '../drafts/exact-text.tsx'
import { AskTitle } from './ask-title.tsx'

export function QueueRow({ view, onShow }: { view: ApprovalView; onShow(): void }) {
  const now = useNow(1000)
  return (
    <button
      type="button"
      className="apq"
      data-testid="approval-row"
      data-approval={view.ref}
      onMouseDown={keepFocus}
      onClick={onShow}
    >
      <AgentTile id={view.agent} name={view.agentName} />
      <span className="two">
        <AskTitle view={view} plain />
        <span className="m s11 t3 tr">
          <Preview view={view} />
        </span>
      </span>
      <Ladder level="none" ask={view.wants === 'none' ? null : view.wants} />
      <span className="t3 s11 num">{age(view.at, now)}</span>
      <ChevronRight className="i i14" color="var(--tx-3)" />
    </button>
  )
}

function Preview({ view }: { view: ApprovalView }) {
  const reads = readWords(view)
  if (reads !== null) return reads
  if (view.text !== null) return <Tokens tokens={exactTokens(firstLine(view.text), view.notices)} />
  if (view.keys !== null) return view.keys.join(' ')
  return view.says !== null ? `“${firstLine(view.says)}”` : (view.reasons[0]?.why ?? '')
}
