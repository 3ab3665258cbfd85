// A pane's header: what the surface is, who types, and how far agents may go here.
import {
  AppWindow,
  Columns2,
  Ellipsis,
  FolderInput,
  Keyboard,
  Maximize2,
  Pencil,
  Rows2,
  StickyNote,
} from 'lucide-react'
import type { ApprovalView, DraftView, SurfaceSummary } from '../../preload/contract.ts'
import { act, closeSurface, goTo } from '../keys/actions.ts'
import { openApprovals } from '../keys/approvals.ts'
import { dragSurface, endDrag } from '../keys/drag.ts'
import { focusManager } from '../keys/focus.ts'
import { switchAllKeys } from '../keys/surface.ts'
import { toggleZoom } from '../keys/tabs.ts'
import { useAllKeys } from '../state/all-keys.ts'
import { useSlice } from '../state/app-state.ts'
import { asksLine } from '../state/approval-words.ts'
import { approvalId } from '../state/approvals.ts'
import { shownRoot, useLayout, zoomedSurface } from '../state/layout.ts'
import { openField, useRename } from '../state/rename.ts'
import { shownState } from '../state/sidebar-rows.ts'
import { count, exitWord, folderName, shortFolder } from '../state/words.ts'
import { ActionKeys } from '../ui/kbd.tsx'
import { keepFocus } from '../ui/keep-focus.ts'
import { AgentTile, SurfaceTile } from '../ui/marks.tsx'
import { Menu } from '../ui/menu.tsx'
import { ProgressLine } from '../ui/progress.tsx'
import { StatusDot } from '../ui/status-dot.tsx'
import { AllKeysTag } from './all-keys-tag.tsx'
import { endings } from './endings.tsx'
import { LevelChip } from './level-chip.tsx'
import { RenameInput } from './rename-field.tsx'
import { Where } from './tmux/where.tsx'

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
  const toTerminal = (event: { target: EventTarget; currentTarget: Element; preventDefault(): void }) => {
    // What is clicked in its menu comes by here too, but the menu stands elsewhere in the page.
    if (!event.currentTarget.contains(event.target as Element)) return
    if ((event.target as Element).closest('.rn')) return
    // The default of any other place has to happen: it begins a drag.
    if ((event.target as Element).closest('button')) event.preventDefault()
    else focusManager.surface(surface.id)
  }
  const zoomed = useLayout(layout => zoomedSurface(layout) === surface.id)
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: clicking the header is clicking the terminal below it
    <header
      className="ph"
      draggable={field === null}
      onDragStart={event => dragSurface(event, surface.id)}
      onDragEnd={endDrag}
      onMouseDown={toTerminal}
      onClick={toTerminal}
    >
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
      <Where surface={surface} />
      <span className="sp" />
      {zoomed && (
        <button type="button" className="tag zoomed" title="Show the others again" onClick={toggleZoom}>
          Zoomed
          <ActionKeys action="zoom" />
        </button>
      )}
      <AllKeysTag surface={surface.id} name={surface.name} />
      <WhoTypes surface={surface} drafts={drafts} asks={asks} />
      <LevelChip surface={surface.id} />
      <More surface={surface} />
      <ProgressLine surface={surface} />
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

function More({ surface: { id: surface, tmux, link, exit } }: { surface: SurfaceSummary }) {
  const split = (action: 'split-right' | 'split-down' | 'zoom' | 'pane-to-tab') => () => {
    goTo(surface)
    act(action)
  }
  const beside = useLayout(layout => shownRoot(layout)?.kind === 'split')
  const allKeys = useAllKeys(({ surfaces }) => surfaces.includes(surface))
  const zoom = {
    label: 'Zoom',
    icon: <Maximize2 className="i i14" />,
    keys: <ActionKeys action="zoom" />,
    line: true,
    act: split('zoom'),
  }
  const ownTab = {
    label: 'Move to a tab of its own',
    icon: <AppWindow className="i i14" />,
    keys: <ActionKeys action="pane-to-tab" />,
    act: split('pane-to-tab'),
  }
  return (
    <Menu
      label="More"
      className="ib x24"
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
        ...(beside ? [zoom, ownTab] : []),
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
          label: allKeys ? 'Take back the keys of Gatehouse' : 'Send every key to the program',
          icon: <Keyboard className="i i14" />,
          line: true,
          act: () => switchAllKeys(surface),
        },
        ...endings({ id: surface, tmux, link, exit }, <ActionKeys action="close" />),
      ]}
    >
      <Ellipsis className="i i14" />
    </Menu>
  )
}
