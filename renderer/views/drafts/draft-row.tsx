// Another draft of the same surface, below the card.
import { ChevronDown } from 'lucide-react'
import type { DraftView } from '../../../preload/contract.ts'
import { firstLine, leftWords } from '../../state/drafts.ts'
import { exactTokens, lineCount } from '../../state/exact-text.ts'
import { clockTime, count } from '../../state/words.ts'
import { keepFocus } from '../../ui/keep-focus.ts'
import { AgentTile } from '../../ui/marks.tsx'
import { Tokens } from './exact-text.tsx'

export function DraftRow({ draft, onShow }: { draft: DraftView; onShow(): void }) {
  return (
    <button
      type="button"
      className="dc2"
      title={leftWords(draft) ?? 'Show this draft'}
      onMouseDown={keepFocus}
      onClick={onShow}
    >
      <AgentTile id={draft.agent} name={draft.agentName} />
      <span className="hidden">Show the draft from </span>
      <b>{draft.agentName}</b>
      {draft.edited && <span className="t2">changed by you</span>}
      <i className="mid" />
      <span className="t2">{count(lineCount(draft.text), 'line')}</span>
      <span className="m tr t3 text">
        <Tokens tokens={exactTokens(firstLine(draft.text), draft.notices)} />
      </span>
      <span className="t3 num s12">{clockTime(draft.at, true)}</span>
      <ChevronDown className="i i14" />
    </button>
  )
}
