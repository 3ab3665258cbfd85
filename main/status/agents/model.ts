// What is known of a CLI that is an agent itself: how to read what its own hooks say and what its screen shows. (pure) One file
// for each CLI fills this in; what follows from it is decided in life.ts and judge.ts, the same for all.

/** One thing that a CLI's own hook told. */
export interface HookEvent {
  /**
   * `ready`: a conversation began, or was taken up again; nothing runs yet.
   * `working`: a prompt went in, or a tool runs, or has ended and the turn goes on.
   * `dialog`: it asks whoever sits there, or is about to.
   * `stopped`: its turn is over, and it waits for a prompt. `failed`: its turn ended by an error.
   * `ended`: the conversation is over; the program may go on with another.
   */
  readonly is: 'ready' | 'working' | 'dialog' | 'stopped' | 'failed' | 'ended'
  /** its own id of the conversation, to take it up again; absent = this event does not say */
  readonly conversation?: string
  /** for `dialog`: its own name of what it asks, where it has one */
  readonly id?: string
  /** for `dialog` and `failed`: one plain sentence, "it asks whether it may run a command" */
  readonly why?: string
  /** it speaks of a sub-agent: that one's end is not the end of the turn */
  readonly sub?: boolean
}

/** What a terminal shows at one moment. */
export interface Shot {
  /** every visible row, without blanks at its end */
  readonly lines: readonly string[]
  readonly cursor: { readonly x: number; readonly y: number }
  readonly alt: boolean
  /** as the program gave it */
  readonly title: string
}

/**
 * `composer`: it waits in its input box, and nothing else has the keys. `dialog`: something is open that a key would answer: a
 * permission, trust in a folder, a menu, a question. `working`: a turn is going on, and its input box may be there too. `failed`:
 * it says that it cannot go on. `unknown`: none of these surely.
 */
export interface ScreenSays {
  readonly is: 'composer' | 'dialog' | 'working' | 'failed' | 'unknown'
  /** what on the screen says so, in a few plain words: "its input box is there and empty" */
  readonly why: string
  /** for `composer`: something stands in the input box that would go along with a text */
  readonly typed?: boolean
}

export interface AgentKnowledge {
  /** what people call it */
  readonly title: string
  /** One payload of its hooks, as JSON read it: `name` is what our hook was registered for. Null = nothing we know. */
  readHook(name: string, payload: unknown): HookEvent | null
  readScreen(shot: Shot): ScreenSays
  /**
   * What a text does beside being a prompt, by its first character: "runs a shell command". Shown to whoever allows it.
   */
  readonly leading: Readonly<Record<string, string>>
  /** the bytes that its input box takes for a new line, which send nothing off; absent = not known */
  readonly newline?: string
}
