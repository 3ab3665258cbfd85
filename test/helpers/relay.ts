// A TCP relay on loopback that makes a connection slow and breaks it as networks do: bytes come late but in order, and while it
// is cut nobody is told: what was sent is held, and goes on its way when the line is whole again.
import { once } from 'node:events'
import net from 'node:net'

export interface Relay {
  readonly port: number
  /**
   * From now on nothing passes, either way, and no end of a connection does. New ones are taken and left without an answer
   * (`swallow`), or refused.
   */
  cut(fresh: 'swallow' | 'refuse'): Promise<void>
  /**
   * Everything goes on, what was held first: also on connections that one side has given up since. `fresh`: only connections made
   * since the cut do; the others are still held.
   */
  mend(what?: 'all' | 'fresh'): Promise<void>
  /** how many connections it has taken so far */
  taken(): number
  close(): Promise<void>
}

/** More than this is not held for one side: it has to wait, as it would for a full network. */
const MOST_HELD_BYTES = 1024 * 1024

export async function startRelay(target: number, delayMs: number): Promise<Relay> {
  const sockets = new Set<net.Socket>()
  const lines = new Set<Line>()
  const old = new Set<Line>()
  let cut = false
  let count = 0
  const server = net.createServer({ allowHalfOpen: true }, client => {
    count += 1
    const far = net.connect({ port: target, host: '127.0.0.1', allowHalfOpen: true })
    for (const socket of [client, far]) {
      sockets.add(socket)
      socket.setNoDelay(true)
      socket.on('error', () => {})
      socket.on('close', () => sockets.delete(socket))
    }
    for (const [from, to] of [
      [client, far],
      [far, client],
    ] as const) {
      const line = createLine(from, to, delayMs, () => lines.delete(line))
      lines.add(line)
      if (cut) line.hold(true)
    }
  })
  const port = await listen(server, 0)
  return {
    port,
    async cut(fresh) {
      cut = true
      for (const line of lines) {
        line.hold(true)
        old.add(line)
      }
      if (fresh === 'refuse') server.close()
    },
    async mend(what = 'all') {
      cut = false
      if (what === 'all') old.clear()
      if (!server.listening) await listen(server, port)
      for (const line of [...lines]) line.hold(old.has(line))
    },
    taken: () => count,
    async close() {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}

interface Line {
  hold(on: boolean): void
}

/** One direction. An end is the last thing on it, whatever way the connection ended. */
function createLine(from: net.Socket, to: net.Socket, delayMs: number, done: () => void): Line {
  const queue: { at: number; bytes: Buffer | null }[] = []
  let held = false
  let bytesHeld = 0
  let due = false
  const soon = (ms: number) => {
    if (!due) setTimeout(pump, ms)
    due = true
  }
  const pump = () => {
    due = false
    while (!held && queue.length > 0) {
      const { at, bytes } = queue[0]!
      const wait = at - performance.now()
      if (wait > 0) return soon(wait)
      queue.shift()
      if (bytes === null) {
        to.end()
        return done()
      }
      bytesHeld -= bytes.length
      if (!to.destroyed) to.write(bytes)
      if (bytesHeld < MOST_HELD_BYTES && from.isPaused()) from.resume()
    }
  }
  const add = (bytes: Buffer | null) => {
    queue.push({ at: performance.now() + delayMs, bytes })
    bytesHeld += bytes?.length ?? 0
    if (bytesHeld >= MOST_HELD_BYTES) from.pause()
    soon(delayMs)
  }
  let ended = false
  const end = () => {
    if (!ended) add(null)
    ended = true
  }
  from.on('data', add)
  from.on('end', end)
  from.on('close', end)
  return {
    hold(on) {
      held = on
      if (!on) soon(0)
    },
  }
}

async function listen(server: net.Server, port: number): Promise<number> {
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  return (server.address() as net.AddressInfo).port
}
