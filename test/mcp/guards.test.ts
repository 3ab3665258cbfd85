import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { checkHead, type Head, MAX_BODY, NO_TOKEN } from '../../main/mcp/guards.ts'

const good: Head = {
  method: 'POST',
  url: '/mcp',
  headers: { host: ['127.0.0.1:4823'], 'content-type': ['application/json'], 'content-length': ['2'] },
}
const withHeader = (name: string, ...values: string[]): Head => ({
  ...good,
  headers: { ...good.headers, [name]: values },
})
const status = (head: Head) => checkHead(head, 4823)?.status ?? null

test('a good request passes', () => {
  expect(checkHead(good, 4823)).toBeNull()
})

describe('host', () => {
  test.each(['127.0.0.1:4823', 'localhost:4823', 'LocalHost:4823', '[::1]:4823'])('%s passes', host => {
    expect(status(withHeader('host', host))).toBeNull()
  })
  test.each([
    'evil.example',
    'evil.example:4823',
    '127.0.0.1',
    'localhost',
    '127.0.0.1:4824',
    '127.0.0.1:4823.evil.example',
    'localhost:4823@evil.example',
    '127.0.0.1:04823',
    '127.1:4823',
    '0.0.0.0:4823',
    '::1:4823',
    'localhost.:4823',
    '',
  ])('%j is refused', host => {
    expect(status(withHeader('host', host))).toBe(403)
  })
  test('two hosts are refused, even two good ones', () => {
    expect(status(withHeader('host', 'localhost:4823', 'localhost:4823'))).toBe(403)
  })
  test('no host is refused', () => {
    expect(status({ ...good, headers: { ...good.headers, host: undefined } })).toBe(403)
  })
  test('whatever is not one of the three is refused', () => {
    const allowed = ['127.0.0.1:4823', 'localhost:4823', '[::1]:4823']
    const host = fc.oneof(
      fc.string(),
      fc.domain(),
      fc.tuple(fc.constantFrom(...allowed), fc.string({ minLength: 1 })).map(parts => parts.join('')),
    )
    fc.assert(
      fc.property(host, value => {
        fc.pre(!allowed.includes(value.toLowerCase()))
        return status(withHeader('host', value)) === 403
      }),
    )
  })
})

test.each(['http://localhost:4823', 'http://127.0.0.1:4823', 'null', '', 'https://evil.example'])(
  'origin %j is refused',
  origin => {
    expect(status(withHeader('origin', origin))).toBe(403)
  },
)

describe('an allowed origin', () => {
  const allowed = ['http://127.0.0.1:6274']
  const withOrigin = (...origins: string[]) =>
    checkHead(withHeader('origin', ...origins), 4823, allowed)?.status ?? null
  test('passes as it stands', () => {
    expect(withOrigin('http://127.0.0.1:6274')).toBeNull()
  })
  test.each([
    ['http://127.0.0.1:6275'],
    ['https://127.0.0.1:6274'],
    ['http://127.0.0.1:6274/'],
    ['http://127.0.0.1:6274.evil.example'],
    ['HTTP://127.0.0.1:6274'],
    ['http://127.0.0.1:6274', 'http://127.0.0.1:6274'],
    ['http://127.0.0.1:6274', 'http://evil.example'],
  ])('does not let %s in', (...origins) => {
    expect(withOrigin(...origins)).toBe(403)
  })
})

test.each(['/', '/mcp/', '/mcp?token=x', '/MCP', '/sse', '/.well-known/oauth-protected-resource', '/register'])(
  'path %s is not found',
  url => {
    expect(status({ ...good, url })).toBe(404)
  },
)

test('the body for /register says where a token comes from: a client shows it to people', () => {
  const message = checkHead({ ...good, url: '/register' }, 4823)?.message
  expect(message).toBe('Token missing or revoked. Open Gatehouse, Connect, to get one.')
})

test.each(['GET', 'DELETE', 'PUT', 'OPTIONS', 'HEAD', 'post'])('%s is not allowed', method => {
  const refusal = checkHead({ ...good, method }, 4823)
  expect(refusal).toMatchObject({ status: 405, headers: { allow: 'POST' } })
})

test.each(['application/json; charset=utf-8', 'Application/JSON', 'application/json;charset=utf-8'])(
  'type %s passes',
  type => {
    expect(status(withHeader('content-type', type))).toBeNull()
  },
)
test.each([
  'text/plain',
  'application/json-patch+json',
  'application/jsonx',
  'multipart/form-data',
  '',
  'text/plain, application/json',
])('type %j is refused', type => {
  expect(status(withHeader('content-type', type))).toBe(415)
})

test('1 MiB passes and one byte more does not', () => {
  expect(status(withHeader('content-length', String(MAX_BODY)))).toBeNull()
  expect(status(withHeader('content-length', String(MAX_BODY + 1)))).toBe(413)
})

test('the checks run in their order: each fault is named only where those before it are right', () => {
  const worst: Head = {
    method: 'GET',
    url: '/x',
    headers: { host: ['evil'], origin: ['evil'], 'content-type': ['a/b'], 'content-length': ['9999999'] },
  }
  const steps: Partial<Head['headers']>[] = [{ host: ['localhost:4823'] }, { origin: undefined }]
  let head = worst
  const seen = [checkHead(head, 4823)?.error]
  for (const step of steps) {
    head = { ...head, headers: { ...head.headers, ...step } }
    seen.push(checkHead(head, 4823)?.error)
  }
  head = { ...head, url: '/mcp' }
  seen.push(checkHead(head, 4823)?.error)
  head = { ...head, method: 'POST' }
  seen.push(checkHead(head, 4823)?.error)
  head = { ...head, headers: { ...head.headers, 'content-type': ['application/json'] } }
  seen.push(checkHead(head, 4823)?.error)
  expect(seen).toEqual([
    'foreign_host',
    'foreign_origin',
    'not_found',
    'method_not_allowed',
    'unsupported_type',
    'too_large',
  ])
})

test('the answer to a missing token points nobody to OAuth', () => {
  expect(NO_TOKEN.headers?.['www-authenticate']).toBe('Bearer error="invalid_token"')
})
