// The policy's shapes: the document, what rules select by, what a decision is made from. Types only.
// The names are the file's (contract: policy.json); parsing is parse.ts, meaning is match.ts and decide.ts.
import type { Effect, Intent, Level } from '../../preload/contract.ts'

export type SubEffect = 'deny' | 'ask' | 'allow'

/** `"*"`, an id, ids, or agents that run inside surfaces. */
export type AgentSelector = '*' | string | readonly string[] | { readonly preset?: string; readonly workspace?: string }

/** `"*"` or what must all match. `workspace` may be `"@own"`; `openedBy` an id or `"self"`. */
export type SurfaceSelector =
  | '*'
  | {
      readonly id?: string
      readonly name?: string
      readonly workspace?: string
      readonly preset?: string
      readonly backend?: string
      readonly host?: string
      readonly openedBy?: string
    }

export interface Rule {
  readonly id: string
  readonly agents: AgentSelector
  readonly surfaces: SurfaceSelector
  readonly level: Level
  readonly ask?: Level
  readonly answer?: SubEffect
  readonly interrupt?: SubEffect
  readonly secret?: SubEffect
  /** level type may insert at a shell's prompt instead of staging a draft (design 5); off unless true */
  readonly insertAtPrompt?: boolean
  readonly limits?: readonly Limit[]
  readonly text?: readonly TextRule[]
  /** makes the rule a temporary one: it is for one agent and one surface id */
  readonly until?: Until
  readonly reason?: string
}

/** A number of seconds, or a word for one. */
export type LimitWindow = number | 'second' | 'minute' | 'hour' | 'day'

/** At most `max` sends in any window of this length. `intent` counts only those; without it every send counts. */
export interface Limit {
  readonly max: number
  readonly window: LimitWindow
  readonly per: 'agent' | 'pair' | 'surface'
  readonly intent?: 'type' | 'submit'
}

/** An instant in ISO 8601 with its zone, or: until that surface closes. */
export type Until = string | { readonly closes: string }

/** Exactly one key. `regex` is in RE2's syntax and may match anywhere in the text. */
export type TextMatch =
  | { readonly regex: string }
  | { readonly contains: string }
  | { readonly equals: string }
  | { readonly in: readonly string[] }

/**
 * What the text of a send must be (`require`) or may not be (`deny`); exactly one of the two. `intent` makes it count
 * for those sends only. A send without a text never meets a `require`.
 */
export interface TextRule {
  readonly require?: TextMatch
  readonly deny?: TextMatch
  readonly intent?: 'type' | 'submit'
  readonly reason?: string
}

/** A ceiling: caps level, ask and sub-grants of every matching pair. Never raises. */
export interface Lock {
  readonly id: string
  readonly agents: AgentSelector
  readonly surfaces: SurfaceSelector
  readonly level: Level
  readonly ask?: Level
  readonly answer?: SubEffect
  readonly interrupt?: SubEffect
  readonly secret?: SubEffect
  readonly reason?: string
}

export interface AgentEntry {
  readonly name: string
  /** `sha256:` + lower-case hex of SHA-256 over the token's UTF-8 bytes */
  readonly token: string
}

/** Who may open surfaces, of which kind, and where. Presets and folders select; the others are conditions. */
export interface OpenRule {
  readonly id: string
  readonly agents: AgentSelector
  /** absent = any preset */
  readonly presets?: readonly string[]
  /** a command of the agent's own instead of a preset; absent = deny */
  readonly command?: 'deny' | 'ask'
  /** a prompt given on opening; absent = ask */
  readonly prompt?: SubEffect
  /** path globs, `~/` is the person's home; absent = any folder */
  readonly cwd?: readonly string[]
  /** the other computers it may open on, by ssh's name; absent = this one alone, and of panes to adopt every one that is connected to */
  readonly hosts?: readonly string[]
  /** how many surfaces the agent may have open at once; absent = any number */
  readonly max?: number
  readonly grant: 'ask' | 'allow'
}

/** A verdict the policy must give, checked whenever it is read. Temporary rules count as not yet ended. */
export interface PolicyTest {
  readonly agent: string | { readonly preset?: string; readonly workspace?: string }
  readonly surface: SurfaceParts
  readonly intent: Intent
  readonly expect: Effect
  /** what would be sent, for rules on texts */
  readonly text?: string
}

/** What a test or a command line says of a surface; the rest is as a plain new one has it. */
export type SurfaceParts = Readonly<Partial<Record<SurfacePart, string>>>
/** The last three are for intent open: the folder, `yes` for a command of the agent's own, `yes` for a first prompt. */
export type SurfacePart =
  | 'id'
  | 'name'
  | 'workspace'
  | 'preset'
  | 'backend'
  | 'host'
  | 'openedBy'
  | 'alias'
  | 'cwd'
  | 'command'
  | 'prompt'

/** What an agent wants to open, beside the surface as it would be. */
export interface Opening {
  /** the agent gives a command of its own instead of a preset */
  readonly command: boolean
  /** the agent gives a first prompt */
  readonly prompt: boolean
  /** absolute and with links resolved; null = not known, which matches no `cwd` */
  readonly cwd: string | null
  /** the person's home folder, what `~/` stands for; null = not known */
  readonly home: string | null
  /** how many surfaces the agent has open now */
  readonly openNow: number
}

/** What a verdict may depend on beside who, where and what. */
export interface Particulars {
  /** what would be sent; null = nothing but Enter or keys. Absent: texts are not looked at */
  readonly text?: string | null
  readonly opening?: Opening
}

export interface Policy {
  readonly version: 1
  readonly agents: Readonly<Record<string, AgentEntry>>
  readonly rules: readonly Rule[]
  readonly locks: readonly Lock[]
  readonly open: readonly OpenRule[]
  readonly tests: readonly PolicyTest[]
}

/** The caller. `preset` and `workspace` only for agents that run inside a surface. */
export interface AgentFacts {
  readonly id: string
  readonly preset?: string | undefined
  readonly workspace?: string | undefined
}

/** What a selector sees of a surface. Same shape as surfaces/surface.ts `SurfaceFacts`; rules never match `alias`. */
export interface SurfaceSubject {
  readonly id: string
  readonly name: string
  /** false: nobody gave the name, so rules do not go by it and locks do; absent = a person did */
  readonly named?: boolean
  readonly formerNames: readonly string[]
  /** its ids in earlier runs: locks go by them, rules do not; absent = none */
  readonly formerIds?: readonly string[]
  readonly alias: string | null
  readonly workspace: string
  readonly preset: string
  readonly backend: string
  readonly host: string | null
  readonly openedBy: string
}

/** The grant in force for one agent on one surface, after locks. */
export interface GrantInForce {
  readonly level: Level
  readonly ask: Level | null
  readonly answer: SubEffect
  readonly interrupt: SubEffect
  readonly secret: SubEffect
  /** level type may insert at a shell's prompt: only where the level is type after locks */
  readonly insertAtPrompt: boolean
  /** the rule that gave it, null = none matched */
  readonly rule: string | null
  /** the lock that lowered it, null = none did */
  readonly lock: string | null
}

/** A place in the file where something is wrong. Line and column count from 1. */
export interface Fault {
  readonly line: number
  readonly column: number
  /** `rules[2].level` */
  readonly path: string
  readonly message: string
}
