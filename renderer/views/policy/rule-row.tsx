// One line of the policy in words. Opened, it says everything it does and what can be done with it.
import { ArrowUpRight, ChevronRight, Clock3, FilePen, Lock, SquarePlus, Trash2 } from 'lucide-react'
import type { RuleLine } from '../../../preload/contract.ts'
import { showGrant } from '../../keys/grant-deeds.ts'
import { showWorkspace } from '../../keys/policy.ts'
import { useSlice } from '../../state/app-state.ts'
import { ANY } from '../../state/grants.ts'
import { goToPlace } from '../../state/policy-page.ts'
import { capital, effectWords, KIND_WORD, lastsWords, lineKey } from '../../state/policy-rules.ts'
import { lastLineOf } from '../../state/policy-text.ts'
import { Ladder } from '../../ui/ladder.tsx'
import { useNow } from '../../ui/use-now.ts'

interface Props {
  line: RuleLine
  open: boolean
  inTabOrder: boolean
  /** the file, where it does not stand beside the list */
  text: string | null
  locked: boolean
  onOpen(): void
  onRemove(): void
}

export function RuleRow({ line, open, inTabOrder, text, locked, onOpen, onRemove }: Props) {
  const { kind, id, agents, surfaces, reason } = line
  return (
    <li className={open ? 'rule-row on' : 'rule-row'}>
      <button
        type="button"
        className="rule-head"
        data-line={lineKey(line)}
        data-testid={`line-${kind}-${id}`}
        aria-expanded={open}
        tabIndex={inTabOrder ? 0 : -1}
        onClick={onOpen}
      >
        <ChevronRight className="i i14 turn" />
        <Glyph line={line} />
        <span className="rule-words">
          <span className="two-names">
            <span className="b">{capital(agents)}</span>
            <span className="t3">{kind === 'open' ? 'may open' : 'in'}</span>
            <span className="b">{surfaces}</span>
          </span>
          <span className="s12 t2">{effectWords(line)}</span>
        </span>
        {line.until !== null && <Lasts until={line.until} />}
        <span className="rule-place s11 t3">
          <span className="m">{id}</span>
          <span className="num">line {line.line}</span>
        </span>
      </button>
      {open && (
        <div className="rule-more">
          {reason !== null && <p className="s12 t2 sel">Reason: “{reason}”</p>}
          {text !== null && <Lines text={text} line={line.line} />}
          <div className="row deeds">
            <ToGrants line={line} />
            {!locked && (
              <>
                <button type="button" className="btn sm" onClick={() => goToPlace(line.line)}>
                  <FilePen className="i i14" />
                  Edit in File
                </button>
                <button
                  type="button"
                  className="btn sm gh"
                  aria-label={`Remove ${KIND_WORD[kind].toLowerCase()} ${id}`}
                  onClick={onRemove}
                >
                  <Trash2 className="i i14" />
                  Remove
                </button>
              </>
            )}
          </div>
        </div>
      )}
    </li>
  )
}

function Glyph({ line: { kind, level, ask } }: { line: RuleLine }) {
  return (
    <span className="rule-glyph">
      {kind === 'open' || level === null ? <SquarePlus className="i" /> : <Ladder level={level} ask={ask} />}
      {kind === 'lock' && <Lock className="i i12" />}
      {kind !== 'rule' && <span className="hidden">{KIND_WORD[kind]}: </span>}
    </span>
  )
}

function Lasts({ until }: { until: NonNullable<RuleLine['until']> }) {
  const now = useNow(1000)
  return (
    <span className="tag">
      <Clock3 className="i i12" />
      {lastsWords(until, now)}
    </span>
  )
}

/** To the cell or the workspace that shows what the line gives; nothing where neither is there now. */
function ToGrants({ line: { cell, workspace } }: { line: RuleLine }) {
  const agents = useSlice('agents')
  const surfaces = useSlice('surfaces')
  const isCell =
    cell !== null &&
    (cell.agent === ANY || agents.some(({ id }) => id === cell.agent)) &&
    (cell.surface === ANY || surfaces.some(({ id }) => id === cell.surface))
  const isHead = workspace !== null && surfaces.some(one => one.workspace === workspace)
  if (!isCell && !isHead) return null
  const show = () => {
    if (isCell) showGrant(cell.agent, cell.surface, true)
    else if (isHead) showWorkspace(workspace)
  }
  return (
    <button type="button" className="btn sm" onClick={show}>
      <ArrowUpRight className="i i14" />
      Show in Grants
    </button>
  )
}

function Lines({ text, line }: { text: string; line: number }) {
  const last = lastLineOf(text, line)
  const lines = text.split('\n').slice(line - 1, last)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is no text
    <div className="rule-lines m sel" role="group" aria-label={`Line ${line} of the file`}>
      {lines.map((one, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity but their place
        <div key={index}>
          <span className="no num">{line + index}</span>
          <span className="text">{one}</span>
        </div>
      ))}
    </div>
  )
}
