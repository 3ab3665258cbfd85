// What a person does with tmux and with hosts from the window: looks what there is, adopts panes, lets go of them, tries again.
import type { CallName, CallOutput, CallParsed, Failure, Result } from '../preload/contract.ts'
import type { House } from './house.ts'

type TmuxCall = Extract<CallName, `tmux.${string}` | `ssh.${string}`>
type TmuxCalls = { [K in TmuxCall]: (input: CallParsed<K>) => Promise<Result<CallOutput<K>>> | Result<CallOutput<K>> }

const NOT_YET: Failure = { ok: false, code: 'no_tmux', message: 'tmux is not there yet.' }

export function createTmuxCalls(_house: House): TmuxCalls {
  return {
    'tmux.places': () => NOT_YET,
    'tmux.list': () => NOT_YET,
    'tmux.adopt': () => NOT_YET,
    'tmux.letGo': () => NOT_YET,
    'tmux.reconnect': () => NOT_YET,
    'ssh.open': () => NOT_YET,
  }
}
