// What a terminal says, to the mirror and to every viewer, in the same order: bytes, a screen drawn anew, another size.
import type { Prompt } from './prompt.ts'
import type { Screen } from './screen.ts'
import type { Terminal } from './terminal.ts'
import { isPaneSize } from './terminal-size.ts'
import type { Viewers } from './viewers.ts'
import { createWholeCharacters } from './whole-characters.ts'

/** RIS: everything of before goes, the scrollback too. */
const RESET = Buffer.from('\x1bc')

export interface FeedSpec {
  readonly terminal: Pick<Terminal, 'onData' | 'onRedrawn' | 'onSize'>
  readonly screen: Pick<Screen, 'write' | 'resize'>
  readonly viewers: Pick<Viewers, 'push' | 'size'>
  readonly prompt: Pick<Prompt, 'output'>
  /** Its size is another. */
  readonly changed: () => void
}

/** Connects them, for good. */
export function feed({ terminal, screen, viewers, prompt, changed }: FeedSpec): void {
  let whole = createWholeCharacters()
  const show = (bytes: Uint8Array) => {
    screen.write(bytes)
    viewers.push(bytes)
  }
  const size = (cols: number, rows: number) => {
    if (!isPaneSize(cols, rows)) return
    screen.resize(cols, rows)
    viewers.size(cols, rows)
    changed()
  }
  terminal.onData(chunk => {
    prompt.output()
    const bytes = whole(chunk)
    if (bytes.byteLength > 0) show(bytes)
  })
  terminal.onRedrawn((bytes, cols, rows) => {
    // What a character began with is a part of what is drawn.
    whole = createWholeCharacters()
    size(cols, rows)
    show(Buffer.concat([RESET, bytes]))
  })
  terminal.onSize(size)
}
