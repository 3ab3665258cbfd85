// Agents' tokens: how one is made and the hash that stands for it in the policy. Nothing here keeps or looks up tokens.
import { createHash, randomBytes } from 'node:crypto'

/** `gate_` and 32 random bytes as 43 characters of base64url. Shown once, stored nowhere. */
export function newToken(): string {
  return `gate_${randomBytes(32).toString('base64url')}`
}

/** `sha256:` and the lower-case hex of SHA-256 over the token's UTF-8 bytes. */
export function hashToken(token: string): string {
  return `sha256:${createHash('sha256').update(token, 'utf8').digest('hex')}`
}
