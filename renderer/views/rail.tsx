// The rail at the right: opens Grants, Activity, Connect and, at its foot, Settings.
import { Cable, History, Settings } from 'lucide-react'
import { act } from '../keys/actions.ts'
import { usePanel } from '../state/panel.ts'
import { GateMark } from '../ui/marks.tsx'

export function Rail() {
  const open = usePanel(panel => panel.open)
  return (
    <aside className="rail" aria-label="Panels">
      <button
        type="button"
        className={`ib ${open === 'grants' ? 'on' : ''}`}
        aria-pressed={open === 'grants'}
        title="Grants"
        aria-label="Grants"
        onClick={() => act('grants')}
      >
        <GateMark />
      </button>
      <button
        type="button"
        className={`ib ${open === 'activity' ? 'on' : ''}`}
        aria-pressed={open === 'activity'}
        title="Activity"
        aria-label="Activity"
        onClick={() => act('activity')}
      >
        <History className="i" />
      </button>
      <button
        type="button"
        className={`ib ${open === 'connect' ? 'on' : ''}`}
        aria-pressed={open === 'connect'}
        title="Connect"
        aria-label="Connect"
        onClick={() => act('connect')}
      >
        <Cable className="i" />
      </button>
      <span className="sp" />
      <button
        type="button"
        className={`ib ${open === 'settings' ? 'on' : ''}`}
        aria-pressed={open === 'settings'}
        title="Settings"
        aria-label="Settings"
        onClick={() => act('settings')}
      >
        <Settings className="i" />
      </button>
    </aside>
  )
}
