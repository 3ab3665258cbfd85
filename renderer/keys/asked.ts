// Does what a person chose outside of the page: in a menu, the tray or a notification. What comes before there is a state to do it
// in waits for that.
import type { DoEvent } from '../../preload/contract.ts'
import { useScreenReader } from '../state/screen-reader.ts'
import { act, goTo } from './actions.ts'
import { openApprovals } from './approvals.ts'

let early: DoEvent[] | null = []

export function doAsked(event: DoEvent): void {
  if (event.do === 'screen-reader') useScreenReader.setState({ on: event.on })
  else if (early) early.push(event)
  else if (event.do === 'command') act(event.command)
  else if (event.do === 'surface') goTo(event.surface)
  else openApprovals({ focus: true, ...(event.id === undefined ? {} : { id: event.id }) })
}

/** There is a state: from now on nothing waits. */
export function doEarly(): void {
  const waited = early ?? []
  early = null
  for (const event of waited) doAsked(event)
}
