// Reads a request's JSON body up to a limit. What is too long is read to its end and thrown away, so that the caller
// gets its answer instead of a broken connection; the server's request timeout ends one that never ends.
import type { IncomingMessage } from 'node:http'

export type Body =
  | { readonly is: 'json'; readonly value: unknown }
  | { readonly is: 'not_json' }
  | { readonly is: 'too_large' }
  /** the connection broke before the end */
  | { readonly is: 'cut' }

/** Never rejects. `max` in bytes. */
export function readBody(request: IncomingMessage, max: number): Promise<Body> {
  return new Promise(resolve => {
    const chunks: Buffer[] = []
    let size = 0
    request.on('data', (chunk: Buffer) => {
      size += chunk.length
      if (size <= max) chunks.push(chunk)
      else {
        chunks.length = 0
        resolve({ is: 'too_large' })
      }
    })
    request.on('end', () => resolve(parse(Buffer.concat(chunks))))
    request.on('error', () => resolve({ is: 'cut' }))
    request.on('close', () => resolve({ is: 'cut' }))
  })
}

/** It keeps nothing from one body to the next. */
const utf8 = new TextDecoder('utf-8', { fatal: true })

function parse(bytes: Buffer): Body {
  try {
    return { is: 'json', value: JSON.parse(utf8.decode(bytes)) }
  } catch {
    return { is: 'not_json' }
  }
}
