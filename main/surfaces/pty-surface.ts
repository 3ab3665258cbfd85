// A surface on a pseudo-terminal of our own: puts pty, mirror, line ledger, viewers and state together behind the
// PersonSurface interface. The rules are in those files; this one only connects them.
import { hostname } from 'node:os'
import type { Exit, SurfaceSummary } from '../../preload/contract.ts'
import { createCopyLimit, textToCopy } from './clipboard.ts'
import type { Clock } from './clock.ts'
import { createCommands } from './commands.ts'
import { deliver } from './deliver.ts'
import type { DialogHook } from './dialog.ts'
import { createFlow } from './flow.ts'
import { createInputs } from './inputs.ts'
import { withoutNonce } from './integration/hidden.ts'
import type { Integrated } from './integration/integration.ts'
import { parseMark } from './integration/marks.ts'
import { createJudged } from './judged.ts'
import { readKeys } from './keys.ts'
import { createLine } from './line.ts'
import { press } from './press.ts'
import { processIsThere, readProcess } from './process-table.ts'
import { endTree } from './processes.ts'
import { createPrompt } from './prompt.ts'
import type { Pty } from './pty.ts'
import { createPtyTarget } from './pty-target.ts'
import { lastLine, readScreen } from './read.ts'
import { createReadiness } from './readiness.ts'
import { renamed } from './rename.ts'
import { createReplyLimit } from './reply-limit.ts'
import { createScreen } from './screen.ts'
import type { PersonSurface, SurfaceFacts } from './surface.ts'
import { createTypedRows } from './typed-rows.ts'
import { createViewers } from './viewers.ts'
import { createWholeCharacters } from './whole-characters.ts'
import { createWriter } from './writer.ts'

const MIRROR_HIGH_BYTES = 262_144
const MIRROR_LOW_BYTES = 65_536
const LAST_LINE_CHARACTERS = 120

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
  const line = createLine()
  const inputs = createInputs(clock)
  const { shell, interactiveShell, hook = null, integrated = null } = spec
  const hidden = (rows: string[]) => (integrated ? withoutNonce(rows, integrated.nonce) : rows)
  const commands = createCommands(() => screen, clock)
  const prompt = createPrompt(
    { pty, shell, interactiveShell, integrated: integrated !== null, hook, commands, inputs },
    clock,
  )
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
      if (replies.take(reply.length)) void inputs.through(pty.write(Buffer.from(reply, 'latin1')), false)
    },
    onParsed(backlog) {
      if (backlog > MIRROR_HIGH_BYTES) flow.hold('mirror', true)
      else if (backlog < MIRROR_LOW_BYTES) flow.hold('mirror', false)
      shown = null
      tell('parsed')
      judged.soon()
    },
    onPasteOn: prompt.pasteOn,
    onClaim: spec.changed,
    onShellMark(body) {
      const mark = parseMark(body, integrated?.nonce ?? null)
      if (!mark) return
      if (commands.phase() === 'none') integrated?.done()
      prompt.marked()
      inputs.mark(mark.is)
      commands.mark(mark)
    },
    onCopy(body) {
      // What runs on an agent's word alone has no clipboard.
      if ((writer.last() ?? facts.openedBy) !== 'person') return
      const text = textToCopy(body)
      if (text !== null && mayCopy()) viewers.copy(text)
    },
  })
  const mayCopy = createCopyLimit(clock.mono)
  const viewers = createViewers(screen, flow, clock, commands.places)
  const typed = createTypedRows(screen)
  const writer = createWriter(clock, spec.changed)

  let exit: Exit | null = null
  let personAt: number | null = null
  let personKeys = 0
  let composing = false
  /** the last line with text, until something is printed */
  let shown: string | null = null
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
    commands.ended()
    integrated?.done()
    viewers.end(how)
    tell('exit')
    judged.judge()
    spec.changed()
    return how
  })

  const judged = createJudged(
    {
      ...{ pty, screen, prompt },
      cwd: spec.cwd,
      ended: () => exit,
      changed() {
        spec.changed()
        for (const listener of [...news]) listener()
      },
    },
    clock,
  )
  const alive = () => exit === null && pty.alive()
  const readiness = createReadiness(
    {
      ...{ pty, screen, line, prompt, commands, inputs, interactiveShell, hide: hidden, alive },
      person: () => ({ sincePersonKey: personAt === null ? null : clock.mono() - personAt, composing }),
    },
    clock,
  )
  const target = createPtyTarget({
    ...{ pty, screen, line, commands, prompt, inputs, readiness, alive, wrote: writer.wrote },
    write: bytes => inputs.through(pty.write(bytes), true),
    typing(by) {
      writer.wrote(by)
      return typed.begin(by)
    },
    personKeys: () => personKeys,
    onEvent(hear) {
      hearers.add(hear)
      return () => hearers.delete(hear)
    },
  })

  return {
    get facts() {
      return facts
    },
    rename(to) {
      facts = renamed(facts, to)
      spec.changed()
    },
    summary() {
      const state = judged.state()
      const typing = writer.typing()
      const { id, name, workspace, preset, backend, openedBy, alias } = facts
      const { title, cols, rows } = screen
      const cwd = screen.folder ?? judged.folder()
      shown ??= hidden([lastLine(screen, LAST_LINE_CHARACTERS)])[0] ?? ''
      const own = { id, name, workspace, preset, backend, openedBy, alias }
      return { ...own, title, cwd, cols, rows, state, exit, lastLine: shown, typing } satisfies SurfaceSummary
    },
    readiness: readiness.take,
    lastPersonKey: () => personAt,
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
    press: keys => press(keys, target, clock),
    keys(data) {
      if (!alive() || data === '') return
      if (data.includes('\r')) {
        commands.entered([...line.now().by, 'person'])
        inputs.entered()
      }
      const isTyping = line.person(data)
      if (isTyping) {
        personKeys += 1
        personAt = clock.mono()
      }
      void inputs.through(pty.write(Buffer.from(data)), isTyping)
      if (!isTyping) return
      writer.wrote('person')
      tell('person')
    },
    composing(on) {
      composing = on
      if (on) personAt = clock.mono()
    },
    resize(cols, rows) {
      if (!alive()) return
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
    judged.stop()
    return how
  }
}
