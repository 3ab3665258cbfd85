// The surface as the rest of main sees it: what it is, what it shows, what is known of it right now, and the one
// method that delivers an agent's text. No policy here: who may do what is decided before `deliver` is called.
import type {
  Exit,
  PromptPlace,
  Result,
  ScreenCells,
  SendPlace,
  SurfaceSummary,
  TmuxPlace,
  WindowColours,
} from '../../preload/contract.ts'
import type { Found } from './presets/find.ts'

/** Who put bytes into a surface: a person at the keyboard, or an agent by its id. */
export type Author = 'person' | (string & {})

/** What rules and locks select by. Only a person sets `name` and `workspace`. */
export interface SurfaceFacts {
  readonly id: string
  readonly name: string
  /** false: nobody gave it that name; absent = a person did, or opened it */
  readonly named?: boolean
  readonly formerNames: readonly string[]
  /** its ids in runs before this one: locks by id hold on; absent = none */
  readonly formerIds?: readonly string[]
  readonly alias: string | null
  readonly workspace: string
  readonly preset: string
  readonly backend: 'pty' | 'tmux'
  readonly host: string | null
  readonly openedBy: string
}

/** Is a dialog open that one key would answer? `no` only where that is certain. */
export interface Dialog {
  readonly open: 'no' | 'yes' | 'unknown'
  /** one sentence a person can read */
  readonly why: string
  /** the open dialog as the preset's hooks name it; null = none is known to be open, or it has no name */
  readonly id: string | null
}

/** May a text be put on the line of a shell's prompt and surely do nothing there? `why` is the first thing that forbids it. */
export type Insertable = { readonly ok: true } | { readonly ok: false; readonly why: string }

/** Who has put anything on the input line since the last submit. Empty = the line is as the program left it. */
export interface Line {
  readonly by: readonly Author[]
  /** grows with every byte that goes in, whoever sends it: equal versions mean nothing went in between */
  readonly version: number
}

/** What the kernel does with typed bytes now. */
export interface TtyState {
  /** whole lines go to the program at Enter (ICANON) */
  readonly canonical: boolean
  readonly echo: boolean
  /** some control characters are signals (ISIG) */
  readonly signals: boolean
  /** code points that the kernel acts on in this state, without those that are switched off */
  readonly control: readonly number[]
}

/** Nothing can be sent, and what is known is as old as the connection. */
export interface Unreached {
  /** a sentence */
  readonly why: string
  /** ms until it is tried again; null = that is not known */
  readonly retryMs: number | null
}

/** What a delivery depends on, taken after the parser has caught up with everything the program printed. */
export interface Readiness {
  readonly alive: boolean
  /** why nothing can be sent there now: the connection is lost, or not there yet; null = it can */
  readonly unreached: Unreached | null
  readonly line: Line
  readonly dialog: Dialog
  /** null = not known: another system, or a terminal elsewhere */
  readonly tty: TtyState | null
  /** the program has bracketed paste on now */
  readonly bracketedPaste: boolean
  /** ms on the monotonic clock since a person's last key here; null = never */
  readonly sincePersonKey: number | null
  readonly composing: boolean
  /** the terminal's foreground process group; null = not known */
  readonly group: number | null
  /** it shows the alternate screen */
  readonly alt: boolean
  /** the logical line that the cursor is on, as a read shows it, without blanks at its end: the last 1000 characters */
  readonly cursorLine: string
  readonly insertable: Insertable
  /** The shell's command is over and its prompt is about to come: whatever it runs meanwhile would get what goes in now. */
  readonly betweenCommands: boolean
}

/** One agent's text for the program. `lineVersion` is what the check saw: another version means "changed, not sent". */
export interface Delivery {
  /** who sends it: an agent, or 'person' for a draft that a person releases */
  readonly by: Author
  /** whose text it is, where that is somebody else: its rows are marked with this */
  readonly author?: string | undefined
  /** the number of its record, for whoever looks for its place later; it means nothing here */
  readonly record?: number | undefined
  readonly text: string
  readonly enter: boolean
  readonly lineVersion: number
  /** the dialog it answers: nothing goes in once the hooks name another, or none */
  readonly dialog?: string | undefined
  /** it goes in only if `insertable` holds right before the first byte; never with Enter */
  readonly atPrompt?: boolean | undefined
}

/** One key, whatever it was called. Equal keys have equal names. */
export interface Key {
  /** canonical: `C-`, `M-`, `S-` in this order, then the base */
  readonly name: string
  /** one printable character but the space, or a name such as Enter, Up, F5, KP0 */
  readonly base: string
  readonly ctrl: boolean
  readonly alt: boolean
  readonly shift: boolean
}

/** What a key can do to a program at worst: keys.ts. */
export type KeyClass = 'submit' | 'interrupt' | 'flow' | 'complete' | 'printable' | 'function' | 'navigate' | 'edit'

/** Names of keys, read. */
export interface KeyList {
  readonly keys: readonly Key[]
  /** every class they come to, one after the other */
  readonly classes: readonly KeyClass[]
  /** for each key the one code point it is on a plain terminal; null = several */
  readonly codes: readonly (number | null)[]
  /** what the printable ones spell; null = there is none */
  readonly text: string | null
}

export type KeyReading =
  | ({ readonly ok: true } & KeyList)
  /** `unknown` is what remains of the name at `index` after its modifiers (`prefix`); `names` are those there are. */
  | {
      readonly ok: false
      readonly index: number
      readonly prefix: string
      readonly unknown: string
      readonly names: readonly string[]
    }

/** One agent's keys. Their bytes are made from the program's modes at the moment they are written. */
export interface Press {
  readonly by: Author
  readonly keys: readonly Key[]
  /** as in `Delivery` */
  readonly record?: number | undefined
  /** as in `Delivery` */
  readonly lineVersion: number
  /** as in `Delivery`; it is asked again before each key */
  readonly dialog?: string | undefined
}

export type Delivered =
  /** `submitted`: the line was seen to leave. `unconfirmed`: Enter went in, no sign of that. */
  | { readonly outcome: 'inserted' | 'submitted' | 'unconfirmed'; readonly bytes: number; readonly evidence: string }
  /** Keys went in; an Enter among them for what was on the line was seen to send it off. */
  | { readonly outcome: 'pressed'; readonly bytes: number; readonly evidence: string }
  /**
   * Not one byte of it was written. `unencodable`: the program's modes have no bytes for one of the keys. `dialog_gone`: the
   * dialog it was to answer is not the open one. `unreached`: the terminal did not take it, and never will; why, as a part of a
   * sentence.
   */
  | {
      readonly outcome: 'changed' | 'gone' | 'unwrapped' | 'unencodable' | 'dialog_gone' | 'unreached'
      readonly bytes: 0
      readonly evidence: string
    }
  /** The connection was lost while the last of `bytes` were on their way: whether those went in, nobody can say. */
  | { readonly outcome: 'unknown'; readonly bytes: number; readonly evidence: string }
  /** Some bytes went in and then it broke, or the dialog it answered went away before the rest. */
  | { readonly outcome: 'failed'; readonly bytes: number; readonly evidence: string }

/** How agents read: rows of the rendered grid, never raw bytes. */
export interface ScreenRead {
  readonly lines: string[]
  /** lines of `lines` (by index) that an agent typed */
  readonly typed: { line: number; by: string }[]
  /** where a later `since` goes on */
  readonly cursor: string
  /** older lines that `since` or `scrollback` asked for are gone, or `maxLines` cut them */
  readonly truncated: boolean
  /** since that cursor all rows were drawn or wrapped anew: what stood there before is among the lines */
  readonly anew?: true
  readonly screen: { cols: number; rows: number; cursor: { x: number; y: number }; alt: boolean }
}
export interface ReadRequest {
  readonly what: 'screen' | 'scrollback' | 'since'
  readonly cursor?: string | undefined
  readonly maxLines?: number | undefined
}

/** One command that ran at the shell's prompt, as our shell integration says. Times in ms since the epoch. */
export interface Command {
  /** counts up from 1 on each surface */
  readonly id: number
  /** up to 8192 characters, as it was entered; null = the shell did not surely know. Only printable characters, Tab and LF. */
  readonly text: string | null
  /** who put anything on its line; empty = not known */
  readonly by: readonly Author[]
  readonly startedAt: number
  /** null = it runs */
  readonly endedAt: number | null
  /** the shell's `$?`; null = it runs, or how it ended is not known */
  readonly exit: number | null
  /** absolute rows of what it printed, `end` being the first after it; null = gone, or on the alternate screen */
  readonly rows: { readonly first: number; readonly end: number | null } | null
}

/** The reading side. Nothing here can write to the program. */
export interface SurfaceView {
  readonly facts: SurfaceFacts
  summary(): SurfaceSummary
  /** How its program ended, without the rest of the summary; null = it runs. */
  ended(): Exit | null
  readiness(): Promise<Readiness>
  /** When a person last typed here, in ms on the monotonic clock; null = never. */
  lastPersonKey(): number | null
  /** Hears that something was printed, that the state changed, that the program ended. Returns the unsubscriber. */
  onNews(listener: () => void): () => void
  /** Error values: `bad_cursor`. */
  read(request: ReadRequest): Promise<Result<ScreenRead>>
  /** The last 200 commands of a shell that marks them, oldest first. Empty where it does not. */
  commands(): Command[]
}

/** The agents' side, for the gate alone. Bytes of one delivery are never mixed with anyone else's. */
export interface AgentSurface extends SurfaceView {
  deliver(delivery: Delivery): Promise<Delivered>
  /** The keys of these names. It presses nothing. */
  readKeys(names: readonly string[]): KeyReading
  press(press: Press): Promise<Delivered>
}

/** One attached window: gets the screen once, then every byte after it. */
export interface Viewer {
  /**
   * All of the screen: once at first, and again after frames or where it was left behind. Bytes go on from there. As cells for a
   * terminal like the mirror, else as text for any.
   */
  whole?(cells: ScreenCells): void
  screen?(data: string, cols: number, rows: number): void
  /** Returns nothing; acknowledge parsed bytes with `Attachment.ack`. */
  bytes(data: Uint8Array): void
  size(cols: number, rows: number): void
  /**
   * What the screen shows now, while there is too much to be read byte by byte; to be acknowledged as that many bytes. Where it is
   * absent, the program waits until the bytes were read.
   */
  frame?(cells: ScreenCells, bytes: number): void
  /** The scrollback goes, at this point of the bytes. */
  clear?(): void
  exit(exit: Exit): void
  /** Where the prompts are at this point of the bytes: when it was asked for, and once before the exit. */
  prompts?(places: readonly PromptPlace[]): void
  /** Where what agents sent stands at this point of the bytes, when it was asked for. */
  sends?(places: readonly SendPlace[]): void
  /** The program asks for this text on the clipboard, now. Whoever shows it decides; nothing waits. */
  copy?(text: string): void
}
export interface Attachment {
  ack(bytes: number): void
  /** Asks where the prompts are. */
  prompts(): void
  /** Asks where what agents sent stands. */
  sends(): void
  /** Its person looks at what was printed before, or not any more: no frames then. */
  reading(on: boolean): void
  /** It has room for so many rows of scrollback: more are not given. */
  room(rows: number): void
  detach(): void
}

/** Names and ids of a surface in runs before this one. */
export interface Former {
  readonly names: readonly string[]
  readonly ids: readonly string[]
}

/** The person's side: keys go straight in. Handed to the window's ports and to nothing an agent can reach. */
export interface PersonSurface extends AgentSurface {
  keys(data: string): void
  /** Shift+Enter: a new line where the program is known to take one, else Enter. */
  newline(): void
  composing(on: boolean): void
  /** A person has it before their eyes, or not any more. */
  watched(on: boolean): void
  /** The CLI's own id of its conversation, to take it up again; null = not known, or it is no agent's CLI. */
  conversation(): string | null
  /** Another name or workspace, given by a person. */
  rename(to: { name?: string | undefined; workspace?: string | undefined }): void
  /** It takes the place of a surface of an earlier run: locks on that one hold here. */
  was(former: Former): void
  resize(cols: number, rows: number): void
  /** Throws the scrollback away, on the mirror and in every window; the screen stays. */
  clear(): void
  attach(viewer: Viewer): Attachment
  /** Hears that the scrollback was thrown away, by a person or by the program. */
  onErased(listener: () => void): void
  /** Its last lines, `most` at the most, as plain text: for the person's next start. Never the alternate screen's. */
  tail(most: number): Promise<string[]>
  /** Ends the whole process tree, or lets go of a pane that is not ours to end. Resolves when that is done. */
  close(): Promise<Exit>
  /** Lets go of it: its program lives on in tmux. Null = it is in no tmux, and nothing was done. */
  letGo(): Promise<Exit> | null
}

export interface OpenSpec {
  /** a pane that runs already, to be adopted; the preset says what runs in it, `tmux` = nobody knows. `pid`: only this one */
  readonly pane?: { readonly place: TmuxPlace; readonly id: string; readonly pid?: number | undefined } | undefined
  /** the computer it starts on, by ssh's name; absent = this one */
  readonly host?: string | undefined
  /** start it in tmux, so that it outlives us; absent = as the settings say for its preset */
  readonly inTmux?: boolean | undefined
  /** its id of an earlier run, which it keeps: only for what never ended. Absent = a new one */
  readonly id?: string | undefined
  readonly preset: string
  /** run through the user's shell instead of an interactive one */
  readonly command?: string | undefined
  readonly name?: string | undefined
  /** what an agent calls it: nothing that a person gave */
  readonly alias?: string | undefined
  readonly workspace?: string | undefined
  readonly cwd?: string | undefined
  readonly openedBy: string
  /** a conversation of the preset's CLI to take up again, by its own id */
  readonly resume?: string | undefined
  /** what it was in runs before this one */
  readonly former?: Former | undefined
  /** what it cannot be given, in one plain sentence for the person */
  readonly lacks?: string | undefined
  readonly cols?: number | undefined
  readonly rows?: number | undefined
}

/** What an earlier run had in tmux, and left there. */
export interface FromTmux {
  /** as it was: it keeps its id */
  readonly facts: SurfaceFacts
  readonly place: TmuxPlace
  /** it was started for that surface, not adopted */
  readonly ours: boolean
  /** where it was last */
  readonly cwd: string
  /** the CLI's own id of its conversation, where that is known */
  readonly conversation: string | null
}

/** Every surface of this run. The gate gets it as `SurfaceSource`. */
export interface SurfaceSource {
  get(id: string): AgentSurface | undefined
  all(): readonly AgentSurface[]
}
export interface Registry extends SurfaceSource {
  get(id: string): PersonSurface | undefined
  all(): readonly PersonSurface[]
  /**
   * Error values: `no_such_folder`, `no_such_preset`, `not_installed`, `no_shell`, `launch_failed`; of a pane `own_pane`,
   * `adopted`, `no_such_pane`, and those of `tmux.list` (contract).
   */
  open(spec: OpenSpec): Promise<Result<PersonSurface>>
  /**
   * Takes up what an earlier run left in tmux, under its old id. A server that cannot be reached now is waited for by the surface's
   * link. Failures: `no_such_pane` where it is certain that it is gone, and those of `tmux.list`.
   */
  takeUp(was: FromTmux): Promise<Result<PersonSurface>>
  /** Closes one and takes it from the list. */
  remove(id: string): Promise<Exit | null>
  /** Lets go of one and takes it from the list: its program lives on in tmux. Null = there is none, or it is in no tmux. */
  letGo(id: string): Promise<Exit | null>
  /** Ends all of them; what runs in tmux is left there, to be taken up at the next start. */
  closeAll(): Promise<void>
  /** What can be opened by name, and what of it is on this computer. `again`: the login shell is asked anew. */
  presets(again?: boolean): Promise<Found[]>
  /** The PATH of the person's login shell; what this process has where that cannot be had. */
  searchPath(): Promise<string>
  /** The surface that a person has before their eyes; null = none. */
  watch(id: string | null): void
  /** the one that `watch` was told of, while it is there */
  watching(): string | null
  /** Programs that ask are told these colours from now on: the ones a person sees. */
  drawnIn(colours: WindowColours): void
  /** The surface in which one of these processes runs, the nearest first; null = none. */
  holding(pids: readonly number[]): string | null
  /** Hears of every change worth drawing (name, state, title, exit, typing, list). Coalescing is the hearer's. */
  onChange(listener: (id: string) => void): () => void
}
