// The title bar: never covered, so that Pause is always there.
import { Columns2, Hand, Minus, OctagonPause, PanelLeft, Play, Square, X } from 'lucide-react'
import { call } from '../api.ts'
import { act, togglePause } from '../keys/actions.ts'
import { toggleApprovals } from '../keys/approvals.ts'
import { useSlice } from '../state/app-state.ts'
import { waitingWords } from '../state/approval-words.ts'
import { useDesk } from '../state/desk.ts'
import { useLayout } from '../state/layout.ts'
import { panes } from '../state/layout-tree.ts'
import { useSidebar } from '../state/sidebar.ts'
import { shortFolder } from '../state/words.ts'
import { ActionKeys } from '../ui/kbd.tsx'
import { keepFocus } from '../ui/keep-focus.ts'

export function TitleBar() {
  const about = useSlice('about')
  const paused = useSlice('gate').paused !== null
  const mac = about.platform === 'darwin'
  const sidebar = useSidebar(({ mode }) => mode !== 'hidden')
  const any = useLayout(layout => layout.root !== null)
  return (
    <header className={`title ${paused ? 'paused' : ''} ${mac ? 'mac' : ''}`}>
      <button
        type="button"
        className="ib"
        aria-pressed={sidebar}
        title="Sidebar"
        aria-label="Sidebar"
        onMouseDown={keepFocus}
        onClick={() => act('sidebar')}
      >
        <PanelLeft className="i" />
      </button>
      {any && (
        <button
          type="button"
          className="ib"
          title="Split right"
          aria-label="Split right"
          onMouseDown={keepFocus}
          onClick={() => act('split-right')}
        >
          <Columns2 className="i" />
        </button>
      )}
      {paused ? <PausedSentence /> : <FocusedName />}
      <span className="sp" />
      <ApprovalsButton />
      <PauseButton />
      {!mac && <WindowButtons />}
    </header>
  )
}

function PausedSentence() {
  return (
    <div className="centre">
      <OctagonPause className="i" />
      All agents paused
      <span className="t2 more">Nothing an agent sends reaches a terminal. You can still type.</span>
      <span className="hidden" role="alert">
        All agents are paused
      </span>
    </div>
  )
}

function FocusedName() {
  const { home } = useSlice('about')
  const surfaces = useSlice('surfaces')
  const shown = useLayout(layout => panes(layout.root).find(pane => pane.id === layout.focused)?.surface)
  const surface = surfaces.find(other => other.id === shown)
  if (!surface) return null
  return (
    <div className="centre">
      <span className="tr">{surface.name}</span>
      <span className="m s11 tr">{shortFolder(surface.cwd, home)}</span>
    </div>
  )
}

function ApprovalsButton() {
  const waiting = useSlice('approvals').waiting.length
  const open = useDesk(desk => desk.open)
  return (
    <button
      type="button"
      className={`btn sm ${open ? '' : 'gh'} approvals`}
      aria-expanded={open}
      aria-label={waiting === 0 ? 'Approvals, nothing waiting' : waitingWords(waiting)}
      data-testid="approvals-button"
      onMouseDown={keepFocus}
      onClick={event => toggleApprovals(event.detail > 0)}
    >
      <Hand className="i i14" />
      Approvals
      {waiting > 0 && <span className="pill num">{waiting}</span>}
    </button>
  )
}

function PauseButton() {
  const paused = useSlice('gate').paused !== null
  const quiet = useSlice('agents').length === 0
  return (
    <button
      type="button"
      className={`btn sm ${paused ? 'pri' : quiet ? 'gh' : 'stop'}`}
      aria-pressed={paused}
      aria-label={paused ? 'Resume all agents' : 'Pause all agents'}
      data-testid="pause"
      onMouseDown={keepFocus}
      onClick={togglePause}
    >
      {paused ? <Play className="i i14" /> : <OctagonPause className="i i14" />}
      {paused ? 'Resume agents' : 'Pause agents'}
      <ActionKeys action="pause" />
    </button>
  )
}

function WindowButtons() {
  const on = (what: 'minimize' | 'maximize' | 'close') => () => void call('window.do', { what })
  return (
    <div className="win">
      <button
        type="button"
        className="ib"
        aria-label="Minimise"
        title="Minimise"
        onMouseDown={keepFocus}
        onClick={on('minimize')}
      >
        <Minus className="i i14" />
      </button>
      <button
        type="button"
        className="ib"
        aria-label="Maximise"
        title="Maximise"
        onMouseDown={keepFocus}
        onClick={on('maximize')}
      >
        <Square className="i i12" />
      </button>
      <button
        type="button"
        className="ib shut"
        aria-label="Close window"
        title="Close window"
        onMouseDown={keepFocus}
        onClick={on('close')}
      >
        <X className="i i14" />
      </button>
    </div>
  )
}
