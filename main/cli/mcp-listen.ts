// A client that listens for changes goes on listening while the app comes and goes: the stream is opened anew, and what may
// have changed meanwhile is told. It never ends by itself, unless the app will have none of it from the start.
import { setTimeout as sleep } from 'node:timers/promises'
import type { Asking } from './mcp-ask.ts'
import type { Lines } from './mcp-line.ts'
import { say } from './mcp-say.ts'
import { fieldsOf, type Message } from './mcp-wire.ts'

/** How often the app is looked for, in ms. */
const LOOK_MS = 1000
/** The app has no room for one more stream: so long until it is asked again, in ms. */
const FULL_MS = 30_000

export interface Listening {
  readonly lines: Lines
  readonly asking: Asking
  readonly onState: (why: string | null) => void
}

/** `request`: a `subscriptions/listen`. Resolves at the signal, or once the app refuses it. */
export async function listen(
  { lines, asking, onState }: Listening,
  request: Message,
  signal: AbortSignal,
  hear: (message: Message) => void,
): Promise<void> {
  let acknowledged: Message | null = null
  let missed = false
  let refused = false
  let wait = LOOK_MS

  function take(message: Message): void {
    if (message['method'] === 'notifications/subscriptions/acknowledged') {
      if (acknowledged === null) hear(message)
      else if (missed) for (const change of changes(message)) hear(change)
      acknowledged = message
      missed = false
    } else if ('method' in message) hear(message)
    else if (acknowledged === null || changes(acknowledged).length === 0) {
      refused = true
      hear(message)
    } else if ('error' in message) wait = FULL_MS
  }

  while (!signal.aborted && !refused) {
    wait = LOOK_MS
    const line = await lines.take()
    if ('why' in line) {
      onState(line.why)
      if (acknowledged === null) await acknowledge(asking, request, take, line.why)
    } else {
      onState(null)
      const ended = await asking.over(line, request, signal, take)
      if (!signal.aborted && ended === 'lost') onState(say.notRunning)
    }
    missed = true
    if (!refused) await sleep(wait, undefined, { signal }).catch(() => {})
  }
}

/** The app is not there: what it would acknowledge, so that the client knows that it will be told. */
async function acknowledge(asking: Asking, request: Message, take: (message: Message) => void, why: string) {
  const first = new AbortController()
  const hear = (message: Message) => {
    take(message)
    // Where nothing is listened for, its end comes too.
    if (!('method' in message) || changes(message).length > 0) first.abort()
  }
  await asking.alone(request, first.signal, hear, why).catch(() => {})
}

const LISTS = { toolsListChanged: 'tools', promptsListChanged: 'prompts', resourcesListChanged: 'resources' }

/** All that may have changed while nobody listened, as far as it is listened for. */
function changes({ params }: Message): Message[] {
  const { notifications, _meta } = fieldsOf(params)
  const wanted = fieldsOf(notifications)
  const note = (what: string, more: object = {}) => {
    return { jsonrpc: '2.0', method: `notifications/${what}`, params: { ...more, _meta } }
  }
  const uris = wanted['resourceSubscriptions']
  return [
    ...Object.entries(LISTS).flatMap(([key, list]) => (wanted[key] === true ? [note(`${list}/list_changed`)] : [])),
    ...(Array.isArray(uris) ? uris.map(uri => note('resources/updated', { uri })) : []),
  ]
}
