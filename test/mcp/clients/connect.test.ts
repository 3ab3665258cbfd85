// One click connects: the agent, its token in tokens/ID and the client's config, or none of them. Over real files.
import fs from 'node:fs/promises'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createClientCalls } from '../../../main/clients.ts'
import { freeAgentId } from '../../../main/connect.ts'
import { type OpenActivity, openActivity } from '../../../main/gate/activity.ts'
import type { Replace } from '../../../main/mcp/clients/files.ts'
import { hashToken } from '../../../main/mcp/tokens.ts'
import { openPolicyFile, type PolicyFile } from '../../../main/store/policy-file.ts'
import { readTokenFile, writeTokenFile } from '../../../main/store/token-files.ts'
import type { CallParsed, ClientPreview } from '../../../preload/contract.ts'
import { type DataFolder, dataFolder } from '../../helpers/data-folder.ts'
import { type Home, newHome } from './support/home.ts'

let home: Home
let data: DataFolder
let activity: OpenActivity
let policyFile: PolicyFile
let forgotten: string[]
let file: string
beforeEach(async () => {
  home = await newHome()
  file = await home.config('cursor')
  await fs.writeFile(file, '{ "mine": 1 } // kept\n')
  forgotten = []
})
afterEach(async () => {
  await policyFile.close()
  await activity.close()
  await data.remove()
  await home.remove()
})

async function open(ids: string[] = [], locks: unknown[] = [], managed = false) {
  data = await dataFolder(ids, [], locks, { cursor: 'Cursor' })
  activity = await openActivity(data.dir)
  policyFile = await openPolicyFile({ path: path.join(data.dir, 'policy.json'), managed })
}

function rooms() {
  const registry = { all: () => [] }
  return { dataDir: data.dir, activity, policyFile, registry, forgetPrograms: (id: string) => forgotten.push(id) }
}
const house = (replace: Replace = home.machine.replace) => createClientCalls(rooms(), { ...home.machine, replace })
const policy = async () => JSON.parse(await fs.readFile(path.join(data.dir, 'policy.json'), 'utf8'))
const tokenOf = async (id: string) => {
  const read = await readTokenFile(data.dir, id)
  return read.ok ? read.value : null
}
/** Every file but the record, with its content. */
async function everything(): Promise<Record<string, string>> {
  const entries = await fs.readdir(data.dir, { recursive: true, withFileTypes: true })
  const files = entries.filter(one => one.isFile()).map(one => path.join(one.parentPath, one.name))
  const texts = await Promise.all(
    files.map(async one => [path.relative(data.dir, one), await fs.readFile(one, 'utf8')]),
  )
  const own = texts.filter(([name]) => !name!.startsWith('activity') && name !== 'policy.accepted.json')
  return { ...Object.fromEntries(own), ...(await home.files()) }
}

async function shown(agent = 'cursor'): Promise<ClientPreview> {
  const found = await house()['client.preview']({ client: 'cursor', agent })
  if (!found.ok) throw new Error(found.message)
  return found.value
}
const READ = { level: 'read', ask: 'type' } as const
async function connect(agent = 'cursor', given: Partial<CallParsed<'client.apply'>> = {}, replace?: Replace) {
  const { revision } = await shown(agent)
  return house(replace)['client.apply']({ client: 'cursor', agent, revision, start: READ, by: 'file', ...given })
}

describe('an agent that is not there', () => {
  test('is made with what the person chose, its token in a file of its own and only its hash in the policy', async () => {
    await open()
    expect(await shown()).toMatchObject({
      agent: { id: 'cursor', name: 'Cursor', is: 'new', token: 'new' },
      ...{ fresh: null, blocked: null, cannot: null, keeps: `${file}.gatehouse-backup-` },
      starts: 'gatehouse mcp --agent cursor',
    })
    expect(await connect('cursor', { start: { level: 'type', ask: null } })).toMatchObject({ ok: true })
    const token = await tokenOf('cursor')
    const { agents, rules } = await policy()
    expect(agents).toEqual({ cursor: { name: 'Cursor', token: hashToken(token!) } })
    expect(rules).toMatchObject([{ agents: 'cursor', surfaces: '*', level: 'type' }])
    const found = Object.entries(await everything()).filter(([, text]) => text.includes(token!))
    expect(found.map(([name]) => name)).toEqual([path.join('tokens', 'cursor')])
    expect(JSON.stringify(await data.activity())).not.toContain(token)
    expect((await data.activity()).map(({ text }) => text)).toEqual([
      `A person connects Cursor as cursor, in ${file}: a new agent with type on any surface.`,
    ])
    expect(forgotten).toEqual([])
  })

  test('gets another id where a lock still names one that was revoked', async () => {
    await open([], [{ id: 'l1', agents: 'cursor', surfaces: '*', level: 'none' }])
    const list = await house()['client.list']({})
    const agent = list.ok ? list.value.clients.find(({ id }) => id === 'cursor')?.agent : null
    expect(agent).toEqual({ id: 'cursor-2', name: 'Cursor', is: 'new', token: 'new' })
    expect(await connect('cursor')).toMatchObject({ ok: false, code: 'id_taken' })
    expect(await connect('cursor-2')).toMatchObject({ ok: true })
    expect(await fs.readFile(file, 'utf8')).toContain('"cursor-2"')
  })

  test('can be made for a config that the person writes, and the file stays as it is', async () => {
    await open()
    const before = await home.files()
    expect(await connect('cursor', { by: 'hand' })).toEqual({ ok: true, value: { file, backup: null } })
    expect(await home.files()).toEqual(before)
    expect(hashToken((await tokenOf('cursor'))!)).toBe((await policy()).agents.cursor.token)
  })

  test('can be made for a client that is not here, whose config is not', async () => {
    await open()
    const found = await house()['client.preview']({ client: 'zed', agent: 'zed' })
    if (!found.ok) throw new Error(found.message)
    expect(found.value.blocked).toMatch(/^Zed was not found here/)
    expect(found.value.pieces.flatMap(piece => piece.lines).map(({ text }) => text)).toContain('{')
    const given = { client: 'zed', agent: 'zed', revision: found.value.revision, start: READ } as const
    const refused = await house()['client.apply']({ ...given, by: 'file' })
    expect(refused).toMatchObject({ ok: false, code: 'client_not_here' })
    expect((await policy()).agents).toEqual({})
    expect(await house()['client.apply']({ ...given, by: 'hand' })).toMatchObject({ ok: true })
    expect(Object.keys((await policy()).agents)).toEqual(['zed'])
    await expect(fs.access(found.value.file)).rejects.toThrow()
  })
})

describe('an agent that is there', () => {
  test('keeps a token that fits, and its grants', async () => {
    await open(['cursor'])
    const { token } = data.agents['cursor']!
    await writeTokenFile(data.dir, 'cursor', token)
    const before = await policy()
    expect((await shown()).agent).toEqual({ id: 'cursor', name: 'Cursor', is: 'there', token: 'kept' })
    expect(await connect()).toMatchObject({ ok: true })
    expect(await policy()).toEqual(before)
    expect(await tokenOf('cursor')).toBe(token)
  })

  test.each([
    ['is missing', async () => {}],
    ['holds another token', () => writeTokenFile(data.dir, 'cursor', 'gate_other')],
    [
      'can be read by others',
      async () => {
        await writeTokenFile(data.dir, 'cursor', data.agents['cursor']!.token)
        await fs.chmod(path.join(data.dir, 'tokens', 'cursor'), 0o644)
      },
    ],
  ])('gets a new token where its file %s, which is said first', async (_, make) => {
    await open(['cursor'])
    await make()
    expect(await shown()).toMatchObject({ agent: { is: 'there', token: 'replaced' }, fresh: 'cursor-2' })
    expect(await connect()).toMatchObject({ ok: true })
    const token = (await tokenOf('cursor'))!
    expect((await policy()).agents).toEqual({ cursor: { name: 'Cursor', token: hashToken(token) } })
    expect(token).not.toBe(data.agents['cursor']!.token)
    expect(forgotten).toEqual(['cursor'])
  })

  test('is left alone where the person wants a new one, which is named apart', async () => {
    await open(['cursor'])
    const before = (await policy()).agents.cursor
    expect((await shown('cursor-2')).agent).toMatchObject({ id: 'cursor-2', name: 'Cursor 2', is: 'new' })
    expect(await connect('cursor-2')).toMatchObject({ ok: true })
    expect((await policy()).agents.cursor).toEqual(before)
  })

  test('is not taken by a client whose name it has while another client connects as it', async () => {
    await open(['cursor'])
    await writeTokenFile(data.dir, 'cursor', data.agents['cursor']!.token)
    const entry = { command: 'gatehouse', args: ['mcp', '--agent', 'cursor'] }
    await fs.writeFile(await home.config('claude-code'), JSON.stringify({ mcpServers: { gatehouse: entry } }))
    const list = await house()['client.list']({})
    const agents = Object.fromEntries(list.ok ? list.value.clients.map(({ id, agent }) => [id, agent.id]) : [])
    expect(agents).toMatchObject({ 'claude-code': 'cursor', cursor: 'cursor-2' })
  })
})

describe('where the config cannot be written', () => {
  const broken: Replace = () => Promise.reject(Object.assign(new Error('no'), { code: 'EIO' }))

  test.each([
    ['a new agent', []],
    ['an agent without a token file', ['cursor']],
  ])('nothing of %s is left', async (_, ids) => {
    await open(ids)
    const before = await everything()
    expect(await connect('cursor', {}, broken)).toMatchObject({ ok: false, code: 'not_written' })
    expect(await everything()).toEqual(before)
    expect(policyFile.policy().agents['cursor']?.token).toBe(JSON.parse(before['policy.json']!).agents.cursor?.token)
    expect(forgotten).toEqual([])
    expect((await data.activity()).map(({ outcome }) => outcome)).toEqual(['delivered', 'failed'])
  })

  test('the token that was there is there again', async () => {
    await open(['cursor'])
    await writeTokenFile(data.dir, 'cursor', 'gate_other')
    const before = await everything()
    expect(await connect('cursor', {}, broken)).toMatchObject({ ok: false })
    expect(await everything()).toEqual(before)
  })

  describe('and somebody changes the policy meanwhile', () => {
    const meanwhile: Replace = async () => {
      await fs.appendFile(path.join(data.dir, 'policy.json'), '\n')
      await policyFile.check()
      return broken('', '')
    }

    test('a new agent goes all the same', async () => {
      await open()
      const done = await connect('cursor', {}, meanwhile)
      expect(done).toMatchObject({ ok: false, message: expect.stringMatching(/Nothing was changed\.$/) })
      expect(policyFile.policy().agents).toEqual({})
      expect(await tokenOf('cursor')).toBeNull()
    })

    test('an agent keeps its new token, which its file has, and that is said', async () => {
      await open(['cursor'])
      const done = await connect('cursor', {}, meanwhile)
      expect(done).toMatchObject({ ok: false, message: expect.stringContaining('"cursor" has a new token:') })
      expect(policyFile.policy().agents['cursor']?.token).toBe(hashToken((await tokenOf('cursor'))!))
    })
  })
})

describe('where the policy cannot be changed', () => {
  test('a managed one says so before and at the click, and nothing is made', async () => {
    await open([], [], true)
    const before = await everything()
    expect((await shown()).cannot).toMatch(/^The policy is managed .*gatehouse token new cursor/)
    expect(await connect()).toMatchObject({ ok: false, message: expect.stringContaining('managed') })
    expect(await everything()).toEqual(before)
    expect(await data.activity().catch(() => [])).toEqual([])
  })

  test('a managed one connects an agent whose token is there', async () => {
    await open(['cursor'], [], true)
    await writeTokenFile(data.dir, 'cursor', data.agents['cursor']!.token)
    expect((await shown()).cannot).toBeNull()
    expect(await connect()).toMatchObject({ ok: true })
  })

  test('one that somebody else changed has to be looked at first', async () => {
    await open()
    await fs.writeFile(path.join(data.dir, 'policy.json'), '{ "version": 1, "agents": {}, "rules": [] }')
    await policyFile.check()
    expect((await shown()).cannot).toMatch(/Accept the change or put it back first/)
    expect(await connect()).toMatchObject({ ok: false })
    expect(await tokenOf('cursor')).toBeNull()
  })
})

test('what was shown for one agent is not done to another', async () => {
  await open()
  const { revision } = await shown()
  await policyFile.change(text => {
    const agents = { cursor: { name: 'X', token: hashToken('gate_x') } }
    return JSON.stringify({ ...JSON.parse(text), agents })
  })
  const given = { client: 'cursor', agent: 'cursor', revision, start: READ, by: 'file' } as const
  expect(await house()['client.apply'](given)).toMatchObject({ ok: false, code: 'changed_since' })
})

test('a free id is none that an agent, a rule, a lock or a surface has', async () => {
  await open(['cursor'], [{ id: 'l1', agents: ['cursor-2', 'codex'], surfaces: '*', level: 'read' }])
  const opened = [{ facts: { openedBy: 'cursor-3' } }]
  const registry = { all: () => opened as never }
  expect(freeAgentId({ ...rooms(), registry }, 'cursor')).toBe('cursor-4')
  expect(freeAgentId({ ...rooms(), registry }, 'zed')).toBe('zed')
})
