// The subcommands as functions, and the built program under plain Node.
import { execFile } from 'node:child_process'
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { runCli } from '../../main/cli.ts'
import { openActivity } from '../../main/gate/activity.ts'
import { hashToken } from '../../main/mcp/tokens.ts'
import { parsePolicy } from '../../main/policy/parse.ts'

async function run(...argv: string[]) {
  let out = ''
  let err = ''
  const io = {
    out: (text: string) => {
      out += text
    },
    err: (text: string) => {
      err += text
    },
    version: '1.2.3',
  }
  return { code: await runCli(argv, io), out, err }
}

async function folder(): Promise<string> {
  const dir = await fs.mkdtemp(path.join(os.tmpdir(), 'gatehouse-cli-'))
  onTestFinished(() => fs.rm(dir, { recursive: true, force: true }))
  return dir
}

async function file(text: string): Promise<string> {
  const name = path.join(await folder(), 'policy.json')
  await fs.writeFile(name, text)
  return name
}

const HASH = hashToken('gate_x')
const POLICY = `{
  // two rules and a lock
  "version": 1,
  "agents": { "cursor": { "name": "Cursor", "token": "${HASH}" } },
  "rules": [{ "id": "r1", "agents": "cursor", "surfaces": "*", "level": "read", "ask": "type" },
            { "id": "r2", "agents": "cursor", "surfaces": { "workspace": "web" }, "level": "submit" }],
  "locks": [{ "id": "l1", "agents": "*", "surfaces": { "name": "prod-*" }, "level": "read" }],
}`

describe('token new', () => {
  test('prints the token, its hash, and an entry that a policy takes', async () => {
    const { code, out, err } = await run('token', 'new', 'Claude Code')
    const [token, hash, entry, ...rest] = out.split('\n')
    expect({ code, err, rest }).toEqual({ code: 0, err: '', rest: [''] })
    expect(token).toMatch(/^gate_[A-Za-z0-9_-]{43}$/)
    expect(hash).toBe(hashToken(token!))
    const parsed = parsePolicy(`{"version": 1, "agents": {${entry}}, "rules": [], "locks": []}`)
    expect(parsed).toMatchObject({
      ok: true,
      policy: { agents: { 'claude-code': { name: 'Claude Code', token: hash } } },
    })
    expect(entry).not.toContain(token)
  })

  test.each([
    [[], /the only thing to do/],
    [['new'], /NAME is missing/],
    [['new', 'My', 'Agent'], /quotes/],
    [['new', ''], /cannot be/],
    [['new', '--name'], /cannot be/],
    [['new', 'a\u0007'], /cannot be/],
    [['old', 'a'], /the only thing to do/],
  ])('%j is a usage error', async (args, message) => {
    const { code, out, err } = await run('token', ...args)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toMatch(message)
  })
})

describe('policy check', () => {
  test('a good policy is 0', async () => {
    const name = await file(POLICY)
    const { code, out } = await run('policy', 'check', name)
    const counts = 'agents: 1, rules: 2, locks: 1, open: 0, tests: 0'
    expect({ code, out }).toEqual({ code: 0, out: `${name}: no faults (${counts})\n` })
  })

  test('each fault is a line with file, line and message, and the exit is 1', async () => {
    const name = await file('{\n  "version": 1,\n  "rulez": [],\n  "locks": 7\n}\n')
    const { code, out, err } = await run('policy', 'check', name)
    expect({ code, err }).toEqual({ code: 1, err: '' })
    const lines = out.trimEnd().split('\n')
    expect(lines.map(line => line.slice(0, name.length + 3))).toEqual([`${name}:3:`, `${name}:4:`])
  })

  test('a lock that could be got around is a warning on stderr, and no fault', async () => {
    const claude = '{ "id": "r3", "agents": { "preset": "claude" }, "surfaces": "*", "level": "submit" }],'
    const locked = POLICY.replace('"level": "submit" }],', `"level": "submit" },\n            ${claude}`)
    const name = await file(locked.replace('"agents": "*"', '"agents": "cursor"'))
    const { code, out, err } = await run('policy', 'check', name)
    expect({ code, out }).toEqual({ code: 0, out: expect.stringContaining(': no faults (') })
    const message = /^lock l1 leaves cursor read where it holds, but could be got around: r2 .* and r3 could .*$/
    expect(err.startsWith(`${name}:8: warning: `)).toBe(true)
    expect(err.slice(`${name}:8: warning: `.length).trimEnd()).toMatch(message)
  })

  test('a file that cannot be read is 2', async () => {
    const { code, out, err } = await run('policy', 'check', path.join(await folder(), 'none.json'))
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain('ENOENT')
  })
})

describe('policy explain', () => {
  const ask = async (surface: string, intent: string, agent = 'cursor') => {
    const { code, out } = await run(
      'policy',
      'explain',
      await file(POLICY),
      '--agent',
      agent,
      `--surface=${surface}`,
      '--intent',
      intent,
    )
    return { code, verdict: JSON.parse(out) as Record<string, unknown> }
  }

  test.each([
    ['name=api,workspace=web,preset=shell', 'submit', { effect: 'allow', rule: 'r2', lock: null, level: 'submit' }],
    ['name=api,workspace=ops', 'type', { effect: 'ask', rule: 'r1', level: 'read', ask: 'type' }],
    ['name=api,workspace=ops', 'submit', { effect: 'deny', rule: 'r1' }],
    ['name=prod-1,workspace=web', 'submit', { effect: 'deny', lock: 'l1', level: 'read' }],
    ['name=x,alias=prod-2,workspace=web', 'submit', { effect: 'deny', lock: 'l1' }],
  ])('%s %s', async (surface, intent, expected) => {
    const { code, verdict } = await ask(surface, intent)
    expect(code).toBe(0)
    expect(verdict).toMatchObject(expected)
    expect(Object.keys(verdict)).toEqual(['effect', 'rule', 'lock', 'level', 'ask', 'why'])
  })

  test.each([
    ['backend=tmux,host=build', { effect: 'allow', rule: 'r2', lock: null }],
    ['backend=tmux', { effect: 'deny', rule: 'r1' }],
    ['host=build', { effect: 'deny', rule: 'r1' }],
    ['backend=tmux,host=build,name=prod-1', { effect: 'deny', rule: 'r2', lock: 'l1' }],
  ])('%s, where a rule selects by both', async (surface, expected) => {
    const far = POLICY.replace('{ "workspace": "web" }', '{ "backend": "tmux", "host": "build" }')
    const flags = ['--agent=cursor', `--surface=${surface}`, '--intent=submit']
    const { code, out } = await run('policy', 'explain', await file(far), ...flags)
    expect({ code, verdict: JSON.parse(out) }).toMatchObject({ code: 0, verdict: expected })
  })

  test('a test that does not hold is a fault of its line', async () => {
    const tests =
      '  "tests": [\n    { "agent": "cursor", "surface": { "name": "prod-1" }, "intent": "read", "expect": "deny" }\n  ]\n}'
    const name = await file(POLICY.replace(/\}$/, tests))
    const { code, out } = await run('policy', 'check', name)
    expect(code).toBe(1)
    expect(out).toBe(
      `${name}:9: this test expects deny, and the policy says allow: r1 gives cursor read in "prod-1", and type if a person allows it, but lock l1 leaves read\n`,
    )
  })

  test('an agent that runs in a surface is asked for by preset and workspace', async () => {
    const { verdict } = await ask('name=api,workspace=web', 'read', 'preset=claude,workspace=web')
    expect(verdict).toMatchObject({ effect: 'allow', rule: 'inside' })
  })

  test('an agent that is not in the file is denied by no rule', async () => {
    const { verdict } = await ask('name=api,workspace=web', 'read', 'stranger')
    expect(verdict).toMatchObject({ effect: 'deny', rule: null, level: 'none' })
  })

  test.each([
    [['--agent=a', '--intent=read'], /--surface/],
    [['--surface=name=a', '--intent=read'], /--agent/],
    [['--agent=a', '--surface=name=a'], /--intent must be one of read,/],
    [['--agent=a', '--surface=name=a', '--intent=run'], /--intent must be one of/],
    [['--agent=a', '--surface=colour=red', '--intent=read'], /not colour=red/],
    [['--agent=a', '--surface=name=a,name=b', '--intent=read'], /twice/],
    [['--agent=a', '--surface=api', '--intent=read'], /not api/],
    [['--agent=colour=red', '--surface=name=a', '--intent=read'], /--agent takes preset, workspace/],
    [['--bogus'], /--bogus/],
  ])('%j is a usage error', async (args, message) => {
    const { code, out, err } = await run('policy', 'explain', await file(POLICY), ...args)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toMatch(message)
  })

  test('a faulty policy explains nothing: its faults go to stderr', async () => {
    const name = await file('{')
    const flags = ['--agent=a', '--surface=name=a', '--intent=read']
    const { code, out, err } = await run('policy', 'explain', name, ...flags)
    expect({ code, out }).toEqual({ code: 1, out: '' })
    expect(err).toContain(`${name}:1:`)
  })
})

describe('activity verify', () => {
  async function recorded(): Promise<{ dir: string; segment: string }> {
    const dir = await folder()
    const activity = await openActivity(dir)
    for (const text of ['one', 'two', 'three']) {
      const nothing = {
        surface: null,
        keys: null,
        key: null,
        draft: null,
        releasedBy: null,
        verdict: null,
        approval: null,
      }
      const entry = { kind: 'send', actor: 'cursor', intent: 'submit', outcome: null, bytes: 3, tookMs: 1 } as const
      await activity.append({ ...nothing, ...entry, text })
    }
    await activity.close()
    const names = await fs.readdir(path.join(dir, 'activity'))
    return { dir, segment: path.join(dir, 'activity', names.find(name => name.endsWith('.jsonl'))!) }
  }

  test('a whole chain is 0 and counted', async () => {
    const { dir } = await recorded()
    expect(await run('activity', 'verify', dir)).toMatchObject({ code: 0, out: '3 records, the chain is whole\n' })
  })

  test('a changed record is 1, and the first bad one is named', async () => {
    const { dir, segment } = await recorded()
    await fs.writeFile(segment, (await fs.readFile(segment, 'utf8')).replace('"two"', '"too"'))
    const { code, out } = await run('activity', 'verify', dir)
    expect(code).toBe(1)
    expect(out).toContain(`${segment}:2: record 2: `)
  })

  test('a folder without activity is not called whole', async () => {
    expect((await run('activity', 'verify', await folder())).code).toBe(1)
  })
})

test.each([[['--help']], [['token', '--help']], [['policy', 'check', '--help']], [['activity', '--help']]])(
  '%j is help on stdout',
  async argv => {
    const { code, out, err } = await run(...argv)
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(out).toContain('Usage: gatehouse')
  },
)

test.each([[[]], [['open']], [['toString']], [['__proto__']]])(
  '%j is a usage error that lists the commands',
  async argv => {
    const { code, out, err } = await run(...argv)
    expect({ code, out }).toEqual({ code: 2, out: '' })
    expect(err).toContain('gatehouse token new NAME')
  },
)

test('--version is the version alone', async () => {
  expect(await run('--version')).toEqual({ code: 0, out: '1.2.3\n', err: '' })
})

describe('built, under plain Node', () => {
  let built: string
  beforeAll(async () => {
    built = await fs.mkdtemp(path.join(os.tmpdir(), 'gatehouse-built-'))
    const { build } = await import('vite')
    await build({
      configFile: false,
      logLevel: 'silent',
      ssr: { noExternal: true },
      build: { ssr: path.resolve(import.meta.dirname, '../../main/cli.ts'), outDir: built, target: 'node20' },
    })
    return () => fs.rm(built, { recursive: true, force: true })
  }, 60_000)

  const node = (...argv: string[]) =>
    new Promise<{ code: number; out: string; err: string }>(resolve => {
      const script = argv.shift()!
      execFile(process.execPath, [path.join(built, script), ...argv], (error, out, err) =>
        resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }),
      )
    })

  test('it runs a command, and its exit code is the program’s', async () => {
    const [program] = (await fs.readdir(built)).filter(name => /^cli\.m?js$/.test(name))
    const good = await node(program!, 'token', 'new', 'Cursor')
    expect(good).toMatchObject({ code: 0, err: '' })
    expect(good.out.split('\n')).toHaveLength(4)
    expect(await node(program!, 'policy', 'check', await file('{}'))).toMatchObject({ code: 1, err: '' })
    expect(await node(program!, 'bogus')).toMatchObject({ code: 2, out: '' })
  })

  test('imported, it runs nothing', async () => {
    const [program] = (await fs.readdir(built)).filter(name => /^cli\.m?js$/.test(name))
    await fs.writeFile(path.join(built, 'other.mjs'), `import './${program}'\nconsole.log('done')\n`)
    expect(await node('other.mjs', 'bogus')).toEqual({ code: 0, out: 'done\n', err: '' })
  })
})
