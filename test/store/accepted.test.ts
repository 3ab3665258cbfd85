// The accepted copy: what rules at a start when the policy file is missing, changed, broken or managed, and when the copy
// itself is not what we wrote. What happens while Gatehouse runs is policy-file.test.ts.
import { createHash } from 'node:crypto'
import { mkdirSync, rmSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { decide } from '../../main/policy/decide.ts'
import type { Seal } from '../../main/store/accepted.ts'
import { openPolicyFile, type PolicyFile, type PolicyFileOptions } from '../../main/store/policy-file.ts'
import { surface, TOKEN } from '../policy/subjects.ts'

let dir: string
let file: string
let copy: string
const opened: PolicyFile[] = []
beforeEach(async () => {
  dir = await mkdtemp(path.join(os.tmpdir(), 'gatehouse-accepted-'))
  file = path.join(dir, 'policy.json')
  copy = path.join(dir, 'policy.accepted.json')
})
afterEach(async () => {
  await closeAll()
  await rm(dir, { recursive: true, force: true })
})
const closeAll = async () => {
  for (const one of opened.splice(0)) await one.close()
}

const GIVEN = `{
  "version": 1, // mine
  "agents": { "a": { "name": "A", "token": "${TOKEN}" } },
  "rules": [{ "id": "r1", "agents": "a", "surfaces": "*", "level": "type" }]
}
`
const WIDER = GIVEN.replace('"type"', '"submit"')
const FAULTY = GIVEN.replace('"level"', '"levle"')
const NEWER = GIVEN.replace('"version": 1', '"version": 2')
const RULES = { ruling: 'file', fault: null, held: null }
const toRead = (text: string) => text.replace('"type"', '"read"')
const toSubmit = (text: string) => text.replace('"type"', '"submit"')
const hashOf = (text: string) => `sha256:${createHash('sha256').update(text).digest('hex')}`
const copyOf = (text: string, more = {}) => JSON.stringify({ revision: 1, hash: hashOf(text), text, ...more })

/** Ends what ran before and starts anew. */
async function start(options: Partial<PolicyFileOptions> = {}) {
  await closeAll()
  const policyFile = await openPolicyFile({ path: file, now: () => 5, ...options })
  opened.push(policyFile)
  return policyFile
}
const may = (policyFile: PolicyFile, intent: 'read' | 'type' | 'submit', agent: object = { id: 'a' }) =>
  decide(policyFile.policy(), { id: 'i', ...agent }, surface(), intent).effect === 'allow'
const kept = async () => JSON.parse(await readFile(copy, 'utf8'))
const heldHash = (policyFile: PolicyFile) => policyFile.status().held?.hash ?? 'nothing is held'

describe('a first start', () => {
  test('accepts the file it finds, and writes down which', async () => {
    await writeFile(file, GIVEN)
    const policyFile = await start()
    expect(policyFile.status()).toMatchObject(RULES)
    expect(await kept()).toEqual({ revision: 1, hash: hashOf(GIVEN), text: GIVEN })
    expect((await stat(copy)).mode & 0o777).toBe(0o600)
    expect((await policyFile.change(toRead)).ok).toBe(true)
    expect(await kept()).toEqual({ revision: 2, hash: hashOf(toRead(GIVEN)), text: toRead(GIVEN) })
    expect((await start()).status()).toMatchObject(RULES)
  })

  test.each<[what: string, make: () => Promise<unknown>, message: string]>([
    ['with a fault', () => writeFile(file, FAULTY), '`level`'],
    ['of a newer version', () => writeFile(file, NEWER), 'Update Gatehouse'],
    ['that is no UTF-8', () => writeFile(file, Buffer.from([0x7b, 0xff, 0x7d])), 'UTF-8'],
    ['that is too large', () => writeFile(file, ' '.repeat(1_100_000)), '1 MiB'],
    ['that is a folder', () => mkdir(file), 'not a file'],
    ['that is empty', () => writeFile(file, ''), 'empty'],
    ['in a folder that is not there', () => rm(dir, { recursive: true }), 'ENOENT'],
    ['whose copy cannot be written', () => writeFile(file, GIVEN), 'copy.json could not be written'],
  ])('accepts no file %s: nothing is allowed, not even what is built in', async (what, make, message) => {
    await make()
    const policyFile = await start(what.startsWith('whose copy') ? { accepted: path.join(dir, 'none/copy.json') } : {})
    expect(policyFile.status()).toMatchObject({ ruling: 'nothing', held: {} })
    expect(policyFile.status().fault?.message).toContain(message)
    for (const agent of [{ id: 'a' }, { preset: 'claude', workspace: 'web' }]) {
      expect(may(policyFile, 'read', agent)).toBe(false)
    }
    expect((await policyFile.change(toRead)).ok).toBe(false)
    expect(await policyFile.putBack(heldHash(policyFile))).toMatchObject({ ok: false, code: 'nothing_accepted' })
    expect(await readFile(copy).catch(() => null)).toBeNull()
  })

  test('that found a fault names its line, and accepts the file once it is right and a person says so', async () => {
    await writeFile(file, FAULTY)
    const policyFile = await start()
    expect(policyFile.status().fault).toMatchObject({ line: 4 })
    expect(await policyFile.change(toRead)).toMatchObject({ ok: false, code: 'policy_fault' })
    await writeFile(file, GIVEN)
    expect(await policyFile.change(toRead)).toMatchObject({ ok: false, code: 'changed_outside' })
    expect(policyFile.held()).toMatchObject({ accepted: '', found: GIVEN })
    expect([may(policyFile, 'type'), policyFile.status().ruling]).toEqual([false, 'nothing'])
    expect((await policyFile.accept(hashOf(GIVEN))).ok).toBe(true)
    expect([may(policyFile, 'type'), policyFile.status().ruling]).toEqual([true, 'file'])
  })
})

describe('a later start', () => {
  test.each<[what: string, change: () => Promise<unknown>, fault: object | null]>([
    ['is wider', () => writeFile(file, WIDER), null],
    ['has a fault', () => writeFile(file, FAULTY), { line: 4 }],
    ['is gone', () => rm(file), { line: 1, message: 'the file is not there' }],
  ])('holds a file that %s since; the accepted copy rules', async (_, change, fault) => {
    await writeFile(file, GIVEN)
    await start().then(closeAll)
    await change()
    const names = await readdir(dir)
    const policyFile = await start()
    expect(await readdir(dir)).toEqual(names)
    const [status, held] = [policyFile.status(), policyFile.held()]
    expect(status).toMatchObject({ ruling: 'accepted', held: { hash: held?.hash, at: 5 } })
    expect([status.fault, held]).toMatchObject([fault, { accepted: GIVEN }])
    expect([may(policyFile, 'type'), may(policyFile, 'submit')]).toEqual([true, false])
    expect((await policyFile.putBack(heldHash(policyFile))).ok).toBe(true)
    expect((await start()).status()).toMatchObject(RULES)
  })

  test('goes on with what was accepted in between', async () => {
    await writeFile(file, GIVEN)
    await start().then(closeAll)
    await writeFile(file, WIDER)
    const policyFile = await start()
    expect((await policyFile.accept(hashOf(WIDER))).ok).toBe(true)
    const after = await start()
    expect([after.status(), may(after, 'submit'), (await kept()).revision]).toMatchObject([RULES, true, 2])
  })

  test('after a crash between our two writes holds the file; what the person wanted rules', async () => {
    await writeFile(file, GIVEN)
    await writeFile(copy, copyOf(toRead(GIVEN), { revision: 2 }))
    const policyFile = await start()
    expect([policyFile.held()?.found, policyFile.held()?.accepted]).toEqual([GIVEN, toRead(GIVEN)])
    expect([may(policyFile, 'read'), may(policyFile, 'type')]).toEqual([true, false])
  })
})

describe('an own change', () => {
  test.each<[what: string, block: () => void, left: string[]]>([
    // the folder goes away between the look and the write
    ['neither file can be written', () => rmSync(dir, { recursive: true }), []],
    ['only the copy can be written', () => [rmSync(file), mkdirSync(file)], ['policy.accepted.json', 'policy.json']],
  ])('is refused when %s, and everything stays as it was', async (_, block, left) => {
    await writeFile(file, GIVEN)
    const policyFile = await start()
    const before = await readFile(copy, 'utf8')
    const changed = await policyFile.change(text => {
      block()
      return toSubmit(text)
    })
    expect(changed).toMatchObject({ ok: false, code: 'not_written' })
    expect(may(policyFile, 'submit')).toBe(false)
    expect(await readdir(dir).catch(() => [])).toEqual(left)
    if (left.length) expect(await readFile(copy, 'utf8')).toBe(before)
  })

  test('keeps a byte order mark and the ends of lines', async () => {
    const given = `\uFEFF${GIVEN.replaceAll('\n', '\r\n')}`
    await writeFile(file, given)
    const policyFile = await start()
    expect((await policyFile.change(toRead)).ok).toBe(true)
    expect([await readFile(file, 'utf8'), (await kept()).text]).toEqual([toRead(given), toRead(given)])
    expect((await start()).status()).toMatchObject(RULES)
  })
})

/** Not a MAC, but nobody in these tests can guess it. */
const seal = (key: string): Seal => ({
  real: true,
  sign: data => hashOf(key + data),
  verify: (data, mac) => mac === hashOf(key + data),
})
const broken: Seal = {
  real: true,
  sign: () => null,
  verify() {
    throw new Error('locked')
  },
}

describe('an accepted copy that is not what we wrote', () => {
  test.each<[what: string, write: () => Promise<unknown>, why: string, seal?: Seal]>([
    ['is no JSON', () => writeFile(copy, '{'), 'not what Gatehouse wrote'],
    ['has a key too many', () => writeFile(copy, copyOf(WIDER, { more: 1 })), 'not what Gatehouse wrote'],
    ['has no revision', () => writeFile(copy, copyOf(WIDER, { revision: 0 })), 'not what Gatehouse wrote'],
    ['has the hash of another text', () => writeFile(copy, copyOf(WIDER, { hash: hashOf(GIVEN) })), 'hash'],
    ['holds a policy with a fault', () => writeFile(copy, copyOf(FAULTY)), 'line 4'],
    ['is a folder', () => mkdir(copy), 'not a file'],
    ['bears no seal', () => writeFile(copy, copyOf(WIDER)), 'no seal', seal('ours')],
    ['bears another seal', () => writeFile(copy, copyOf(WIDER, { mac: 'x' })), 'seal is not right', seal('ours')],
    ['cannot be checked', () => writeFile(copy, copyOf(WIDER, { mac: 'x' })), 'seal is not right', broken],
  ])('because it %s: nothing rules until a person accepts the file', async (what, write, why, given) => {
    await writeFile(file, WIDER)
    await write()
    const policyFile = await start(given && { seal: given })
    expect(policyFile.status()).toMatchObject({ ruling: 'nothing', fault: { line: 1 }, held: { hash: hashOf(WIDER) } })
    expect(policyFile.status().fault?.message).toMatch(/^policy\.accepted\.json .*look at the policy and accept it$/)
    expect(policyFile.status().fault?.message).toContain(why)
    expect([may(policyFile, 'read'), policyFile.held()?.accepted]).toEqual([false, ''])
    expect(await policyFile.change(toRead)).toMatchObject({ ok: false, code: 'changed_outside' })
    const canKeep = what !== 'is a folder' && given !== broken
    expect((await policyFile.accept(hashOf(WIDER))).ok).toBe(canKeep)
    expect([may(policyFile, 'submit'), policyFile.status().fault === null]).toEqual([canKeep, canKeep])
    if (canKeep) expect((await start(given && { seal: given })).status()).toMatchObject(RULES)
  })

  test('a seal is written and asked for with every copy, and only where the keychain is real', async () => {
    await writeFile(file, GIVEN)
    const policyFile = await start({ seal: seal('ours') })
    expect((await policyFile.change(toRead)).ok).toBe(true)
    expect((await start({ seal: seal('ours') })).status()).toMatchObject(RULES)
    expect((await start({ seal: seal('theirs') })).status()).toMatchObject({ ruling: 'nothing' })
    const without = await start({ seal: { ...broken, real: false } })
    expect((await without.change(text => text.replace('"read"', '"type"'))).ok).toBe(true)
    expect(await kept()).not.toHaveProperty('mac')
    expect((await start({ seal: seal('ours') })).status().fault?.message).toContain('bears no seal')
  })
})

describe('a managed policy', () => {
  const managed = { managed: true }

  test('is in force as it stands at each start, and nothing is ever written', async () => {
    await writeFile(file, GIVEN)
    // not ours to believe or to doubt
    await writeFile(copy, 'x')
    const policyFile = await start(managed)
    expect([policyFile.status(), may(policyFile, 'type')]).toMatchObject([{ file, ...managed, ...RULES }, true])
    await writeFile(file, WIDER)
    await policyFile.check()
    expect(policyFile.status()).toMatchObject({ ruling: 'accepted', held: { hash: hashOf(WIDER) } })
    for (const act of [
      policyFile.accept(hashOf(WIDER)),
      policyFile.putBack(hashOf(WIDER)),
      policyFile.change(toRead),
    ]) {
      expect(await act).toMatchObject({ ok: false, code: 'managed' })
    }
    expect(may(policyFile, 'submit')).toBe(false)
    expect(may(await start(managed), 'submit')).toBe(true)
    expect([await readdir(dir), await readFile(copy, 'utf8')]).toEqual([['policy.accepted.json', 'policy.json'], 'x'])
  })

  test('that was missing or faulty at the start counts from the next start on; none is made', async () => {
    const policyFile = await start(managed)
    expect(policyFile.status().fault?.message).toBe('the file is not there')
    expect(await readdir(dir)).toEqual([])
    await writeFile(file, GIVEN)
    await policyFile.check()
    expect(policyFile.status().fault?.message).toContain('restart')
    expect([may(policyFile, 'read'), policyFile.status().ruling]).toEqual([false, 'nothing'])
    expect(may(await start(managed), 'type')).toBe(true)
  })
})

test('what rules is always what was accepted last, whatever is written, accepted, put back or restarted', async () => {
  const TEXTS = [GIVEN, WIDER, FAULTY, toRead(GIVEN), null]
  const step = fc.oneof(
    fc.record({ does: fc.constant('outside'), text: fc.constantFrom(...TEXTS) }),
    fc.record({ does: fc.constantFrom('change', 'accept', 'stale', 'putBack', 'restart'), text: fc.constant(null) }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 10 }), async steps => {
      for (const name of await readdir(dir)) await rm(path.join(dir, name))
      await writeFile(file, GIVEN)
      let policyFile = await start()
      let [onDisk, accepted]: (string | null)[] = [GIVEN, GIVEN]
      for (const { does, text } of steps) {
        if (does === 'outside') await (text === null ? rm(file, { force: true }) : writeFile(file, text))
        if (does === 'outside') onDisk = text
        await policyFile.check()
        const hash = heldHash(policyFile)
        if (does === 'change') {
          const { ok } = await policyFile.change(before => `${before}// more\n`)
          expect(ok).toBe(onDisk === accepted)
          if (ok) onDisk = accepted = `${accepted}// more\n`
        }
        if (does === 'stale') expect((await policyFile.accept(hashOf('another'))).ok).toBe(false)
        if (does === 'accept' && (await policyFile.accept(hash)).ok) accepted = onDisk
        if (does === 'putBack' && (await policyFile.putBack(hash)).ok) onDisk = accepted
        if (does === 'restart') policyFile = await start()
        expect([policyFile.held()?.accepted ?? onDisk, await readFile(file, 'utf8').catch(() => null)]).toEqual([
          accepted,
          onDisk,
        ])
        expect(policyFile.status().ruling).toBe(onDisk === accepted ? 'file' : 'accepted')
        expect(accepted).toContain(`"level": "${policyFile.policy().rules[0]?.level}"`)
      }
    }),
    { numRuns: 40 },
  )
})
