// The pane of something that ran when the app last ended and was not started again: what stood there, and what can be done with it.
import { useLayoutEffect, useRef } from 'react'
import type { Dormant } from '../../preload/contract.ts'
import { closeDormant, startDormant } from '../keys/dormant.ts'
import { dragSurface, endDrag } from '../keys/drag.ts'
import { focusManager } from '../keys/focus.ts'
import { useSlice } from '../state/app-state.ts'
import { shownSurface, useLayout } from '../state/layout.ts'
import { useRestore, wasHere } from '../state/restore.ts'
import { useSetting } from '../state/settings.ts'
import { folderName, shortFolder } from '../state/words.ts'
import { dateWords } from '../terminal/above.ts'
import { familyOf } from '../terminal/metrics.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { keepFocus } from '../ui/keep-focus.ts'
import { SurfaceTile } from '../ui/marks.tsx'

/** `place`: `3 of 4` */
export function DormantPane({ dormant, place }: { dormant: Dormant; place: string }) {
  const { id, name, preset, cwd } = dormant
  const { home } = useSlice('about')
  const focused = useLayout(layout => shownSurface(layout) === id)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is no pane
    <section
      role="group"
      className={`pane dormant ${focused ? 'fo' : ''}`}
      aria-label={`${name}, not started, ${place}`}
      data-testid={`dormant-${id}`}
      onFocus={() => focusManager.noticed(id)}
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: clicking the header is clicking the pane below it */}
      <header
        className="ph"
        draggable
        onDragStart={event => dragSurface(event, id)}
        onDragEnd={endDrag}
        onMouseDown={() => focusManager.surface(id)}
      >
        <SurfaceTile preset={preset} backend="pty" size="x16" bare />
        <span className="nm tr">{name}</span>
        <span className="cw tr" title={shortFolder(cwd, home)}>
          {folderName(cwd, home)}
        </span>
        <span className="sp" />
        <span className="dm-not s12">Not started</span>
      </header>
      <Text dormant={dormant} />
      <Card dormant={dormant} />
    </section>
  )
}

function Text({ dormant: { lines, at, name } }: { dormant: Dormant }) {
  const box = useRef<HTMLElement>(null)
  const fontFamily = familyOf(useSetting('fontFamily'))
  const fontSize = useSetting('fontSize')
  const lineHeight = useSetting('lineHeight')
  useLayoutEffect(() => {
    // The end is what stood there last.
    if (box.current) box.current.scrollTop = box.current.scrollHeight
  }, [])
  if (at === null) return <div className="dm-text" />
  return (
    <section
      ref={box}
      className="dm-text sel"
      style={{ fontFamily, fontSize, lineHeight }}
      aria-label={`Text from before in ${name}`}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must scroll by keys
      tabIndex={0}
    >
      <pre>{lines}</pre>
      <p>from before, {dateWords(new Date(at))}</p>
    </section>
  )
}

function Card({ dormant }: { dormant: Dormant }) {
  const { id, cwd, conversation, command } = dormant
  const { home, shell } = useSlice('about')
  const starting = useRestore(restore => restore.starting.includes(id))
  const fault = useRestore(restore => restore.faults[id])
  const first = useRef<HTMLButtonElement>(null)
  useLayoutEffect(() => (first.current ? focusManager.register(id, first.current) : undefined), [id])
  const start = (resume: boolean) => () => void startDormant(id, resume)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is no card
    <div className="dm-card" role="group" aria-label={`${dormant.name} was not started`}>
      <div className={`b sel ${command === null ? '' : 'm'}`}>{wasHere(dormant, shell.name)}</div>
      <div className="t2 s12 sel">
        {cwd ? `It is not started by itself. Folder: ${shortFolder(cwd, home)}` : 'It is not started by itself.'}
      </div>
      <div role="alert" aria-live="polite">
        {fault && (
          <div className="dm-fault s12">
            <span className="sel">{fault.message}</span>
            {fault.copy !== null && <CopyButton text={fault.copy} label="Copy the command" words />}
          </div>
        )}
      </div>
      <div className="dm-do">
        <button ref={first} type="button" className="btn pri" aria-disabled={starting} onClick={start(false)}>
          {starting ? 'Starting…' : 'Start again'}
        </button>
        {conversation && (
          <button type="button" className="btn" aria-disabled={starting} onClick={start(true)}>
            Take up the conversation
          </button>
        )}
        <span className="sp" />
        <button type="button" className="btn gh" onMouseDown={keepFocus} onClick={() => void closeDormant(id)}>
          Close
        </button>
      </div>
    </div>
  )
}
