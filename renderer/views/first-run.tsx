// An empty canvas: open the first surface.
import { ArrowRight } from 'lucide-react'
import { act } from '../keys/actions.ts'
import { openPreset } from '../keys/launch.ts'
import { useSlice } from '../state/app-state.ts'
import { useLaunch } from '../state/launch.ts'
import { Kbd } from '../ui/kbd.tsx'
import { Launcher } from './launch/launcher.tsx'

export function FirstRun() {
  const { shell } = useSlice('about')
  const opening = useLaunch(launch => launch.opening) !== null
  return (
    <div className="first">
      <div className="first-in">
        <div className="first-head">
          <h1 className="display">Open your first surface</h1>
          <p className="t2">
            A surface is one terminal. You type in it as usual. Agents get in only as far as you let them.
          </p>
        </div>
        <Launcher>
          {chosen => (
            <div className="first-foot">
              <button
                type="button"
                className="btn pri lg"
                disabled={!chosen || opening}
                onClick={() => chosen && void openPreset(chosen)}
              >
                Open {chosen?.title ?? shell.name}
                <Kbd keys="enter" quiet />
              </button>
              <span className="sp" />
              <span className="t3">Want another app to drive this one?</span>
              <button type="button" className="link" onClick={() => act('connect')}>
                Connect an agent
                <ArrowRight className="i i14" />
              </button>
            </div>
          )}
        </Launcher>
      </div>
    </div>
  )
}
