// Many sends in one call: a loop over the same send, so every rule and every limit holds for each. It decides nothing
// itself but the order, and that one ask at most waits for a person.
import { refuse, startCall } from './call.ts'
import type { Core } from './core.ts'
import type { Agent, Refusal, SendOutcome, TextRequest } from './model.ts'
import { toRefusal } from './refusals.ts'
import { resolve } from './resolve.ts'
import { say } from './sentences.ts'

export interface OneOfMany {
  /** id or exact unique name */
  readonly surface: string
  readonly text: string
  /** with Enter */
  readonly submit: boolean
}

export interface ManyRequest {
  /** 1 to 50 */
  readonly sends: readonly OneOfMany[]
  /** nothing after the first refusal is tried; an ask is waited for before the next */
  readonly stopOnError?: boolean | undefined
  readonly signal?: AbortSignal | undefined
  /** called at once and every 15 s while one of them waits for a person */
  readonly onProgress?: ((waitedMs: number) => void) | undefined
}

export type OneResult = SendOutcome | Refusal | { readonly refused: false; readonly outcome: 'not_tried' }

export interface ManyResult {
  readonly refused: false
  /** one for each, in order */
  readonly results: readonly OneResult[]
}

const MOST = 50
const NOT_TRIED = { refused: false, outcome: 'not_tried' } as const

type Send = (request: TextRequest) => Promise<SendOutcome | Refusal>

/** Throws what `send` throws, and `ActivityError`. */
export async function sendMany(
  core: Core,
  agent: Agent,
  request: ManyRequest,
  send: Send,
): Promise<ManyResult | Refusal> {
  const { length } = request.sends
  if (length === 0 || length > MOST) {
    const why = say.howMany(length, MOST)
    return toRefusal({ code: 'bad_arguments', why, field: 'sends', fix: say.thatMany(MOST) }, null, null)
  }
  const results = request.stopOnError ? await inOrder(request, send) : await together(core, agent, request, send)
  return { refused: false, results }
}

async function inOrder({ sends, signal, onProgress }: ManyRequest, send: Send): Promise<OneResult[]> {
  const results: OneResult[] = []
  let stopped = false
  for (const one of sends) {
    const done: OneResult =
      stopped || signal?.aborted ? NOT_TRIED : await send(textRequest(one, { signal, onProgress }))
    stopped ||= done.refused || done.outcome === 'failed' || done.outcome === 'unknown'
    results.push(done)
  }
  return results
}

/** One that asks waits beside the others; none that comes later overtakes it on its own surface. */
async function together(
  core: Core,
  agent: Agent,
  { sends, signal, onProgress }: ManyRequest,
  send: Send,
): Promise<OneResult[]> {
  const results: Promise<OneResult>[] = []
  const ahead: { waiting: { readonly surface: string | null } | null } = { waiting: null }
  for (const one of sends) {
    if (signal?.aborted) {
      results.push(Promise.resolve(NOT_TRIED))
      continue
    }
    const surface = idOf(core, agent, one.surface)
    if (ahead.waiting && ahead.waiting.surface === surface) {
      results.push(overtaking(core, agent, one))
      continue
    }
    const asks = signalOf()
    const sent = send(
      textRequest(one, {
        signal,
        ...(ahead.waiting ? { noAsk: say.oneAskWaits() } : {}),
        onProgress(waitedMs) {
          asks.raise()
          onProgress?.(waitedMs)
        },
      }),
    )
    results.push(sent)
    if ((await Promise.race([sent, asks.raised])) !== 'raised') continue
    ahead.waiting = { surface }
    const over = () => {
      ahead.waiting = null
    }
    sent.then(over, over)
  }
  return Promise.all(results)
}

type More = Pick<TextRequest, 'onProgress' | 'noAsk'> & { readonly signal: AbortSignal | undefined }

function textRequest({ surface, text, submit }: OneOfMany, { signal, ...more }: More): TextRequest {
  return { intent: submit ? 'submit' : 'type', surface, text, ...(signal ? { signal } : {}), ...more }
}

function signalOf() {
  let raise = () => {}
  const raised = new Promise<'raised'>(resolve => {
    raise = () => resolve('raised')
  })
  return { raise, raised }
}

function idOf(core: Core, agent: Agent, asked: string): string | null {
  const found = core.broken() ? null : resolve(core, agent, asked)
  return found && 'surface' in found ? found.surface.facts.id : null
}

/** Refused as it is: sent now, it would come before what waits there. */
function overtaking(core: Core, agent: Agent, { surface, text, submit }: OneOfMany): Promise<Refusal> {
  const call = startCall(core, agent, { intent: submit ? 'submit' : 'type', text })
  const found = resolve(core, agent, surface)
  if ('trouble' in found) return refuse(core, call, null, found.trouble, null)
  const trouble = { code: 'ask_limit', effect: 'ask', why: say.waitsBefore(found.surface.facts.name) } as const
  return refuse(core, call, found.surface.facts, trouble, { level: found.grant.level })
}
