import { once } from 'node:events'
import net from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { laterMcp } from '../../main/mcp/later.ts'
import { openPort } from '../../main/mcp/port.ts'
import { until } from '../surfaces/support.ts'
import { fakeGate } from './fake-gate.ts'

async function later(load?: Parameters<typeof laterMcp>[2]) {
  const port = await openPort(0)
  if (!port.ok) throw new Error(port.message)
  const mcp = laterMcp(port.value, { gate: fakeGate(), identify: () => null, version: '1' }, load)
  onTestFinished(() => mcp.close())
  return { mcp, server: port.value.server, asked: once(port.value.server, 'request') }
}

const ask = (url: string) =>
  fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
    signal: AbortSignal.timeout(20_000),
  })

test('what comes before it is open is answered once it is, by the same guards', async () => {
  const { mcp, asked } = await later()
  let answered = false
  const early = ask(mcp.url).then(response => {
    answered = true
    return response.status
  })
  await asked
  expect(answered).toBe(false)
  await mcp.open()
  expect(await early).toBe(401)
  expect((await ask(mcp.url)).status).toBe(401)
})

test('closed before it was ever open, it ends what waits and frees its port', async () => {
  const { mcp, asked } = await later()
  const early = ask(mcp.url).catch(() => 'cut off')
  await asked
  await mcp.close()
  expect(await early).toBe('cut off')
  const again = await openPort(mcp.port)
  expect(again.ok).toBe(true)
  if (again.ok) await again.value.close()
})

test('what cannot be loaded leaves nobody waiting: what came before and what comes is refused', async () => {
  const { mcp, asked } = await later(() => Promise.reject(new Error('no such module')))
  const early = ask(mcp.url)
  await asked
  await expect(mcp.open()).rejects.toThrow('no such module')
  expect((await early).status).toBe(503)
  expect((await ask(mcp.url)).status).toBe(503)
})

test('only so many wait: who comes after that is told at once, and who gives up makes room', async () => {
  const { mcp, server } = await later()
  const count = { come: 0, gone: 0 }
  server.on('request', (_, response) => {
    count.come += 1
    response.once('close', () => {
      count.gone += 1
    })
  })
  const all = Array.from({ length: 200 }, () => waits(mcp.port))
  await until('all to wait', () => count.come === 200)
  expect((await ask(mcp.url)).status).toBe(503)
  all[0]!.destroy()
  await until('both to be gone', () => count.gone === 2)
  const late = ask(mcp.url)
  await until('one more', () => count.come === 202)
  // Who is told at once is told before that.
  await mcp.open()
  expect((await late).status).toBe(401)
})

test('a row of requests over one connection does not wait: it is cut off', async () => {
  const { mcp } = await later()
  const row = waits(mcp.port, 1000)
  await once(row, 'close')
})

function waits(port: number, times = 1): net.Socket {
  const socket = net.connect(port, '127.0.0.1')
  socket.on('error', () => {})
  onTestFinished(() => void socket.destroy())
  socket.write(`POST /mcp HTTP/1.1\r\nhost: 127.0.0.1:${port}\r\ncontent-length: 0\r\n\r\n`.repeat(times))
  return socket
}
