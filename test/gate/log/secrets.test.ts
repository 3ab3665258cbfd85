// What is taken for a secret, what is not, and that masking leaves none of what was found.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { MASK, mask, secretsIn } from '../../../main/gate/log/secrets.ts'
import { growth } from '../../helpers/growth.ts'

const b = (count: number) => 'a1B2c3D4e5F6g7H8i9J0'.repeat(20).slice(0, count)
// Put together here, so that no scanner takes this file for a leak.
const of = (...parts: string[]) => parts.join('')

const HITS: readonly (readonly [text: string, secret: string])[] = [
  ...[
    of('gh', 'p_', b(36)),
    of('github', '_pat_', b(60)),
    of('gl', 'pat-', b(20)),
    of('sk-', 'ant-api03-', b(90)),
    of('sk-', 'proj-', b(60)),
    of('sk-', b(48)),
    of('AK', 'IA', 'IOSFODNN7EXAMPLQ'),
    of('AI', 'za', b(35)),
    of('ya', '29.', b(40)),
    of('xo', 'xb-', '123456789012-', b(24)),
    of('sk', '_live_', b(24)),
    of('whs', 'ec_', b(32)),
    of('np', 'm_', b(36)),
    of('py', 'pi-', b(60)),
    of('h', 'f_', b(34)),
    of('S', 'G.', b(22), '.', b(43)),
    of('ga', 'te_', b(43)),
    of('ey', 'JhbGciOiJIUzI1NiJ9', '.ey', 'JzdWIiOiIxIn0xx', '.', b(43)),
  ].map(token => [`curl -H "x: ${token}" .`, token] as const),
  [of('-----BEGIN RSA PRI', 'VATE KEY-----\nabc\n-----END RSA PRI', 'VATE KEY-----'), 'abc'],
  [of('-----BEGIN OPENSSH PRI', 'VATE KEY-----\ncut off'), 'cut off'],
  ['git clone https://ada:hunter2@example.com/x.git', 'hunter2'],
  ['psql postgres://app:p%40ss@db:5432/app', 'p%40ss'],
  ['curl -H "Authorization: Bearer abcdef0123456789abcdef"', 'abcdef0123456789abcdef'],
  ['export OPENAI_API_KEY=abcd1234', 'abcd1234'],
  ['PGPASSWORD=hunter2 psql', 'hunter2'],
  ['{"password": "correct horse"}', 'correct horse'],
  ['login --password "correct \\" battery staple"', 'staple'],
  ["PASSWORD='correct horse battery' run", 'battery'],
  ['["--token", "abc123def"]', 'abc123def'],
  [`API_KEY=${b(300)}zq9-tail`, 'zq9-tail'],
  [of('gh', 'p_', b(380), 'tail9'), 'tail9'],
  [`accessToken: "${b(24)}"`, b(24)],
  ['SECRET_KEY_BASE=abcdef123456', 'abcdef123456'],
  [of('jwt_ey', 'JhbGciOiJIUzI1NiJ9', '.ey', 'JzdWIiOiIxIn0xx', '.', b(43)), b(43)],
  ["client_secret='s3cr3t'", 's3cr3t'],
  ['token: tok1234', 'tok1234'],
  ['gh auth login --with-token abc123', 'abc123'],
  ['deploy --api-key=abc123', 'abc123'],
  ['deploy --password "hunter2"', 'hunter2'],
  ['curl -u ada:hunter2 https://example.com', 'hunter2'],
  ['sshpass -p hunter2 ssh box', 'hunter2'],
  ['mysql -u root -phunter2 app', 'hunter2'],
]

const MISSES: readonly string[] = [
  'git commit -am "Thread token family through login" && git push',
  'pnpm vitest run test/auth/rotate.test.ts',
  'list the tests that touch token families',
  'echo $GITHUB_TOKEN',
  'export TOKEN=$(cat file)',
  'curl -H "Authorization: Bearer $TOKEN"',
  'docker login --password-stdin',
  'deploy --token $TOKEN',
  of('API_KEY=$', '{API_KEY}'),
  'git clone git@github.com:ada/sk-learn-tools.git',
  'open https://example.com:8080/a@b',
  'ls ghp_short npm_config_registry',
  of('cd s', 'k-something-with-many-lower-case-words'),
  'sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  'password:',
  'mysql -u root -p app',
  'if (token == null) return',
  'mkdir -p ~/src/password-store',
  'Remember to change the password: it is old',
]

test('what a shell would run in the place of a secret stays to be seen', () => {
  const texts = ['--token abc;rm$IFS-rf$IFS~', 'token=abcd$(rm$IFS-rf$IFS~)', 'token=abcd`rm$IFS-rf`', '--token abc|sh']
  for (const text of texts) expect(mask(text).text).toMatch(/rm\$IFS-rf|\|sh/)
})

describe('a secret', () => {
  test.each(HITS)('is found and masked in %j', (text, secret) => {
    const masked = mask(text)
    expect(masked.found).toBeGreaterThan(0)
    expect(masked.text).not.toContain(secret)
    expect(masked.text).toContain(MASK)
  })

  test.each(MISSES)('is none in %j', text => {
    expect(secretsIn(text).map(({ from, to }) => text.slice(from, to))).toEqual([])
    expect(mask(text)).toEqual({ text, found: 0 })
  })

  test('is masked together with every other one, and all else stays', () => {
    const [first, second] = [of('gh', 'p_', b(36)), of('np', 'm_', b(36))]
    expect(mask(`a ${first} b ${second} c`)).toEqual({ text: `a ${MASK} b ${MASK} c`, found: 2 })
  })

  test('is found once where two shapes see it', () => {
    expect(mask(`GITHUB_TOKEN=${of('gh', 'p_', b(36))} x`)).toEqual({ text: `GITHUB_TOKEN=${MASK} x`, found: 1 })
  })
})

test('whatever the text, the pieces are in order and apart, and masking takes out just them', () => {
  const piece = fc.oneof(fc.string(), fc.constantFrom(...HITS.map(([text]) => text), ...MISSES, '://', '=', '"'))
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 8 }), pieces => {
      const text = pieces.join(' ')
      const found = secretsIn(text)
      let at = 0
      let rest = ''
      for (const { from, to } of found) {
        expect(from).toBeGreaterThanOrEqual(at)
        expect(to).toBeGreaterThan(from)
        rest += text.slice(at, from) + MASK
        at = to
      }
      expect(mask(text)).toEqual({ text: rest + text.slice(at), found: found.length })
    }),
  )
})

test('the time to look at a text of a record grows with its length, and no more', () => {
  const long = 64 * 1024
  const texts = [
    'a',
    '-',
    'token',
    ' -p',
    '://:',
    '=',
    'password ',
    '-----BEGIN ',
    'eyJ.',
    'curl ',
    'a_',
    '--a-',
    'sk-',
    'sk-a-',
    '-eyJaaaaaaaa',
    '_eyJ',
  ]
  for (const text of texts) {
    const look = (length: number) => secretsIn(text.repeat(length / text.length))
    expect(growth(look, long), text).toBeLessThan(10)
  }
})
