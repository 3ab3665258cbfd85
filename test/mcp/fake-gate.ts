// A gate that says what a test tells it to and remembers what it was asked. It decides nothing.

import type { Closed } from '../../main/gate/close.ts'
import type { Access, AgentGate, ReadResult, SurfaceListing } from '../../main/gate/gate-api.ts'
import type { OwnRecord } from '../../main/gate/mine.ts'
import type { Agent, Refusal, SendOutcome, SendRequest } from '../../main/gate/model.ts'
import type { Opened } from '../../main/gate/open.ts'
import type { OneResult } from '../../main/gate/send-many.ts'

export const state = { is: 'idle', since: 1, evidence: 'the shell is in front' } as const

export const listing: SurfaceListing = {
  id: 's_7f3a',
  name: 'api',
  level: 'submit',
  ask: null,
  workspace: 'web',
  preset: 'shell',
  backend: 'pty',
  state,
  you: false,
  drafts: [{ draft: 'd_ab12@1', by: 'codex', bytes: 4 }],
  untrusted: { alias: null, title: 'bash', cwd: '/home' },
  cols: 80,
  rows: 24,
}

export const readResult: ReadResult = {
  refused: false,
  lines: ['$ echo hi', 'hi'],
  typed: [{ line: 0, by: 'cursor' }],
  cursor: 'c42',
  truncated: false,
  screen: { cols: 80, rows: 24, cursor: { x: 2, y: 1 }, alt: false },
  state,
  drafts: [],
}

export const refusal: Refusal = {
  refused: true,
  code: 'denied',
  effect: 'deny',
  rule: 'r1',
  lock: 'l1',
  why: 'Rule r1 gives read.',
  allowed: 'read',
}

export interface FakeGate extends AgentGate {
  asked: { agent: string; what: string; request?: unknown }[]
  listings: SurfaceListing[]
  read_: () => Promise<ReadResult | Refusal>
  send_: (request: SendRequest) => Promise<SendOutcome | Refusal>
  /** what comes of the send with this index of many */
  sent_: (index: number) => Promise<OneResult>
  /** the answer to everything that is neither a read nor a send; null = it goes */
  act_: Refusal | null
  opened: Opened
  closed: Closed
  /** it waits for a person first */
  asks: boolean
  access_: Access | Refusal
  records: OwnRecord[]
  /** who listens; calling `changed` is news */
  watching: { agent: string; surface: string; changed: () => void }[]
}

export function fakeGate(): FakeGate {
  const gate: FakeGate = {
    asked: [],
    records: [],
    watching: [],
    listings: [listing, { id: 's_0bad', name: 'prod', level: 'none', ask: 'read' }],
    read_: async () => readResult,
    send_: async request =>
      request.intent === 'type'
        ? { refused: false, outcome: 'staged', draft: 'd_ab12@1' }
        : { refused: false, outcome: 'submitted', evidence: 'the line left' },
    sent_: async () => ({ refused: false, outcome: 'submitted', evidence: 'the line left' }),
    act_: null,
    opened: { refused: false, outcome: 'opened', surface: 's_new1' },
    closed: { refused: false, outcome: 'closed', exit: { code: null, signal: 'SIGHUP' } },
    asks: false,
    access_: {
      refused: false,
      paused: false,
      surfaces: [
        {
          id: 's_7f3a',
          name: 'api',
          you: false,
          level: 'submit',
          ask: null,
          rule: 'r1',
          lock: null,
          why: 'Rule r1.',
          limits: [{ rule: 'r1', max: 10, window: 'minute', per: 'agent', left: 0, retryAfterMs: 900 }],
        },
      ],
    },
    list(agent) {
      note(agent, 'list')
      return gate.listings
    },
    read(agent, { signal: _, onProgress, ...asked }) {
      note(agent, 'read', asked)
      if (gate.asks) onProgress?.(0)
      return gate.read_()
    },
    send(agent, request) {
      const { signal: _, onProgress, ...asked } = request
      note(agent, 'send', asked)
      if (gate.asks) onProgress?.(0)
      if (gate.asks && request.intent === 'submit') request.wait?.onProgress?.(0)
      return gate.send_(request)
    },
    async sendMany(agent, { signal: _, onProgress, ...asked }) {
      note(agent, 'sendMany', asked)
      if (gate.asks) onProgress?.(0)
      return { refused: false, results: await Promise.all(asked.sends.map((_one, index) => gate.sent_(index))) }
    },
    async open(agent, { signal: _, onProgress, ...asked }) {
      note(agent, 'open', asked)
      if (gate.asks) onProgress?.(0)
      return gate.act_ ?? gate.opened
    },
    async close(agent, { signal: _, onProgress, ...asked }) {
      note(agent, 'close', asked)
      if (gate.asks) onProgress?.(0)
      return gate.act_ ?? gate.closed
    },
    async discard(agent, draft) {
      note(agent, 'discard', draft)
      return gate.act_ ?? { refused: false, outcome: 'discarded' }
    },
    async notify(agent, notification) {
      note(agent, 'notify', notification)
      return gate.act_ ?? { refused: false }
    },
    async show(agent, pointer) {
      note(agent, 'show', pointer)
      return gate.act_ ?? { refused: false }
    },
    async requestAccess(agent, { signal: _, onProgress, ...asked }) {
      note(agent, 'requestAccess', asked)
      if (gate.asks) onProgress?.(0)
      return gate.act_ ?? { refused: false, granted: asked.level, until: '2026-11-21T12:15:00.000Z' }
    },
    async wait(agent, { signal: _, onProgress, ...asked }) {
      note(agent, 'wait', asked)
      onProgress?.(0)
      const { lines, state, cursor } = readResult
      return { refused: false, reason: 'idle', lines, state, cursor }
    },
    access(agent, surface) {
      note(agent, 'access', surface)
      return gate.access_
    },
    mine(agent, limit) {
      note(agent, 'mine', limit)
      return gate.records
    },
    watch(agent, surface, changed) {
      note(agent, 'watch', surface)
      const heard = { agent: agent.id, surface, changed }
      gate.watching.push(heard)
      return () => void gate.watching.splice(gate.watching.indexOf(heard), 1)
    },
  }
  const note = (agent: Agent, what: string, request?: unknown) => gate.asked.push({ agent: agent.id, what, request })
  return gate
}
