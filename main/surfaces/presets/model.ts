// What a preset is: how one program is found, installed, started, taken up again and connected, as data with one function that
// puts an argument list together. Which agents may open it is not decided here, nor what its screen means (main/status/agents).

export interface Preset {
  readonly id: string
  /** what people call it */
  readonly title: string
  /** the program is the person's shell at its own prompt */
  readonly interactiveShell: boolean
  /** the program is an agent: it gets a token of its own */
  readonly agent?: boolean
  /** how its program is found; absent = the person's shell */
  readonly program?: ProgramSpec
  /** Puts the start together. It starts and writes nothing. Never with a flag that turns off the program's own permissions. */
  launch(start: Start): Launch
}

export interface ProgramSpec {
  /** names on the PATH of a login shell, the first that is there */
  readonly names: readonly string[]
  /** where installers put it, looked at after that; `~/` is the home folder */
  readonly folders: readonly string[]
  /** arguments that print its version and end; none = it is not asked */
  readonly version: readonly string[]
  readonly install: {
    /** one line for a terminal */
    readonly command: string
    readonly page: string
  }
}

/** What is known when a surface is about to start. */
export interface Start {
  /** the person's shell, an absolute path */
  readonly shell: string
  /** the program, an absolute path; the shell where the preset names none */
  readonly program: string
  readonly surface: string
  /** a folder of this surface alone, open to this user only: for `Launch.files`. It goes when the surface is closed. */
  readonly folder: string
  /** our MCP server; its token is in the environment as GATEHOUSE_TOKEN, never here. Null = not an agent, or no server. */
  readonly mcp: { readonly url: string } | null
  /**
   * How the CLI is told to report: `/bin/sh` with these arguments and the event's name after them, the payload on its standard
   * input. Null = it cannot report here (Windows).
   */
  readonly hook: { readonly sh: string; readonly args: readonly string[]; readonly folder: string } | null
  /** a conversation to take up again, by its own id; null = a new one */
  readonly resume: string | null
  /** the environment it will get, for what has to be merged with what is there */
  readonly env: Readonly<Record<string, string>>
  /** A file's text, for what has to be merged with what is there; null = it is not there or cannot be read. */
  readonly read: (file: string) => string | null
  /** the program's version as it says itself, in one line; null = not known */
  readonly version: string | null
}

export interface Launch {
  readonly file: string
  readonly args: readonly string[]
  /** beside those of the surface */
  readonly env?: Readonly<Record<string, string>>
  /** written into `Start.folder` before the start, mode 0600; `name` may have folders */
  readonly files?: readonly { readonly name: string; readonly text: string }[]
  /** the id of the conversation, where the preset chose it; otherwise its hooks tell */
  readonly conversation?: string
  /** what this program cannot be given for one start, in one plain sentence for the person; absent = nothing is missing */
  readonly lacks?: string
}
