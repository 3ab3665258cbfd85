// One surface in the sidebar. It only draws: its keys, clicks and drags are heard by the tree around it.
import { Eye, Lock, StickyNote } from 'lucide-react'
import type { HTMLAttributes } from 'react'
import type { SurfaceSummary } from '../../preload/contract.ts'
import { showInGrants } from '../keys/sidebar.ts'
import { useSlice } from '../state/app-state.ts'
import { asksLine, asksOf } from '../state/approval-words.ts'
import { draftsOf } from '../state/drafts.ts'
import { strongest } from '../state/grants.ts'
import { useLocked } from '../state/locks.ts'
import { badgeOf } from '../state/notices.ts'
import { useRename } from '../state/rename.ts'
import type { SurfaceRow as Row } from '../state/sidebar-rows.ts'
import { whereSentence } from '../state/tmux-words.ts'
import { ago, count, exitWord, grantSentence, programName, workspaceName } from '../state/words.ts'
import { keepFocus } from '../ui/keep-focus.ts'
import { Ladder } from '../ui/ladder.tsx'
import { SurfaceTile } from '../ui/marks.tsx'
import { ProgressLine } from '../ui/progress.tsx'
import { STATE_WORD, StatusDot } from '../ui/status-dot.tsx'
import { useNow } from '../ui/use-now.ts'
import { RenameInput } from './rename-field.tsx'
import { SideTip } from './sidebar-tip.tsx'
import { Where } from './tmux/where.tsx'

export interface RowProps {
  readonly row: Row
  readonly icons: boolean
  readonly selected: boolean
  /** what the tree gives each of its items: its place, its key, whether it is the one in the tab order */
  readonly item: HTMLAttributes<HTMLDivElement>
}

export function SurfaceRow({ row, icons, selected, item }: RowProps) {
  const { surface, state, unread } = row
  const drafts = draftsOf(useSlice('drafts'), surface.id)
  const cells = useSlice('cells')
  const cell = strongest(cells, surface.id)
  const locked = useLocked(surface.id)
  const asks = asksOf(useSlice('approvals').waiting, surface.id)
  const badge = badgeOf(useSlice('notices'), surface.id)
  const { line, isOurs } = useLastLine(surface, asksLine(asks))
  const open = useRename(rename => rename.field)
  const field = !icons && open?.at === 'row' && open.surface === surface.id ? open : null
  const grant = { level: cell?.level ?? 'none', ask: cell?.ask ?? null }
  const label = [
    `${[surface.name, whereSentence(surface) ?? surface.preset, workspaceName(surface.workspace)].join(', ')}.`,
    `${STATE_WORD[state]}.`,
    unread && state !== 'done_unseen' ? 'Unread.' : '',
    asks.length > 0 ? `${asksLine(asks)}.` : '',
    drafts[0] ? `Draft from ${drafts[0].agentName}.` : '',
    badge ? `${badge.agentName} wants you to see this: ${badge.body}` : '',
    `Agents: ${grantSentence(grant)}${locked ? ', locked' : ''}.`,
  ]
    .filter(Boolean)
    .join(' ')
  const marks = `${selected ? 'on' : ''} ${unread ? 'un' : ''} ${state === 'exited' ? 'off' : ''}`
  const props = {
    ...item,
    role: 'treeitem',
    ...(icons ? { 'aria-label': label } : {}),
    'aria-selected': selected,
    'aria-description': isOurs || line === '' ? line : `Last line: “${line}”`,
    'aria-keyshortcuts': 'F2 Delete Alt+ArrowUp Alt+ArrowDown Shift+F10',
    'data-row': surface.id,
    'data-testid': `surface-row-${surface.id}`,
    draggable: field === null,
  }
  if (icons) {
    const shown = badge && asks.length === 0 ? `${badge.agentName}: ${badge.body}` : line
    return (
      <SideTip
        name={surface.name}
        line={shown}
        ours={isOurs && shown === line}
        trigger={<div {...props} className={`si ${marks}`} />}
      >
        <SurfaceTile preset={surface.preset} backend={surface.backend} size="x28" />
        <StatusDot is={state} />
        {unread && <i className="un-d" />}
      </SideTip>
    )
  }
  return (
    <div {...props} className={`sf ${marks}`}>
      {/* All of it in words; what is drawn of it is not read a second time. */}
      <span className="hidden">{label}</span>
      <span className="drawn" aria-hidden="true">
        <StatusDot is={state} title={surface.state.evidence} />
        <SurfaceTile preset={surface.preset} backend={surface.backend} />
      </span>
      {field ? (
        <RenameInput surface={surface} field={field} />
      ) : (
        <span className="nm tr" title={surface.name} aria-hidden="true">
          {surface.name}
          <Where surface={surface} />
        </span>
      )}
      <span className="end">
        {unread && <i className="un-d" />}
        {drafts.length > 0 && (
          <span className="tag type" aria-hidden="true">
            <StickyNote className="i i12" />
            Draft
          </span>
        )}
        <button
          type="button"
          className="lvb"
          tabIndex={-1}
          aria-label={`Show ${surface.name} in Grants`}
          title={`Agents: ${grantSentence(grant)}`}
          onMouseDown={keepFocus}
          onClick={event => {
            event.stopPropagation()
            showInGrants(surface.id)
          }}
        >
          <Ladder {...grant} />
        </button>
        {locked && <Lock className="i i12" color="var(--tx-3)" />}
      </span>
      {badge && asks.length === 0 ? (
        <span
          className="ll tr shown"
          aria-hidden="true"
          title={`${badge.agentName}: ${badge.body}`}
          data-testid="badge"
        >
          <Eye className="i i12" />
          <span className="tr">
            {badge.agentName}: <q>{badge.body}</q>
          </span>
        </span>
      ) : (
        <span className={`ll tr ${isOurs ? 'ours' : ''}`} aria-hidden="true">
          {line}
        </span>
      )}
      <ProgressLine surface={surface} />
    </div>
  )
}

/** In our words, or as the program printed it: the two never look alike. */
function useLastLine(surface: SurfaceSummary, asks: string | null): { line: string; isOurs: boolean } {
  const drafts = draftsOf(useSlice('drafts'), surface.id)
  const about = useSlice('about')
  const now = useNow(30_000)
  const ours = (line: string) => ({ line, isOurs: true })
  if (surface.state.is === 'exited') return ours(`${exitWord(surface.exit)}, ${ago(surface.state.since, now)}`)
  if (asks !== null) return ours(asks)
  if (drafts.length === 1) return ours(`${drafts[0]!.agentName} drafted, not sent`)
  if (drafts.length > 1) return ours(`${count(drafts.length, 'draft')}, not in ${programName(surface, about)}`)
  return { line: surface.lastLine, isOurs: false }
}
