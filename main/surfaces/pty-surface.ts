// A surface on a pseudo-terminal of our own: puts pty, mirror, line ledger, viewers and state together behind the
// PersonSurface interface. The rules are in those files; this one only connects them.

import { hostname } from 'node:os'
import type { Exit, SurfaceState, SurfaceSummary } from '../../preload/contract.ts'
import { nextState, RECENT_MS } from '../status/state.ts'
import type { Clock } from './clock.ts'
import { createCommands, type ShellPhase } from './commands.ts'
import { deliver, type Target } from './deliver.ts'
import { type DialogHook, QUIET_MS } from './dialog.ts'
import { createFlow } from './flow.ts'
import { folderOf } from './foreground.ts'
import { withoutNonce } from './integration/hidden.ts'
import type { Integrated } from './integration/integration.ts'
import { parseMark } from './integration/marks.ts'
import { readKeys } from './keys.ts'
import { createLine } from './line.ts'
import { type PressTarget, press } from './press.ts'
import { readProcess } from './process-table.ts'
import { endTree } from './processes.ts'
import { createPrompt } from './prompt.ts'
import type { Pty } from './pty.ts'
import { lastLine, readScreen } from './read.ts'
import { renamed } from './rename.ts'
import { createReplyLimit } from './reply-limit.ts'
import { createScreen } from './screen.ts'
import type { Author, PersonSurface, SurfaceFacts } from './surface.ts'
import { sameTty, type Tty } from './tty.ts'
import { createTypedRows } from './typed-rows.ts'
import { createViewers } from './viewers.ts'
import { createWholeCharacters } from './whole-characters.ts'

const TYPING_MS = 1_500
const MIRROR_HIGH_BYTES = 262_144
const MIRROR_LOW_BYTES = 65_536
const LAST_LINE_CHARACTERS = 120
/** how often the state is judged again while a program prints, in ms */
const STATE_EVERY_MS = 250

export interface PtySurfaceSpec {
  readonly facts: SurfaceFacts
  readonly pty: Pty
  /** the file the program was started from */
  readonly shell: string
  readonly interactiveShell: boolean
  /** how the shell was made to mark its prompts; null = it was not */
  readonly integrated?: Integrated | null
  /** what the preset's own hooks say of its dialogs */
  readonly hook?: DialogHook | undefined
  readonly cwd: string
  readonly cols: number
  readonly rows: number
  readonly clock: Clock
  /** something worth drawing changed */
  readonly changed: () => void
}

export function createPtySurface(spec: PtySurfaceSpec): PersonSurface {
  const { pty, clock } = spec
  let facts = spec.facts
  const root = readProcess(pty.pid)
  const startedAt = clock.mono()
  const line = createLine()
  const { shell, interactiveShell, hook = null, integrated = null } = spec
  const hidden = (rows: string[]) => (integrated ? withoutNonce(rows, integrated.nonce) : rows)
  const commands = createCommands(() => screen, clock)
  const prompt = createPrompt({ pty, shell, interactiveShell, hook, commands }, clock)
  const replies = createReplyLimit(clock.mono)
  const news = new Set<() => void>()
  const hearers = new Set<(event: 'parsed' | 'person' | 'exit') => void>()
  const tell = (event: 'parsed' | 'person' | 'exit') => {
    for (const hear of [...hearers]) hear(event)
    if (event !== 'person') for (const listener of [...news]) listener()
  }
  const flow = createFlow(pty, () => !processIsThere(pty.pid), clock)
  const screen = createScreen(spec.cols, spec.rows, hostname(), {
    onReply(reply) {
      if (replies.take(reply.length)) void pty.write(Buffer.from(reply, 'latin1'))
    },
    onParsed(backlog) {
      if (backlog > MIRROR_HIGH_BYTES) flow.hold('mirror', true)
      else if (backlog < MIRROR_LOW_BYTES) flow.hold('mirror', false)
      shown = null
      tell('parsed')
      judgeSoon(STATE_EVERY_MS)
    },
    onPasteOn: prompt.pasteOn,
    onClaim: spec.changed,
    onShellMark(body) {
      const mark = parseMark(body, integrated?.nonce ?? null)
      if (!mark) return
      if (commands.phase() === 'none') integrated?.done()
      commands.mark(mark)
    },
  })
  const viewers = createViewers(screen, flow, clock)
  const typed = createTypedRows(screen)

  let exit: Exit | null = null
  let lived = 0
  let personAt: number | null = null
  let personKeys = 0
  let composing = false
  /** the last line with text, until something is printed */
  let shown: string | null = null
  let writer: { by: Author; at: number } | null = null
  let state: SurfaceState = nextState(null, signals(), clock.now())
  let folder = spec.cwd
  let judged = 0
  let judging: (() => void) | null = null
  let seen: {
    version: number
    group: number | null
    alt: boolean
    paste: boolean
    phase: ShellPhase
    tty: Tty | null
  } | null = null
  let closing: Promise<Exit> | null = null

  const whole = createWholeCharacters()
  pty.onData(chunk => {
    prompt.output()
    const bytes = whole(chunk)
    if (bytes.byteLength === 0) return
    screen.write(bytes)
    viewers.push(bytes)
  })
  const exited = pty.exited.then(async how => {
    // Everything the program printed is on the mirror before anyone hears that it ended.
    await screen.settled()
    exit = how
    lived = clock.mono() - startedAt
    commands.ended()
    integrated?.done()
    viewers.end(how)
    tell('exit')
    judge()
    spec.changed()
    return how
  })

  function signals() {
    const front = prompt.foreground()
    const atPrompt = prompt.dialog(screen.look(), front, pty.tty()).open === 'no'
    const program = front.is === 'other' ? front.program : null
    const spent = exit ? lived : clock.mono() - startedAt
    return { exit, lived: spent, sinceOutput: prompt.sinceOutput(), foreground: front.is, atPrompt, program }
  }

  function judge() {
    judging?.()
    judging = null
    judged = clock.mono()
    const before = state
    state = nextState(before, signals(), clock.now())
    folder = folderOf(pty.pid) ?? folder
    if (before.is !== state.is || before.evidence !== state.evidence) {
      spec.changed()
      for (const listener of [...news]) listener()
    }
    // Working and starting end by time alone, so somebody has to look again.
    if (state.is === 'working' || state.is === 'starting') judgeSoon(RECENT_MS / 3)
  }
  function judgeSoon(ms: number) {
    if (exit || judging) return
    judging = clock.after(ms, judge)
  }

  function wrote(by: Author) {
    const news = writer?.by !== by || clock.mono() - writer.at > TYPING_MS
    writer = { by, at: clock.mono() }
    prompt.input()
    if (news) spec.changed()
    const at = writer.at
    clock.after(TYPING_MS + 1, () => writer?.at === at && spec.changed())
  }

  const target: Target = {
    line: {
      ...line,
      enter() {
        commands.entered(line.now().by)
        line.enter()
      },
    },
    alive: () => exit === null && pty.alive(),
    settled: () => screen.settled(),
    look() {
      const marked = commands.phase() === 'prompt'
      return { ...screen.look(), commands: commands.started(), prompts: commands.prompts(), marked }
    },
    group: () => prompt.foreground().group,
    tty: () => pty.tty(),
    changed() {
      const now = screen.look()
      if (!seen || seen.version !== line.now().version) return null
      if (
        seen.alt !== now.alt ||
        seen.paste !== now.bracketedPaste ||
        seen.group !== prompt.foreground().group ||
        seen.phase !== commands.phase()
      ) {
        return 'the program changed since the check'
      }
      return sameTty(seen.tty, pty.tty()) ? null : 'the program changed its terminal modes'
    },
    write: bytes => pty.write(bytes),
    typing(by) {
      wrote(by)
      return typed.begin(by)
    },
    personKeys: () => personKeys,
    onEvent(hear) {
      hearers.add(hear)
      return () => hearers.delete(hear)
    },
  }

  const pressTarget: PressTarget = {
    ...target,
    wrote,
    keyModes() {
      const tty = pty.tty()
      const modes = screen.keyModes()
      // Who lets the kernel act on keys reads none of these: another program left them on, or a file that was shown. Who
      // reads them reads the legacy bytes as well.
      return tty && !tty.canonical && !tty.signals ? modes : { ...modes, kitty: 0, modifyOther: 0 }
    },
  }

  return {
    get facts() {
      return facts
    },
    rename(to) {
      facts = renamed(facts, to)
      spec.changed()
    },
    summary() {
      if (clock.mono() - judged > STATE_EVERY_MS) judge()
      const typing = writer && clock.mono() - writer.at <= TYPING_MS ? writer.by : null
      const { id, name, workspace, preset, backend, openedBy, alias } = facts
      const { title, cols, rows } = screen
      const cwd = screen.folder ?? folder
      shown ??= hidden([lastLine(screen, LAST_LINE_CHARACTERS)])[0] ?? ''
      const own = { id, name, workspace, preset, backend, openedBy, alias }
      return { ...own, title, cwd, cols, rows, state, exit, lastLine: shown, typing } satisfies SurfaceSummary
    },
    async readiness() {
      await pty.prepared
      await screen.settled()
      // That takes a moment to see.
      for (let tries = 0; tries < 3 && !exit && interactiveShell && prompt.settles(); tries += 1) {
        const front = prompt.foreground()
        if (front.is !== 'shell' || prompt.dialog(screen.look(), front, pty.tty()).open === 'no') break
        await clock.wait(QUIET_MS.output)
        await screen.settled()
      }
      const look = screen.look()
      const front = prompt.foreground()
      const tty = pty.tty()
      seen = {
        version: line.now().version,
        group: front.group,
        alt: look.alt,
        paste: look.bracketedPaste,
        phase: commands.phase(),
        tty,
      }
      return {
        alive: target.alive(),
        line: line.now(),
        dialog: prompt.dialog(look, front, tty),
        tty,
        bracketedPaste: look.bracketedPaste,
        sincePersonKey: personAt === null ? null : clock.mono() - personAt,
        composing,
      }
    },
    onNews(listener) {
      news.add(listener)
      return () => news.delete(listener)
    },
    async read(request) {
      await screen.settled()
      const read = readScreen(screen, typed.now(), request)
      return read.ok ? { ...read, value: { ...read.value, lines: hidden(read.value.lines) } } : read
    },
    commands: () => commands.list(),
    deliver: delivery => deliver(delivery, target, clock),
    readKeys,
    press: keys => press(keys, pressTarget, clock),
    keys(data) {
      if (!target.alive() || data === '') return
      if (data.includes('\r')) commands.entered([...line.now().by, 'person'])
      const isTyping = line.person(data)
      if (isTyping) {
        personKeys += 1
        personAt = clock.mono()
      }
      void pty.write(Buffer.from(data))
      if (!isTyping) return
      wrote('person')
      tell('person')
    },
    composing(on) {
      composing = on
      if (on) personAt = clock.mono()
    },
    resize(cols, rows) {
      if (!target.alive()) return
      pty.resize(cols, rows)
      screen.resize(cols, rows)
      viewers.size(cols, rows)
      spec.changed()
    },
    attach: viewer => viewers.attach(viewer),
    close() {
      closing ??= close()
      return closing
    },
  }

  async function close(): Promise<Exit> {
    // A program that waits to print must not be kept from ending.
    flow.release()
    if (root) await endTree(root, facts.id, clock)
    const how = await exited
    judging?.()
    return how
  }
}

function processIsThere(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (fault) {
    return (fault as NodeJS.ErrnoException).code === 'EPERM'
  }
}
