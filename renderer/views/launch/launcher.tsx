// The list of what can be opened, on an empty canvas and in New surface: the agents of this computer, a shell, what is the
// person's own. One key or one click opens; arrows walk; it takes the keyboard only where a person's gesture gives it.
import { RefreshCw } from 'lucide-react'
import { type KeyboardEvent, type ReactNode, useEffect, useLayoutEffect, useRef, useState } from 'react'
import type { PresetView } from '../../../preload/contract.ts'
import { focusManager } from '../../keys/focus.ts'
import { launcherDrawn, openPreset } from '../../keys/launch.ts'
import { useSlice } from '../../state/app-state.ts'
import { look, openable, sections, useLaunch } from '../../state/launch.ts'
import { lookForTmux } from '../../state/tmux.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import { keepFocus } from '../../ui/keep-focus.ts'
import { LauncherPlaces } from '../tmux/places.tsx'
import { Folder } from './folder.tsx'
import { PresetRow } from './preset-row.tsx'

/** `children`: what stands below the list, given what Enter opens; null = nothing yet. `place`: Enter shows a place instead. */
export function Launcher({ children }: { children(chosen: PresetView | null, place: boolean): ReactNode }) {
  const { list, asking, fault, opening } = useLaunch()
  const { shell } = useSlice('about')
  const [walked, setWalked] = useState<string | null>(null)
  const [place, setPlace] = useState(false)
  const box = useRef<HTMLDivElement>(null)
  useEffect(() => {
    void look(false)
    void lookForTmux()
  }, [])
  useLayoutEffect(() => launcherDrawn(box.current), [])
  const inside = useRef(false)
  // A row that had the keyboard may have gone with its program.
  useLayoutEffect(() => {
    if (list && inside.current && document.activeElement === document.body) focusManager.element(box.current)
  }, [list])
  const parts = sections(list, shell)
  const open = openable(parts)
  // Until the list is there nothing is chosen: Enter must not mean one thing now and another in a moment.
  const chosen = open.find(preset => preset.id === walked) ?? (list || !asking ? (open[0] ?? null) : null)
  const rows = () => [...(box.current?.querySelectorAll<HTMLElement>('[data-opens]') ?? [])]
  const key = (event: KeyboardEvent<HTMLDivElement>) => {
    const step = STEPS[event.key]
    const inField = event.target instanceof HTMLInputElement
    const plain = !event.altKey && !event.shiftKey && !event.ctrlKey && !event.metaKey
    const digit = [...parts.agents, ...parts.shell, ...parts.own].find(row => String(row.key) === event.key)
    if (step && plain) {
      const all = rows()
      const at = all.indexOf(document.activeElement as HTMLElement)
      const from = at < 0 && step === 1 ? all.findIndex(row => row.dataset['opens'] === chosen?.id) - 1 : at
      focusManager.element(all[Math.min(Math.max(from + step, 0), all.length - 1)] ?? null)
    } else if (digit && plain && !inField) {
      if (!event.repeat) void openPreset(digit.preset)
    } else if (event.key === 'Enter' && !event.altKey && !event.shiftKey) {
      const split = event.ctrlKey || event.metaKey
      // A button takes its own Enter, and a place is no preset.
      if (event.target instanceof HTMLButtonElement && (!split || 'place' in event.target.dataset)) return
      if (chosen && !event.repeat) void openPreset(chosen, split ? 'row' : undefined)
    } else return
    event.preventDefault()
    event.stopPropagation()
  }
  const row = (one: (typeof parts.agents)[number]) => (
    <PresetRow key={one.preset.id} row={one} chosen={one.preset === chosen} onWalk={() => setWalked(one.preset.id)} />
  )
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the list and the field in it
    <div
      ref={box}
      className="la"
      tabIndex={-1}
      data-launcher
      onKeyDown={key}
      onFocus={event => {
        inside.current = true
        setPlace('place' in (event.target as HTMLElement).dataset)
        if (event.target === box.current && list) focusManager.element(rows()[0] ?? null)
      }}
      onBlur={event => {
        if (event.relatedTarget !== null) inside.current = false
      }}
    >
      <Folder />
      {(list === null || parts.agents.length > 0) && (
        <Part
          title="Agents on your PATH"
          more={<LookAgain asking={asking} first={list === null} />}
          reserve={list === null}
        >
          {list === null && asking && <li className="la-asks s12 t3">Asking {shell.name} what is on your PATH…</li>}
          {parts.agents.map(row)}
        </Part>
      )}
      <Part title="Shell">{parts.shell.map(row)}</Part>
      {parts.own.length > 0 && <Part title="Your own">{parts.own.map(row)}</Part>}
      <LauncherPlaces />
      {list?.warnings.map(warning => (
        <p key={warning} className="la-warning s12 sel">
          {warning}
        </p>
      ))}
      <span className="hidden" role="status">
        {opening === null ? '' : `Starting ${open.find(preset => preset.id === opening)?.title ?? opening}…`}
      </span>
      <div role="alert" aria-live="polite">
        {fault && (
          <div className="la-fault s12">
            <span className="sel">{fault.message}</span>
            <span className="sp" />
            {fault.copy !== null && <CopyButton text={fault.copy} label="Copy the command" words />}
          </div>
        )}
      </div>
      {children(chosen, place)}
    </div>
  )
}

const STEPS: Readonly<Record<string, 1 | -1>> = { ArrowDown: 1, ArrowUp: -1 }

function Part(props: { title: string; more?: ReactNode; reserve?: boolean; children: ReactNode }) {
  return (
    <section aria-label={props.title} className={`la-part ${props.reserve ? 'reserve' : ''}`}>
      <div className="la-lab lab">
        {props.title}
        <span className="sp" />
        {props.more}
      </div>
      <ul className="la-list">{props.children}</ul>
    </section>
  )
}

function LookAgain({ asking, first }: { asking: boolean; first: boolean }) {
  const { shell } = useSlice('about')
  return (
    <>
      <span role="status" className="la-asking">
        {asking && !first ? `Asking ${shell.name}…` : ''}
      </span>
      <button
        type="button"
        className="la-again"
        aria-disabled={asking}
        onMouseDown={keepFocus}
        onClick={() => void look(true)}
      >
        <RefreshCw className="i i12" />
        Look again
      </button>
    </>
  )
}
