// The window's one way out: typed calls, slices and terminal ports over window.gatehouse. What comes in is parsed here.
import { config } from 'zod'
import type {
  AppState,
  Bridge,
  CallInput,
  CallName,
  CallOutput,
  DoEvent,
  Result,
  SliceEvent,
} from '../preload/contract.ts'
import { calls, doSchema, PORT_EVENT, sliceEventSchema, slices } from '../preload/contract.ts'

declare global {
  interface Window {
    readonly gatehouse: Bridge
  }
}

// zod would try `new Function` for speed; this page's content security policy forbids it.
config({ jitless: true })

/** Calls main. A thrown fault or an answer of the wrong shape becomes the error value `fault`. */
export async function call<K extends CallName>(name: K, input: CallInput<K>): Promise<Result<CallOutput<K>>> {
  try {
    const result = await window.gatehouse.invoke(name, input)
    if (!result.ok) return result
    return { ok: true, value: calls[name].out.parse(result.value) as CallOutput<K> }
  } catch (error) {
    return { ok: false, code: 'fault', message: error instanceof Error ? error.message : String(error) }
  }
}

/** Hears slices; one that does not parse is reported and dropped. Returns the unsubscriber. */
export function onSlice(listener: (event: SliceEvent) => void): () => void {
  return window.gatehouse.on(event => {
    const name = sliceEventSchema.safeParse(event)
    const value = name.success ? slices[name.data.slice].safeParse(name.data.value) : null
    if (name.success && value?.success) listener({ slice: name.data.slice, value: value.data } as SliceEvent)
    else console.error('gatehouse: a slice of another shape was dropped', event, value?.error ?? name.error)
  })
}

/** Hears what a person chose outside of the page; what does not parse is dropped. */
export function onDo(listener: (event: DoEvent) => void): void {
  window.gatehouse.onDo(event => {
    const parsed = doSchema.safeParse(event)
    if (parsed.success) listener(parsed.data)
  })
}

export async function getState(): Promise<Result<AppState>> {
  return call('state.get', {})
}

let nextTag = 0

/** Asks for a surface's bytes; resolves with the port once main has sent it. The caller starts and closes it. */
export function openPort(surface: string): Promise<Result<MessagePort>> {
  nextTag += 1
  const tag = `t${nextTag}`
  return new Promise(resolve => {
    const heard = (event: MessageEvent) => {
      const data = event.data as { kind?: unknown; tag?: unknown } | null
      const port = event.ports[0]
      if (event.source !== window || data?.kind !== PORT_EVENT || data.tag !== tag || !port) return
      window.removeEventListener('message', heard)
      resolve({ ok: true, value: port })
    }
    window.addEventListener('message', heard)
    const failed = (failure: Result<never>) => {
      window.removeEventListener('message', heard)
      resolve(failure)
    }
    window.gatehouse.port(surface, tag).then(
      answer => {
        if (!answer.ok) failed(answer)
      },
      (error: unknown) => failed({ ok: false, code: 'fault', message: String(error) }),
    )
  })
}
