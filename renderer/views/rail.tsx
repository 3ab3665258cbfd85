// The rail at the right: opens Grants and Connect.
import { Cable } from 'lucide-react'
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
        className={`ib ${open === 'connect' ? 'on' : ''}`}
        aria-pressed={open === 'connect'}
        title="Connect"
        aria-label="Connect"
        onClick={() => act('connect')}
      >
        <Cable className="i" />
      </button>
    </aside>
  )
}
