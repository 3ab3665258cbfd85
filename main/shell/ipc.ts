// The one door from the page into main: every call is checked for its sender, parsed by the contract's schema, and
// answered with a Result. What a call does is in `handlers`, given by the composition; nothing is decided here.
import { type IpcMainInvokeEvent, ipcMain, type WebContents } from 'electron'
import {
  CALL_CHANNEL,
  type CallName,
  type CallOutput,
  type CallParsed,
  calls,
  type Failure,
  type Result,
} from '../../preload/contract.ts'

export type Handlers = {
  [K in CallName]: (input: CallParsed<K>, from: WebContents) => Promise<Result<CallOutput<K>>> | Result<CallOutput<K>>
}

/** `trusted`: is this frame our window's own page? */
export function serveCalls(handlers: Handlers, trusted: (event: IpcMainInvokeEvent) => boolean): () => void {
  ipcMain.handle(CALL_CHANNEL, async (event, name: unknown, input: unknown): Promise<Result<unknown>> => {
    if (!trusted(event)) return failure('untrusted_sender', 'This call did not come from the Gatehouse window.')
    if (typeof name !== 'string' || !Object.hasOwn(calls, name)) {
      return failure('no_such_call', `There is no call ${JSON.stringify(name)}.`)
    }
    return answer(name as CallName, input, handlers, event.sender)
  })
  return () => ipcMain.removeHandler(CALL_CHANNEL)
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

function failure(code: string, message: string): Failure {
  return { ok: false, code, message }
}
