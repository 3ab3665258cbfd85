// The record as the window asks for it, one function a call. What an entry is and how it is found is gate/log's.
import type { activityCalls, CallOutput, CallParsed, Failure, Result } from '../preload/contract.ts'
import type { House } from './house.ts'

type ActivityCall = Exclude<keyof typeof activityCalls, 'activity.export'>
type ActivityCalls = {
  [K in ActivityCall]: (input: CallParsed<K>) => Promise<Result<CallOutput<K>>> | Result<CallOutput<K>>
}

const NOT_YET: Failure = { ok: false, code: 'not_yet', message: 'The record cannot be looked at here yet.' }

export function createActivityCalls(_house: House): ActivityCalls {
  return {
    'activity.page': () => NOT_YET,
    'activity.get': () => NOT_YET,
    'activity.find': () => NOT_YET,
    'activity.facets': () => NOT_YET,
    'activity.sums': () => NOT_YET,
    'activity.verify': () => NOT_YET,
  }
}
