// Lines of JSON from bytes: what comes over a client's pipe, cut at line feeds alone.
import { say } from './mcp-say.ts'

/** The app takes 1 MiB; what is longer has at least a chance of an answer with its id. */
const MAX_LINE = 8 * 1024 * 1024

export interface LineEvents {
  message(value: unknown): void
  /** A line that is none; what is wrong with it. */
  fault(why: string): void
}

/** Undefined = it is no JSON. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Takes what comes, in pieces of any size. */
export function createLineReader({ message, fault }: LineEvents): (chunk: Buffer) => void {
  let parts: Buffer[] = []
  let size = 0

  function take(part: Buffer): void {
    size += part.length
    // What is too long is not kept, but counted to its end.
    if (size <= MAX_LINE) parts.push(part)
    else parts = []
  }

  function end(): void {
    const [text, isLong] = [Buffer.concat(parts).toString('utf8').trim(), size > MAX_LINE]
    parts = []
    size = 0
    const value = isLong ? undefined : jsonOf(text)
    if (isLong) fault(say.tooLong(MAX_LINE))
    else if (value !== undefined) message(value)
    else if (text !== '') fault(say.notJson)
  }

  return chunk => {
    let from = 0
    for (let at = chunk.indexOf(10); at >= 0; at = chunk.indexOf(10, from)) {
      take(chunk.subarray(from, at))
      end()
      from = at + 1
    }
    if (from < chunk.length) take(chunk.subarray(from))
  }
}
