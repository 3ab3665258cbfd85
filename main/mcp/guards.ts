// What stands in front of the MCP handler: small pure checks on a request's head, in a fixed order. The token is checked
// after them (identity.ts), the body last (body.ts), so a stranger makes the server read and hash nothing.

/** The part of a request that comes before its body. `headers` holds every value a header was given. */
export interface Head {
  readonly method: string
  readonly url: string
  readonly headers: Readonly<Record<string, readonly string[] | undefined>>
}

/** An HTTP answer that is not MCP. `error` is stable; `message` is for a person: some clients show the body. */
export interface HttpRefusal {
  readonly status: number
  readonly error: string
  readonly message: string
  readonly headers?: Readonly<Record<string, string>>
}

/** The largest body that is read, in bytes. */
export const MAX_BODY = 1024 * 1024

const TOKEN_MESSAGE = 'Token missing or revoked. Open Gatehouse, Connect, to get one.'

/** No `resource_metadata`: there is no OAuth here, and naming it would send clients looking for it. */
export const NO_TOKEN: HttpRefusal = {
  status: 401,
  error: 'invalid_token',
  message: TOKEN_MESSAGE,
  headers: { 'www-authenticate': 'Bearer error="invalid_token"' },
}

export const TOO_LARGE: HttpRefusal = {
  status: 413,
  error: 'too_large',
  message: 'A request may have 1 MiB and no more.',
}

export const NOT_JSON: HttpRefusal = { status: 400, error: 'not_json', message: 'The body is not JSON in UTF-8.' }

export const BROKEN: HttpRefusal = {
  status: 500,
  error: 'broken',
  message: 'Something in Gatehouse failed, and nothing was done.',
}

/** A page in a browser can be made to reach 127.0.0.1 under its own host name. Its Host header gives it away. */
function checkHost(head: Head, port: number): HttpRefusal | null {
  const hosts = head.headers['host'] ?? []
  const allowed = [`127.0.0.1:${port}`, `localhost:${port}`, `[::1]:${port}`]
  if (hosts.length === 1 && allowed.includes(hosts[0]!.toLowerCase())) return null
  return { status: 403, error: 'foreign_host', message: `Only requests to 127.0.0.1:${port} are served.` }
}

/** Browsers send Origin; no MCP client does. Local pages are refused like any other, unless they are named. */
function checkOrigin(head: Head, allowed: readonly string[]): HttpRefusal | null {
  const origins = head.headers['origin']
  if (origins === undefined) return null
  if (origins.length === 1 && allowed.includes(origins[0]!)) return null
  return { status: 403, error: 'foreign_origin', message: 'Requests from web pages are not served.' }
}

/** A few paths, no query: a token in a URL would end in logs, so nothing may stand there. */
function checkPath(head: Head, profiles: readonly string[]): HttpRefusal | null {
  if (head.url === '/mcp' || profiles.some(name => head.url === `/mcp/${name}`)) return null
  // A client whose token is refused tries to register itself for OAuth, and shows people what it gets back.
  if (head.url === '/register') return { status: 404, error: 'invalid_token', message: TOKEN_MESSAGE }
  if (head.url.startsWith('/mcp/') && profiles.length > 0) {
    const message = `There is no such profile. There are: ${profiles.map(name => `/mcp/${name}`).join(', ')}; and /mcp itself.`
    return { status: 404, error: 'no_such_profile', message }
  }
  return { status: 404, error: 'not_found', message: 'Nothing is here. The MCP server is at /mcp.' }
}

function checkMethod(head: Head): HttpRefusal | null {
  if (head.method === 'POST') return null
  return {
    status: 405,
    error: 'method_not_allowed',
    message: 'Only POST is served; there are no sessions and no event streams to open.',
    headers: { allow: 'POST' },
  }
}

/** Anything but JSON is what a web form could send without asking. */
function checkType(head: Head): HttpRefusal | null {
  const types = head.headers['content-type'] ?? []
  if (types.length === 1 && /^application\/json *(;|$)/i.test(types[0]!.trim())) return null
  return { status: 415, error: 'unsupported_type', message: 'Requests are application/json.' }
}

/** The length a request declares; what it really sends is counted while reading. */
function checkLength(head: Head): HttpRefusal | null {
  return Number(head.headers['content-length']?.[0] ?? 0) > MAX_BODY ? TOO_LARGE : null
}

/**
 * The first refusal, or null where the request may go on to the token. `origins`: those that are not refused. `profiles`: the
 * addresses below `/mcp`.
 */
export function checkHead(
  head: Head,
  port: number,
  origins: readonly string[] = [],
  profiles: readonly string[] = [],
): HttpRefusal | null {
  return (
    checkHost(head, port) ??
    checkOrigin(head, origins) ??
    checkPath(head, profiles) ??
    checkMethod(head) ??
    checkType(head) ??
    checkLength(head)
  )
}
