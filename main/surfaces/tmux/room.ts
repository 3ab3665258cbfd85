// Every tmux server that is talked to, one connection each.
import type { TmuxRoom, TmuxRoomOptions } from './model.ts'

export function createTmuxRoom(_options: TmuxRoomOptions): TmuxRoom {
  throw new Error('not there yet')
}
