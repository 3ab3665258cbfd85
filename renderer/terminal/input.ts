// A person's keys in a terminal that are not the program's as they stand: the app's commands, Shift+Enter, input methods.
import type { Terminal } from '@xterm/xterm'
import type { PortUp } from '../../preload/contract.ts'
import { inAllKeys, takenBy } from '../keys/taken.ts'
import { setting } from '../state/settings.ts'

export function hearKeys(terminal: Terminal, send: (message: PortUp) => void): void {
  const textarea = terminal.textarea!
  textarea.addEventListener('compositionstart', () => send({ kind: 'composing', on: true }))
  textarea.addEventListener('compositionend', () => send({ kind: 'composing', on: false }))
  terminal.attachCustomKeyEventHandler(event => {
    // While an input method composes every key is its own.
    if (event.isComposing) return true
    if (takenBy(event) !== null) return false
    if (!isShiftEnter(event) || !setting('shiftEnter') || inAllKeys()) return true
    event.preventDefault()
    if (event.type === 'keydown') {
      // What it is for the program in front, main knows.
      send({ kind: 'newline' })
      terminal.scrollToBottom()
    }
    return false
  })
  terminal.onData(data => send({ kind: 'keys', data }))
}

function isShiftEnter({ key, shiftKey, ctrlKey, altKey, metaKey }: KeyboardEvent): boolean {
  return key === 'Enter' && shiftKey && !ctrlKey && !altKey && !metaKey
}
