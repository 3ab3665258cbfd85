// What the HTTP side has to know of a JSON-RPC body before the SDK reads it: which ids it waits for, what it cancels and
// what it subscribes to. It judges nothing: a body that makes no sense gives nothing here, and the SDK answers it.

type Fields = Record<string, unknown>

const fieldsOf = (value: unknown): Fields | null =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null

const isId = (id: unknown): id is string | number => typeof id === 'string' || typeof id === 'number'

/** Several in the protocol of 2025-03-26, which has batches. */
const messagesOf = (body: unknown): Fields[] =>
  (Array.isArray(body) ? body : [body]).map(fieldsOf).filter(message => message !== null)

/** Ids of the requests in a body. */
export function idsOf(body: unknown): (string | number)[] {
  return messagesOf(body)
    .filter(({ method }) => typeof method === 'string')
    .map(({ id }) => id)
    .filter(isId)
}

/** Ids of the requests that a body cancels. */
export function cancelledBy(body: unknown): (string | number)[] {
  return messagesOf(body)
    .filter(({ method }) => method === 'notifications/cancelled')
    .map(({ params }) => fieldsOf(params)?.['requestId'])
    .filter(isId)
}

/** The resources whose changes a body asks for. */
export function subscribedBy(body: unknown): string[] {
  const message = fieldsOf(body)
  if (message?.['method'] !== 'subscriptions/listen') return []
  const uris = fieldsOf(fieldsOf(message['params'])?.['notifications'])?.['resourceSubscriptions']
  return Array.isArray(uris) ? uris.filter(uri => typeof uri === 'string') : []
}
