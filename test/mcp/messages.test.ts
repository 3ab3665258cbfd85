import fc from 'fast-check'
import { expect, test } from 'vitest'
import { cancelledBy, idsOf, subscribedBy } from '../../main/mcp/messages.ts'

test.each([
  [{ method: 'ping', id: 1 }, [1]],
  [{ method: 'ping', id: 'a' }, ['a']],
  [
    [{ method: 'ping', id: 1 }, { method: 'ping', id: 2 }, { method: 'notifications/x' }],
    [1, 2],
  ],
  [{ method: 'notifications/x' }, []],
  [{ id: 1, result: {} }, []],
  [{ method: 'ping', id: null }, []],
  [{ method: 'ping', id: {} }, []],
  [null, []],
  ['ping', []],
])('ids of %j are %j', (body, ids) => {
  expect(idsOf(body)).toEqual(ids)
})

const cancel = (params: unknown) => ({ method: 'notifications/cancelled', params })
test.each([
  [cancel({ requestId: 7 }), [7]],
  [cancel({ requestId: '7', reason: 'x' }), ['7']],
  [
    [cancel({ requestId: 7 }), cancel({ requestId: 8 })],
    [7, 8],
  ],
  [cancel({}), []],
  [cancel(undefined), []],
  [cancel([7]), []],
  [{ method: 'notifications/progress', params: { requestId: 7 } }, []],
])('%j cancels %j', (body, ids) => {
  expect(cancelledBy(body)).toEqual(ids)
})

const listen = (notifications: unknown) => ({ method: 'subscriptions/listen', params: { notifications } })
test.each([
  [listen({ resourceSubscriptions: ['a:b', 'c:d'] }), ['a:b', 'c:d']],
  [listen({ resourceSubscriptions: ['a:b', 7, null] }), ['a:b']],
  [listen({ resourceSubscriptions: 'a:b' }), []],
  [listen({ toolsListChanged: true }), []],
  [listen(null), []],
  [[listen({ resourceSubscriptions: ['a:b'] })], []],
  [{ method: 'resources/subscribe', params: { uri: 'a:b' } }, []],
])('%j subscribes to %j', (body, uris) => {
  expect(subscribedBy(body)).toEqual(uris)
})

test('no body makes any of them throw', () => {
  const body = fc.oneof(
    fc.jsonValue(),
    fc.record({
      method: fc.constantFrom('notifications/cancelled', 'subscriptions/listen'),
      id: fc.jsonValue(),
      params: fc.jsonValue(),
    }),
  )
  fc.assert(
    fc.property(body, value => {
      for (const of of [idsOf, cancelledBy, subscribedBy]) expect(Array.isArray(of(value))).toBe(true)
    }),
  )
})
