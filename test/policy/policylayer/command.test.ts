// gatehouse policy import: what is on stdout and on stderr, and how it ends.
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { policyImport } from '../../../main/cli/policy-import.ts'
import { parsePolicy } from '../../../main/policy/parse.ts'

const fixture = (name: string) => path.resolve(import.meta.dirname, '../../fixtures/policylayer', name)

async function run(...args: string[]) {
  const said = { out: '', err: '' }
  const io = {
    out: (text: string) => {
      said.out += text
    },
    err: (text: string) => {
      said.err += text
    },
    version: '1.2.3',
  }
  return { code: await policyImport(args, io), ...said }
}

test('a document is a policy file on stdout, alone', async () => {
  const { code, out, err } = await run(fixture('climux.json'))
  expect({ code, err }).toEqual({ code: 0, err: '' })
  expect(parsePolicy(out)).toMatchObject({
    ok: true,
    policy: { rules: [{ agents: '*', surfaces: '*', level: 'submit' }] },
  })
})

test('each fault is a line with file, line, path and message on stderr, and the exit is 1', async () => {
  const file = fixture('faulty.yaml')
  const { code, out, err } = await run(file)
  expect({ code, out }).toEqual({ code: 1, out: '' })
  const lines = err.trimEnd().split('\n')
  expect(lines).toHaveLength(7)
  expect(lines[0]).toBe(
    `${file}:6: tools.session_send.limits[0].scope: only limits of the scope "grant" can be kept: a limit here counts each agent on its own`,
  )
})

test('a fault without a path is the message alone', async () => {
  const dir = await fs.mkdtemp(path.join(os.tmpdir(), 'gatehouse-import-'))
  onTestFinished(() => fs.rm(dir, { recursive: true, force: true }))
  const file = path.join(dir, 'empty.yaml')
  await fs.writeFile(file, '')
  expect(await run(file)).toEqual({ code: 1, out: '', err: `${file}:1: the file is empty\n` })
})

describe('who and where', () => {
  test.each<[flags: string[], rule: object]>([
    [['--for-agents', 'cursor'], { agents: 'cursor', surfaces: '*' }],
    [['--for-agents=claude-code,cursor'], { agents: ['claude-code', 'cursor'] }],
    [['--for-agents', '*'], { agents: '*' }],
    [['--for-agents', '{"preset":"claude"}'], { agents: { preset: 'claude' } }],
    [['--for-agents', '["cursor"]'], { agents: ['cursor'] }],
    [['--for-surfaces', '*'], { surfaces: '*' }],
    [['--for-surfaces', 'name=web-*,workspace=web'], { surfaces: { name: 'web-*', workspace: 'web' } }],
    [['--for-surfaces', 'workspace=@own'], { surfaces: { workspace: '@own' } }],
    [['--for-surfaces', 'workspace=a=b'], { surfaces: { workspace: 'a=b' } }],
    [['--for-surfaces', '{"name": "a,b"}'], { surfaces: { name: 'a,b' } }],
  ])('%j', async (flags, rule) => {
    const { code, out, err } = await run(fixture('climux.json'), ...flags)
    expect({ code, err }).toEqual({ code: 0, err: '' })
    expect(parsePolicy(out)).toMatchObject({ ok: true, policy: { rules: [rule] } })
  })
})

test.each<[args: string[], message: RegExp]>([
  [[], /give one FILE/],
  [['a', 'b'], /give one FILE/],
  [['a', '--bogus'], /--bogus/],
  [['a', '--for-agents', 'Cursor'], /--for-agents: `agents`: it must be 1 to 63 lower-case/],
  [['a', '--for-agents', 'a,*'], /--for-agents: `agents\[1\]`: write "\*" alone/],
  [['a', '--for-agents', '{"preset"}'], /--for-agents: a `:` belongs here/],
  [['a', '--for-agents', '{"colour":"red"}'], /--for-agents: unknown key `colour`/],
  [['a', '--for-surfaces', 'colour=red'], /--for-surfaces: unknown key `colour`/],
  [['a', '--for-surfaces', 'web'], /--for-surfaces: unknown key `web`/],
  [['a', '--for-surfaces', 'name=a,name=b'], /--for-surfaces: the key `name` stands here a second time/],
  [['a', '--for-surfaces', '{}'], /--for-surfaces: `surfaces` names nothing/],
  [['no-such-file'], /no-such-file cannot be read \(ENOENT\)/],
])('%j cannot run', async (args, message) => {
  const { code, out, err } = await run(...args)
  expect({ code, out }).toEqual({ code: 2, out: '' })
  expect(err).toMatch(message)
})
