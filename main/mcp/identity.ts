// Who calls: the bearer token of a request, and the agent that travels with it to the tools. A client's own name is
// never identity. It does not know which tokens exist; `identify` of startMcp does.
import type { AuthInfo } from '@modelcontextprotocol/server'
import type { Agent } from '../gate/model.ts'

/** The token of exactly one well-formed `Authorization: Bearer …` header, or null. */
export function bearerOf(authorization: readonly string[] | undefined): string | null {
  if (authorization?.length !== 1) return null
  return /^Bearer +([A-Za-z0-9._~+/-]+=*) *$/i.exec(authorization[0]!)?.[1] ?? null
}

/** What the SDK passes on to the tools. It holds the agent, the profile it came to and, on purpose, not the token. */
export function authOf(agent: Agent, profile: string | null = null): AuthInfo {
  return { token: '', clientId: agent.id, scopes: [], extra: { agent, profile } }
}

/** The profile `authOf` put in; null = none, it came to `/mcp` itself. */
export function profileOf(auth: AuthInfo | undefined): string | null {
  return (auth?.extra?.['profile'] as string | null | undefined) ?? null
}

/** The agent `authOf` put in. Throws when a request came past the guards without one. */
export function agentOf(auth: AuthInfo | undefined): Agent {
  const agent = auth?.extra?.['agent'] as Agent | undefined
  if (!agent) throw new Error('a request reached the tools without an agent')
  return agent
}

/** The id an agent gets from the name a person gave it: `Claude Code` is `claude-code`. Making it unique is the caller's. */
export function agentIdOf(name: string): string {
  const plain = name.normalize('NFKD').replace(/\p{M}+/gu, '')
  const id = plain.toLowerCase().replace(/[^a-z0-9]+/g, '-')
  return id.slice(0, 64).replace(/^-/, '').slice(0, 63).replace(/-$/, '') || 'agent'
}
