// The field that hears the next press as a command's new key. While it has the keyboard the app takes no key but Pause.
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef } from 'react'
import { keyWords, recordedOf } from '../../keys/bindings.ts'
import { focusManager } from '../../keys/focus.ts'
import { recordKeys } from '../../keys/taken.ts'

interface Props {
  readonly label: string
  readonly platform: string
  /** what was pressed last and is not set yet; null = nothing */
  readonly pressed: string | null
  /** of the text that says what is wrong with it */
  readonly describedBy: string
  onKey(written: string): void
  onLeave(): void
}

export function KeyField({ label, platform, pressed, describedBy, onKey, onLeave }: Props) {
  const input = useRef<HTMLInputElement>(null)
  const stop = useRef<(() => void) | null>(null)
  const hears = (on: boolean) => {
    stop.current?.()
    stop.current = on ? recordKeys() : null
  }
  // Drawn by a person's click or key on Change.
  useLayoutEffect(() => focusManager.element(input.current), [])
  useEffect(() => () => stop.current?.(), [])
  const key = (event: KeyboardEvent) => {
    const recorded = recordedOf(event.nativeEvent)
    if (recorded.is === 'walk') return
    event.preventDefault()
    event.stopPropagation()
    if (recorded.is === 'leave') onLeave()
    else if (recorded.is === 'key' && !event.repeat) onKey(recorded.written)
  }
  return (
    <input
      ref={input}
      className="fieldb keys-field"
      readOnly
      aria-label={label}
      aria-describedby={describedBy}
      placeholder="Press the keys"
      value={pressed === null ? '' : keyWords(pressed, platform)}
      onKeyDown={key}
      onFocus={() => hears(true)}
      onBlur={() => hears(false)}
    />
  )
}
