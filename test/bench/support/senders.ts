// How many sends a second, from one sender and from sixteen at once, at three depths, each in a process of its own: the record alone,
// the whole gate with real terminals, and the same over HTTP, where the process is the load and not Gatehouse.
//
// The record writes of each send what the gate has it write: what is meant, synced, and then how it ended.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { openActivity } from '../../../main/gate/activity.ts'
import { entry } from '../../../main/gate/entries.ts'
import { openHouse } from '../../../main/house.ts'
import { readArgs } from '../../../main/start.ts'
import { plainSettings } from '../../../main/store/settings.ts'
import { dataFolder } from '../../helpers/data-folder.ts'
import { plainCall } from './sends-http.ts'

export const SENDERS = 16
export const AGENT = 'bench'
const SENDING_MS = 1000

/** cat is no shell: whether it asks something cannot be known. */
export const RULES = [
  { id: 'r1', agents: AGENT, surfaces: { name: 'c*' }, level: 'submit', answer: 'allow' },
  { id: 'r2', agents: AGENT, surfaces: '*', level: 'submit' },
]
/** Flags that open a terminal with `cat` for each sender: c0, c1, … */
export const CATS = Array.from({ length: SENDERS }, (_, at) => ['--open-command=cat', `--name=c${at}`]).flat()

export type Depth = 'record' | 'gate' | 'http'

/** A process that sends. */
export interface Senders {
  /** Sends a second from so many at once, each to a terminal of its own. */
  run(count: number): Promise<number>
  stop(): Promise<void>
}

/** `self`: the bundle that calls `serveSenders` for the role `senders`. `more`: of `http` the address and the token. */
export async function openSenders(self: string, depth: Depth, ...more: string[]): Promise<Senders> {
  const child = fork(self, ['senders', depth, ...more], { stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  const ended = once(child, 'exit')
  const next = async (): Promise<number> => {
    const [told] = await Promise.race([once(child, 'message'), ended.then(() => [null])])
    if (typeof told !== 'number') throw new Error(`the senders at ${depth} ended`)
    return told
  }
  await next()
  return {
    run(count) {
      const told = next()
      child.send(count)
      return told
    },
    async stop() {
      child.disconnect()
      await ended
    },
  }
}

interface Sending {
  /** The nth sender's next one. */
  send(sender: number): Promise<unknown>
  stop(): Promise<unknown>
}

/** Sends when it is told to, until whoever started it lets go. */
export async function serveSenders([depth, ...more]: readonly string[]): Promise<void> {
  const sending = depth === 'http' ? overHttp(more[0]!, more[1]!) : await (depth === 'gate' ? atGate() : atRecord())
  process.on('message', (count: number) => {
    perSecond(count, sending).then(
      found => process.send?.(found),
      error => {
        throw error
      },
    )
  })
  process.once('disconnect', () => void sending.stop().then(() => process.exit(0)))
  process.send?.(0)
}

async function perSecond(count: number, { send }: Sending): Promise<number> {
  const start = performance.now()
  let sent = 0
  await Promise.all(
    Array.from({ length: count }, async (_, sender) => {
      while (performance.now() - start < SENDING_MS) {
        await send(sender)
        sent += 1
      }
    }),
  )
  return (sent * 1000) / (performance.now() - start)
}

function overHttp(url: string, token: string): Sending {
  const connections = Array.from({ length: SENDERS }, () => plainCall(url, token))
  let nth = 0
  return {
    async send(sender) {
      nth += 1
      const answer = await connections[sender]!.call('submit_text', { surface: `c${sender}`, text: `many ${nth}` })
      if (!answer.includes('submitted')) throw new Error(answer)
    },
    async stop() {
      for (const one of connections) one.end()
    },
  }
}

async function atGate(): Promise<Sending> {
  const folder = await dataFolder([AGENT], RULES)
  process.env['HOME'] = folder.dir
  process.env['SHELL'] = '/bin/bash'
  const args = readArgs([`--user-data-dir=${folder.dir}`, '--mcp-port=0', ...CATS], '0.0.0')
  if (typeof args === 'number') throw new Error('the flags are wrong')
  const options = { args, version: '0.0.0', settings: plainSettings, window: false, developmentElectron: false }
  const house = await openHouse(options)
  if (!house.ok) throw new Error(house.message)
  const { gate } = house.value
  const agent = { id: AGENT, name: AGENT }
  let nth = 0
  return {
    async send(sender) {
      nth += 1
      const sent = await gate.send(agent, { intent: 'submit', surface: `c${sender}`, text: `gate ${nth}` })
      if (sent.refused || sent.outcome !== 'submitted') throw new Error(JSON.stringify(sent))
    },
    async stop() {
      await house.value.close()
      await folder.remove()
    },
  }
}

async function atRecord(): Promise<Sending> {
  const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'gatehouse-bench-'))
  const activity = await openActivity(folder)
  let nth = 0
  return {
    async send(sender) {
      nth += 1
      const facts = { surface: { id: 's_aaaa', name: `c${sender}` }, intent: 'submit' as const, bytes: 10 }
      const verdict = { effect: 'allow' as const, rule: 'r1', why: 'Rule r1 gives bench submit on c0.' }
      const of = await activity.append(entry('send', AGENT, { ...facts, text: `record ${nth}`, verdict }))
      await activity.append(entry('send', AGENT, { ...facts, outcome: 'delivered', tookMs: 1, of }), 'written')
    },
    async stop() {
      await activity.close()
      await fs.rm(folder, { recursive: true })
    },
  }
}
