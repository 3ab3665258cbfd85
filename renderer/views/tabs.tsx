// The tab strip, above the canvas while there are two tabs or more: what each holds, what of it needs a person, and its place.
import { X } from 'lucide-react'
import { type DragEvent, type KeyboardEvent, useLayoutEffect, useRef } from 'react'
import { dragged, dragTab, endDrag, hover, letGo } from '../keys/drag.ts'
import { focusManager } from '../keys/focus.ts'
import { closeTab, goToTab } from '../keys/tabs.ts'
import { useStore } from '../state/app-state.ts'
import { useDrag } from '../state/drag.ts'
import { moveTab, useLayout } from '../state/layout.ts'
import { type DropTarget, placeAt, stripAt } from '../state/layout-drop.ts'
import { rowsOf } from '../state/sidebar-rows.ts'
import { type TabRow, tabName, tabRow } from '../state/tab-rows.ts'
import { keepFocus } from '../ui/keep-focus.ts'
import { ProgressLine } from '../ui/progress.tsx'
import { STATE_WORD, StatusDot } from '../ui/status-dot.tsx'

/** The element that shows what is in the tab in front. */
export const CANVAS_ID = 'canvas'

/** The element of a tab. */
export const tabElement = (id: string) => `tab-${id}`

export function Tabs() {
  const tabs = useLayout(layout => layout.tabs)
  return tabs.length < 2 ? null : <Strip />
}

function Strip() {
  const tabs = useLayout(layout => layout.tabs)
  const shown = useLayout(layout => layout.tab)
  const state = useStore(store => store.state!)
  const over = useDrag(drag => drag.over)
  const strip = useRef<HTMLDivElement>(null)
  const known = rowsOf(state)
  const rows = tabs.map(tab => tabRow(tab, known))
  const spans = () =>
    [...strip.current!.querySelectorAll<HTMLElement>('[data-tab]')].map(element => {
      const { left, width } = element.getBoundingClientRect()
      return { id: element.dataset['tab']!, left, width }
    })
  const target = (event: DragEvent): DropTarget =>
    dragged(event) === 'tab' ? { kind: 'strip', at: placeAt(event.clientX, spans()) } : stripAt(event.clientX, spans())
  const before = over?.target.kind === 'strip' ? over.target.at : null
  const into = over?.target.kind === 'tab' ? over.target.tab : null
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: what can be done by drag here can be done by the tabs' keys
    <div
      className="tabs"
      ref={strip}
      onWheel={event => {
        if (event.deltaX === 0) event.currentTarget.scrollLeft += event.deltaY
      }}
      onDragOver={event => {
        if (!dragged(event)) return
        event.preventDefault()
        event.dataTransfer.dropEffect = 'move'
        hover(target(event))
      }}
      onDragLeave={event => !event.currentTarget.contains(event.relatedTarget as Node | null) && hover(null)}
      onDrop={event => {
        if (!dragged(event)) return
        event.preventDefault()
        letGo(event, target(event))
      }}
    >
      {/* It owns the tabs; the buttons that close them stand between them and are none of them. */}
      <div role="tablist" aria-label="Tabs" aria-owns={rows.map(({ id }) => tabElement(id)).join(' ')} />
      {rows.map((row, at) => (
        <Tab
          key={row.id}
          row={row}
          shown={row.id === shown}
          mark={
            into === row.id
              ? 'into'
              : before === at
                ? 'before'
                : before === at + 1 && before === rows.length
                  ? 'after'
                  : ''
          }
        />
      ))}
    </div>
  )
}

function Tab({ row, shown, mark }: { row: TabRow; shown: boolean; mark: string }) {
  const { id, state, unread, progress } = row
  const box = useRef<HTMLDivElement>(null)
  const name = tabName(row)
  useLayoutEffect(() => {
    if (shown) box.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' })
  }, [shown])
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the button inside has the role; a middle click anywhere closes
    <div
      className={`tab ${shown ? 'on' : ''} ${mark}`}
      ref={box}
      data-tab={id}
      draggable
      onDragStart={event => dragTab(event, id)}
      onDragEnd={endDrag}
      onMouseDown={event => event.button === 1 && event.preventDefault()}
      onAuxClick={event => event.button === 1 && closeTab(id)}
    >
      <button
        type="button"
        role="tab"
        id={tabElement(id)}
        aria-selected={shown}
        aria-controls={shown ? CANVAS_ID : undefined}
        aria-label={`${name}. ${STATE_WORD[state]}.${unread ? ' Unread.' : ''}`}
        aria-keyshortcuts="Delete Alt+ArrowLeft Alt+ArrowRight"
        tabIndex={shown ? 0 : -1}
        title={name}
        onClick={() => goToTab(id)}
        onKeyDown={event => tabKey(event, id)}
      >
        <StatusDot is={state} />
        <span className="tr">{name}</span>
        {unread && <i className="un-d" />}
      </button>
      <button
        type="button"
        className="ib x24"
        tabIndex={shown ? 0 : -1}
        aria-label={`Close tab ${name}. Its programs run on`}
        title="Close tab. Its programs run on"
        onMouseDown={keepFocus}
        onClick={() => closeTab(id)}
      >
        <X className="i i12" />
      </button>
      <ProgressLine surface={{ name, progress }} />
    </div>
  )
}

/** Keys of a tab that has the focus: to another one, its place, its end. */
function tabKey(event: KeyboardEvent, id: string): void {
  const { tabs } = useLayout.getState()
  const at = tabs.findIndex(tab => tab.id === id)
  const step = { ArrowLeft: -1, ArrowRight: 1 }[event.key]
  const focusAt = (place: number) => {
    const next = useLayout.getState().tabs.at(place)
    if (next) requestAnimationFrame(() => focusManager.element(document.getElementById(tabElement(next.id))))
  }
  if (event.altKey && step !== undefined) {
    // It is put before the tab that is at a place now: one on is past the next.
    moveTab(id, step > 0 ? at + 2 : Math.max(0, at - 1))
    requestAnimationFrame(() => focusManager.element(document.getElementById(tabElement(id))))
  } else if (event.ctrlKey || event.metaKey || event.altKey) return
  else if (step !== undefined) focusAt((at + step) % tabs.length)
  else if (event.key === 'Home') focusAt(0)
  else if (event.key === 'End') focusAt(-1)
  else if (event.key === 'Escape') focusManager.back()
  else if (event.key === 'Delete') {
    closeTab(id)
    // The keyboard stays in the strip, as long as there is one.
    if (tabs.length > 2) focusAt(Math.min(at, tabs.length - 2))
    else focusManager.back()
  } else return
  event.preventDefault()
  event.stopPropagation()
}
