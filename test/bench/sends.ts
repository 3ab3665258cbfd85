// What a send costs, from an agent's call to its answer: `npm run bench sends [ROUNDS [CALLS]]`. Beside a server that starts a tmux
// process for each call, and beside a bare tool of the SDK on the same port code; all of them processes of their own, and `cat`
// in every terminal.
//
// A send is a text and Enter. Ours is answered when it is recorded on disk, in, and the line was seen to leave; the references
// answer when the bytes are handed over. "Shown": until the next read shows the text, too.
//
// Sixteen senders beside one: at the record, where those that wait share a sync, and then with all that one thread does for each
// send, at the gate and over HTTP.
import { setTimeout as wait } from 'node:timers/promises'
import { serveBareTool } from './support/bare-tool.ts'
import { serveForkTmux } from './support/fork-tmux.ts'
import type { GoalId } from './support/goals.ts'
import {
  type Figure,
  interleaved,
  p50,
  p99,
  type Row,
  type RowSpec,
  report,
  row,
  type Samples,
} from './support/measure.ts'
import { type Depth, SENDERS, serveSenders } from './support/senders.ts'
import type { Call } from './support/sends-http.ts'
import { openRig, type Rig } from './support/sends-rig.ts'

async function measure(rounds: number, calls: number) {
  const rig = await openRig(process.argv[1]!)
  try {
    const took = await interleaved(ways(rig, calls), { rounds, warmUp: 1 })
    const many = await sendersOf(rig, rounds)
    tell(took, many, `${rounds} rounds of ${calls} sends, one second of senders`)
  } finally {
    await rig.stop()
  }
}

let nth = 0

/** The times of so many sends, one after the other, each of another text. */
async function times(calls: number, call: (text: string) => Promise<unknown>, before?: () => Promise<unknown>) {
  const took: number[] = []
  for (let at = 0; at < calls; at += 1) {
    await before?.()
    nth += 1
    const text = `send ${nth}`
    const start = performance.now()
    await call(text)
    took.push(performance.now() - start)
  }
  return took
}

function ways(rig: Rig, calls: number) {
  const submit = (by: Call, surface: string) => async (text: string) => {
    const answer = await by('submit_text', { surface, text })
    if (!/submitted|sent/.test(answer)) throw new Error(answer)
  }
  const shown = (send: (text: string) => Promise<unknown>, read: () => Promise<string>) => async (text: string) => {
    await send(text)
    while (!(await read()).includes(text));
  }
  const two = (text: string) => rig.fork('send', { text })
  const seen = Math.ceil(calls / 4)
  return {
    'fork one': () => times(calls, text => rig.fork('send_one', { text })),
    'fork two': () => times(calls, two),
    'bare sdk': () => times(calls, submit(rig.bareSdk, 'c0')),
    'bare raw': () => times(calls, submit(rig.bareRaw, 'c0')),
    sdk: () => times(calls, submit(rig.sdk, 'c0')),
    raw: () => times(calls, submit(rig.raw, 'c1')),
    bridge: () => times(calls, submit(rig.bridge, 'c2')),
    // The shell is at its prompt again: what is measured is the send, not the wait for the command before it.
    shell: () =>
      times(
        calls,
        text => submit(rig.sdk, 'shell')(`: ${text}`),
        () => wait(20),
      ),
    'fork shown': () =>
      times(
        seen,
        shown(two, () => rig.fork('read')),
      ),
    'sdk shown': () =>
      times(
        seen,
        shown(submit(rig.sdk, 'c0'), () => rig.sdk('read_surface', { surface: 'c0' })),
      ),
    'bridge shown': () =>
      times(
        seen,
        shown(submit(rig.bridge, 'c2'), () => rig.bridge('read_surface', { surface: 'c2' })),
      ),
  }
}

/** One and sixteen in turns, at each depth alone: they would take the processors from each other. */
async function sendersOf(rig: Rig, rounds: number) {
  const at = async (depth: Depth) => {
    const senders = await rig.senders(depth)
    try {
      const both = { one: () => senders.run(1), all: () => senders.run(SENDERS) }
      return await interleaved(both, { rounds, warmUp: 1 })
    } finally {
      await senders.stop()
    }
  }
  return { record: await at('record'), gate: await at('gate'), http: await at('http') }
}

type Took = Record<keyof ReturnType<typeof ways>, Samples>

function tell(took: Took, many: Awaited<ReturnType<typeof sendersOf>>, how: string) {
  const two = ['fork-tmux, text and Enter', p50(took['fork two'])] as const
  const one = ['fork-tmux, one process', p50(took['fork one'])] as const
  const tail = ['fork-tmux, text and Enter, p99', p99(took['fork two'])] as const
  const bare = ['bare SDK tool, SDK client', p50(took['bare sdk'])] as const
  const bareRaw = ['bare SDK tool, plain HTTP', p50(took['bare raw'])] as const
  const shown = ['fork-tmux, shown', p50(took['fork shown'])] as const
  const line = (what: string, figure: Figure, spec: Omit<RowSpec, 'unit'> = {}) =>
    row(what, figure, { unit: 'ms', ...spec })
  report(
    'sends',
    [
      line('fork-tmux send, text and Enter, p50', two[1]),
      line('the same, p99', tail[1]),
      line('fork-tmux send, one process for both, p50', one[1]),
      line('bare tool of the SDK, its client, p50', bare[1]),
      line('the same over plain HTTP', bareRaw[1]),
      line('recorded send over HTTP, the SDK’s client, p50', p50(took.sdk), { reference: two, goal: 'send-p50' }),
      line('the same, p99', p99(took.sdk), { reference: tail, goal: 'send-p99' }),
      line('the same, p50, against one process for both', p50(took.sdk), { reference: one }),
      line('recorded send over plain HTTP, p50', p50(took.raw), { reference: two }),
      line('send through the bridge, p50', p50(took.bridge), { reference: two, goal: 'bridge-p50' }),
      line('the same, p50, against one process for both', p50(took.bridge), { reference: one }),
      line('the whole gate with its record on disk, p50', p50(took.sdk), { reference: bare, goal: 'gate' }),
      line('the same over plain HTTP', p50(took.raw), { reference: bareRaw }),
      line('a command at a shell’s prompt, the SDK’s client, p50', p50(took.shell), { reference: two }),
      line('fork-tmux, sent and shown, p50', shown[1]),
      line('recorded send, sent and shown, p50', p50(took['sdk shown']), { reference: shown }),
      line('through the bridge, sent and shown, p50', p50(took['bridge shown']), { reference: shown }),
      ...atOnce('the record alone', many.record, 'senders-16'),
      ...atOnce('the whole gate', many.gate),
      ...atOnce('over HTTP', many.http),
    ],
    { how },
  )
}

function atOnce(where: string, many: Record<'one' | 'all', Samples>, goal?: GoalId): Row[] {
  const alone = p50(many.one)
  const all = { unit: 'per s', reference: ['1 sender', alone], ...(goal ? { goal } : {}) } as const
  return [
    row(`${where}, 1 sender`, alone, { unit: 'per s' }),
    row(`${where}, ${SENDERS} senders at once`, p50(many.all), all),
  ]
}

// Last: what stands above is there by then.
const [role = '', ...rest] = process.argv.slice(2)
if (role === 'fork-tmux') await serveForkTmux(rest[0]!, rest[1]!)
else if (role === 'bare') await serveBareTool(rest[0]!)
else if (role === 'senders') await serveSenders(rest)
else await measure(Number(role || 5), Number(rest[0] ?? 100))
