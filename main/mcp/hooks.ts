// What hooks of agents on other computers tell, over the port that ssh forwards: one small POST each, with the token of the agent in
// that surface. It is taken for that surface alone, and nothing is answered that could decide anything. What it means is not known here.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { z } from 'zod'
import { sendRefusal } from './answer.ts'
import { readBody } from './body.ts'
import { type Bucket, createBucket } from './bucket.ts'
import { checkHead, type HttpRefusal, MAX_BODY, NO_TOKEN, NOT_JSON, TOO_LARGE } from './guards.ts'
import { bearerOf } from './identity.ts'
import { hashToken } from './tokens.ts'

export const HOOKS_PATH = '/hooks'

/** Of one surface. */
const RATE = { burst: 100, aSecond: 20 } as const
/** Surfaces whose rate is remembered. */
const MOST_RATES = 1000

const BUSY: HttpRefusal = {
  status: 429,
  error: 'too_many',
  message: 'Too much was told at once. Try again in a second.',
  headers: { 'retry-after': '1' },
}

const toldShape = z.strictObject({
  /** what the hook was registered as */
  name: z.string().regex(/^[A-Za-z0-9._-]{1,100}$/),
  payload: z.unknown(),
})

export interface HookSink {
  /** The surface on another computer whose own agent has the token of this hash; null = there is none. */
  surfaceOf(tokenHash: string): string | null
  take(surface: string, name: string, payload: unknown): void
}

export interface HooksOptions {
  readonly sink: HookSink
  readonly port: () => number
  /** ms */
  readonly now?: () => number
}

/** Answers requests for `HOOKS_PATH`: the checks of every request, so many a second for each surface, and a body of 1 MiB. */
export function createHooks({ sink, port, now = () => performance.now() }: HooksOptions) {
  const rates = new Map<string, Bucket>()

  function isTooMany(surface: string): boolean {
    const bucket = rates.get(surface) ?? createBucket(RATE, now)
    rates.delete(surface)
    rates.set(surface, bucket)
    const [oldest] = rates.keys()
    if (rates.size > MOST_RATES && oldest !== undefined) rates.delete(oldest)
    return !bucket.take()
  }

  return async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = '', headersDistinct: headers } = request
    // No web page tells anything, so no Origin is let in. The path was looked at before.
    const refusal = checkHead({ method, url: '/mcp', headers }, port())
    if (refusal) return sendRefusal(response, refusal)
    const given = bearerOf(headers['authorization'])
    const hash = given === null ? null : hashToken(given)
    const surface = hash === null ? null : sink.surfaceOf(hash)
    if (hash === null || surface === null) return sendRefusal(response, NO_TOKEN)
    if (isTooMany(surface)) return sendRefusal(response, BUSY)
    const body = await readBody(request, MAX_BODY)
    if (body.is === 'cut') return
    if (body.is === 'too_large') return sendRefusal(response, TOO_LARGE)
    const told = toldShape.safeParse(body.is === 'json' ? body.value : null)
    if (!told.success) return sendRefusal(response, NOT_JSON)
    // Once more: a body may take seconds to come, and the surface may be closed meanwhile.
    if (sink.surfaceOf(hash) !== surface) return sendRefusal(response, NO_TOKEN)
    sink.take(surface, told.data.name, told.data.payload)
    response.writeHead(204, { 'cache-control': 'no-store' })
    response.end()
  }
}
