// A small surface that keeps the promises of surface.ts and records every byte: who wrote it and after what.
import type { Clock } from '../../../main/gate/clock.ts'
import { keyBytes, PLAIN_MODES } from '../../../main/surfaces/key-bytes.ts'
import { effectOf, readKeys } from '../../../main/surfaces/keys.ts'
import type {
  AgentSurface,
  Delivered,
  Delivery,
  Dialog,
  Insertable,
  Press,
  Readiness,
  SurfaceFacts,
  TtyState,
  Unreached,
} from '../../../main/surfaces/surface.ts'
import type { PanePlace } from '../../../preload/contract.ts'

export interface FakeSurface extends AgentSurface {
  readonly facts: SurfaceFacts
  /** every write, in order */
  readonly writes: { by: string; data: string }[]
  /** all of them together */
  bytes(): string
  personKey(data: string): void
  dialog: Dialog
  tty: TtyState | null
  bracketedPaste: boolean
  composing: boolean
  insertable: Insertable
  betweenCommands: boolean
  group: number
  cursorLine: string
  /** where it is in tmux; null = it is in none */
  tmux: PanePlace | null
  alive: boolean
  /** the connection to it is lost */
  unreached: Unreached | null
  /** what the terminal says of the next write instead of taking it: surely not, or nobody knows */
  loses: 'unreached' | 'unknown' | null
  /** called at the start of `readiness`, before it looks */
  onReadiness: (() => void | Promise<void>) | null
  /** called at the start of `deliver`, before its own check */
  onDeliver: ((delivery: Delivery) => void | Promise<void>) | null
  /** called at the start of `press`, before its own check */
  onPress: ((press: Press) => void | Promise<void>) | null
  /** awaited between two writes of one delivery */
  between: (() => Promise<void>) | null
  seenToSubmit: boolean
  /** tells whoever waits that something happened */
  news(): void
  log: (event: string) => void
}

export function fakeSurface(id: string, clock: Clock, facts: Partial<SurfaceFacts> = {}): FakeSurface {
  const writes: { by: string; data: string }[] = []
  let line: string[] = []
  let version = 0
  let personKeyAt: number | null = null
  const listeners = new Set<() => void>()

  function put(by: string, data: string): void {
    surface.log(`bytes ${JSON.stringify(data)}`)
    writes.push({ by, data })
    version += 1
    if (data === '\r') line = []
    else if (!line.includes(by)) line.push(by)
  }

  /** `of`: what nobody knows of, put on the line where somebody sends it. */
  function lost(by: string, of: string): Delivered | null {
    const { loses } = surface
    surface.loses = null
    if (loses === null) return null
    const evidence = 'the connection to build was lost'
    version += 1
    if (loses === 'unreached') return { outcome: 'unreached', bytes: 0, evidence }
    surface.log(`perhaps ${JSON.stringify(of)}`)
    if (!line.includes(by)) line.push(by)
    return { outcome: 'unknown', bytes: Buffer.byteLength(of), evidence }
  }

  /** Since the last look. */
  let seen: Dialog | null = null
  const otherDialog = () => seen !== null && (seen.open !== surface.dialog.open || seen.id !== surface.dialog.id)

  const surface: FakeSurface = {
    facts: {
      id,
      name: id,
      formerNames: [],
      alias: null,
      workspace: 'web',
      preset: 'shell',
      backend: 'pty',
      host: null,
      openedBy: 'person',
      ...facts,
    },
    writes,
    bytes: () => writes.map(({ data }) => data).join(''),
    dialog: { open: 'no', why: 'The shell waits at its prompt.', id: null },
    tty: null,
    bracketedPaste: true,
    composing: false,
    insertable: { ok: false, why: 'the shell has not said that it is at its prompt' },
    betweenCommands: false,
    group: 7,
    cursorLine: '$',
    tmux: null,
    alive: true,
    unreached: null,
    loses: null,
    onReadiness: null,
    onDeliver: null,
    onPress: null,
    between: null,
    seenToSubmit: true,
    news() {
      for (const listener of [...listeners]) listener()
    },
    lastPersonKey: () => personKeyAt,
    onNews(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    log: () => {},
    personKey(data) {
      personKeyAt = clock.monotonic()
      put('person', data)
    },
    ended: () => surface.summary().exit,
    summary: () => ({
      ...surface.facts,
      tmux: surface.tmux,
      link: null,
      title: 'a title',
      cwd: '/home',
      cols: 80,
      rows: 24,
      state: {
        ...{ is: surface.alive ? 'idle' : 'exited', since: 0, evidence: 'fake' },
        ...(surface.dialog.open === 'yes' ? { dialog: { id: surface.dialog.id, why: surface.dialog.why } } : {}),
      },
      exit: surface.alive ? null : { code: 0, signal: null },
      left: [],
      lacks: null,
      lastLine: '',
      typing: null,
      unread: false,
      rang: null,
      progress: null,
    }),
    commands: () => [],
    async readiness(): Promise<Readiness> {
      await surface.onReadiness?.()
      seen = surface.dialog
      return {
        alive: surface.alive,
        unreached: surface.unreached,
        line: { by: [...line], version },
        tty: surface.tty,
        dialog: surface.dialog,
        bracketedPaste: surface.bracketedPaste,
        sincePersonKey: personKeyAt === null ? null : clock.monotonic() - personKeyAt,
        composing: surface.composing,
        group: surface.group,
        alt: false,
        cursorLine: surface.cursorLine,
        insertable: surface.insertable,
        betweenCommands: surface.betweenCommands,
      }
    },
    async read({ cursor }) {
      if (cursor === 'bad') return { ok: false, code: 'bad_cursor', message: 'That cursor is from another surface.' }
      const screen = { cols: 80, rows: 24, cursor: { x: 0, y: 0 }, alt: false }
      return { ok: true, value: { lines: ['$'], typed: [], cursor: 'c1', truncated: false, screen } }
    },
    readKeys,
    async press(pressed): Promise<Delivered> {
      const { by, keys, lineVersion, dialog } = pressed
      await surface.onPress?.(pressed)
      if (!surface.alive) return { outcome: 'gone', bytes: 0, evidence: 'the program ended' }
      if (dialog !== undefined && surface.dialog.id !== dialog) {
        return { outcome: 'dialog_gone', bytes: 0, evidence: 'another dialog is open' }
      }
      if (lineVersion !== version || otherDialog()) {
        return { outcome: 'changed', bytes: 0, evidence: 'something else went in' }
      }
      const parts = keys.map(key => keyBytes(key, PLAIN_MODES))
      if (parts.includes(null)) return { outcome: 'unencodable', bytes: 0, evidence: 'a key has no bytes now' }
      const before = [...line]
      const data = parts.join('')
      const away = lost(by, data)
      if (away) return away
      put(by, data)
      const effects = keys.map(effectOf)
      if (!effects.includes('text')) line = effects.includes('enter') ? [] : before
      const outcome = effects.includes('enter') && !surface.seenToSubmit ? 'unconfirmed' : 'pressed'
      return { outcome, bytes: Buffer.byteLength(data), evidence: 'the keys went in' }
    },
    async deliver(delivery): Promise<Delivered> {
      const { by, text, enter, lineVersion, dialog, atPrompt } = delivery
      await surface.onDeliver?.(delivery)
      if (!surface.alive) return { outcome: 'gone', bytes: 0, evidence: 'the program ended' }
      if (dialog !== undefined && surface.dialog.id !== dialog) {
        return { outcome: 'dialog_gone', bytes: 0, evidence: 'another dialog is open' }
      }
      if (lineVersion !== version || otherDialog()) {
        return { outcome: 'changed', bytes: 0, evidence: 'something else went in' }
      }
      if (atPrompt && !surface.insertable.ok) return { outcome: 'changed', bytes: 0, evidence: surface.insertable.why }
      if (/[\n\t]/.test(text) && !surface.bracketedPaste) {
        return { outcome: 'unwrapped', bytes: 0, evidence: 'bracketed paste is off' }
      }
      const away = lost(by, text)
      if (away) return away
      const before = writes.length
      if (text !== '') put(by, surface.bracketedPaste ? `\x1b[200~${text}\x1b[201~` : text)
      if (enter) {
        await surface.between?.()
        if (otherDialog()) {
          const outcome = dialog === undefined ? 'unconfirmed' : 'failed'
          return { outcome, bytes: Buffer.byteLength(text), evidence: 'another dialog was open before Enter' }
        }
        put(by, '\r')
      }
      const bytes = writes.slice(before).reduce((sum, { data }) => sum + Buffer.byteLength(data), 0)
      if (!enter) return { outcome: 'inserted', bytes, evidence: 'echo settled' }
      const outcome = surface.seenToSubmit ? 'submitted' : 'unconfirmed'
      return { outcome, bytes, evidence: 'the line left' }
    },
  }
  return surface
}
