// Jumping between the prompts of the commands that ran in one terminal. Where they are is what main says: marks that a
// program printed are not looked at here. The emulator's own markers then keep them right while the pane's size changes.
import type { IDecoration, IMarker, Terminal } from '@xterm/xterm'
import type { PromptPlace } from '../../preload/contract.ts'
import { exitWord } from '../state/words.ts'

/** How long the prompt that was jumped to stays marked, in ms. */
const MARKED_MS = 1_200

export type Toward = 'previous' | 'next'

/** Where somebody looks: `line` is what was jumped to last and is still in place, else null. Lines of the buffer. */
export interface Looking {
  readonly line: number | null
  readonly viewport: number
  readonly bottom: number
}

/**
 * The line `steps` prompts on (below 0: back), or 'bottom' past the last one, or null: there is none. `lines` rise. From the
 * bottom, where a person types, the last one is one step back though it may be on the screen.
 */
export function promptFrom(lines: readonly number[], at: Looking, steps: number): number | 'bottom' | null {
  const here = at.line ?? (at.viewport >= at.bottom ? Number.POSITIVE_INFINITY : at.viewport)
  if (steps > 0) return lines.filter(line => line > here)[steps - 1] ?? 'bottom'
  const above = lines.filter(line => line < here)
  // At the first one already: it is marked once more.
  return above.at(steps) ?? above[0] ?? lines.find(line => line === here) ?? null
}

export interface PromptJumps {
  /** False: there are no prompts on this screen now. */
  jump(toward: Toward): boolean
  /** Main's answer, at its point of the stream. */
  told(places: readonly PromptPlace[]): void
  /** No more answers: what was told last holds. */
  ended(): void
}

interface Prompt {
  readonly marker: IMarker
  readonly exit: number | null
}

/** `ask` makes main tell where the prompts are; `none` says that there are none. */
export function promptJumps(terminal: Terminal, ask: () => void, none: () => void): PromptJumps {
  let prompts: readonly Prompt[] = []
  let steps = 0
  let isOver = false
  /** what was jumped to last, and how far below the top of the view it was left */
  let at: { marker: IMarker; below: number } | null = null
  let mark: IDecoration | undefined
  let timer: number | undefined

  terminal.onData(() => {
    at = null
  })

  function looking(): Looking {
    const { viewportY, baseY } = terminal.buffer.active
    const isThere = at !== null && !at.marker.isDisposed && at.marker.line - viewportY === at.below
    return { line: isThere ? at!.marker.line : null, viewport: viewportY, bottom: baseY }
  }

  function go() {
    const by = steps
    steps = 0
    if (by === 0) return
    const there = prompts.filter(({ marker }) => !marker.isDisposed)
    if (there.length === 0) return none()
    const lines = there.map(({ marker }) => marker.line)
    const to = promptFrom(lines, looking(), by)
    const found = typeof to === 'number' ? there[lines.indexOf(to)] : undefined
    if (found) show(found)
    else if (to === 'bottom') {
      at = null
      scrollTo(terminal, Number.POSITIVE_INFINITY)
    }
  }

  function show({ marker, exit }: Prompt) {
    scrollTo(terminal, marker.line)
    at = { marker, below: marker.line - terminal.buffer.active.viewportY }
    window.clearTimeout(timer)
    mark?.dispose()
    mark = terminal.registerDecoration({ marker, width: terminal.cols, layer: 'top' })
    mark?.onRender(element => drawMark(element, exit))
    timer = window.setTimeout(() => mark?.dispose(), MARKED_MS)
  }

  return {
    jump(toward) {
      if (terminal.buffer.active.type !== 'normal') return false
      steps += toward === 'next' ? 1 : -1
      if (isOver) go()
      else ask()
      return true
    },
    told(places) {
      const { type, baseY, cursorY } = terminal.buffer.active
      if (type !== 'normal') {
        steps = 0
        return
      }
      const before = prompts
      prompts = places.flatMap(({ row, exit }) => {
        // The mirror may still have rows that are gone here.
        const marker = baseY + row < 0 ? undefined : terminal.registerMarker(row - cursorY)
        return marker ? [{ marker, exit }] : []
      })
      at = kept(at, prompts)
      for (const { marker } of before) marker.dispose()
      go()
    },
    ended() {
      isOver = true
    },
  }
}

/** So that the line is at the top, or the bottom is reached. */
export function scrollTo(terminal: Terminal, line: number): void {
  const { active } = terminal.buffer
  const wanted = Math.min(line, active.baseY)
  terminal.scrollToLine(wanted)
  if (active.viewportY === wanted) return
  // After a resize xterm scrolls from where its scrollbar was left, not from the row it shows: a row to and fro makes them
  // one again.
  terminal.scrollLines(active.viewportY > wanted ? 1 : -1)
  terminal.scrollToLine(wanted)
}

/** The same place, by its new marker. */
function kept<T extends { marker: IMarker } | null>(at: T, prompts: readonly Prompt[]): T | null {
  const same = at && prompts.find(({ marker }) => marker.line === at.marker.line)
  return at && same ? { ...at, marker: same.marker } : null
}

/** A command that failed says so in words. */
function drawMark(element: HTMLElement, exit: number | null): void {
  if (element.classList.contains('prompt-mark')) return
  element.classList.add('prompt-mark')
  if (exit === null || exit === 0) return
  const word = document.createElement('span')
  word.textContent = exitWord({ code: exit, signal: null })
  element.append(word)
}
