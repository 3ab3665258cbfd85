// A pane's header: what the surface is, who types, and how far agents may go here.
import { Columns2, Ellipsis, FolderInput, Keyboard, Lock, Pencil, Rows2, StickyNote, X } from 'lucide-react'
import type { ApprovalView, DraftView, SurfaceSummary } from '../../preload/contract.ts'
import { act, closeSurface, goTo } from '../keys/actions.ts'
import { openApprovals } from '../keys/approvals.ts'
import { focusManager } from '../keys/focus.ts'
import { useSlice } from '../state/app-state.ts'
import { asksLine } from '../state/approval-words.ts'
import { approvalId } from '../state/approvals.ts'
import { ANY, strongest } from '../state/grants.ts'
import { selectCell, usePanel } from '../state/panel.ts'
import { openField, useRename } from '../state/rename.ts'
import { chipWord, count, exitWord, folderName, shortFolder } from '../state/words.ts'
import { ActionKeys } from '../ui/kbd.tsx'
import { keepFocus } from '../ui/keep-focus.ts'
import { Ladder } from '../ui/ladder.tsx'
import { AgentTile, SurfaceTile } from '../ui/marks.tsx'
import { Menu } from '../ui/menu.tsx'
import { StatusDot } from '../ui/status-dot.tsx'
import { RenameInput } from './rename-field.tsx'
import { shownState } from './surface-row.tsx'

interface Props {
  surface: SurfaceSummary
  drafts: readonly DraftView[]
  asks: readonly ApprovalView[]
}

export function PaneHeader({ surface, drafts, asks }: Props) {
  const { home } = useSlice('about')
  const open = useRename(rename => rename.field)
  const field = open?.at === 'pane' && open.surface === surface.id ? open : null
  // The buttons keep the caret where it is; a click on the rest of the header gives it to this terminal.
  const toTerminal = (event: { target: EventTarget; preventDefault(): void }) => {
    if ((event.target as Element).closest('.rn')) return
    event.preventDefault()
    if (!(event.target as Element).closest('button')) focusManager.surface(surface.id)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: clicking the header is clicking the terminal below it
    <header className="ph" onMouseDown={toTerminal}>
      <StatusDot is={shownState(surface, drafts.length + asks.length)} title={surface.state.evidence} />
      <SurfaceTile preset={surface.preset} backend={surface.backend} size="x16" bare />
      {field?.part === 'name' ? (
        <RenameInput surface={surface} field={field} />
      ) : (
        <span className="nm tr">{surface.name}</span>
      )}
      {field?.part === 'workspace' ? (
        <>
          <span className="rn-lab">Workspace</span>
          <RenameInput surface={surface} field={field} />
        </>
      ) : (
        <span className="cw tr" title={shortFolder(surface.cwd, home)}>
          {folderName(surface.cwd, home)}
        </span>
      )}
      <span className="sp" />
      <WhoTypes surface={surface} drafts={drafts} asks={asks} />
      <LevelChip surface={surface.id} />
      <More surface={surface.id} />
    </header>
  )
}

function WhoTypes({ surface, drafts, asks }: Props) {
  const agents = useSlice('agents')
  if (surface.exit !== null) {
    return (
      <span className="typing off">
        <span className="who">{exitWord(surface.exit)}</span>
        <button type="button" className="btn sm" onMouseDown={keepFocus} onClick={() => void closeSurface(surface.id)}>
          Close
        </button>
      </span>
    )
  }
  const ask = asks[0]
  if (ask) {
    return (
      <button
        type="button"
        className="typing asking"
        title="Show it in Approvals"
        onMouseDown={keepFocus}
        onClick={() => openApprovals({ focus: false, id: approvalId(ask.ref) })}
      >
        <AgentTile id={ask.agent} name={ask.agentName} size="x16" />
        <span className="who">{asksLine(asks)}</span>
      </button>
    )
  }
  if (drafts.length > 0) {
    return (
      <span className="tag type">
        <StickyNote className="i i12" />
        <span className="tr">
          {drafts.length === 1 ? `Draft by ${drafts[0]!.agentName}` : count(drafts.length, 'draft')}
        </span>
      </span>
    )
  }
  if (surface.typing === 'person') {
    return (
      <span className="typing you">
        <Keyboard className="i i14" />
        <span className="who">You</span>
      </span>
    )
  }
  if (surface.typing === null) return null
  const name = agents.find(agent => agent.id === surface.typing)?.name ?? surface.typing
  return (
    <span className="typing">
      <AgentTile id={surface.typing} name={name} size="x16" />
      <span className="who">{name} typing</span>
      <span className="dots" aria-hidden="true">
        <i />
        <i />
        <i />
      </span>
    </span>
  )
}

/** The strongest level any agent has here; opens the surface's column in Grants. */
function LevelChip({ surface }: { surface: string }) {
  const cell = strongest(useSlice('cells'), surface)
  const grant = cell ?? { level: 'none' as const, ask: null }
  const open = () => {
    selectCell(cell?.agent ?? ANY, surface)
    usePanel.setState({ open: 'grants' })
  }
  return (
    <button type="button" className="chip" aria-label={`Agents: ${chipWord(grant)}. Open Grants`} onClick={open}>
      <Ladder level={grant.level} ask={grant.ask} />
      <span className="word">{chipWord(grant)}</span>
      {cell?.lock && <Lock className="i i12" />}
    </button>
  )
}

function More({ surface }: { surface: string }) {
  const split = (action: 'split-right' | 'split-down') => () => {
    goTo(surface)
    act(action)
  }
  return (
    <Menu
      label="More"
      className="ib x22"
      entries={[
        {
          label: 'Split right',
          icon: <Columns2 className="i i14" />,
          keys: <ActionKeys action="split-right" />,
          act: split('split-right'),
        },
        {
          label: 'Split down',
          icon: <Rows2 className="i i14" />,
          keys: <ActionKeys action="split-down" />,
          act: split('split-down'),
        },
        {
          label: 'Rename…',
          icon: <Pencil className="i i14" />,
          line: true,
          act: () => openField({ surface, part: 'name', at: 'pane' }),
        },
        {
          label: 'Move to workspace…',
          icon: <FolderInput className="i i14" />,
          act: () => openField({ surface, part: 'workspace', at: 'pane' }),
        },
        {
          label: 'Close',
          icon: <X className="i i14" />,
          keys: <ActionKeys action="close" />,
          line: true,
          act: () => void closeSurface(surface),
        },
      ]}
    >
      <Ellipsis className="i i14" />
    </Menu>
  )
}
