// What a person does with an agent's notice.
import type { NoticeView } from '../../preload/contract.ts'
import { call } from '../api.ts'
import { goTo } from './actions.ts'

/** A notice that is gone already is no failure anybody has to read. */
export function dismissNotice(id: number): void {
  void call('notice.dismiss', { id })
}

/** Goes to the surface it is about. */
export function followNotice({ id, surface }: NoticeView): void {
  if (surface !== null) goTo(surface)
  dismissNotice(id)
}
