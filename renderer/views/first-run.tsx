// An empty canvas: open the first surface.
import { ArrowRight } from 'lucide-react'
import { act, openShell } from '../keys/actions.ts'
import { useSlice } from '../state/app-state.ts'
import { ActionKeys } from '../ui/kbd.tsx'
import { SurfaceTile } from '../ui/marks.tsx'

export function FirstRun() {
  const { shell } = useSlice('about')
  const open = () => void openShell()
  return (
    <div className="first">
      <div className="first-in">
        <div className="first-head">
          <h1 className="display">Open your first surface</h1>
          <p className="t2">
            A surface is one terminal. You type in it as usual. Agents get in only as far as you let them.
          </p>
        </div>
        <div className="lab first-lab">Shell</div>
        <button type="button" className="launch" onClick={open}>
          <SurfaceTile preset="shell" backend="pty" size="x28" />
          <span className="two">
            <span className="b tr">{shell.name}</span>
            <span className="m tr">{shell.path}, login shell</span>
          </span>
          <ActionKeys action="new" quiet={false} />
        </button>
        <div className="first-foot">
          <button type="button" className="btn pri lg" onClick={open}>
            Open {shell.name}
          </button>
          <span className="sp" />
          <span className="t3">Want another app to drive this one?</span>
          <button type="button" className="link" onClick={() => act('connect')}>
            Connect an agent
            <ArrowRight className="i i14" />
          </button>
        </div>
      </div>
    </div>
  )
}
