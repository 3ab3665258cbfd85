// The real server in a process of its own, with a gate behind it that says yes to everything. It prints its port, and at each
// line on stdin what it holds in memory after a collection, in bytes.
import { createInterface } from 'node:readline'
import { startMcp } from '../../../main/mcp/http.ts'
import { hashToken } from '../../../main/mcp/tokens.ts'
import { fakeGate } from '../fake-gate.ts'

const gate = fakeGate()
// It would grow with every call.
gate.asked.push = () => 0
const known = hashToken(process.argv[2]!)
const faults = new Map<string, number>()
const started = await startMcp({
  port: 0,
  gate,
  identify: hash => (hash === known ? { id: 'cursor', name: 'Cursor' } : null),
  version: '1',
  requestTimeoutMs: Number(process.argv[3]),
  onFault: ({ message }) => faults.set(message, (faults.get(message) ?? 0) + 1),
})
if (!started.ok) throw new Error(started.message)
console.log(started.value.port)
for await (const _ of createInterface({ input: process.stdin })) {
  // Twice: what the first one makes unreachable may have waited for it.
  globalThis.gc?.()
  await new Promise(resolve => setTimeout(resolve, 50))
  globalThis.gc?.()
  const polluted = 'polluted' in {}
  const heap = process.memoryUsage().heapUsed
  console.log(JSON.stringify({ heap, polluted, faults: Object.fromEntries(faults) }))
}
await started.value.close()
