// The sidebar: every surface, by workspace, with its state and the strongest level any agent has there.
import { ChevronDown, Plus } from 'lucide-react'
import { useState } from 'react'
import { LEVELS, type SurfaceSummary } from '../../preload/contract.ts'
import { toggleLauncher } from '../keys/launch.ts'
import { byWorkspace, useSlice } from '../state/app-state.ts'
import { LEVEL_WORD, workspaceName } from '../state/words.ts'
import { ActionKeys } from '../ui/kbd.tsx'
import { keepFocus } from '../ui/keep-focus.ts'
import { Ladder } from '../ui/ladder.tsx'
import { SurfaceRow } from './surface-row.tsx'

export function Sidebar() {
  const surfaces = useSlice('surfaces')
  return (
    <nav className="side" aria-label="Surfaces">
      <div className="side-head">
        <span className="h2">Surfaces</span>
        {surfaces.length > 0 && <span className="t3 num s12">{surfaces.length}</span>}
        <span className="sp" />
        <button
          type="button"
          className="ib x24"
          title="New surface"
          aria-label="New surface"
          aria-haspopup="dialog"
          onMouseDown={keepFocus}
          onClick={toggleLauncher}
        >
          <Plus className="i" />
        </button>
      </div>
      {surfaces.length === 0 ? (
        <Empty />
      ) : (
        <>
          <div className="side-list" role="tree" aria-label="Surfaces">
            {byWorkspace(surfaces).map(group => (
              <Group key={group.workspace} name={workspaceName(group.workspace)} surfaces={group.surfaces} />
            ))}
          </div>
          <button type="button" className="side-new" onMouseDown={keepFocus} onClick={toggleLauncher}>
            <Plus className="i i14" />
            New surface
            <span className="sp" />
            <ActionKeys action="launch" />
          </button>
        </>
      )}
    </nav>
  )
}

function Group({ name, surfaces }: { name: string; surfaces: readonly SurfaceSummary[] }) {
  const [open, setOpen] = useState(true)
  return (
    <>
      <button type="button" className="grp" aria-expanded={open} onMouseDown={keepFocus} onClick={() => setOpen(!open)}>
        <ChevronDown className={`i i12 ${open ? '' : 'shut'}`} />
        <span className="tr">{name}</span>
        <span className="sp" />
        <span className="br">{surfaces.length}</span>
      </button>
      {open && surfaces.map(surface => <SurfaceRow key={surface.id} surface={surface} />)}
    </>
  )
}

const MEANS = {
  none: 'sees nothing',
  read: 'sees the screen',
  type: 'drafts for you',
  submit: 'text and Enter',
} as const

function Empty() {
  return (
    <>
      <div className="side-empty">
        Nothing open yet.
        <br />
        Surfaces group here by workspace.
      </div>
      <span className="sp" />
      <div className="legend">
        <div className="lab">What agents may do</div>
        {LEVELS.map(level => (
          <div className="row" key={level}>
            <Ladder level={level} ask={null} />
            <span className="b">{LEVEL_WORD[level]}</span>
            <span className="t3">{MEANS[level]}</span>
          </div>
        ))}
      </div>
    </>
  )
}
