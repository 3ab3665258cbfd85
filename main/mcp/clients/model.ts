// The words of this folder: where an MCP client keeps its servers, what it needs for ours, and what was found there.
// Nothing here reads or writes.
import type { ClientId, ClientState } from '../../../preload/contract.ts'

export type { ClientId, ClientState }

/** The name of our server in every client's config. */
export const SERVER = 'gatehouse'

/** What is known of this computer, and the one question that finding a client needs. */
export interface Host {
  readonly platform: NodeJS.Platform
  readonly home: string
  readonly env: Readonly<Record<string, string | undefined>>
  /** The PATH of the person's terminals, which an app started from a menu does not have. Left out: that of `env`. */
  searchPath?(): Promise<string>
  exists(file: string): Promise<boolean>
}

/** How `gatehouse` is started here: the program, what stands before a subcommand, and what after it. */
export interface Start {
  readonly command: string
  readonly before: readonly string[]
  readonly after: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

/** What a client has to run: the bridge that holds this agent's token, so that the client's config holds none. */
export interface Launch {
  readonly command: string
  readonly args: readonly string[]
  readonly env: Readonly<Record<string, string>>
}

/** The words of every bridge's command line, in this order: an entry that has them is ours. */
export const BRIDGE = ['mcp', '--agent'] as const

export function launchOf({ command, before, after, env }: Start, agent: string): Launch {
  return { command, args: [...before, ...BRIDGE, agent, ...after], env }
}

/** One server as a client writes it: JSON, or what TOML can say of the same. */
export type Entry = Readonly<Record<string, unknown>>

/** Something a person can do instead of Apply. No token is in it. */
export interface Manual {
  readonly kind: 'command' | 'link'
  readonly text: string
}

/** What a config says of our server's name. `fault` is a phrase without its subject: "is not valid JSON (line 3)". */
export type Found =
  | { readonly is: 'absent' /** there is a place for servers */; readonly section: boolean }
  | { readonly is: 'entry'; readonly value: unknown }
  | { readonly is: 'unreadable'; readonly fault: string }

/** How a config is written, as pure functions of its text. `null` as text = there is no file. */
export interface Format {
  find(text: string | null): Found
  /** The text with our entry, where `find` says absent. */
  add(text: string | null, entry: Entry): string
  /** The text with another entry in the place of ours. */
  replace(text: string, entry: Entry): string
  /** The text without our entry. `emptied`: the section goes too, if nothing is left in it. */
  remove(text: string, emptied: boolean): string
}

/** Paths of a host, by its own rules. */
export interface Where {
  readonly env: Readonly<Record<string, string | undefined>>
  readonly platform: NodeJS.Platform
  readonly join: (...parts: string[]) => string
  /** in the home folder */
  home(...parts: string[]): string
  /** where desktop programs of this system keep settings */
  appData(...parts: string[]): string
  /** `$XDG_CONFIG_HOME` or `~/.config`, on every system */
  xdg(...parts: string[]): string
}

/** One MCP client, as data. */
export interface Client {
  readonly id: ClientId
  readonly label: string
  /** its programs, as they are called on PATH */
  readonly programs: readonly string[]
  /** any of these is there = the client is */
  traces(at: Where): readonly string[]
  /** its user-wide config: the first that exists, else the first whose folder does, else the last */
  configs(at: Where): readonly string[]
  readonly format: Format
  entry(launch: Launch): Entry
  /** its own commands and links; `line` makes one line of a command for this system's shell */
  manual(launch: Launch, line: (...words: string[]) => string): readonly Manual[]
}
