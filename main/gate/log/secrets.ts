// Secrets in texts that are shown or exported: found by well-known shapes of tokens and by how commands name a password, and
// masked. (pure) It guesses: what has no such shape is not found, and what looks like one is masked though it is none.

/** A piece of a text that looks like a secret, in UTF-16 code units. */
export interface Secret {
  readonly from: number
  readonly to: number
  /** what it looks like, in a few words */
  readonly what: string
}

interface Shape {
  readonly what: string
  /** with `g`, and linear on any text; what is masked is its group `secret`, `double` or `single`, else all of it */
  readonly pattern: RegExp
  /** some of these stand in every match; a text without them is not looked at */
  readonly needs: readonly string[]
  /** what it takes for one may still be none */
  readonly is?: ((secret: string) => boolean) | undefined
}

/** A word of its own: no letter or digit right before. */
const TOKENS: readonly (readonly [what: string, needs: readonly string[], pattern: RegExp, is?: Shape['is']])[] = [
  [
    'GitHub token',
    ['gh', 'github_pat_'],
    /(?<![A-Za-z0-9])(?:gh[pousr]_[A-Za-z0-9]{36,}|github_pat_[A-Za-z0-9_]{22,})/g,
  ],
  ['GitLab token', ['glpat-', 'glptt-', 'gldt-', 'glrt-'], /(?<![A-Za-z0-9])gl(?:pat|ptt|dt|rt)-[A-Za-z0-9_-]{20,}/g],
  ['Anthropic key', ['sk-ant-'], /(?<![A-Za-z0-9])sk-ant-[A-Za-z0-9_-]{20,}/g],
  ['OpenAI key', ['sk-'], /(?<![A-Za-z0-9])sk-[A-Za-z0-9_-]{20,}/g, key => /[0-9]/.test(key) && /[A-Z]/.test(key)],
  [
    'AWS key id',
    ['AKIA', 'ASIA', 'ABIA', 'ACCA'],
    /(?<![A-Za-z0-9])(?:AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Za-z0-9])/g,
  ],
  [
    'Google key',
    ['AIza', 'ya29.', 'GOCSPX-'],
    /(?<![A-Za-z0-9])(?:AIza[A-Za-z0-9_-]{35}|ya29\.[A-Za-z0-9_-]{20,}|GOCSPX-[A-Za-z0-9_-]{28})/g,
  ],
  ['Slack token', ['xox', 'xapp-'], /(?<![A-Za-z0-9])(?:xox[abeoprs]-[A-Za-z0-9-]{10,}|xapp-[0-9]-[A-Za-z0-9-]{10,})/g],
  [
    'Slack address',
    ['hooks.slack.com'],
    /hooks\.slack\.com\/services\/T[A-Za-z0-9]+\/B[A-Za-z0-9]+\/(?<secret>[A-Za-z0-9]{16,})/g,
  ],
  [
    'Stripe key',
    ['k_live_', 'k_test_', 'whsec_'],
    /(?<![A-Za-z0-9])(?:[spr]k_(?:live|test)_[A-Za-z0-9]{16,}|whsec_[A-Za-z0-9]{24,})/g,
  ],
  ['npm token', ['npm_'], /(?<![A-Za-z0-9])npm_[A-Za-z0-9]{36}(?![A-Za-z0-9])/g],
  ['PyPI token', ['pypi-'], /(?<![A-Za-z0-9])pypi-[A-Za-z0-9_-]{32,}/g],
  ['Hugging Face token', ['hf_'], /(?<![A-Za-z0-9])hf_[A-Za-z0-9]{30,}/g],
  ['DigitalOcean token', ['_v1_'], /(?<![A-Za-z0-9])do[opr]_v1_[a-f0-9]{64}/g],
  ['SendGrid key', ['SG.'], /(?<![A-Za-z0-9])SG\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}/g],
  ['Docker token', ['dckr_pat_'], /(?<![A-Za-z0-9])dckr_pat_[A-Za-z0-9_-]{20,}/g],
  ['Gatehouse token', ['gate_'], /(?<![A-Za-z0-9])gate_[A-Za-z0-9_-]{43}(?![A-Za-z0-9_-])/g],
  // From the start of its word on, which is looked at once, however often `eyJ` stands in it.
  [
    'web token',
    ['eyJ'],
    /(?<![A-Za-z0-9_-])(?:[A-Za-z0-9]{0,40}[_-]){0,4}(?<secret>eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]{8,})/g,
  ],
]

const NAMES =
  '(?:pass(?:word|wd|phrase|code)?|pwd|token|(?:api|access|private|signing|encryption)[_-]?key|secret(?:[_-]?key(?:[_-]?base)?)?|credentials?)'
/** In quotes all of it, blanks too. */
const QUOTED = String.raw`"(?<double>(?:\\.|[^"\\\n]){1,4000})"?|'(?<single>[^'\n]{1,4000})'?`
/** What a shell runs within a word is shown. */
const NOT_RUN = String.raw`(?![$<>]\()`

/** `$NAME`, `${{ … }}`, `<token>`, `***`: a place for a secret and none itself. */
const PLACEHOLDER = /^(?:\$|<|%|\*+$|x{3,}$|\.{3}|(?:your|my|the)[_-]|changeme$|null$|none$|true$|false$|undefined$)/i
const isValue = (text: string) => !PLACEHOLDER.test(text)

const SHAPES: readonly Shape[] = [
  {
    what: 'private key',
    needs: ['-----BEGIN '],
    pattern:
      /-----BEGIN [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----(?:[\s\S]{0,20000}?-----END [A-Z0-9 ]{0,40}PRIVATE KEY(?: BLOCK)?-----|[\s\S]{0,20000})/g,
  },
  ...TOKENS.map(([what, needs, pattern, is]): Shape => ({ what, needs, pattern, is })),
  {
    what: 'password in an address',
    needs: ['://'],
    pattern: /[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:@'"]{0,100}:(?<secret>[^\s/@'"]{1,200})@/gi,
    is: isValue,
  },
  {
    what: 'bearer token',
    needs: ['earer ', 'asic ', 'EARER ', 'ASIC '],
    pattern: /\b(?:bearer|basic)\s+(?<secret>[A-Za-z0-9+/=._~-]{16,})/gi,
    is: isValue,
  },
  // `--token abc`, `--password=abc`
  {
    what: 'secret of an option',
    needs: ['--'],
    pattern: new RegExp(
      String.raw`--(?:[a-z0-9]{1,40}-){0,3}${NAMES}(?:=|\s{1,8}|["'],\s{0,4}(?=["']))(?:${QUOTED}|(?<secret>(?!-)(?:${NOT_RUN}[^\s"';&|\x60]){3,}))`,
      'gi',
    ),
    is: isValue,
  },
  // `API_KEY=abc`, `"password": "abc"`, `token: abc`
  {
    what: 'secret of a name',
    needs: ['=', ':'],
    pattern: new RegExp(
      String.raw`(?<![A-Za-z0-9])(?:[A-Za-z0-9]{1,40}[_-]){0,6}[A-Za-z0-9]{0,16}${NAMES}["']?\s{0,2}(?:=|:(?!\/\/))\s{0,2}(?:${QUOTED}|(?<secret>(?:${NOT_RUN}[^\s"',;&|)}\]\x60]){4,}))`,
      'gi',
    ),
    is: isValue,
  },
  {
    what: 'password of curl',
    needs: ['curl'],
    pattern: /\bcurl\b[^\n|;&]{0,400}?\s(?:-u|--user)[\s=]?["']?[^\s:"']{1,100}:(?<secret>[^\s"']{1,200})/g,
    is: isValue,
  },
  {
    what: 'password of sshpass',
    needs: ['sshpass'],
    pattern: /\bsshpass\s+-p\s?(?<quote>["']?)(?<secret>[^\s"']{1,200})/g,
    is: isValue,
  },
  {
    what: 'password of a database',
    needs: ['mysql', 'mariadb'],
    pattern: /\b(?:mysql|mariadb)(?:dump|admin)?\b[^\n|;&]{0,200}?\s-p(?<secret>[^\s"'-][^\s]{0,200})/g,
    is: isValue,
  },
]

/** Where a text holds what looks like a secret, from its start on; they do not overlap. */
export function secretsIn(text: string): Secret[] {
  const found: Secret[] = []
  for (const { what, needs, pattern, is } of SHAPES) {
    if (!needs.some(one => text.includes(one))) continue
    for (const match of text.matchAll(pattern)) {
      const { secret: bare, double, single } = match.groups ?? {}
      const secret = bare ?? double ?? single ?? match[0]
      if (secret === '' || (is && !is(secret))) continue
      const from = match.index + (secret === match[0] ? 0 : match[0].lastIndexOf(secret))
      found.push({ from, to: from + secret.length, what })
    }
  }
  found.sort((a, b) => a.from - b.from || b.to - a.to)
  const apart: Secret[] = []
  for (const one of found) {
    const last = apart.at(-1)
    if (!last || one.from >= last.to) apart.push(one)
    else if (one.to > last.to) apart.push({ ...one, from: last.to })
  }
  return apart
}

/** Stands in the place of a secret, whatever its length. */
export const MASK = '••••••••'

/** The text with a mask for each secret. Texts without any come back as they are. */
export function mask(text: string): { readonly text: string; readonly found: number } {
  const secrets = secretsIn(text)
  if (secrets.length === 0) return { text, found: 0 }
  let masked = ''
  let at = 0
  for (const { from, to } of secrets) {
    masked += text.slice(at, from) + MASK
    at = to
  }
  return { text: masked + text.slice(at), found: secrets.length }
}
