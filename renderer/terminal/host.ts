// One shown surface: an xterm in an element of its own, connected to the surface's bytes. No React. Only a person's input
// goes up; questions of programs are never answered here.
import { FitAddon } from '@xterm/addon-fit'
import { Unicode11Addon } from '@xterm/addon-unicode11'
import { Terminal } from '@xterm/xterm'
import { call, openPort } from '../api.ts'
import { focusManager } from '../keys/focus.ts'
import { takenBy } from '../keys/taken.ts'
import { say } from '../state/panel.ts'
import { createCopied } from './copied.ts'
import { linkHandling } from './links.ts'
import { muteReplies } from './mute.ts'
import { cleanPaste, pasteBytes, pasteNeedsAsking, takenOut } from './paste.ts'
import { type PromptJumps, promptJumps, type Toward } from './prompts.ts'
import { connectStream, type Stream } from './stream.ts'
import { CELL_HEIGHT, FONT_FAMILY, FONT_SIZE, fontsReady, lineHeight, terminalTheme } from './theme.ts'

/** A program that prints nothing for this long is said to be starting. */
const STARTING_MS = 300

/** What a notice in the pane's corner may cover. */
const HIGH_ROWS = 3

/** What the pane around a terminal draws of it. */
export interface HostState {
  readonly starting: boolean
  /** why there are no bytes, in plain words */
  readonly fault: string | null
  /** a paste of several lines that waits for a person's yes */
  readonly paste: string | null
  /** rows between the top of the screen and the cursor's lower edge, in px */
  readonly cursorBottom: number
}

const NOTHING: HostState = { starting: false, fault: null, paste: null, cursorBottom: 0 }

export class XtermHost {
  readonly element = document.createElement('div')
  readonly surface: string
  readonly #terminal: Terminal
  readonly #fit = new FitAddon()
  readonly #watch: ResizeObserver
  readonly #listeners = new Set<() => void>()
  readonly #copied = createCopied(this.element, () => this.#terminal.buffer.active.cursorY < HIGH_ROWS)
  readonly #prompts: PromptJumps
  readonly #starting: number
  #state: HostState = NOTHING
  #stream: Stream | null = null
  #gone = false
  #follows = false
  #name = ''
  #unregister: (() => void) | null = null

  constructor(surface: string) {
    this.surface = surface
    this.element.className = 'xterm-host'
    const links = linkHandling(text => {
      this.element.title = text
    })
    this.#terminal = new Terminal({
      allowProposedApi: true,
      logLevel: 'off',
      fontFamily: FONT_FAMILY,
      fontSize: FONT_SIZE,
      fontWeightBold: 700,
      scrollback: 5000,
      theme: terminalTheme(),
      minimumContrastRatio: 4.5,
      cursorStyle: 'block',
      cursorInactiveStyle: 'outline',
      overviewRuler: { width: 8 },
      macOptionIsMeta: true,
      linkHandler: links.linkHandler,
    })
    this.#terminal.loadAddon(this.#fit)
    this.#terminal.loadAddon(new Unicode11Addon())
    this.#terminal.unicode.activeVersion = '11'
    links.load(this.#terminal)
    muteReplies(this.#terminal)
    this.#prompts = promptJumps(
      this.#terminal,
      () => this.#stream?.send({ kind: 'prompts' }),
      () => say('No command with a prompt is known in this terminal.'),
    )
    this.#watch = new ResizeObserver(() => this.#fitPane())
    this.#starting = window.setTimeout(() => this.#set({ starting: true }), STARTING_MS)
    void this.#open()
  }

  async #open(): Promise<void> {
    await fontsReady()
    if (this.#gone) return
    this.#terminal.options.lineHeight = lineHeight()
    this.#terminal.open(this.element)
    this.#listen()
    this.#unregister = focusManager.register(this.surface, this.#terminal)
    const port = await openPort(this.surface)
    if (!port.ok) {
      window.clearTimeout(this.#starting)
      return this.#set({ starting: false, fault: port.message })
    }
    if (this.#gone) return port.value.close()
    this.#stream = connectStream(port.value, this.#terminal, {
      attached: () => {
        this.#watch.observe(this.element)
        this.#fitPane()
      },
      drawn: empty => {
        if (empty) return
        window.clearTimeout(this.#starting)
        if (this.#state.starting) this.#set({ starting: false })
      },
      prompts: places => this.#prompts.told(places),
      copy: text => void this.#copied.ask(text),
      exited: () => {
        window.clearTimeout(this.#starting)
        this.#prompts.ended()
      },
    })
  }

  #listen(): void {
    const terminal = this.#terminal
    const textarea = terminal.textarea!
    this.#label()
    textarea.addEventListener('focus', () => focusManager.noticed(this.surface))
    textarea.addEventListener('compositionstart', () => this.#stream?.send({ kind: 'composing', on: true }))
    textarea.addEventListener('compositionend', () => this.#stream?.send({ kind: 'composing', on: false }))
    // Every paste, by key, menu or middle button, goes through the same cleaning.
    this.element.addEventListener(
      'paste',
      event => {
        event.preventDefault()
        event.stopPropagation()
        this.#pasteText(event.clipboardData?.getData('text/plain') ?? '')
      },
      { capture: true },
    )
    terminal.attachCustomKeyEventHandler(event => takenBy(event) === null)
    terminal.onData(data => this.#stream?.send({ kind: 'keys', data }))
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

  /** Size in whole cells; what is left over goes to the bottom and the right. */
  #fitPane(): void {
    const size = this.#fit.proposeDimensions()
    if (!size || this.element.clientWidth < 40 || this.element.clientHeight < CELL_HEIGHT) return
    this.#stream?.resize(Math.min(1000, Math.max(2, size.cols)), Math.min(1000, Math.max(1, size.rows)))
  }

  /** Tells the pane where the cursor is, while something covers the last rows. */
  followCursor(on: boolean): void {
    this.#follows = on
    this.#noteCursor()
  }

  #noteCursor(): void {
    if (!this.#follows) return
    const cursorBottom = (this.#terminal.buffer.active.cursorY + 1) * CELL_HEIGHT
    if (cursorBottom !== this.#state.cursorBottom) this.#set({ cursorBottom })
  }

  /** Puts the selection on the clipboard. False: nothing is selected. */
  copy(): boolean {
    const text = this.#terminal.getSelection()
    if (!text) return false
    void call('clipboard.write', { text })
    return true
  }

  async paste(): Promise<void> {
    const clipboard = await call('clipboard.read', {})
    if (clipboard.ok) this.#pasteText(clipboard.value.text)
  }

  #pasteText(text: string): void {
    const removed = takenOut(text)
    if (removed.length > 0) say(`Control characters were taken out of the paste: ${removed.join(', ')}.`)
    const cleaned = cleanPaste(text)
    if (!cleaned) return
    if (pasteNeedsAsking(cleaned, this.#terminal.modes.bracketedPasteMode)) this.#set({ paste: cleaned })
    else this.#sendPaste(cleaned)
  }

  /** A person's answer to the question about a paste of several lines. */
  answerPaste(yes: boolean): void {
    const { paste } = this.#state
    this.#set({ paste: null })
    if (yes && paste) this.#sendPaste(paste)
  }

  #sendPaste(cleaned: string): void {
    this.#stream?.send({ kind: 'keys', data: pasteBytes(cleaned, this.#terminal.modes.bracketedPasteMode) })
    this.#terminal.scrollToBottom()
  }

  /** Scrolls to the prompt of a command. False: no prompts are on this screen. */
  toPrompt(toward: Toward): boolean {
    return this.#prompts.jump(toward)
  }

  /** The line that says what a program did to the clipboard, to be put beside the terminal. */
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
    this.#terminal.dispose()
    this.#copied.dispose()
    this.element.remove()
  }
}
