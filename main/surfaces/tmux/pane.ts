// One pane as a terminal: what its surface hears of it, in the order of the stream, and what is known of it now. It talks to no
// tmux; server.ts tells it what happened and is asked for what it cannot do itself.
import type { Exit, Link, PanePlace } from '../../../preload/contract.ts'
import type { Clock } from '../clock.ts'
import { foregroundGroup } from '../foreground.ts'
import type { Process } from '../process-table.ts'
import type { TmuxTerminal } from './model.ts'
import { createWrites, type Way, type Writes } from './settle.ts'

/** What may wait for one screen, in bytes. */
const MOST_WAITING = 64 * 1_048_576

/** tmux's name of a pane that has not been found yet: no server comes to as many. */
export const NOT_FOUND_YET = '%999999999'

export interface PaneSpec {
  readonly surface: string
  readonly place: PanePlace
  readonly link: Link
  readonly cols: number
  readonly rows: number
  /** the program, where it is a process of this computer that was started for this surface; as it is known later */
  root(): Process | null
  /** the pane's own process, where it is one of this computer, whoever started it */
  holder(): Process | null
  /** null = nothing can go in now */
  way(): Way | null
  /** why nothing can, as a part of a sentence */
  whyNot(): string
  /** somebody has too much to read, or has caught up */
  hold(on: boolean): void
  /** It prints without end while its screen is asked for and not answered. */
  overrun(): void
  resize(cols: number, rows: number): void
  close(): Promise<void>
  letGo(): Promise<void>
  readonly clock: Clock
}

/** The server's side of it. */
export interface Pane {
  readonly surface: string
  readonly terminal: TmuxTerminal
  readonly writes: Writes
  /** its program when it was taken up; 0 = not found yet */
  pid: number
  /** the window it is in */
  window: string
  /** it was not gone when it was looked at last */
  alive(): boolean
  where(): PanePlace
  size(): { readonly cols: number; readonly rows: number }
  output(bytes: Uint8Array): void
  redrawn(bytes: Uint8Array, cols: number, rows: number): void
  sized(cols: number, rows: number): void
  /** Between the two, what happens is kept: it is newer than the screen that is being asked for. */
  hush(): void
  /** What was kept is told, after `first`. */
  speak(first?: () => void): void
  /** Bracketed paste was switched, on or off, since `forget`. */
  pasteSwitched(): boolean
  /** Its modes are not known: who wants to write waits for `dressed`, though not for long. */
  undress(): void
  /** They are, or never will be. */
  dressed(): void
  /** how often its screen was asked for: between two equal numbers nobody else did */
  draws(): number
  /** What was kept until now is a part of the screen that is being asked for. */
  forget(): void
  linked(link: Link): void
  placed(place: Partial<PanePlace>, cwd?: string): void
  /** After the last byte. */
  end(exit: Exit, why: string): void
}

type Told = () => void

/** Whoever writes waits no longer than this for what a look tells of the pane's modes, in ms. */
const DRESSED_MS = 2_000

export function createPane(spec: PaneSpec): Pane {
  const { clock } = spec
  let { place, link, cols, rows } = spec
  let cwd = ''
  let over = false
  let held = false
  /** null = it is told at once */
  let kept: Told[] | null = []
  /** bytes of it */
  let waiting = 0
  let hushed = false
  let switched = false
  let tail = ''
  let watching = false
  let undressed: { readonly promise: Promise<void>; resolve(): void } | null = null
  let draws = 0
  const hearData: ((bytes: Uint8Array) => void)[] = []
  const hearDrawn: ((bytes: Uint8Array, cols: number, rows: number) => void)[] = []
  const hearSize: ((cols: number, rows: number) => void)[] = []
  const hearLink: (() => void)[] = []
  let tellExit: (exit: Exit) => void = () => {}
  const exited = new Promise<Exit>(resolve => {
    tellExit = resolve
  })
  const writes = createWrites({ way: () => (over ? null : spec.way()), why: spec.whyNot, clock })

  function tell(what: Told) {
    if (kept) kept.push(what)
    else what()
  }
  /** Nothing is lost before anybody listens, nor while the screen is being asked for. */
  function flush() {
    if (hushed || hearData.length === 0) return
    const all = kept ?? []
    kept = null
    waiting = 0
    for (const one of all) one()
  }
  function watchPaste(bytes: Uint8Array) {
    const text = tail + Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
    // A full reset and a soft one switch it off.
    switched = /2004|\x1bc|\x1b\[!p/.test(text)
    tail = text.slice(-8)
  }
  function dressed() {
    watching = false
    undressed?.resolve()
    undressed = null
  }
  function hold(on: boolean) {
    if (held === on) return
    held = on
    spec.hold(on)
  }
  const tellLink = () => {
    for (const listener of hearLink) listener()
  }
  function sized(to: number, tall: number) {
    tell(() => {
      if (to === cols && tall === rows) return
      cols = to
      rows = tall
      for (const listener of hearSize) listener(to, tall)
    })
  }

  const terminal: TmuxTerminal = {
    alive: () => !over,
    write: (bytes, by) => writes.write(bytes, by),
    tty: () => null,
    group() {
      const root = over ? null : spec.root()
      return root ? foregroundGroup(root.pid) : null
    },
    get prepared() {
      return undressed?.promise ?? Promise.resolve()
    },
    get root() {
      return spec.root()
    },
    holder: () => (over ? null : spec.holder()),
    answers: false,
    shared: true,
    pause: () => hold(!over),
    resume: () => hold(false),
    resize(to, tall) {
      if (!over) spec.resize(to, tall)
    },
    onData(listener) {
      hearData.push(listener)
      // Whoever listens adds the other two in the same breath.
      if (kept) queueMicrotask(flush)
    },
    onRedrawn: listener => void hearDrawn.push(listener),
    onSize: listener => void hearSize.push(listener),
    exited,
    link: () => link,
    onLink: listener => void hearLink.push(listener),
    where: () => place,
    cwd: () => cwd,
    end: () => (over ? Promise.resolve() : place.ours ? spec.close() : spec.letGo()),
    letGo: () => (over ? Promise.resolve() : spec.letGo()),
  }

  return {
    surface: spec.surface,
    terminal,
    writes,
    pid: 0,
    window: '',
    alive: () => !over,
    where: () => place,
    size: () => ({ cols, rows }),
    output(bytes) {
      if (kept) waiting += bytes.byteLength
      if (waiting > MOST_WAITING) return spec.overrun()
      if (watching && !switched) watchPaste(bytes)
      tell(() => {
        for (const listener of hearData) listener(bytes)
      })
    },
    redrawn(bytes, to, tall) {
      tell(() => {
        cols = to
        rows = tall
        for (const listener of hearDrawn) listener(bytes, to, tall)
      })
    },
    sized,
    hush() {
      hushed = true
      kept ??= []
    },
    forget() {
      kept = []
      waiting = 0
      tail = ''
      switched = false
      watching = true
      draws += 1
    },
    pasteSwitched: () => switched,
    undress() {
      undressed?.resolve()
      let resolve = () => {}
      const promise = new Promise<void>(done => {
        resolve = done
      })
      const late = clock.after(DRESSED_MS, resolve)
      promise.then(late)
      undressed = { promise, resolve }
    },
    dressed,
    draws: () => draws,
    speak(first) {
      const later = kept ?? []
      kept = []
      first?.()
      kept.push(...later)
      hushed = false
      flush()
    },
    linked(to) {
      if (over) return
      link = to
      if (to.is !== 'live') undressed?.resolve()
      tellLink()
    },
    placed(to, folder) {
      const next = { ...place, ...to }
      cwd = folder ?? cwd
      if ((Object.keys(next) as (keyof PanePlace)[]).every(key => next[key] === place[key])) return
      place = next
      tellLink()
    },
    end(exit, why) {
      if (over) return
      over = true
      link = { is: 'ended', since: clock.now(), why }
      writes.end()
      dressed()
      hold(false)
      hushed = false
      tell(() => {
        tellExit(exit)
        tellLink()
      })
      flush()
    },
  }
}
