// A surface on a terminal: puts that, mirror, line ledger, viewers and state together behind the
// PersonSurface interface. The rules are in those files; this one only connects them.
import { hostname } from 'node:os'
import type { Exit, SurfaceSummary } from '../../preload/contract.ts'
import type { AgentKnowledge } from '../status/agents/model.ts'
import { openEvents } from './agents/events.ts'
import { agentInFront } from './agents/in-front.ts'
import { createAgentWatch } from './agents/watch.ts'
import { createCopyLimit, textToCopy } from './clipboard.ts'
import type { Clock } from './clock.ts'
import { type Colours, DARK } from './colours.ts'
import { createCommands } from './commands.ts'
import { deliver } from './deliver.ts'
import type { DialogHook } from './dialog.ts'
import { feed } from './feed.ts'
import { createFlow } from './flow.ts'
import { type Focus, focusOf } from './focus.ts'
import { createInputs } from './inputs.ts'
import { withoutNonce } from './integration/hidden.ts'
import type { Integrated } from './integration/integration.ts'
import { parseMark } from './integration/marks.ts'
import { createJudged } from './judged.ts'
import { readKeys } from './keys.ts'
import { createLeftWatch } from './left-watch.ts'
import { createLine } from './line.ts'
import { unreachedNow } from './link-words.ts'
import { createScreen, type Mirrors } from './mirror.ts'
import { newlineBytes } from './newline.ts'
import { press } from './press.ts'
import { processIsThere } from './process-table.ts'
import { createPrompt } from './prompt.ts'
import { lastLine, readScreen } from './read.ts'
import { createReadiness } from './readiness.ts'
import { renamed } from './rename.ts'
import { createReplyLimit } from './reply-limit.ts'
import type { ScreenEvents } from './screen.ts'
import type { PersonSurface, SurfaceFacts } from './surface.ts'
import { tailLines } from './tail.ts'
import { createTarget } from './target.ts'
import type { Terminal } from './terminal.ts'
import { createTypedRows } from './typed-rows.ts'
import { createUnseen } from './unseen.ts'
import { createViewers } from './viewers.ts'
import { createWriter } from './writer.ts'

const LAST_LINE_CHARACTERS = 120
/** One that lags is shown the screen: others wait for the same terminal. */
const ALWAYS_READ = { hold() {} }

/** What an agent's CLI was started with, to be watched. */
export interface SurfaceAgent {
  readonly knowledge: AgentKnowledge
  /** where its hooks leave what they tell */
  readonly events: string
  /** its conversation, where it was chosen at the start */
  readonly conversation: string | null
}

export interface TerminalSurfaceSpec {
  readonly facts: SurfaceFacts
  readonly terminal: Terminal
  /** the file the program was started from */
  readonly shell: string
  readonly interactiveShell: boolean
  /** how the shell was made to mark its prompts; null = it was not */
  readonly integrated?: Integrated | null
  /** what hooks say of its dialogs that are no CLI's we know */
  readonly hook?: DialogHook | undefined
  /** it is an agent's CLI that we know */
  readonly agent?: SurfaceAgent | null
  /** what the program could not be given, in one plain sentence; absent or null = nothing is missing */
  readonly lacks?: string | null
  readonly cwd: string
  readonly cols: number
  readonly rows: number
  readonly clock: Clock
  readonly focus?: Focus
  readonly mirrors?: Mirrors
  /** do its bells count now? Absent = they do */
  readonly hearsBells?: (() => boolean) | undefined
  /** the colours a person sees now; absent = the dark theme's */
  readonly colours?: () => Colours
  /** something worth drawing changed */
  readonly changed: () => void
}

export function createTerminalSurface(spec: TerminalSurfaceSpec): PersonSurface {
  const { terminal, clock } = spec
  let facts = spec.facts
  const { root } = terminal
  const line = createLine()
  const inputs = createInputs(clock)
  const { shell, interactiveShell, integrated = null } = spec
  const events = spec.agent ? openEvents(spec.agent.events, () => judged.soon()) : null
  const hidden = (rows: string[]) => (integrated ? withoutNonce(rows, integrated.nonce) : rows)
  const commands = createCommands(() => screen, clock)
  const prompt = createPrompt(
    {
      ...{ terminal, shell, interactiveShell, commands, inputs, host: facts.host },
      integrated: integrated !== null,
      hook: () => agent?.dialog() ?? spec.hook?.() ?? null,
    },
    clock,
  )
  const replies = createReplyLimit(clock.mono)
  const news = new Set<() => void>()
  const erased = new Set<() => void>()
  const tellErased = () => erased.forEach(listener => void listener())
  const hearers = new Set<(event: 'parsed' | 'person' | 'exit') => void>()
  const tell = (event: 'parsed' | 'person' | 'exit') => {
    for (const hear of [...hearers]) hear(event)
    if (event !== 'person') for (const listener of [...news]) listener()
  }
  const flow = createFlow(terminal, () => root !== null && !processIsThere(root.pid), clock)
  const focus = focusOf(spec.focus, terminal, flow)
  const heard: ScreenEvents = {
    onReply(reply) {
      if (!terminal.answers || !replies.take(reply.length)) return
      void inputs.through(terminal.write(Buffer.from(reply, 'latin1'), 'person'), false)
    },
    onFull: on => flow.hold('mirror', on),
    onParsed() {
      shown = null
      agent?.parsed()
      tell('parsed')
      judged.soon()
    },
    onPasteOn: prompt.pasteOn,
    onClaim: spec.changed,
    colours: spec.colours ?? (() => DARK),
    onShellMark(body) {
      const mark = parseMark(body, integrated?.nonce ?? null)
      if (!mark) return
      if (commands.phase() === 'none') integrated?.done()
      prompt.marked()
      inputs.mark(mark.is)
      if (mark.is === 'start') line.started()
      commands.mark(mark)
    },
    onBell: () => unseen.bell(),
    onErased: () => tellErased(),
    onCopy(body) {
      // What runs on an agent's word alone has no clipboard.
      const text = (writer.last() ?? facts.openedBy) === 'person' ? textToCopy(body) : null
      if (text !== null && mayCopy()) viewers.copy(text)
    },
  }
  const screen = createScreen(spec.cols, spec.rows, hostname(), heard, spec.mirrors)
  const agent =
    spec.agent && events
      ? createAgentWatch(
          {
            ...{ ...spec.agent, events, screen },
            inFront: () => root !== null && prompt.foreground().group === root.pid,
            lineTaken: () => line.now().by.length > 0,
            untouched: () => typedAt === Number.NEGATIVE_INFINITY,
            sinceOutput: prompt.sinceOutput,
            sinceInput: () => clock.mono() - typedAt,
          },
          clock,
        )
      : null
  const mayCopy = createCopyLimit(clock.mono)
  const typed = createTypedRows(screen)
  const sends = () => typed.places().map(place => ({ ...place, surface: facts.id }))
  const places = { prompts: commands.places, sends, isSecond: focus.isSecond }
  const viewers = createViewers(screen, terminal.shared ? ALWAYS_READ : flow, clock, places)
  const writer = createWriter(clock, spec.changed)

  let exit: Exit | null = null
  let redraws = 0
  let personAt: number | null = null
  /** a person or an agent did; answers to the program's queries are no typing */
  let typedAt = Number.NEGATIVE_INFINITY
  let personKeys = 0
  let composing = false
  /** the last line with text, until something is printed */
  let shown: string | null = null
  let closing: Promise<Exit> | null = null
  const left = createLeftWatch(root, facts.id, spec.changed, clock)

  feed({ terminal, screen, viewers, prompt, changed: spec.changed })
  terminal.onRedrawn(() => {
    const missed = redraws > 0
    // From now on, and once more when it stands there: what differs in between was not the program.
    redraws += 1
    screen.atPoint(() => {
      redraws += 1
      // What stands there was printed once.
      if (lastLine(screen, 1) !== '') prompt.output()
      // What the shell marked meanwhile was not heard: it may be anywhere.
      if (missed) commands.lost()
    })
  })
  terminal.onLink(() => {
    judged.judge()
    spec.changed()
    for (const listener of [...news]) listener()
  })
  const exited = terminal.exited.then(async how => {
    // Everything the program printed is on the mirror before anyone hears that it ended.
    await screen.settled()
    exit = how
    commands.ended()
    integrated?.done()
    // What its hooks told last is still read: which conversation it was.
    agent?.conversation()
    events?.stop()
    viewers.end(how)
    tell('exit')
    judged.judge()
    spec.changed()
    left.start()
    return how
  })

  const judged = createJudged(
    {
      ...{ terminal, screen, prompt, agent },
      cwd: spec.cwd,
      ended: () => exit,
      changed() {
        spec.changed()
        for (const listener of [...news]) listener()
      },
    },
    clock,
  )
  const unseen = createUnseen(spec.hearsBells ?? (() => true), spec.changed, clock)
  const alive = () => exit === null && terminal.alive()
  const readiness = createReadiness(
    {
      ...{ terminal, screen, line, prompt, commands, inputs, interactiveShell, hide: hidden, alive },
      person: () => ({ sincePersonKey: personAt === null ? null : clock.mono() - personAt, composing }),
    },
    clock,
  )
  const target = createTarget({
    ...{ terminal, screen, line, commands, prompt, inputs, readiness, alive, wrote: writer.wrote },
    redraws: () => redraws,
    write(bytes) {
      typedAt = clock.mono()
      return inputs.through(terminal.write(bytes, 'agent'), true)
    },
    typing(by, record) {
      writer.wrote(by)
      return typed.begin(by, record)
    },
    personKeys: () => personKeys,
    onEvent(hear) {
      hearers.add(hear)
      return () => hearers.delete(hear)
    },
  })

  const keys = (data: string) => {
    // Keys for a lost connection are not kept: nobody expects them a minute later.
    if (!alive() || data === '' || unreachedNow(terminal)) return
    const enters = data.includes('\r')
    const undo = enters ? [commands.entered([...line.now().by, 'person']), inputs.entered()] : []
    let isTyping = false
    const became = line.attempt(() => {
      isTyping = line.person(data)
    })
    if (isTyping) {
      focus.key()
      personKeys += 1
      personAt = clock.mono()
      typedAt = personAt
    }
    void inputs.through(terminal.write(Buffer.from(data), 'person'), isTyping).then(taken => {
      if (taken.why === null) return
      if (taken.bytes === 0) for (const one of undo) one()
      became(taken.bytes === 0 ? 'never' : 'unknown')
    })
    if (!isTyping) return
    writer.wrote('person')
    tell('person')
  }

  return {
    get facts() {
      return facts
    },
    rename(to) {
      facts = renamed(facts, to)
      spec.changed()
    },
    was({ names, ids }) {
      facts = {
        ...facts,
        formerNames: [...new Set([...names, ...facts.formerNames])],
        formerIds: [...new Set([...ids, ...(facts.formerIds ?? [])])],
      }
      spec.changed()
    },
    summary() {
      const state = judged.state()
      const typing = writer.typing()
      const { id, name, workspace, preset, backend, host, openedBy, alias } = facts
      const { title, cols, rows } = screen
      const cwd = screen.folder ?? judged.folder()
      shown ??= hidden([lastLine(screen, LAST_LINE_CHARACTERS)])[0] ?? ''
      const own = { id, name, workspace, preset, backend, host, openedBy, alias }
      const now = {
        title,
        tmux: terminal.where(),
        link: terminal.link(),
        cwd,
        cols,
        rows,
        state,
        exit,
        left: [...left.list()],
        lacks: spec.lacks ?? null,
        lastLine: shown,
        typing,
        unread: unseen.unread(state),
        rang: unseen.rang(),
        progress: judged.progress(),
      }
      return { ...own, ...now } satisfies SurfaceSummary
    },
    ended: () => exit,
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
    keys,
    newline() {
      const { group } = spec.agent ? { group: null } : prompt.foreground()
      const known = spec.agent?.knowledge ?? (group === null ? null : agentInFront(group))
      keys(newlineBytes(screen.keyModes(), known?.newline ?? null))
    },
    watched(on) {
      unseen.watched(on)
      judged.watched(on)
    },
    conversation: () => agent?.conversation() ?? null,
    composing(on) {
      composing = on
      if (on) personAt = clock.mono()
    },
    resize(cols, rows) {
      if (!alive()) return
      terminal.resize(cols, rows)
      // tmux says what the size is then: others may look at the pane as well.
      if (terminal.where() !== null) return
      screen.resize(cols, rows)
      viewers.size(cols, rows)
      spec.changed()
    },
    onErased: listener => erased.add(listener),
    clear() {
      tellErased()
      screen.clearScrollback()
      viewers.clear()
      // What is kept of it for the next start is read again.
      screen.atPoint(() => {
        for (const listener of [...news]) listener()
      })
    },
    attach: viewer => viewers.attach(viewer),
    async tail(most) {
      await screen.settled()
      return hidden(tailLines(screen.grid.whole, most))
    },
    close() {
      closing ??= close(() => terminal.end(facts.id))
      return closing
    },
    letGo() {
      if (terminal.where() === null) return null
      closing ??= close(() => terminal.letGo())
      return closing
    },
  }

  async function close(go: () => Promise<void>): Promise<Exit> {
    left.stop()
    // A program that waits to print must not be kept from ending.
    flow.release()
    await go()
    const how = await exited
    judged.stop()
    screen.end()
    return how
  }
}
