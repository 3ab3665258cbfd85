// New surface, over the canvas: the launcher in a box that leaves Pause and the strip free. It opens on a person's key or click
// alone, and goes when the keyboard leaves it.
import type { FocusEvent, KeyboardEvent } from 'react'
import { leaveLauncher } from '../../keys/launch.ts'
import { showLauncher, useLaunch } from '../../state/launch.ts'
import { Kbd } from '../../ui/kbd.tsx'
import { keepFocus } from '../../ui/keep-focus.ts'
import { Launcher } from './launcher.tsx'

export function NewSurface() {
  return useLaunch(launch => launch.open) ? <Box /> : null
}

function Box() {
  const key = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return
    event.preventDefault()
    event.stopPropagation()
    leaveLauncher()
  }
  const left = ({ currentTarget, relatedTarget }: FocusEvent) => {
    // Null: the window lost the keyboard, not this.
    if (relatedTarget !== null && !currentTarget.contains(relatedTarget)) showLauncher(false)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a click beside the box is Escape
    <div className="la-scrim" onMouseDown={event => event.target === event.currentTarget && away(event)}>
      <section className="la-box" role="dialog" aria-label="New surface" onKeyDown={key} onBlur={left}>
        <h2 className="h1">New surface</h2>
        <Launcher>
          {(chosen, place) => (
            <div className="la-foot s12 t2">
              <Kbd keys="enter" />
              {place ? 'Show what runs there' : chosen ? `Open ${chosen.title}` : 'Open'}
              {!place && (
                <>
                  <Kbd keys="mod enter" />
                  Open in a split
                </>
              )}
              <span className="sp" />
              <button type="button" className="btn sm gh" onMouseDown={keepFocus} onClick={leaveLauncher}>
                Close
                <Kbd keys="esc" />
              </button>
            </div>
          )}
        </Launcher>
      </section>
    </div>
  )
}

function away(event: { preventDefault(): void }): void {
  event.preventDefault()
  leaveLauncher()
}
