// The window: title bar, sidebar, canvas, rail or panel, status strip.
import { focusManager } from './keys/focus.ts'
import { useStore } from './state/app-state.ts'
import { isPage, usePanel } from './state/panel.ts'
import { Boundary } from './ui/boundary.tsx'
import { layers } from './ui/layers.ts'
import { useMedia } from './ui/use-media.ts'
import { ActivityPage } from './views/activity/page.tsx'
import { Announcements } from './views/approvals/announcements.tsx'
import { ApprovalsSheet } from './views/approvals/sheet.tsx'
import { Canvas } from './views/canvas.tsx'
import { ConnectPage } from './views/connect/page.tsx'
import { GrantsPanel } from './views/grants/panel.tsx'
import { UndoToast } from './views/grants/undo-toast.tsx'
import { NewSurface } from './views/launch/new-surface.tsx'
import { Notices } from './views/notices.tsx'
import { Palette } from './views/palette/palette.tsx'
import { PolicyPage } from './views/policy/page.tsx'
import { Rail } from './views/rail.tsx'
import { SettingsPage } from './views/settings/page.tsx'
import { Sidebar } from './views/sidebar.tsx'
import { Strip } from './views/strip.tsx'
import { Tabs } from './views/tabs.tsx'
import { TitleBar } from './views/title-bar.tsx'
import { TmuxBox } from './views/tmux/box.tsx'
import { Troubles } from './views/troubles.tsx'
import { useSideForm } from './views/use-side-form.ts'

export function App() {
  const ready = useStore(store => store.state !== null)
  const fault = useStore(store => store.fault)
  if (!ready) {
    const words = fault ? `The window has no data: ${fault}` : <span className="late">Opening…</span>
    return <div className="page-wait">{words}</div>
  }
  return <House />
}

function House() {
  const open = usePanel(panel => panel.open)
  const sidebar = useSideForm()
  const notice = usePanel(panel => panel.notice)
  const covered = useMedia(NARROW) ? open !== 'none' : isPage(open)
  return (
    <div className={`app side-${sidebar}`}>
      <button type="button" className="btn skip" onClick={() => focusManager.back()}>
        Go to terminal
      </button>
      <TitleBar />
      <Troubles />
      <Sidebar />
      <main className="main">
        {/* The terminals stay as they are beneath a page; they only cannot be reached. */}
        <div inert={covered}>
          <Boundary what="The tabs">
            <Tabs />
          </Boundary>
          <div data-region="panes">
            <Boundary what="The canvas">
              <Canvas />
            </Boundary>
          </div>
        </div>
        {open === 'activity' && (
          <Boundary what="Activity">
            <ActivityPage />
          </Boundary>
        )}
        {open === 'connect' && (
          <Boundary what="Connect">
            <ConnectPage />
          </Boundary>
        )}
        {open === 'settings' && (
          <Boundary what="Settings">
            <SettingsPage />
          </Boundary>
        )}
        {open === 'policy' && (
          <Boundary what="The policy">
            <PolicyPage />
          </Boundary>
        )}
        <div ref={layers} className="layers" />
      </main>
      {open === 'grants' ? (
        <Boundary what="Grants">
          <GrantsPanel />
        </Boundary>
      ) : (
        <Rail />
      )}
      <Boundary what="New surface">
        <NewSurface />
      </Boundary>
      <Boundary what="Adopt from tmux">
        <TmuxBox />
      </Boundary>
      <Boundary what="The palette">
        <Palette />
      </Boundary>
      <Boundary what="Approvals">
        <ApprovalsSheet />
      </Boundary>
      <Strip />
      <div className="toasts">
        <Notices />
        <UndoToast />
        {notice !== null && (
          <div className="notice" role="status">
            {notice}
          </div>
        )}
      </div>
      <Announcements />
    </div>
  )
}

/** Below this width Grants takes the whole canvas. */
const NARROW = '(max-width: 1239px)'
