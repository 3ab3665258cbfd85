// The proof that who listens on our port knows an agent's token hash: the stdio bridge asks for it on each connection before
// it sends the token there (docs/decisions, "proof before the token"). Nothing here lets anybody in.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import { sendRefusal } from './answer.ts'
import { readBody } from './body.ts'
import { createBucket } from './bucket.ts'
import { checkHead, type HttpRefusal, NOT_JSON, TOO_LARGE } from './guards.ts'

export const PROOF_PATH = '/proof'

/** Its largest body, in bytes. */
const MAX_BODY = 1024
/** Of proofs. One is asked for with each new connection of a bridge. */
const RATE = { burst: 200, aSecond: 50 } as const

const BUSY: HttpRefusal = {
  status: 429,
  error: 'too_many',
  message: 'Too many proofs were asked for. Try again in a second.',
  headers: { 'retry-after': '1' },
}

/** 32 bytes as base64url */
const bytes32 = z.string().regex(/^[A-Za-z0-9_-]{43}$/)
const askedShape = z.strictObject({ nonce: bytes32, who: bytes32 })
const givenShape = z.object({ salt: bytes32, pid: z.int().positive(), proof: bytes32 })

/** What the bridge sends. `who` tells which token only to who knows its hash. */
export type Asked = z.output<typeof askedShape>
/** What it gets back. To who knows no such hash it says nothing. */
export type Given = z.output<typeof givenShape>

/** `port`: where the bridge connected to. A `who` made for one port is nobody's on another. */
export function ask(tokenHash: string, port: number): Asked {
  const nonce = randomBytes(32).toString('base64url')
  return { nonce, who: whoOf(tokenHash, nonce, port) }
}

/** The pid that is proven along with the port; null = this proves nothing. */
export function provenPid(tokenHash: string, asked: Asked, port: number, answer: unknown): number | null {
  const given = givenShape.safeParse(answer)
  if (!given.success) return null
  const { salt, pid, proof } = given.data
  return isSame(proof, proofOf(tokenHash, asked.nonce, salt, port, pid)) ? pid : null
}

/** The answer to a question; chance where no hash is meant, so that nobody learns which tokens there are. */
export function prove(tokenHashes: Iterable<string>, { nonce, who }: Asked, port: number, pid: number): Given {
  const salt = randomBytes(32).toString('base64url')
  let meant = `sha256:${randomBytes(32).toString('hex')}`
  for (const hash of tokenHashes) if (isSame(who, whoOf(hash, nonce, port))) meant = hash
  return { salt, pid, proof: proofOf(meant, nonce, salt, port, pid) }
}

function whoOf(tokenHash: string, nonce: string, port: number): string {
  return mac(tokenHash, `gatehouse who 1\n${nonce}\n${port}`)
}

/** The words at its beginning keep one kind of answer from being taken for the other; the salt, one from coming twice. */
function proofOf(tokenHash: string, nonce: string, salt: string, port: number, pid: number): string {
  return mac(tokenHash, `gatehouse proof 1\n${nonce}\n${salt}\n${port}\n${pid}`)
}

function mac(tokenHash: string, text: string): string {
  const key = Buffer.from(tokenHash.slice('sha256:'.length), 'hex')
  return createHmac('sha256', key).update(text, 'utf8').digest('base64url')
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)]
  return a.length === b.length && timingSafeEqual(a, b)
}

export interface ProverOptions {
  /** `sha256:…` of every token that is good now */
  readonly tokenHashes: () => Iterable<string>
  readonly port: () => number
  readonly pid?: number
  /** ms */
  readonly now?: () => number
}

/** Answers requests for `PROOF_PATH`: the checks of every request but the token's, a small body, and so many a second. */
export function createProver({ tokenHashes, port, pid = process.pid, now = () => performance.now() }: ProverOptions) {
  const bucket = createBucket(RATE, now)

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = '', headersDistinct: headers } = request
    // No web page asks for this, so no Origin is let in. The path was looked at before.
    const refusal = checkHead({ method, url: '/mcp', headers }, port())
    if (refusal) return sendRefusal(response, refusal)
    if (Number(headers['content-length']?.[0] ?? 0) > MAX_BODY) return sendRefusal(response, TOO_LARGE)
    if (!bucket.take()) return sendRefusal(response, BUSY)
    const body = await readBody(request, MAX_BODY)
    if (body.is === 'cut') return
    if (body.is === 'too_large') return sendRefusal(response, TOO_LARGE)
    const asked = askedShape.safeParse(body.is === 'json' ? body.value : null)
    if (!asked.success) return sendRefusal(response, NOT_JSON)
    const given = JSON.stringify(prove(tokenHashes(), asked.data, port(), pid))
    response.writeHead(200, {
      'content-type': 'application/json',
      'content-length': Buffer.byteLength(given),
      'cache-control': 'no-store',
    })
    response.end(given)
  }
}
