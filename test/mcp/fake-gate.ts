// A gate that says what a test tells it to and remembers what it was asked. It decides nothing.
import type { Access, AgentGate, ReadResult, SurfaceListing } from '../../main/gate/gate-api.ts'
import type { Agent, Refusal, SendOutcome, SendRequest } from '../../main/gate/model.ts'

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
  access_: Access | Refusal
}

export function fakeGate(): FakeGate {
  const gate: FakeGate = {
    asked: [],
    listings: [listing, { id: 's_0bad', name: 'prod', level: 'none', ask: 'read' }],
    read_: async () => readResult,
    send_: async request =>
      request.intent === 'type'
        ? { refused: false, outcome: 'staged', draft: 'd_ab12@1' }
        : { refused: false, outcome: 'submitted', evidence: 'the line left' },
    access_: {
      refused: false,
      paused: false,
      surfaces: [
        {
          id: 's_7f3a',
          name: 'api',
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
    read(agent, request) {
      note(agent, 'read', request)
      return gate.read_()
    },
    send(agent, request) {
      const { signal: _, ...asked } = request
      note(agent, 'send', asked)
      return gate.send_(request)
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
  }
  const note = (agent: Agent, what: string, request?: unknown) => gate.asked.push({ agent: agent.id, what, request })
  return gate
}
