// One surface in the sidebar.
import { Eye, Lock, StickyNote } from 'lucide-react'
import type { SurfaceSummary } from '../../preload/contract.ts'
import { goTo } from '../keys/actions.ts'
import { dismissNotice } from '../keys/notices.ts'
import { useSlice } from '../state/app-state.ts'
import { asksLine, asksOf } from '../state/approval-words.ts'
import { draftsOf } from '../state/drafts.ts'
import { strongest } from '../state/grants.ts'
import { useLayout } from '../state/layout.ts'
import { panes } from '../state/layout-tree.ts'
import { badgeOf } from '../state/notices.ts'
import { openField, useRename } from '../state/rename.ts'
import { ago, count, exitWord, grantSentence, programName, workspaceName } from '../state/words.ts'
import { keepFocus } from '../ui/keep-focus.ts'
import { Ladder } from '../ui/ladder.tsx'
import { SurfaceTile } from '../ui/marks.tsx'
import { STATE_WORD, StatusDot } from '../ui/status-dot.tsx'
import { useNow } from '../ui/use-now.ts'
import { RenameInput } from './rename-field.tsx'

export function SurfaceRow({ surface }: { surface: SurfaceSummary }) {
  const drafts = draftsOf(useSlice('drafts'), surface.id)
  const grant = strongest(useSlice('cells'), surface.id)
  const selected = useLayout(
    layout => panes(layout.root).find(pane => pane.id === layout.focused)?.surface === surface.id,
  )
  const asks = asksOf(useSlice('approvals').waiting, surface.id)
  const badge = badgeOf(useSlice('notices'), surface.id)
  const state = shownState(surface, drafts.length + asks.length)
  const off = surface.state.is === 'exited'
  const unseen = surface.state.is === 'done_unseen'
  const line = useLastLine(surface, asksLine(asks))
  const label = [
    `${surface.name}, ${surface.preset}, ${workspaceName(surface.workspace)}.`,
    `${STATE_WORD[state]}.`,
    asks.length > 0 ? `${asksLine(asks)}.` : '',
    drafts[0] ? `Draft from ${drafts[0].agentName}.` : '',
    badge ? `${badge.agentName} wants you to see this: ${badge.body}` : '',
    `Agents: ${grantSentence(grant ?? { level: 'none', ask: null })}.`,
  ]
    .filter(Boolean)
    .join(' ')
  const open = useRename(rename => rename.field)
  const field = open?.at === 'row' && open.surface === surface.id ? open : null
  const rename = () => openField({ surface: surface.id, part: 'name', at: 'row' })
  const row = {
    role: 'treeitem',
    'aria-selected': selected,
    'aria-label': label,
    'data-testid': `surface-row-${surface.id}`,
    className: `sf ${selected ? 'on' : ''} ${unseen ? 'un' : ''} ${off ? 'off' : ''}`,
  }
  const inside = (
    <>
      <StatusDot is={state} title={surface.state.evidence} />
      <SurfaceTile preset={surface.preset} backend={surface.backend} />
      {field ? <RenameInput surface={surface} field={field} /> : <span className="nm tr">{surface.name}</span>}
      <span className="end">
        {unseen && <i className="un-d" />}
        {drafts.length > 0 && (
          <span className="tag type">
            <StickyNote className="i i12" />
            Draft
          </span>
        )}
        <Ladder level={grant?.level ?? 'none'} ask={grant?.ask ?? null} />
        {grant?.lock && <Lock className="i i12" color="var(--tx-3)" />}
      </span>
      {badge && asks.length === 0 ? (
        <span className="ll tr shown" title={`${badge.agentName}: ${badge.body}`} data-testid="badge">
          <Eye className="i i12" />
          <span className="tr">
            {badge.agentName}: <q>{badge.body}</q>
          </span>
        </span>
      ) : (
        <span className="ll tr">{line}</span>
      )}
    </>
  )
  // A field cannot stand in a button.
  if (field) return <div {...row}>{inside}</div>
  return (
    <button
      type="button"
      {...row}
      aria-keyshortcuts="F2"
      onMouseDown={keepFocus}
      onClick={() => {
        goTo(surface.id)
        if (badge) dismissNotice(badge.id)
      }}
      onDoubleClick={event => (event.target as Element).closest('.nm') && rename()}
      onKeyDown={event => event.key === 'F2' && rename()}
    >
      {inside}
    </button>
  )
}

/** A surface with a draft or an ask waits for the person, whatever its program does. */
export function shownState(surface: SurfaceSummary, waiting: number): SurfaceSummary['state']['is'] {
  return waiting > 0 && surface.state.is !== 'exited' ? 'needs_you' : surface.state.is
}

function useLastLine(surface: SurfaceSummary, asks: string | null): string {
  const drafts = draftsOf(useSlice('drafts'), surface.id)
  const about = useSlice('about')
  const now = useNow(30_000)
  if (surface.state.is === 'exited') return `${exitWord(surface.exit)}, ${ago(surface.state.since, now)}`
  if (asks !== null) return asks
  if (drafts.length === 1) return `${drafts[0]!.agentName} drafted, not sent`
  if (drafts.length > 1) return `${count(drafts.length, 'draft')}, not in ${programName(surface, about)}`
  return surface.lastLine
}
