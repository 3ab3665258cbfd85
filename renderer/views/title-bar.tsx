// The title bar: never covered, so that Pause is always there.
import { Columns2, Hand, Minus, OctagonPause, PanelLeft, Play, Square, X } from 'lucide-react'
import { call } from '../api.ts'
import { act, togglePause } from '../keys/actions.ts'
import { toggleApprovals } from '../keys/approvals.ts'
import { useSlice } from '../state/app-state.ts'
import { waitingWords } from '../state/approval-words.ts'
import { useDesk } from '../state/desk.ts'
import { useLayout } from '../state/layout.ts'
import { ActionKeys } from '../ui/kbd.tsx'
import { keepFocus } from '../ui/keep-focus.ts'
import { AppMenu } from './app-menu.tsx'
import { SearchBox } from './palette/search-box.tsx'
import { useSideForm } from './use-side-form.ts'

export function TitleBar() {
  const about = useSlice('about')
  const paused = useSlice('gate').paused !== null
  const mac = about.platform === 'darwin'
  const sidebar = useSideForm() === 'full'
  const any = useLayout(layout => layout.tab !== null)
  return (
    <header className={`title ${paused ? 'paused' : ''} ${mac ? 'mac' : ''}`}>
      {!mac && <AppMenu />}
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
      {paused ? <PausedSentence /> : <SearchBox />}
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

function ApprovalsButton() {
  const waiting = useSlice('approvals').waiting.length
  const open = useDesk(desk => desk.open)
  return (
    <button
      type="button"
      className={`btn sm ${open ? '' : 'gh'} approvals`}
      aria-expanded={open}
      data-testid="approvals-button"
      onMouseDown={keepFocus}
      onClick={event => toggleApprovals(event.detail > 0)}
    >
      <Hand className="i i14" />
      <span aria-hidden="true">Approvals</span>
      <span className="hidden">Approvals, {waiting === 0 ? 'nothing waiting' : waitingWords(waiting)}</span>
      {waiting > 0 && (
        <span className="pill num" aria-hidden="true">
          {waiting}
        </span>
      )}
    </button>
  )
}

function PauseButton() {
  const paused = useSlice('gate').paused !== null
  const quiet = useSlice('agents').length === 0
  const words = paused ? 'Resume agents' : 'Pause agents'
  return (
    <button
      type="button"
      className={`btn sm ${paused ? 'pri' : quiet ? 'gh' : 'stop'}`}
      aria-pressed={paused}
      data-testid="pause"
      onMouseDown={keepFocus}
      onClick={togglePause}
    >
      {paused ? <Play className="i i14" /> : <OctagonPause className="i i14" />}
      {/* What is read begins with what is seen, so that it can be said to press it. */}
      <span aria-hidden="true">{words}</span>
      <span className="hidden">{words}, all of them</span>
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
