// The policy's shapes: the document, what rules select by, what a decision is made from. Types only.
// The names are the file's (contract: policy.json); parsing is parse.ts, meaning is match.ts and decide.ts.
import type { Level } from '../../preload/contract.ts'

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

export interface Policy {
  readonly version: 1
  readonly agents: Readonly<Record<string, AgentEntry>>
  readonly rules: readonly Rule[]
  readonly locks: readonly Lock[]
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
  readonly formerNames: readonly string[]
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
