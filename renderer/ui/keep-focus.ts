// For buttons that must not take the caret from the terminal when they are clicked.
import type { MouseEvent } from 'react'

export function keepFocus(event: MouseEvent): void {
  event.preventDefault()
}
