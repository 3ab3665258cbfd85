// Speaks MCP with a Gatehouse, as a client would: over HTTP, and over the standard input and output of `gatehouse mcp`.
import { createInterface } from 'node:readline'

const HELLO = {
  protocolVersion: '2025-06-18',
  capabilities: {},
  clientInfo: { name: 'test-package', version: '1' },
}

/** The line that says where it listens. Rejects, with what it printed, where it ends without one. */
export async function readyLine(child) {
  let printed = ''
  child.stderr?.on('data', data => {
    printed += data
  })
  const ended = new Promise(resolve => child.once('close', (code, signal) => resolve(signal ?? code)))
  for await (const line of createInterface({ input: child.stdout })) {
    if (!line.startsWith('gatehouse ready ')) continue
    child.stdout.resume()
    return { ...JSON.parse(line.slice('gatehouse ready '.length)), printed: () => printed }
  }
  throw new Error(`it ended with ${await ended} before it was ready: ${printed.trim()}`)
}

/** One request over HTTP; the answer may come as JSON or as an event. */
export async function askHttp(url, token, method, params) {
  const accept = 'application/json, text/event-stream'
  const answer = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', accept },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
  })
  const text = await answer.text()
  if (!answer.ok) throw new Error(`${method} answers ${answer.status}: ${text}`)
  return resultOf(method, JSON.parse(text.match(/^data: (.*"id":1.*)$/m)?.[1] ?? text))
}

/** A client over a child's standard input and output, after initialize. */
export async function stdioClient(child) {
  let id = 0
  const waiting = new Map()
  let printed = ''
  child.stderr.on('data', data => {
    printed += data
  })
  createInterface({ input: child.stdout }).on('line', line => {
    const message = JSON.parse(line)
    waiting.get(message.id)?.(message)
  })
  child.once('close', code => {
    for (const answer of waiting.values()) answer({ error: { message: `it ended with ${code}: ${printed}` } })
  })
  const send = message => child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`)
  const ask = async (method, params) => {
    id += 1
    const answered = new Promise(resolve => waiting.set(id, resolve))
    send({ id, method, params })
    return resultOf(method, await answered)
  }
  await ask('initialize', HELLO)
  send({ method: 'notifications/initialized' })
  return {
    ask,
    /** what a tool answers, refusals too */
    call: async (name, args) => (await ask('tools/call', { name, arguments: args })).structuredContent,
  }
}

function resultOf(method, { result, error }) {
  if (error) throw new Error(`${method}: ${error.message}`)
  return result
}
