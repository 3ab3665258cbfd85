// One shown surface: an xterm in an element of its own, connected to the surface's bytes. No React. Only a person's input
// goes up; questions of programs are never answered here. What it is made of stands in files of its own beside this one.
import { FitAddon } from '@xterm/addon-fit'
import { Unicode11Addon } from '@xterm/addon-unicode11'
import { Terminal } from '@xterm/xterm'
import type { PortUp, SendPlace } from '../../preload/contract.ts'
import { call, openPort } from '../api.ts'
import { focusManager } from '../keys/focus.ts'
import { sayDrawn } from '../state/drawn.ts'
import { say } from '../state/panel.ts'
import { setting } from '../state/settings.ts'
import { takesCells } from './cells.ts'
import { createCopied } from './copied.ts'
import { hearDrops } from './drop.ts'
import { type FileLinks, fileLinks } from './file-links.ts'
import { type TerminalFind, terminalFind } from './find.ts'
import { type GlDrawing, glDrawing } from './gl.ts'
import { hearKeys } from './input.ts'
import { linkHandling } from './links.ts'
import { fontsReady, metrics } from './metrics.ts'
import { hearMouse } from './mouse.ts'
import { muteReplies } from './mute.ts'
import { applyOptions, firstOptions } from './options.ts'
import { createPasting } from './pasting.ts'
import { type PromptJumps, promptJumps, type Toward } from './prompts.ts'
import { followReading, type Reading } from './reading.ts'
import { type SendPlaces, sendPlaces } from './sends.ts'
import { connectStream, type Stream } from './stream.ts'
import { terminalTheme } from './theme.ts'
import { isTyping, type OtherSize, type ToldTerminal, toldTerminal } from './told.ts'
import { createUpward } from './upward.ts'

/** A program that prints nothing for this long is said to be starting. */
const STARTING_MS = 300

/** What a notice in the pane's corner may cover. */
const HIGH_ROWS = 3

const CHANGED =
  'The terminal emulator in the window is not the version Gatehouse was built for. Installing Gatehouse anew helps.'

/** What the pane around a terminal draws of it. */
export interface HostState {
  readonly starting: boolean
  /** why there are no bytes, in plain words */
  readonly fault: string | null
  /** a paste of several lines that waits for a person's yes */
  readonly paste: string | null
  /** of a row, px */
  readonly cellHeight: number
  /** rows between the top of the screen and the cursor's lower edge, in px */
  readonly cursorBottom: number
  /** what stands on the cursor's line, while something covers the last rows */
  readonly cursorLine: string
  /** a person typed while nothing was reached: it was not sent */
  readonly unsent: boolean
  /** the size it has by tmux's word, where the pane has room for another; null = it fits */
  readonly other: OtherSize | null
}

export interface HostSpec {
  readonly surface: string
  /** how many matches there are of what is looked for, and which of them is selected */
  found(count: number, at: number): void
}

export class XtermHost {
  readonly element = document.createElement('div')
  readonly surface: string
  readonly finding: TerminalFind
  readonly #terminal: Terminal
  readonly #fit = new FitAddon()
  readonly #watch: ResizeObserver
  readonly #listeners = new Set<() => void>()
  readonly #copied = createCopied(this.element, () => this.#terminal.buffer.active.cursorY < HIGH_ROWS)
  readonly #links = linkHandling(text => {
    this.element.title = text
  })
  readonly #pasting
  readonly #prompts: PromptJumps
  readonly #sends: SendPlaces
  readonly #starting: number
  #state: HostState = {
    starting: false,
    fault: null,
    paste: null,
    cellHeight: metrics().cellHeight,
    cursorBottom: 0,
    cursorLine: '',
    unsent: false,
    other: null,
  }
  #stream: Stream | null = null
  readonly #upward = createUpward()
  #files: FileLinks | null = null
  #gl: GlDrawing | null = null
  #gone = false
  #follows = false
  /** nothing is reached: what is typed goes nowhere */
  #cut = false
  #name = ''
  readonly #told: ToldTerminal
  readonly #reading: Reading
  #unregister: (() => void) | null = null

  constructor({ surface, found }: HostSpec) {
    this.surface = surface
    this.element.className = 'xterm-host'
    this.#terminal = new Terminal({ ...firstOptions(), linkHandler: this.#links.linkHandler })
    this.#terminal.loadAddon(this.#fit)
    this.#terminal.loadAddon(new Unicode11Addon())
    this.#terminal.unicode.activeVersion = '11'
    this.#links.load(this.#terminal)
    muteReplies(this.#terminal)
    this.#reading = followReading(this.#terminal, on => this.#stream?.send({ kind: 'reading', on }))
    this.finding = terminalFind(this.#terminal, found, this.#reading.finding)
    this.#pasting = createPasting({
      terminal: this.#terminal,
      send: data => this.#send({ kind: 'keys', data }),
      waits: paste => this.#set({ paste }),
      tell: this.#copied.tell,
    })
    this.#prompts = promptJumps(
      this.#terminal,
      () => this.#stream?.send({ kind: 'prompts' }),
      () => say('No command with a prompt is known in this terminal.'),
    )
    this.#sends = sendPlaces(this.#terminal, () => this.#stream?.send({ kind: 'sends' }), say)
    this.#told = toldTerminal(this.element, this.#terminal, other => this.#set({ other }))
    this.#watch = new ResizeObserver(() => this.#fitPane())
    this.#starting = window.setTimeout(() => this.#set({ starting: true }), STARTING_MS)
    void this.#open()
  }

  async #open(): Promise<void> {
    // Asked for at once: it comes while the terminal is made.
    const coming = openPort(this.surface)
    const letGo = () => void coming.then(port => port.ok && port.value.close())
    await fontsReady()
    if (this.#gone) return letGo()
    // Sizes that were measured before were another font's.
    this.#set({ cellHeight: applyOptions(this.#terminal).cellHeight })
    this.#terminal.open(this.element)
    this.#listen()
    this.#gl = glDrawing(this.#terminal, () => this.#fitPane())
    this.#gl.set(setting('renderer') === 'webgl')
    this.#unregister = focusManager.register(this.surface, this.#terminal)
    if (!takesCells(this.#terminal)) {
      letGo()
      return this.#fails(CHANGED)
    }
    const port = await coming
    if (!port.ok) return this.#fails(port.message)
    if (this.#gone) return port.value.close()
    this.#stream = connectStream(port.value, this.#terminal, {
      attached: () => {
        this.#watch.observe(this.element)
        this.#fitPane()
        this.#sends.attached()
      },
      told: () => this.#told.on(),
      sized: () => this.#told.sized(),
      drawn: empty => {
        if (empty) return
        sayDrawn()
        window.clearTimeout(this.#starting)
        if (this.#state.starting) this.#set({ starting: false })
      },
      prompts: places => this.#prompts.told(places),
      sends: places => this.#sends.told(places),
      copy: text => void this.#copied.ask(text),
      exited: () => {
        window.clearTimeout(this.#starting)
        this.#prompts.ended()
      },
    })
    this.#upward.opens(this.#stream.send)
    this.#reading.connected()
  }

  #fails(fault: string): void {
    window.clearTimeout(this.#starting)
    this.#upward.fails()
    this.#set({ starting: false, fault })
  }

  #listen(): void {
    const terminal = this.#terminal
    this.#label()
    terminal.textarea!.addEventListener('focus', () => focusManager.noticed(this.surface))
    // Every paste, by key, menu or middle button, goes through the same cleaning.
    this.element.addEventListener(
      'paste',
      event => {
        event.preventDefault()
        event.stopPropagation()
        this.#pasting.event(event)
      },
      { capture: true },
    )
    hearKeys(terminal, message => this.#send(message))
    hearMouse({
      ...{ surface: this.surface, element: this.element, terminal },
      copy: () => this.copy(),
      paste: () => void this.paste(),
      over: () => this.#links.over() ?? this.#files?.over() ?? null,
    })
    hearDrops(this.element, paths => {
      focusManager.surface(this.surface)
      this.#pasting.files(paths)
    })
    this.#files = fileLinks(this.surface, terminal, text => {
      this.element.title = text
    })
    terminal.onRender(() => this.#noteCursor())
    terminal.onCursorMove(() => this.#noteCursor())
  }

  /** What the surface is called now. */
  named(name: string): void {
    this.#name = name
    this.#label()
  }

  #label(): void {
    this.#terminal.textarea?.setAttribute('aria-label', `Terminal input, ${this.#name}`)
  }

  /** A person's settings, or the pixels of the screen, are others now. Nothing that was printed is lost. */
  async settle(): Promise<void> {
    await fontsReady()
    if (this.#gone) return
    this.#set({ cellHeight: applyOptions(this.#terminal).cellHeight })
    this.#gl?.set(setting('renderer') === 'webgl')
    this.#stream?.roomy()
    this.#reading.look()
    this.#fitPane()
    this.#noteCursor()
  }

  /** Size in whole cells; what is left over goes to the bottom and the right. */
  #fitPane(): void {
    const size = this.#fit.proposeDimensions()
    if (!size || this.element.clientWidth < 40 || this.element.clientHeight < this.#state.cellHeight) return
    const [cols, rows] = [Math.min(1000, Math.max(2, size.cols)), Math.min(1000, Math.max(1, size.rows))]
    this.#stream?.resize(cols, rows)
    this.#told.room(cols, rows)
  }

  /** The program is reached now, or what is typed goes nowhere. */
  reached(is: boolean): void {
    this.#cut = !is
    if (is && this.#state.unsent) this.#set({ unsent: false })
  }

  /** Its size is tmux's to say. */
  told(is: boolean): void {
    this.#told.set(is)
  }

  #send(message: PortUp): void {
    if (this.#cut && !this.#state.unsent && isTyping(message)) this.#set({ unsent: true })
    this.#upward.send(message)
  }

  /** Tells the pane where the cursor is, while something covers the last rows. */
  followCursor(on: boolean): void {
    this.#follows = on
    this.#noteCursor()
  }

  #noteCursor(): void {
    if (!this.#follows) return
    const { active } = this.#terminal.buffer
    const cursorBottom = (active.cursorY + 1) * this.#state.cellHeight
    const cursorLine =
      active
        .getLine(active.baseY + active.cursorY)
        ?.translateToString(true)
        .trim() ?? ''
    const { cursorBottom: bottom, cursorLine: line } = this.#state
    if (cursorBottom !== bottom || cursorLine !== line) this.#set({ cursorBottom, cursorLine })
  }

  /** Empty = nothing is selected. */
  selection(): string {
    return this.#terminal.getSelection()
  }

  selectAll(): void {
    this.#terminal.selectAll()
  }

  /** Puts the selection on the clipboard. False: nothing is selected. */
  copy(): boolean {
    const text = this.selection()
    if (!text) return false
    void call('clipboard.write', { text })
    return true
  }

  paste(): Promise<void> {
    return this.#pasting.clipboard()
  }

  /** A person's answer to the question about a paste of several lines. */
  answerPaste(yes: boolean): void {
    this.#pasting.answer(yes)
  }

  /** Throws the scrollback away, here and in main; the screen stays. */
  clear(): void {
    this.#stream?.send({ kind: 'clear' })
  }

  /** Scrolls to the prompt of a command. False: no prompts are on this screen. */
  toPrompt(toward: Toward): boolean {
    return this.#prompts.jump(toward)
  }

  /** Scrolls to what an agent's send of this record typed, or says that it is gone. */
  toSend(seq: number): void {
    this.#sends.go(seq)
  }

  /** The agent's send that stands at this height of the window, CSS px; null = none. */
  sendAt(clientY: number): Promise<SendPlace | null> {
    return this.#sends.at(clientY)
  }

  /** The line that says what became of the clipboard, to be put beside the terminal. */
  get note(): HTMLElement {
    return this.#copied.element
  }

  retheme(): void {
    this.#terminal.options.theme = terminalTheme()
  }

  state = (): HostState => this.#state
  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener)
    return () => this.#listeners.delete(listener)
  }
  #set(patch: Partial<HostState>): void {
    this.#state = { ...this.#state, ...patch }
    for (const listener of this.#listeners) listener()
  }

  dispose(): void {
    this.#gone = true
    window.clearTimeout(this.#starting)
    this.#watch.disconnect()
    this.#unregister?.()
    this.#stream?.close()
    this.#gl?.dispose()
    this.#told.dispose()
    this.#reading.dispose()
    this.finding.end()
    this.#files?.dispose()
    this.#terminal.dispose()
    this.#copied.dispose()
    this.element.remove()
  }
}
