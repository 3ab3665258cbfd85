// Carries one request to the SDK and its response back, over Node's http. The SDK's own adapter can be told to stop only by
// closing the connection under it; here a signal does that, so that a call can be cancelled or revoked and still be answered.
import type { IncomingMessage, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import { finished } from 'node:stream/promises'
import type { HttpRefusal } from './guards.ts'

/** The request as the SDK takes it. The body was read and parsed before, and travels beside it. */
export function webRequest(request: IncomingMessage, signal: AbortSignal): Request {
  const headers = new Headers()
  for (const [name, values = []] of Object.entries(request.headersDistinct)) {
    // The token has done its work; nothing behind this line sees it.
    if (name !== 'authorization') for (const value of values) headers.append(name, value)
  }
  return new Request(`http://${request.headers.host}${request.url}`, { method: 'POST', headers, signal })
}

/** Sends what the SDK answered, until its end or the signal. It does not end the response. */
export async function sendResponse(made: Response, response: ServerResponse, signal: AbortSignal): Promise<void> {
  // Whether the connection stays is between Node and the client, who may have asked for its end.
  const headers = [...made.headers].filter(([name]) => name !== 'connection')
  response.writeHead(made.status, Object.fromEntries(headers))
  if (made.body === null) return
  const body = Readable.fromWeb(made.body as Parameters<typeof Readable.fromWeb>[0])
  const stop = () => void body.destroy()
  signal.addEventListener('abort', stop, { once: true })
  if (signal.aborted) stop()
  // A stream opens before its first event.
  if (isStream(made)) response.flushHeaders()
  body.pipe(response, { end: false })
  // Stopped early is no fault of anybody's; what else breaks ends the response too.
  await finished(body).catch(() => {})
  body.unpipe(response)
  signal.removeEventListener('abort', stop)
}

export function isStream(made: Response): boolean {
  return made.headers.get('content-type') === 'text/event-stream'
}

/** An answer that is not MCP. */
export function sendRefusal(response: ServerResponse, refusal: HttpRefusal): void {
  const body = JSON.stringify({ error: refusal.error, error_description: refusal.message })
  response.writeHead(refusal.status, {
    ...refusal.headers,
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
  })
  const request = response.req as ServerResponse['req'] | undefined
  if (!request?.readableFlowing || request.complete) return void response.end(body)
  // Its body is still read and thrown away: a connection that is closed with bytes in it unread takes the answer with it.
  response.write(body)
  for (const over of ['end', 'close']) request.once(over, () => response.end())
}
