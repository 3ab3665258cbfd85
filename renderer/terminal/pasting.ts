// What a person brings into a terminal that is no key: text, a picture of the clipboard, files dropped on it. It all goes in as
// one cleaned paste; several lines wait for a yes where each line end would act as Enter.
import type { Terminal } from '@xterm/xterm'
import { call } from '../api.ts'
import { now } from '../state/app-state.ts'
import { say } from '../state/panel.ts'
import { cleanPaste, pasteBytes, pasteNeedsAsking, takenOut } from './paste.ts'
import { canBePasted, wordsOf } from './quote.ts'

export interface Pasting {
  /** The clipboard's text, else its picture as a file's path. */
  clipboard(): Promise<void>
  /** The paste event of the page. */
  event(event: ClipboardEvent): void
  /** Files of this computer, as words of a shell's line. */
  files(paths: readonly string[]): void
  /** A person's answer to the question about several lines. */
  answer(yes: boolean): void
}

export interface PastingSpec {
  readonly terminal: Terminal
  send(data: string): void
  /** What waits for a yes; null = nothing. */
  waits(text: string | null): void
  /** Says something in the pane for a moment. */
  tell(words: string): void
}

export function createPasting({ terminal, send, waits, tell }: PastingSpec): Pasting {
  let waiting: string | null = null

  function put(cleaned: string) {
    send(pasteBytes(cleaned, terminal.modes.bracketedPasteMode))
    terminal.scrollToBottom()
  }

  function text(given: string) {
    const removed = takenOut(given)
    if (removed.length > 0) say(`Control characters were taken out of the paste: ${removed.join(', ')}.`)
    const cleaned = cleanPaste(given)
    if (!cleaned) return
    if (!pasteNeedsAsking(cleaned, terminal.modes.bracketedPasteMode)) return put(cleaned)
    waiting = cleaned
    waits(cleaned)
  }

  function files(paths: readonly string[]) {
    const good = paths.filter(canBePasted)
    if (good.length < paths.length) say('A file without a path, or with a control character in its name, was left out.')
    if (good.length > 0) text(wordsOf(good, now()?.about.platform === 'win32'))
  }

  async function picture() {
    const saved = await call('clipboard.image', {})
    if (!saved.ok) return say(saved.message)
    if (saved.value.path === null) return
    tell(`The image was saved as ${saved.value.path}.`)
    files([saved.value.path])
  }

  return {
    async clipboard() {
      const clipboard = await call('clipboard.read', {})
      if (!clipboard.ok) return
      if (clipboard.value.text === '') await picture()
      else text(clipboard.value.text)
    },
    event(event) {
      const given = event.clipboardData
      const words = given?.getData('text/plain') ?? ''
      const isPicture = [...(given?.items ?? [])].some(({ kind, type }) => kind === 'file' && type.startsWith('image/'))
      if (words === '' && isPicture) void picture()
      else text(words)
    },
    files,
    answer(yes) {
      const answered = waiting
      waiting = null
      waits(null)
      if (yes && answered) put(answered)
    },
  }
}
