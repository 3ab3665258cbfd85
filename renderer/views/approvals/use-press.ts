// A button whose press counts only for the card it went down on, and never by plain Enter or a held key.
import { type KeyboardEvent, type MouseEvent, useRef } from 'react'
import type { Press } from '../../state/approvals.ts'
import { begin } from '../../state/desk.ts'
import { keepFocus } from '../../ui/keep-focus.ts'

/**
 * Handlers for a button on the card of `ref`. `act` gets null when the press began too early or elsewhere; `ready`: what
 * else must hold when it begins.
 */
export function usePress(ref: string, act: (press: Press | null) => void, ready: () => boolean = () => true) {
  const start = () => (ready() ? begin(ref) : null)
  const began = useRef<{ by: 'pointer' | 'key'; press: Press | null } | null>(null)
  return {
    type: 'button' as const,
    onMouseDown: keepFocus,
    onPointerDown: () => {
      began.current = { by: 'pointer', press: start() }
    },
    onKeyDown: (event: KeyboardEvent) => {
      if (event.key === 'Enter') event.preventDefault()
      else if (event.key === ' ' && !event.repeat) began.current = { by: 'key', press: start() }
    },
    onClick: (event: MouseEvent) => {
      // A click with no pointer and no key before it comes from assistive technology: it begins and ends at once.
      const by = event.detail > 0 ? 'pointer' : 'key'
      const press = began.current?.by === by ? began.current.press : by === 'key' ? start() : null
      began.current = null
      act(press)
    },
  }
}
