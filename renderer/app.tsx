// The window: title bar, sidebar, canvas, rail or panel, status strip.
import { useLayoutEffect, useState } from 'react'
import { focusManager } from './keys/focus.ts'
import { useStore } from './state/app-state.ts'
import { isPage, usePanel } from './state/panel.ts'
import { useSidebar } from './state/sidebar.ts'
import { Boundary } from './ui/boundary.tsx'
import { Announcements } from './views/approvals/announcements.tsx'
import { ApprovalsSheet } from './views/approvals/sheet.tsx'
import { Canvas } from './views/canvas.tsx'
import { ConnectPage } from './views/connect/page.tsx'
import { GrantsPanel } from './views/grants/panel.tsx'
import { NewSurface } from './views/launch/new-surface.tsx'
import { Notices } from './views/notices.tsx'
import { PolicyPage } from './views/policy/page.tsx'
import { Rail } from './views/rail.tsx'
import { Sidebar } from './views/sidebar.tsx'
import { Strip } from './views/strip.tsx'
import { TitleBar } from './views/title-bar.tsx'
import { Troubles } from './views/troubles.tsx'

export function App() {
  const ready = useStore(store => store.state !== null)
  const fault = useStore(store => store.fault)
  if (!ready) return <div className="page-wait">{fault ? `The window has no data: ${fault}` : ''}</div>
  return <House />
}

function House() {
  const open = usePanel(panel => panel.open)
  const sidebar = useSidebar(({ mode }) => mode)
  const notice = usePanel(panel => panel.notice)
  const covered = useNarrow() ? open !== 'none' : isPage(open)
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
          <Boundary what="The canvas">
            <Canvas />
          </Boundary>
        </div>
        {open === 'connect' && (
          <Boundary what="Connect">
            <ConnectPage />
          </Boundary>
        )}
        {open === 'policy' && (
          <Boundary what="The policy">
            <PolicyPage />
          </Boundary>
        )}
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
      <Boundary what="Approvals">
        <ApprovalsSheet />
      </Boundary>
      <Strip />
      <div className="toasts">
        <Notices />
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

function useNarrow(): boolean {
  const [narrow, setNarrow] = useState(() => matchMedia(NARROW).matches)
  useLayoutEffect(() => {
    const query = matchMedia(NARROW)
    const heard = () => setNarrow(query.matches)
    query.addEventListener('change', heard)
    return () => query.removeEventListener('change', heard)
  }, [])
  return narrow
}
