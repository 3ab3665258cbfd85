// The box that adopts panes of tmux, over the canvas: first the servers and machines there are, then what runs on one of them. It
// opens on a person's key or click alone, and goes when the keyboard leaves it.
import { ArrowLeft, RefreshCw } from 'lucide-react'
import { type FocusEvent, type KeyboardEvent, type ReactNode, useLayoutEffect, useRef } from 'react'
import type { TmuxPlace } from '../../../preload/contract.ts'
import { focusManager } from '../../keys/focus.ts'
import { leaveTmux, openTmux } from '../../keys/tmux.ts'
import { hideTmux, listPanes, lookForTmux, useTmux } from '../../state/tmux.ts'
import { placeKey } from '../../state/tmux-tree.ts'
import { Kbd } from '../../ui/kbd.tsx'
import { keepFocus } from '../../ui/keep-focus.ts'
import { Filter } from './filter.tsx'
import { Panes } from './panes.tsx'
import { AllPlaces } from './places.tsx'

export function TmuxBox() {
  return useTmux(tmux => tmux.open) ? <Box /> : null
}

function Box() {
  const place = useTmux(tmux => tmux.place)
  const key = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.nativeEvent.isComposing) return
    event.preventDefault()
    event.stopPropagation()
    leaveTmux()
  }
  const left = ({ currentTarget, relatedTarget }: FocusEvent) => {
    // Null: the window lost the keyboard, or what had it is drawn no more.
    if (relatedTarget !== null && !currentTarget.contains(relatedTarget)) hideTmux()
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a click beside the box is Escape
    <div
      className="la-scrim"
      onMouseDown={event => {
        if (event.target !== event.currentTarget) return
        event.preventDefault()
        leaveTmux()
      }}
    >
      <section className="la-box tx-box" role="dialog" aria-label={titleOf(place)} onKeyDown={key} onBlur={left}>
        {place === null ? <PlacesPage /> : <PanesPage key={placeKey(place)} place={place} />}
      </section>
    </div>
  )
}

function titleOf(place: TmuxPlace | null): string {
  if (place === null) return 'Adopt from tmux'
  return place.host === null ? 'Adopt from tmux on this computer' : `Adopt from tmux on ${place.host}, or start there`
}

function PlacesPage() {
  const query = useTmux(tmux => tmux.query)
  const list = useRef<HTMLDivElement>(null)
  const rows = () => [...(list.current?.querySelectorAll<HTMLElement>('[data-opens]') ?? [])]
  const key = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step === undefined) return
    const all = rows()
    const at = all.indexOf(document.activeElement as HTMLElement) + step
    focusManager.element(at < 0 ? document.querySelector<HTMLElement>('.tx-box input') : (all[at] ?? null))
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <Page title={titleOf(null)} again={() => void lookForTmux()} asks={useTmux(tmux => tmux.asking)}>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys are those of the field and the list below it */}
      <div className="tx-body" onKeyDown={key}>
        <Filter label="Filter servers and machines" onEnter={() => rows()[0]?.click()} />
        <div className="tx-list" ref={list}>
          <AllPlaces query={query} />
        </div>
      </div>
      <div className="la-foot s12 t2">
        <Kbd keys="enter" />
        Show what runs there
        <span className="sp" />
        <CloseButton />
      </div>
    </Page>
  )
}

function PanesPage({ place }: { place: TmuxPlace }) {
  return (
    <Page title={titleOf(place)} again={() => void listPanes()} asks={useTmux(tmux => tmux.listing)} back>
      <Panes place={place} close={<CloseButton />} />
    </Page>
  )
}

function Page(props: { title: string; asks: boolean; back?: boolean; again(): void; children: ReactNode }) {
  const version = useTmux(tmux => tmux.list?.version ?? null)
  const page = useRef<HTMLDivElement>(null)
  // Drawn by a person's gesture alone: the keyboard comes with it.
  useLayoutEffect(() => focusManager.element(page.current?.querySelector('.tx-filter input') ?? null), [])
  return (
    <div className="tx-page" ref={page}>
      <div className="tx-head">
        {props.back && (
          <button
            type="button"
            className="ib"
            aria-label="All servers and machines"
            title="All servers and machines"
            onClick={() => void openTmux(null)}
          >
            <ArrowLeft className="i" />
          </button>
        )}
        <h2 className="h1 tr">{props.title}</h2>
        {version !== null && <span className="s12 t3">tmux {version}</span>}
        <span className="sp" />
        <button
          type="button"
          className="la-again s12"
          aria-disabled={props.asks}
          onMouseDown={keepFocus}
          onClick={props.again}
        >
          <RefreshCw className="i i12" />
          Look again
        </button>
      </div>
      {props.children}
    </div>
  )
}

function CloseButton() {
  return (
    <button type="button" className="btn sm gh" onMouseDown={keepFocus} onClick={leaveTmux}>
      Close
      <Kbd keys="esc" />
    </button>
  )
}
