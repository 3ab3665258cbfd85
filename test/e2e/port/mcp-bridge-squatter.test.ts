// Somebody else on Gatehouse's port gets nothing from the bridge: neither the token nor its hash nor what the agent sends,
// whatever it answers, and also where it passes everything on to the app that really has the token's hash.
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import fs from 'node:fs/promises'
import net from 'node:net'
import path from 'node:path'
import { afterEach, expect, onTestFinished, test } from 'vitest'
import { writeTokenFile } from '../../../main/store/token-files.ts'
import { type Running, startHeadless, until } from '../../helpers/app.ts'
import { type RawBridge, rawBridge } from '../../helpers/bridge.ts'
import { type DataFolder, dataFolder } from '../../helpers/data-folder.ts'

let app: Running | undefined
let folder: DataFolder | undefined
afterEach(async () => {
  await app?.stop()
  await folder?.remove()
  app = undefined
})

async function newFolder(): Promise<DataFolder> {
  folder = await dataFolder(['runner'], [{ id: 'r1', agents: 'runner', surfaces: '*', level: 'submit' }])
  await writeTokenFile(folder.dir, 'runner', folder.agents['runner']!.token)
  return folder
}

interface Squatter {
  readonly port: number
  /** every byte that came over any connection */
  received(): string
}

/** `serve` gets each connection; what comes in is kept whatever it does. */
async function squat(serve: (socket: net.Socket) => void, port = 0): Promise<Squatter> {
  let received = ''
  const sockets = new Set<net.Socket>()
  const server = net.createServer(socket => {
    sockets.add(socket)
    socket.on('data', data => {
      received += data.toString('latin1')
    })
    socket.on('error', () => {})
    serve(socket)
  })
  server.listen(port, '127.0.0.1')
  await once(server, 'listening')
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy()
    server.close()
  })
  return { port: (server.address() as net.AddressInfo).port, received: () => received }
}

const answering = (status: string, body: string) => (socket: net.Socket) =>
  socket.on('data', () => {
    const head = `HTTP/1.1 ${status}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}`
    socket.write(`${head}\r\n\r\n${body}`)
  })

const B = 'A'.repeat(43)
const SECRET = 'the text that only Gatehouse may see'

/** The bridge on `dir` calls a tool; its answer. */
async function callOn(dir: string, text: string): Promise<{ why: string; bridge: RawBridge }> {
  const bridge = rawBridge(['--agent=runner', `--user-data-dir=${dir}`])
  onTestFinished(async () => void (await bridge.end()))
  bridge.send({
    id: 'i',
    method: 'initialize',
    params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'test', version: '1' } },
  })
  expect((await bridge.answer('i')).result).toMatchObject({ serverInfo: { name: 'gatehouse' } })
  bridge.send({ id: 1, method: 'tools/call', params: { name: 'submit_text', arguments: { surface: 'shell', text } } })
  const { result } = await bridge.answer(1)
  expect(result).toMatchObject({ isError: true, structuredContent: { code: 'no_answer' } })
  return { why: String(result?.structuredContent?.['why']), bridge }
}

async function pointTo(dir: string, port: number, pid: number): Promise<void> {
  const endpoint = { mcp: `http://127.0.0.1:${port}/mcp`, pid, dataDir: dir }
  await fs.writeFile(path.join(dir, 'endpoint.json'), JSON.stringify(endpoint), { mode: 0o600 })
}

function expectNothing(received: string): void {
  const { token } = folder!.agents['runner']!
  const hash = createHash('sha256').update(token).digest()
  expect(received).toMatch(/^POST \/proof HTTP\/1\.1\r\n/)
  expect(received.toLowerCase()).not.toContain('authorization')
  const forms = [hash.toString('hex'), hash.toString('base64'), hash.toString('base64url')]
  for (const secret of [token, ...forms, SECRET]) expect(received).not.toContain(secret)
  // No request but proofs.
  for (const [line] of received.matchAll(/^[A-Z]+ \/\S* HTTP/gm)) expect(line).toBe('POST /proof HTTP')
}

test.each<[string, (socket: net.Socket) => void]>([
  ['yes to everything', answering('200 OK', JSON.stringify({ ok: true }))],
  ['a proof made up', answering('200 OK', JSON.stringify({ salt: B, pid: process.pid, proof: B }))],
  ['that a token is wanted', answering('401 Unauthorized', JSON.stringify({ error: 'invalid_token' }))],
  [
    'an answer without end',
    socket => {
      socket.write('HTTP/1.1 200 OK\r\n\r\n')
      socket.write('x'.repeat(100_000))
    },
  ],
  ['another protocol', socket => void socket.write('SSH-2.0-OpenSSH_9.2\r\n')],
  ['what it was sent', socket => void socket.pipe(socket)],
  ['a closed connection', socket => socket.once('data', () => socket.destroy())],
  ['nothing at all', () => {}],
])('who answers %s gets no token', async (_, serve) => {
  const { dir } = await newFolder()
  const { port, received } = await squat(serve)
  await pointTo(dir, port, process.pid)
  const { why, bridge } = await callOn(dir, SECRET)
  expect(why).toContain("Something else listens on Gatehouse's port")
  expectNothing(received())
  expect(await bridge.end()).toBe(0)
})

test('who passes everything on to the app itself, on another port, gets no token', async () => {
  const { dir } = await newFolder()
  const running = await startHeadless([`--user-data-dir=${dir}`, '--mcp-port=0', '--open=shell', '--name=shell'])
  app = running
  const real = Number(new URL(running.ready.mcp).port)
  const { port, received } = await squat(socket => {
    const onward = net.connect(real, '127.0.0.1')
    onward.on('error', () => {})
    // The app refuses a Host that is not its own, so a relay that means it puts the right one there.
    socket.on('data', data =>
      onward.write(data.toString('latin1').replaceAll(`127.0.0.1:${port}`, `127.0.0.1:${real}`), 'latin1'),
    )
    onward.pipe(socket)
  })
  await pointTo(dir, port, running.ready.pid)
  const { why } = await callOn(dir, SECRET)
  expect(why).toContain("Something else listens on Gatehouse's port")
  expectNothing(received())
  // The same bridge, once the folder says where the app is: the relay was all that was wrong.
  await pointTo(dir, real, running.ready.pid)
  const bridge = rawBridge(['--agent=runner', `--user-data-dir=${dir}`])
  onTestFinished(async () => void (await bridge.end()))
  bridge.send({ id: 1, method: 'tools/call', params: { name: 'list_surfaces', arguments: {} } })
  expect((await bridge.answer(1)).result?.isError).toBeUndefined()
})

test('another Gatehouse that holds the same token, on a port this folder names, gets no token', async () => {
  const { dir } = await newFolder()
  const other = await dataFolder(['runner'])
  onTestFinished(() => other.remove())
  await fs.copyFile(path.join(dir, 'policy.json'), path.join(other.dir, 'policy.json'))
  app = await startHeadless([`--user-data-dir=${other.dir}`, '--mcp-port=0'])
  await pointTo(dir, Number(new URL(app.ready.mcp).port), app.ready.pid + 1)
  const { why } = await callOn(dir, SECRET)
  expect(why).toContain('Another Gatehouse than that of this data folder listens on the port')
})

test('who takes the port after a crash gets no token, and the client goes on once the app is back', async () => {
  const { dir } = await newFolder()
  const flags = [`--user-data-dir=${dir}`, '--mcp-port=0', '--open=shell', '--name=shell']
  const first = await startHeadless(flags)
  const bridge = rawBridge(['--agent=runner', `--user-data-dir=${dir}`])
  onTestFinished(async () => void (await bridge.end()))
  const list = async (id: number) => {
    bridge.send({ id, method: 'tools/call', params: { name: 'list_surfaces', arguments: {} } })
    return (await bridge.answer(id)).result
  }
  expect((await list(1))?.isError).toBeUndefined()
  const gone = once(first.child, 'exit')
  first.child.kill('SIGKILL')
  await gone
  const thief = await squat(answering('200 OK', '{}'), Number(new URL(first.ready.mcp).port))
  expect(await list(2)).toMatchObject({ isError: true, structuredContent: { code: 'no_answer' } })
  expectNothing(thief.received())
  app = await startHeadless(flags)
  let id = 2
  await until('the app to be found', async () => {
    id += 1
    return (await list(id))?.isError === undefined
  })
  expectNothing(thief.received())
})

test('a token that was revoked is not sent any more', async () => {
  const { dir } = await newFolder()
  await writeTokenFile(dir, 'runner', `gate_${'x'.repeat(20)}`)
  app = await startHeadless([`--user-data-dir=${dir}`, '--mcp-port=0'])
  const { why } = await callOn(dir, SECRET)
  expect(why).toContain('token was replaced or revoked')
})
