// One connection as bytes: what is written, and every answer that comes before it closes.
import net from 'node:net'

export interface WireAnswer {
  readonly status: number
  readonly head: string
  readonly body: string
}

export interface Script {
  /** what is written, one after the other; a pause of this many ms stands between */
  readonly pieces: readonly (string | Buffer)[]
  readonly pauseMs?: number
  /** then: half-close, break off, or wait for the other side */
  readonly then?: 'end' | 'destroy' | 'wait'
}

const HANG_MS = 20_000

/** Resolves when the other side has closed, or we have. Rejects when neither happens. */
export function play(port: number, { pieces, pauseMs = 0, then = 'wait' }: Script): Promise<WireAnswer[]> {
  return new Promise((resolve, reject) => {
    const socket = net.connect({ port, host: '127.0.0.1' })
    const received: Buffer[] = []
    const hang = setTimeout(() => {
      reject(
        new Error(
          `no end: ${String(pieces[0]).slice(0, 200)} … ${Buffer.concat(received).toString('latin1').slice(0, 200)}`,
        ),
      )
      socket.destroy()
    }, HANG_MS)
    socket.on('data', data => received.push(data))
    // The other side may close while we still write.
    socket.on('error', () => {})
    socket.on('close', () => {
      clearTimeout(hang)
      resolve(answersIn(Buffer.concat(received)))
    })
    socket.on('connect', async () => {
      for (const [index, piece] of pieces.entries()) {
        if (index > 0 && pauseMs > 0) await new Promise(done => setTimeout(done, pauseMs))
        if (socket.destroyed) return
        socket.write(piece)
      }
      if (then === 'end') socket.end()
      else if (then === 'destroy') socket.destroy()
    })
  })
}

/** Whole answers; a body without a length goes on to the end. */
function answersIn(bytes: Buffer): WireAnswer[] {
  const answers: WireAnswer[] = []
  for (let rest = bytes; rest.length > 0; ) {
    const end = rest.indexOf('\r\n\r\n')
    if (end < 0) break
    const head = rest.subarray(0, end).toString('latin1')
    const after = rest.subarray(end + 4)
    const length = /^content-length: *(\d+)/im.exec(head)?.[1]
    const { body, used } = /^transfer-encoding: *chunked/im.test(head)
      ? unchunk(after)
      : {
          body: after.subarray(0, length === undefined ? undefined : Number(length)),
          used: Number(length ?? after.length),
        }
    answers.push({ status: Number(head.split(' ')[1]), head, body: body.toString('utf8') })
    rest = after.subarray(used)
  }
  return answers
}

function unchunk(bytes: Buffer): { body: Buffer; used: number } {
  const parts: Buffer[] = []
  let at = 0
  for (;;) {
    const line = bytes.indexOf('\r\n', at)
    if (line < 0) return { body: Buffer.concat(parts), used: bytes.length }
    const size = Number.parseInt(bytes.subarray(at, line).toString('latin1'), 16)
    if (!(size >= 0)) return { body: Buffer.concat(parts), used: bytes.length }
    const from = line + 2
    parts.push(bytes.subarray(from, from + size))
    at = from + size + 2
    if (size === 0) return { body: Buffer.concat(parts), used: at }
  }
}
