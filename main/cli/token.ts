// gatehouse token new NAME: makes a token for an agent, for policy files that are written by hand. Saves nothing.
import { nameSchema } from '../../preload/contract.ts'
import { agentIdOf } from '../mcp/identity.ts'
import { hashToken, newToken } from '../mcp/tokens.ts'
import { type Io, OK, usage } from './io.ts'

export const TOKEN_HELP = `Usage: gatehouse token new NAME

Makes a token for an agent. It is saved nowhere: give it to the agent, and put its hash into the policy file.

Stdout, one each line:
  1  the token                   gate_…
  2  its hash                    sha256:…
  3  the entry for "agents" in policy.json, with the agent's id
                                 "cursor": { "name": "Cursor", "token": "sha256:…" }
`

export function token(args: readonly string[], io: Io): number {
  const [verb, name, ...more] = args
  if (verb !== 'new') return usage(io, 'the only thing to do is `new`.', 'token')
  if (name === undefined) return usage(io, 'NAME is missing.', 'token')
  if (more.length > 0) return usage(io, 'there is one NAME; put quotes around it if it has spaces.', 'token')
  const parsed = nameSchema.safeParse(name)
  if (!parsed.success || name.startsWith('-')) {
    return usage(io, `NAME cannot be ${JSON.stringify(name)}: 1 to 64 characters, no control characters.`, 'token')
  }
  const made = newToken()
  const hash = hashToken(made)
  const entry = `${JSON.stringify(agentIdOf(parsed.data))}: { "name": ${JSON.stringify(parsed.data)}, "token": "${hash}" }`
  io.out(`${made}\n${hash}\n${entry}\n`)
  return OK
}
