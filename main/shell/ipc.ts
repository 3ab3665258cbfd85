// What the page may call: every call is parsed by the contract's schema and answered with a Result. What a call does is in
// `handlers`, given by the composition; nothing is decided here. Who may call at all is door.ts's.
import type { WebContents } from 'electron'
import { type CallName, type CallOutput, type CallParsed, calls, type Result } from '../../preload/contract.ts'
import { failure } from '../store/failure.ts'

export type Handlers = {
  [K in CallName]: (input: CallParsed<K>, from: WebContents) => Promise<Result<CallOutput<K>>> | Result<CallOutput<K>>
}

/** The answer to one call, whatever was sent. */
export function answerCalls(handlers: Handlers) {
  return async (name: unknown, input: unknown, from: WebContents): Promise<Result<unknown>> => {
    if (typeof name !== 'string' || !Object.hasOwn(calls, name)) {
      return failure('no_such_call', `There is no call ${JSON.stringify(name)}.`)
    }
    return answer(name as CallName, input, handlers, from)
  }
}

async function answer<K extends CallName>(name: K, input: unknown, handlers: Handlers, from: WebContents) {
  const parsed = calls[name].in.safeParse(input)
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    const field = issue?.path.join('.') ?? ''
    return { ...failure('bad_input', `${name}: ${field || 'input'}: ${issue?.message ?? 'not valid'}`), field }
  }
  try {
    return await handlers[name](parsed.data as CallParsed<K>, from)
  } catch (error) {
    console.error(`gatehouse: ${name} failed:`, error)
    return failure('fault', `Something in Gatehouse broke: ${error instanceof Error ? error.message : String(error)}`)
  }
}
