// One pane: header, terminal, and what lies over its last rows.
import { Cog } from 'lucide-react'
import { useLayoutEffect, useRef, useState, useSyncExternalStore } from 'react'
import type { SurfaceSummary } from '../../preload/contract.ts'
import { closeSurface } from '../keys/actions.ts'
import { focusManager } from '../keys/focus.ts'
import { answerRename } from '../keys/rename.ts'
import { letGo } from '../keys/tmux.ts'
import { useSlice, useSurface } from '../state/app-state.ts'
import { asksOf } from '../state/approval-words.ts'
import { draftsOf } from '../state/drafts.ts'
import { useFind } from '../state/find.ts'
import { askToClose, shownRoot, shownSurface, useLayout } from '../state/layout.ts'
import { panes } from '../state/layout-tree.ts'
import { useRename } from '../state/rename.ts'
import { closeQuestion, leftWords, programName } from '../state/words.ts'
import type { HostState } from '../terminal/host.ts'
import { hostFor, showIn } from '../terminal/hosts.ts'
import { DormantPane } from './dormant.tsx'
import { DraftCard } from './drafts/draft-card.tsx'
import { FindBar } from './find-bar.tsx'
import { Lacks } from './lacks.tsx'
import { PaneHeader } from './pane-header.tsx'
import { Question } from './question.tsx'
import { TerminalMenu } from './terminal-menu.tsx'
import { LinkBar } from './tmux/link-bar.tsx'
import { ToldSize } from './tmux/told-size.tsx'

/** What stays free between the cursor's line and a card over the last rows, px. */
const AIR = 16
/** A cursor's line that ends above this is under a bar at the top, px. */
const NEAR_TOP = 60

export function Pane({ id, paneId }: { id: string; paneId: string }) {
  const surface = useSurface(id)
  const dormant = useSlice('dormant').find(one => one.id === id)
  const place = usePlace(paneId)
  if (surface) return <ShownPane surface={surface} paneId={paneId} />
  // A surface that was just opened may be in the layout before main has told of it.
  return dormant ? <DormantPane dormant={dormant} place={place} /> : null
}

function ShownPane({ surface, paneId }: { surface: SurfaceSummary; paneId: string }) {
  const { id } = surface
  const focused = useLayout(layout => shownSurface(layout) === id)
  const closing = useLayout(layout => layout.closing === id)
  const asked = useRename(rename => (rename.asked?.surface === id ? rename.asked : null))
  const place = usePlace(paneId)
  const finding = useFind(find => find.surface === id)
  const drafts = draftsOf(useSlice('drafts'), id)
  const asks = asksOf(useSlice('approvals').waiting, id)
  const about = useSlice('about')
  const body = useRef<HTMLDivElement>(null)
  const host = hostFor(id)
  const state = useSyncExternalStore(host.subscribe, host.state)
  const [cover, setCover] = useState(0)
  useLayoutEffect(() => (body.current ? showIn(id, body.current) : undefined), [id])
  useLayoutEffect(() => host.named(surface.name), [host, surface.name])
  const cut = surface.link !== null && surface.link.is !== 'live'
  useLayoutEffect(() => host.reached(!cut), [host, cut])
  const inTmux = surface.tmux !== null
  useLayoutEffect(() => host.told(inTmux), [host, inTmux])
  const covered = drafts.length > 0
  useLayoutEffect(() => host.followCursor(covered || cut), [host, covered, cut])
  const shift = useShift(body, covered ? cover : 0, state)
  useLayoutEffect(() => {
    // Drawn higher, never resized: rows and columns are the program's business.
    host.element.style.transform = shift > 0 ? `translateY(${-shift}px)` : ''
  }, [host, shift])
  const program = programName(surface, about)
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is no pane
    <section
      role="group"
      className={`pane ${focused ? 'fo' : ''} ${asks.length > 0 ? 'asks' : ''}`}
      aria-label={`${surface.name}, terminal ${place}`}
      data-testid={`pane-${id}`}
    >
      <PaneHeader surface={surface} drafts={drafts} asks={asks} />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the terminal inside has the role; this is the click beside its rows */}
      <div
        className={`tm ${shift > 0 ? 'shifted' : ''}`}
        ref={body}
        onMouseUp={event => event.target === body.current && focusManager.surface(id)}
      >
        {state.fault !== null && <div className="tm-say stop">{state.fault}</div>}
        {state.starting && <div className="tm-say">Starting {program}…</div>}
        <ToldSize state={state} />
        {finding && <FindBar surface={id} />}
      </div>
      <LinkBar surface={surface} unsent={state.unsent} low={!covered && state.cursorBottom < NEAR_TOP} />
      <TerminalMenu surface={id} />
      <Lacks surface={surface} />
      {surface.exit !== null && surface.left.length > 0 && !closing && (
        <div className="left" role="status" data-testid="left">
          <Cog className="i i14" />
          <span className="sel">
            Still running from here: {leftWords(surface.left)}. Close ends {surface.left.length === 1 ? 'it' : 'them'}.
          </span>
        </div>
      )}
      {covered && (
        <DraftCard surface={surface} drafts={drafts} program={program} line={state.cursorLine} onHeight={setCover} />
      )}
      {state.paste !== null && (
        <Question
          what={`Paste ${state.paste.split('\n').length} lines? Each line end acts as Enter here.`}
          yes="Paste"
          onAnswer={yes => host.answerPaste(yes)}
        />
      )}
      {asked && (
        <Question
          what={asked.message}
          yes={asked.part === 'name' ? 'Rename' : 'Move'}
          onAnswer={yes => void answerRename(asked, yes)}
        />
      )}
      {closing && (
        <Question
          what={closeQuestion(surface)}
          yes="Close it"
          stop
          {...(surface.tmux && { other: { label: 'Let go, keep it running', act: () => void letGo(id) } })}
          onAnswer={yes => (yes ? void closeSurface(id, true) : askToClose(null))}
        />
      )}
    </section>
  )
}

/** `3 of 4` */
function usePlace(paneId: string): string {
  return useLayout(layout => {
    const all = panes(shownRoot(layout))
    return `${all.findIndex(pane => pane.id === paneId) + 1} of ${all.length}`
  })
}

/** How far up the rows are drawn so that the cursor's line stays above what covers the bottom; whole rows, px. */
function useShift(
  body: { readonly current: HTMLElement | null },
  cover: number,
  { cursorBottom, cellHeight }: Pick<HostState, 'cursorBottom' | 'cellHeight'>,
): number {
  const [height, setHeight] = useState(0)
  useLayoutEffect(() => {
    const element = body.current
    if (!element) return
    const watch = new ResizeObserver(() => setHeight(element.clientHeight))
    watch.observe(element)
    return () => watch.disconnect()
  }, [body])
  if (cover === 0 || height === 0) return 0
  const hidden = cursorBottom + 8 + AIR - (height - cover)
  return hidden <= 0 ? 0 : Math.min(cursorBottom - cellHeight, Math.ceil(hidden / cellHeight) * cellHeight)
}
