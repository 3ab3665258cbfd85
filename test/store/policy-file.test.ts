// policy.json while Gatehouse runs. What a start makes of it and its accepted copy is accepted.test.ts.
import { mkdir, mkdtemp, readdir, readFile, rename, rm, stat, symlink, truncate, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { decide } from '../../main/policy/decide.ts'
import { addAgent, removeAgent, setCell } from '../../main/policy/edit.ts'
import type { AgentFacts } from '../../main/policy/model.ts'
import { openPolicyFile, type PolicyFile } from '../../main/store/policy-file.ts'
import { surface, TOKEN } from '../policy/subjects.ts'

let dir: string
let file: string
const opened: PolicyFile[] = []
beforeEach(async () => {
  dir = await mkdtemp(path.join(os.tmpdir(), 'gatehouse-policy-'))
  file = path.join(dir, 'policy.json')
})
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close()
  await rm(dir, { recursive: true, force: true })
})

const GIVEN = `{
  "version": 1, // mine
  "agents": { "a": { "name": "A", "token": "${TOKEN}" } },
  "rules": [{ "id": "r1", "agents": "a", "surfaces": "*", "level": "type" }]
}
`
const WIDER = GIVEN.replace('"type"', '"submit"')
const FAULTY = GIVEN.replace('"level"', '"levle"')
let time = 1_700_000_000_000
const RULES = { ruling: 'file', fault: null, held: null }

async function open(managed = false) {
  const policyFile = await openPolicyFile({ path: file, managed, now: () => time })
  opened.push(policyFile)
  return policyFile
}
async function openWith(text: string | Buffer, managed = false) {
  await writeFile(file, text)
  return open(managed)
}
const onDisk = (name = 'policy.json') => readFile(path.join(dir, name), 'utf8')
const effect = (policyFile: PolicyFile, agent: AgentFacts = { id: 'a' }) =>
  decide(policyFile.policy(), agent, surface(), 'submit').effect
const giveRead = (text: string) => setCell(text, { agent: 'a', surface: '*', level: 'read', ask: null })
const heldHash = (policyFile: PolicyFile) => policyFile.status().held?.hash ?? 'nothing is held'
/** Resolves at the change that makes it so, which only the watcher can have noticed. */
function until(policyFile: PolicyFile, isSo = () => policyFile.held()?.found === WIDER): Promise<void> {
  return new Promise(resolve => {
    const stop = policyFile.onChange(() => {
      if (!isSo()) return
      stop()
      resolve()
    })
  })
}

describe('the policy file', () => {
  test('that is not there yet is made, empty, commented and closed to others', async () => {
    const policyFile = await open()
    expect(policyFile.status()).toEqual({ file, managed: false, ...RULES })
    expect(policyFile.policy()).toMatchObject({ version: 1, agents: {}, rules: [], locks: [] })
    expect(await onDisk()).toMatch(/^\/\/ What agents may do/)
    for (const name of await readdir(dir)) expect((await stat(path.join(dir, name))).mode & 0o777).toBe(0o600)
    const changed = await policyFile.change(text =>
      addAgent(text, 'a', { name: 'A', token: TOKEN }, { level: 'read', ask: null }),
    )
    expect(changed.ok).toBe(true)
    expect((await open()).policy()).toEqual(policyFile.policy())
    expect(policyFile.policy().rules).toHaveLength(1)
  })

  test('is changed on disk and in force together, and tells whoever listens', async () => {
    const policyFile = await openWith(GIVEN)
    const heard: unknown[] = []
    const stop = policyFile.onChange(note => heard.push([note, policyFile.policy().rules[0]?.level]))
    expect(await policyFile.change(giveRead, 'less')).toEqual({ ok: true, value: {} })
    expect(await onDisk()).toBe(GIVEN.replace('"type"', '"read"'))
    expect(await policyFile.change(text => text)).toMatchObject({ ok: true })
    stop()
    expect(await policyFile.change(text => text.replace('"read"', '"type"'))).toMatchObject({ ok: true })
    expect(heard).toEqual([['less', 'read']])
  })

  test('takes several changes at once, one after the other', async () => {
    const policyFile = await openWith(GIVEN)
    const ids = ['s_aaaa', 's_bbbb', 's_cccc', 's_dddd']
    const done = await Promise.all(
      ids.map(id => policyFile.change(text => setCell(text, { agent: 'a', surface: id, level: 'read', ask: null }))),
    )
    expect(done.every(({ ok }) => ok)).toBe(true)
    expect((await open()).policy().rules.map(({ surfaces }) => surfaces)).toEqual(['*', ...ids.map(id => ({ id }))])
  })

  test('refuses a change that would break it, and one that throws stops no later one', async () => {
    const policyFile = await openWith(GIVEN)
    const broken = await policyFile.change(text => text.replace('"rules"', '"rulez"'))
    expect(broken).toMatchObject({ ok: false, code: 'bad_edit' })
    const thrown = policyFile.change(() => {
      throw new Error('no')
    })
    await expect(thrown).rejects.toThrow('no')
    expect(await onDisk()).toBe(GIVEN)
    expect(await policyFile.change(giveRead)).toMatchObject({ ok: true })
  })

  test('sees nothing outside in its own changes, however many', async () => {
    const policyFile = await openWith(GIVEN)
    const seen: unknown[] = []
    policyFile.onChange(() => seen.push(policyFile.status().held))
    const levels = Array.from({ length: 30 }, (_, turn) => (turn % 2 ? 'type' : 'read'))
    for (const level of levels) {
      void policyFile.check()
      await policyFile.change(text => text.replace(/"(type|read)"/, `"${level}"`))
    }
    // once this one was noticed, everything before it was
    const noticed = until(policyFile)
    await writeFile(file, WIDER)
    await noticed
    expect(seen.length).toBeGreaterThan(levels.length)
    expect(seen.slice(0, levels.length)).toEqual(levels.map(() => null))
  })
})

describe('what somebody else writes into it', () => {
  test('is not in force before a person accepts it, and is after', async () => {
    const policyFile = await openWith(GIVEN)
    const noticed = until(policyFile)
    time += 60_000
    await writeFile(file, WIDER)
    await noticed
    expect(effect(policyFile)).toBe('deny')
    expect(policyFile.status()).toMatchObject({ ruling: 'accepted', fault: null, held: { at: time } })
    const held = { hash: heldHash(policyFile), at: time, accepted: GIVEN, found: WIDER }
    expect(policyFile.held()).toMatchObject({ ...held, policy: { rules: [{ level: 'submit' }] } })
    expect(held.hash).toMatch(/^sha256:[0-9a-f]{64}$/)
    expect(await policyFile.accept(held.hash)).toEqual({ ok: true, value: {} })
    expect(effect(policyFile)).toBe('allow')
    expect([policyFile.status(), policyFile.held()]).toMatchObject([RULES, null])
    expect((await policyFile.change(giveRead)).ok).toBe(true)
  })

  test('is accepted only as the person saw it', async () => {
    const policyFile = await openWith(GIVEN)
    await writeFile(file, GIVEN.replace('mine', 'theirs'))
    await policyFile.check()
    const seen = heldHash(policyFile)
    await writeFile(file, WIDER)
    expect(await policyFile.accept(seen)).toMatchObject({ ok: false, code: 'changed_again' })
    expect(await policyFile.putBack(seen)).toMatchObject({ ok: false, code: 'changed_again' })
    expect([effect(policyFile), await onDisk()]).toEqual(['deny', WIDER])
  })

  test.each<[what: string, make: () => Promise<unknown>, found: string | null, fault: string | null]>([
    ['a wider policy', () => writeFile(file, WIDER), WIDER, null],
    ['a fault', () => writeFile(file, FAULTY), FAULTY, 'level'],
    ['no UTF-8', () => writeFile(file, Buffer.from([0x7b, 0xff])), null, 'UTF-8'],
    ['too much', () => truncate(file, 1_100_000), null, '1 MiB'],
    ['nothing: it is removed', () => rm(file), null, 'not there'],
  ])('%s: no change goes over it, and putting back restores every byte and keeps it', async (_, make, found, fault) => {
    const policyFile = await openWith(GIVEN)
    await make()
    const bytes = await readFile(file).catch(() => null)
    const changed = await policyFile.change(giveRead)
    expect(changed).toMatchObject({ ok: false, code: 'changed_outside' })
    expect(changed.ok === false && changed.message).toMatch(/put the accepted policy back first/i)
    expect([effect(policyFile), policyFile.status().ruling]).toEqual(['deny', 'accepted'])
    expect(policyFile.held()).toMatchObject({ found, accepted: GIVEN })
    expect(policyFile.status().fault?.message ?? '').toContain(fault ?? '')
    expect(policyFile.held()?.policy === null).toBe(fault !== null)
    const faulty = { ok: false, code: 'policy_fault' }
    if (fault) expect(await policyFile.accept(heldHash(policyFile))).toMatchObject(faulty)
    expect(await policyFile.putBack(heldHash(policyFile))).toEqual({ ok: true, value: {} })
    expect([await onDisk(), policyFile.status()]).toMatchObject([GIVEN, RULES])
    const outside = path.join(dir, 'policy.outside.json')
    const kept = await readFile(outside).catch(() => null)
    expect(kept && bytes ? kept.equals(bytes) : kept === bytes).toBe(true)
    if (bytes) expect((await stat(outside)).mode & 0o777).toBe(0o600)
    expect((await policyFile.change(giveRead)).ok).toBe(true)
  })

  test('is kept as the newest alone, and nothing is put back where it cannot be kept', async () => {
    const policyFile = await openWith(GIVEN)
    for (const text of [FAULTY, WIDER]) {
      await writeFile(file, text)
      await policyFile.check()
      expect((await policyFile.putBack(heldHash(policyFile))).ok).toBe(true)
    }
    expect(await readdir(dir)).toEqual(['policy.accepted.json', 'policy.json', 'policy.outside.json'])
    expect(await onDisk('policy.outside.json')).toBe(WIDER)
    await rm(path.join(dir, 'policy.outside.json'))
    await mkdir(path.join(dir, 'policy.outside.json'))
    await writeFile(file, FAULTY)
    await policyFile.check()
    expect(await policyFile.putBack(heldHash(policyFile))).toMatchObject({ ok: false, code: 'not_written' })
    expect([await onDisk(), policyFile.status().ruling]).toEqual([FAULTY, 'accepted'])
  })
})

describe('the watch', () => {
  const replace = async (text: string) => {
    await writeFile(path.join(dir, 'new'), text)
    await rename(path.join(dir, 'new'), file)
  }
  test.each<[how: string, write: (text: string) => Promise<unknown>]>([
    ['writes it in place', text => writeFile(file, text)],
    ['replaces it by rename', replace],
    ['removes it first', text => rm(file).then(() => writeFile(file, text))],
  ])('sees an editor that %s, every time; the hold ends by itself with the accepted bytes', async (_, write) => {
    const policyFile = await openWith(GIVEN)
    for (const text of [WIDER, GIVEN, FAULTY, GIVEN]) {
      const noticed = until(policyFile, () => (policyFile.held() ?? { found: GIVEN }).found === text)
      await write(text)
      await noticed
      expect([policyFile.status().ruling === 'file', effect(policyFile)]).toEqual([text === GIVEN, 'deny'])
    }
  })

  test.each(['that a link points to', 'in place of the one it began with', 'that was not there at first'])(
    'sees every change in a folder %s',
    async where => {
      const folder = path.join(dir, 'elsewhere')
      const target = path.join(folder, 'policy.json')
      if (!where.includes('not there')) await mkdir(folder).then(() => writeFile(target, GIVEN))
      if (where.includes('link')) await symlink(target, file)
      else file = target
      const policyFile = await open()
      if (where.includes('in place')) await rename(folder, `${folder}-old`)
      await mkdir(folder, { recursive: true })
      for (const text of [WIDER, FAULTY]) {
        const noticed = until(policyFile, () => policyFile.held()?.found === text)
        await writeFile(target, text)
        await noticed
        expect(effect(policyFile)).toBe('deny')
      }
    },
  )

  test('ends with close', async () => {
    const policyFile = await openWith(GIVEN)
    const other = await open()
    await policyFile.close()
    let heard = 0
    policyFile.onChange(() => heard++)
    const noticed = until(other)
    await writeFile(file, WIDER)
    await noticed
    expect(heard).toBe(0)
  })
})

describe('taking an agent out while a change is held', () => {
  test('counts at once and after a restart, and leaves the file as it was found', async () => {
    const policyFile = await openWith(GIVEN)
    await writeFile(file, WIDER)
    expect(await policyFile.takeAway(text => removeAgent(text, 'a'))).toMatchObject({ ok: true })
    expect(policyFile.policy().agents).toEqual({})
    expect(policyFile.status().held).not.toBeNull()
    expect(await onDisk()).toBe(WIDER)
    await policyFile.close()
    const again = await open()
    expect(again.policy().agents).toEqual({})
    // Only a person who accepts what is held brings the agent back.
    expect((await again.accept(heldHash(again))).ok).toBe(true)
    expect(effect(again)).toBe('allow')
  })

  test('is an ordinary change where nothing is held', async () => {
    const policyFile = await openWith(GIVEN)
    expect((await policyFile.takeAway(text => removeAgent(text, 'a'))).ok).toBe(true)
    expect(policyFile.status()).toMatchObject(RULES)
    expect(await onDisk()).not.toContain('"A"')
  })
})
