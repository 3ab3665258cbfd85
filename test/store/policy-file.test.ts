import { rmSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { decide } from '../../main/policy/decide.ts'
import { addAgent, setCell } from '../../main/policy/edit.ts'
import type { AgentFacts } from '../../main/policy/model.ts'
import { openPolicyFile, type PolicyFile } from '../../main/store/policy-file.ts'
import { surface, TOKEN } from '../policy/subjects.ts'

let dir: string
let file: string
beforeEach(async () => {
  dir = await mkdtemp(path.join(os.tmpdir(), 'gatehouse-policy-'))
  file = path.join(dir, 'policy.json')
})
afterEach(() => rm(dir, { recursive: true, force: true }))

const GIVEN = `{
  "version": 1, // mine
  "agents": { "a": { "name": "A", "token": "${TOKEN}" } },
  "rules": [{ "id": "r1", "agents": "a", "surfaces": "*", "level": "submit" }]
}
`
const open = (managed = false) => openPolicyFile({ path: file, managed })
const onDisk = () => readFile(file, 'utf8')
const submit = (policyFile: PolicyFile, agent: AgentFacts = { id: 'a' }) =>
  decide(policyFile.policy(), agent, surface(), 'submit').effect
const giveType = (text: string) => setCell(text, { agent: 'a', surface: '*', level: 'type', ask: null })

describe('the policy file', () => {
  test('that is not there yet is made, empty, commented and closed to others', async () => {
    const policyFile = await open()
    expect(policyFile.status()).toEqual({ file, managed: false, fault: null })
    expect(policyFile.policy()).toEqual({ version: 1, agents: {}, rules: [], locks: [] })
    expect(await onDisk()).toMatch(/^\/\/ What agents may do/)
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    const changed = await policyFile.change(text =>
      addAgent(text, 'a', { name: 'A', token: TOKEN }, { level: 'read', ask: null }),
    )
    expect(changed.ok).toBe(true)
    expect((await open()).policy()).toEqual(policyFile.policy())
    expect(policyFile.policy().rules).toHaveLength(1)
  })

  test('is changed on disk and in force together, and tells whoever listens', async () => {
    await writeFile(file, GIVEN)
    const policyFile = await open()
    const heard: unknown[] = []
    const stop = policyFile.onChange(note => heard.push([note, policyFile.policy().rules[0]?.level]))
    expect(await policyFile.change(giveType, 'less')).toEqual({ ok: true, value: {} })
    expect(submit(policyFile)).toBe('deny')
    expect(await onDisk()).toBe(GIVEN.replace('"submit"', '"type"'))
    expect(await policyFile.change(text => text)).toMatchObject({ ok: true })
    stop()
    expect(await policyFile.change(text => text.replace('"type"', '"read"'))).toMatchObject({ ok: true })
    expect(heard).toEqual([['less', 'type']])
  })

  test('takes several changes at once, one after the other', async () => {
    await writeFile(file, GIVEN)
    const policyFile = await open()
    const ids = ['s_aaaa', 's_bbbb', 's_cccc', 's_dddd']
    const done = await Promise.all(
      ids.map(id => policyFile.change(text => setCell(text, { agent: 'a', surface: id, level: 'read', ask: null }))),
    )
    expect(done.every(({ ok }) => ok)).toBe(true)
    expect((await open()).policy().rules.map(({ surfaces }) => surfaces)).toEqual(['*', ...ids.map(id => ({ id }))])
  })

  test('refuses a change that would break it, and one that throws stops no later one', async () => {
    await writeFile(file, GIVEN)
    const policyFile = await open()
    const broken = await policyFile.change(text => text.replace('"rules"', '"rulez"'))
    expect(broken).toMatchObject({ ok: false, code: 'bad_edit' })
    const thrown = policyFile.change(() => {
      throw new Error('no')
    })
    await expect(thrown).rejects.toThrow('no')
    expect(await onDisk()).toBe(GIVEN)
    expect(await policyFile.change(giveType)).toMatchObject({ ok: true })
  })
})

describe('a policy file changed by somebody else', () => {
  test.each<[how: string, change: () => Promise<unknown>]>([
    ['written', () => writeFile(file, GIVEN.replace('mine', 'theirs'))],
    ['broken', () => writeFile(file, '{')],
    ['removed', () => rm(file)],
    ['replaced by a folder', () => rm(file).then(() => mkdir(file))],
  ])('%s: nothing is written over it, and the policy of the start rules on', async (_, change) => {
    await writeFile(file, GIVEN)
    const policyFile = await open()
    await change()
    const before = await onDisk().catch(() => null)
    const changed = await policyFile.change(giveType)
    expect(changed).toMatchObject({ ok: false, code: 'changed_outside' })
    expect(changed.ok === false && changed.message).toContain('Restart to take it up.')
    expect(await onDisk().catch(() => null)).toBe(before)
    expect(submit(policyFile)).toBe('allow')
  })

  test('is changed by us again once it is as we knew it', async () => {
    await writeFile(file, GIVEN)
    const policyFile = await open()
    await writeFile(file, '{')
    expect((await policyFile.change(giveType)).ok).toBe(false)
    await writeFile(file, GIVEN)
    expect((await policyFile.change(giveType)).ok).toBe(true)
  })
})

describe('a policy file with a fault', () => {
  const faulty = GIVEN.replace('"level"', '"levle"')

  test('allows nothing, not even what is built in, says where, and keeps the text', async () => {
    await writeFile(file, faulty)
    const policyFile = await open()
    const { fault } = policyFile.status()
    expect(fault).toMatchObject({ line: 4 })
    for (const agent of [{ id: 'a' }, { id: 'i', preset: 'claude', workspace: 'web' }]) {
      expect(decide(policyFile.policy(), agent, surface(), 'read').effect).toBe('deny')
    }
    expect(await policyFile.change(giveType)).toMatchObject({ ok: false, code: 'policy_fault' })
    expect(await onDisk()).toBe(faulty)
    await writeFile(file, GIVEN)
    expect(await policyFile.change(giveType)).toMatchObject({ ok: false, code: 'changed_outside' })
    expect(submit(await open())).toBe('allow')
  })

  test.each<[what: string, make: () => Promise<unknown>, message: string]>([
    ['that is no UTF-8', () => writeFile(file, Buffer.from([0x7b, 0xff, 0x7d])), 'UTF-8'],
    ['that is too large', () => writeFile(file, ' '.repeat(1_100_000)), '1 MiB'],
    ['that is a folder', () => mkdir(file), 'not a file'],
    ['that is empty', () => writeFile(file, ''), 'empty'],
    ['in a folder that is not there', () => rm(dir, { recursive: true }), 'ENOENT'],
  ])('%s allows nothing and says why', async (_, make, message) => {
    await make()
    const policyFile = await open()
    expect(policyFile.status().fault?.message).toContain(message)
    expect(submit(policyFile)).toBe('deny')
    expect((await policyFile.change(giveType)).ok).toBe(false)
  })

  test('that cannot be written is refused as a change, and the policy stays', async () => {
    await writeFile(file, GIVEN)
    const policyFile = await open()
    const changed = await policyFile.change(text => {
      // the folder goes away between the look and the write
      rmSync(dir, { recursive: true })
      return giveType(text)
    })
    expect(changed).toMatchObject({ ok: false, code: 'not_written' })
    expect(submit(policyFile)).toBe('allow')
  })
})

describe('a managed policy', () => {
  test('is in force and never written', async () => {
    await writeFile(file, GIVEN)
    const policyFile = await open(true)
    expect(policyFile.status()).toEqual({ file, managed: true, fault: null })
    expect(submit(policyFile)).toBe('allow')
    expect(await policyFile.change(giveType)).toMatchObject({ ok: false, code: 'managed' })
    expect(await onDisk()).toBe(GIVEN)
  })

  test('must be there: none is made', async () => {
    const policyFile = await open(true)
    expect(policyFile.status().fault?.message).toContain('not there')
    expect(submit(policyFile)).toBe('deny')
    expect(await readdir(dir)).toEqual([])
  })
})
