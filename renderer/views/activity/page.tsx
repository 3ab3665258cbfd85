// The record: what every agent sent, read and was refused, newest first.
import { type KeyboardEvent, useLayoutEffect, useRef } from 'react'
import { leavePanel } from '../../keys/actions.ts'
import { focusManager } from '../../keys/focus.ts'

export function ActivityPage() {
  const page = useRef<HTMLElement>(null)
  // Opened by a person's key or click.
  useLayoutEffect(() => focusManager.element(page.current), [])
  const key = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return
    event.preventDefault()
    event.stopPropagation()
    leavePanel()
  }
  return <section ref={page} className="page activity" aria-label="Activity" tabIndex={-1} onKeyDown={key} />
}
