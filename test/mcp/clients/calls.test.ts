// The window's calls, over a real record and a real policy file.
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { createClientCalls, startOf } from '../../../main/clients.ts'
import { type OpenActivity, openActivity } from '../../../main/gate/activity.ts'
import type { ActivityEntry } from '../../../main/gate/model.ts'
import { openPolicyFile, type PolicyFile } from '../../../main/store/policy-file.ts'
import { calls } from '../../../preload/contract.ts'
import { type DataFolder, dataFolder } from '../../helpers/data-folder.ts'
import { type Home, IDS, newHome } from './support/home.ts'

let home: Home
let data: DataFolder
let activity: OpenActivity
let policyFile: PolicyFile
beforeEach(async () => {
  home = await newHome()
  data = await dataFolder(['cursor'])
  activity = await openActivity(data.dir)
  policyFile = await openPolicyFile({
    path: path.join(data.dir, 'policy.json'),
    managed: false,
    accepted: path.join(data.dir, 'policy.accepted.json'),
  })
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await policyFile.close()
  await activity.close()
  await data.remove()
  await home.remove()
})

const rooms = (record: Pick<OpenActivity, 'append'> = activity) => ({
  ...{ dataDir: data.dir, activity: { ...activity, ...record }, policyFile },
  ...{ registry: { all: () => [] }, forgetPrograms: () => {} },
})
const opened = (record?: Pick<OpenActivity, 'append'>) => createClientCalls(rooms(record), home.machine)
const said = async () =>
  (await data.activity()).flatMap(({ kind, actor, text, outcome }) => [{ kind, actor, text, outcome }])
const input = { client: 'cursor', agent: 'cursor', start: { level: 'read', ask: 'type' }, by: 'file' } as const

async function revision(agent = 'cursor') {
  const shown = await opened()['client.preview']({ client: 'cursor', agent })
  if (!shown.ok) throw new Error(shown.message)
  return shown.value.revision
}

async function backRevision() {
  const shown = await opened()['client.back']({ client: 'cursor' })
  if (!shown.ok) throw new Error(shown.message)
  return shown.value.revision
}

test('the list names every client, whether it is here, and what stands in its config', async () => {
  const file = await home.config('cursor')
  await fs.writeFile(await home.config('zed'), 'nonsense')
  const list = await opened()['client.list']({})
  if (!list.ok) throw new Error(list.message)
  expect(calls['client.list'].out.parse(list.value)).toEqual(list.value)
  expect(list.value.clients.map(({ id }) => id)).toEqual(IDS)
  expect(list.value.clients.filter(({ detected }) => detected).map(({ id }) => id)).toEqual(['cursor', 'zed'])
  expect(list.value.clients.find(({ id }) => id === 'cursor')).toMatchObject({
    file,
    label: 'Cursor',
    state: { is: 'absent' },
  })
  expect(list.value.clients.find(({ id }) => id === 'zed')).toMatchObject({ state: { is: 'unreadable' } })
})

test('a preview fits the contract, changes and records nothing, also for an agent that is not there yet', async () => {
  const file = await home.config('cursor')
  await fs.writeFile(file, '{}\n')
  const shown = await opened()['client.preview']({ client: 'cursor', agent: 'new-one' })
  if (!shown.ok) throw new Error(shown.message)
  expect(calls['client.preview'].out.parse(shown.value)).toEqual(shown.value)
  expect(shown.value).toMatchObject({ file, creates: false })
  expect(Object.keys(shown.value)).not.toContain('text')
  expect(await fs.readFile(file, 'utf8')).toBe('{}\n')
  expect(await said()).toEqual([])
})

describe('applying', () => {
  test('is in the record before it is in the file', async () => {
    const file = await home.config('cursor')
    await fs.writeFile(file, '{}')
    const seen: unknown[] = []
    const append = async (entry: ActivityEntry) => {
      seen.push(await fs.readFile(file, 'utf8'), await fs.readdir(path.join(data.dir, 'tokens')).catch(() => 'none'))
      return activity.append(entry)
    }
    const done = await opened({ append })['client.apply']({ ...input, revision: await revision() })
    expect(done).toMatchObject({ ok: true, value: { file } })
    expect(seen).toEqual(['{}', 'none'])
    const text = `A person connects Cursor as cursor, in ${file}: its token is replaced.`
    expect(await said()).toEqual([{ kind: 'agent', actor: 'person', text, outcome: 'delivered' }])
    expect(await fs.readFile(file, 'utf8')).toContain('"--agent"')
  })

  test('does not happen where it cannot be recorded', async () => {
    const file = await home.config('cursor')
    await fs.writeFile(file, '{}')
    const append = () => Promise.reject(new Error('disk full'))
    const given = { ...input, revision: await revision() }
    await expect(opened({ append })['client.apply'](given)).rejects.toThrow('disk full')
    expect(await fs.readFile(file, 'utf8')).toBe('{}')
  })

  test('is not begun for what was not shown, and says in the record where it failed', async () => {
    const file = await home.config('cursor')
    await fs.writeFile(file, '{}')
    const other = await opened()['client.apply']({ ...input, revision: 'of something else' })
    expect(other).toMatchObject({ ok: false, code: 'changed_since' })
    expect(await said()).toEqual([])
    const given = { ...input, revision: await revision() }
    await fs.chmod(file, 0o400)
    expect(await opened()['client.apply'](given)).toMatchObject({ ok: false, code: 'not_written' })
    expect(await said()).toMatchObject([
      { outcome: 'delivered' },
      { outcome: 'failed', text: expect.stringContaining(file) },
    ])
    expect(await fs.readFile(file, 'utf8')).toBe('{}')
  })

  test('twice at once does it once', async () => {
    await fs.writeFile(await home.config('cursor'), '{}')
    const given = { ...input, revision: await revision() }
    const both = opened()
    const done = await Promise.all([both['client.apply'](given), both['client.apply'](given)])
    expect(done).toMatchObject([{ ok: true }, { ok: false, code: 'changed_since' }])
  })
})

describe('taking back', () => {
  test('is recorded, and works even where that is not possible', async () => {
    const file = await home.config('cursor')
    await fs.writeFile(file, '{}')
    await opened()['client.apply']({ ...input, revision: await revision() })
    const append = () => Promise.reject(new Error('disk full'))
    const shown = await backRevision()
    expect(await opened({ append })['client.undo']({ client: 'cursor', revision: shown })).toEqual({
      ok: true,
      value: { file, exact: true },
    })
    expect(await fs.readFile(file, 'utf8')).toBe('{}')
    const again = await opened()['client.undo']({ client: 'cursor', revision: shown })
    expect(again).toMatchObject({ ok: false, code: 'nothing_of_ours' })
    expect((await said()).slice(1)).toMatchObject([
      { kind: 'agent', text: `A person takes Gatehouse out of Cursor, in ${file}.` },
      { kind: 'agent', outcome: 'failed' },
    ])
  })
})

test('what taking back would do is shown first, changes nothing, and is not done to anything else', async () => {
  const file = await home.config('cursor')
  await fs.writeFile(file, '{}')
  await opened()['client.apply']({ ...input, revision: await revision() })
  const written = await fs.readFile(file, 'utf8')
  const shown = await opened()['client.back']({ client: 'cursor' })
  if (!shown.ok) throw new Error(shown.message)
  expect(calls['client.back'].out.parse(shown.value)).toEqual(shown.value)
  expect(shown.value).toMatchObject({ file, removes: false, exact: true })
  const lines = shown.value.pieces.flatMap(piece => piece.lines)
  expect(lines.filter(({ kind }) => kind === 'in').map(({ text }) => text)).toEqual(['{}'])
  expect(await fs.readFile(file, 'utf8')).toBe(written)
  await fs.writeFile(file, written.replace('}', ',"mine": {}}'))
  const late = await opened()['client.undo']({ client: 'cursor', revision: shown.value.revision })
  expect(late).toMatchObject({ ok: false, code: 'changed_since' })
})

describe('how a client starts Gatehouse', () => {
  const facts = { script: null, node: '/usr/bin/node', appImage: undefined, program: 'gatehouse', dataDir: null }

  test.each([
    ['installed, on PATH', {}, ['gatehouse']],
    ['installed, not on PATH', { program: '/opt/Gatehouse/gatehouse' }, ['/opt/Gatehouse/gatehouse']],
    [
      'an AppImage, wherever it is unpacked',
      { appImage: '/apps/g.AppImage', program: '/tmp/.mount/gatehouse' },
      ['/apps/g.AppImage'],
    ],
    ['a clone', { script: '/src/scripts/gatehouse.mjs' }, ['/usr/bin/node', '/src/scripts/gatehouse.mjs']],
    ['a clone, Node unknown', { script: '/s.mjs', node: undefined }, ['node', '/s.mjs']],
  ])('%s', (_, given, words) => {
    const { command, before, after } = startOf({ ...facts, ...given })
    expect([command, ...before]).toEqual(words)
    expect(after).toEqual([])
  })

  test('a folder that is not the usual one is said, behind the subcommand', () => {
    expect(startOf({ ...facts, dataDir: '/d e' }).after).toEqual(['--user-data-dir=/d e'])
  })

  test('this clone is found by itself, with a folder that is not the usual one', async () => {
    vi.stubEnv('HOME', home.dir)
    vi.stubEnv('CODEX_HOME', undefined)
    expect(os.homedir()).toBe(home.dir)
    const file = await home.config('codex')
    const own = createClientCalls(rooms())
    const shown = await own['client.preview']({ client: 'codex', agent: 'cursor' })
    expect(shown).toMatchObject({ ok: true, value: { file } })
    const [line] = shown.ok ? shown.value.manual : []
    const words = [
      process.execPath,
      path.resolve('scripts/gatehouse.mjs'),
      'mcp --agent cursor',
      `--user-data-dir=${data.dir}`,
    ]
    expect(line).toEqual({ kind: 'command', text: `codex mcp add gatehouse -- ${words.join(' ')}` })
  })
})
