import { createHash } from 'node:crypto'
import { chmod, mkdtemp, open, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ActivityError, type ActivityFs, type OpenActivity, openActivity } from '../../main/gate/activity.ts'
import { entry } from '../../main/gate/entries.ts'
import type { ActivityEntry } from '../../main/gate/model.ts'
import { verifyActivity } from '../../main/gate/verify.ts'
import { until } from '../surfaces/support.ts'
import { testClock } from './support/clock.ts'

let dir: string
let folder: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'gatehouse-activity-'))
  folder = join(dir, 'activity')
})
afterEach(() => rm(dir, { recursive: true, force: true }))

const send = (text: string, more: Partial<ActivityEntry> = {}) =>
  entry('send', 'cursor', { surface: { id: 's_aaaa', name: 'api' }, intent: 'submit', text, ...more })

async function write(texts: readonly string[], segmentBytes = 1 << 24): Promise<void> {
  const activity = await openActivity(dir, { segmentBytes })
  for (const text of texts) await activity.append(send(text))
  await activity.close()
}
const files = async () => (await readdir(folder)).filter(name => name.endsWith('.jsonl')).sort()
const lines = async () => {
  const texts = await Promise.all((await files()).map(name => readFile(join(folder, name), 'utf8')))
  return texts.join('').split('\n').filter(Boolean)
}

/** The real file system with a hand on its syncs and writes. */
function spyFs(hooks: { onSync?: () => void | Promise<void>; onWrite?: () => void }) {
  let syncs = 0
  const fs: ActivityFs = {
    async open(path, flags, mode) {
      const file = await open(path, flags, mode)
      return {
        async appendFile(data) {
          hooks.onWrite?.()
          await file.appendFile(data)
        },
        async datasync() {
          syncs += 1
          await hooks.onSync?.()
          await file.datasync()
        },
        close: () => file.close(),
      }
    },
  }
  return { fs, syncs: () => syncs }
}

describe('a record', () => {
  it('has the fields of the contract in their order, and a hash anyone can recompute', async () => {
    const clock = testClock()
    const activity = await openActivity(dir, { clock })
    const first = await activity.append(send('ls', { verdict: { effect: 'allow', rule: 'r2', why: 'r2 says so.' } }))
    await activity.append(send('ls', { outcome: 'delivered', bytes: 3, tookMs: 4, of: first }))
    await activity.close()
    const [one, two] = (await lines()).map(line => JSON.parse(line))
    const fields =
      'seq time kind actor surface intent text keys key draft releasedBy verdict approval outcome bytes tookMs'
    expect(Object.keys(one)).toEqual([...fields.split(' '), 'prev', 'hash'])
    expect(Object.keys(two)).toEqual([...fields.split(' '), 'of', 'prev', 'hash'])
    expect(one).toMatchObject({ seq: 1, time: '2026-11-21T12:00:00.000Z', prev: `sha256:${'0'.repeat(64)}` })
    expect(two).toMatchObject({ seq: 2, of: 1, prev: one.hash })
    for (const { hash, ...rest } of [one, two]) {
      expect(hash).toBe(`sha256:${createHash('sha256').update(JSON.stringify(rest)).digest('hex')}`)
    }
  })

  it.skipIf(process.platform === 'win32')('lies in a file and a folder only the user can open', async () => {
    await write(['ls'])
    expect((await stat(folder)).mode & 0o777).toBe(0o700)
    expect((await stat(join(folder, '000000000001.jsonl'))).mode & 0o777).toBe(0o600)
  })

  it('keeps any text exactly, and the chain holds over it', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.string({ unit: 'binary' }), { maxLength: 8 }), async texts => {
        await rm(folder, { recursive: true, force: true })
        await write([...texts, '\ud800 "hash":"sha256:'])
        const found = (await lines()).map(line => JSON.parse(line).text)
        expect(found).toEqual([...texts, '\ud800 "hash":"sha256:'])
        expect(await verifyActivity(dir)).toEqual({ ok: true, records: texts.length + 1 })
      }),
      { numRuns: 25 },
    )
  })
})

describe('segments', () => {
  it('are named by their first record, rotated, and one chain', async () => {
    await write(
      Array.from({ length: 12 }, (_, index) => `text ${index}`),
      1500,
    )
    await write(['more', 'and more'], 1500)
    const names = await files()
    expect(names.length).toBeGreaterThan(2)
    for (const name of names) {
      const first = JSON.parse((await readFile(join(folder, name), 'utf8')).split('\n')[0]!)
      expect(name).toBe(`${String(first.seq).padStart(12, '0')}.jsonl`)
    }
    expect(await verifyActivity(dir)).toEqual({ ok: true, records: 14 })
  })

  it('a missing one is named', async () => {
    await write(
      Array.from({ length: 12 }, () => 'x'),
      1500,
    )
    const [, second, third] = await files()
    await rm(join(folder, second!))
    const seq = Number(second!.slice(0, 12))
    expect(await verifyActivity(dir)).toMatchObject({ ok: false, file: join(folder, third!), line: 1, seq })
  })

  it('no activity folder at all is not a sound chain', async () => {
    expect(await verifyActivity(join(dir, 'elsewhere'))).toMatchObject({ ok: false })
  })
})

describe('group commit', () => {
  it('a hundred appends at once need few syncs, keep their order, and each knows its number', async () => {
    const { fs, syncs } = spyFs({})
    const activity = await openActivity(dir, { fs })
    const seqs = await Promise.all(Array.from({ length: 100 }, (_, index) => activity.append(send(`${index}`))))
    expect(seqs).toEqual(Array.from({ length: 100 }, (_, index) => index + 1))
    expect(syncs()).toBeLessThan(20)
    expect((await lines()).map(line => JSON.parse(line).text)).toEqual(seqs.map(seq => `${seq - 1}`))
    await activity.close()
  })

  it('what comes in during a sync waits for the next one, not for the one under way', async () => {
    const releases: (() => void)[] = []
    const { fs } = spyFs({ onSync: () => new Promise(resolve => releases.push(resolve)) })
    const activity = await openActivity(dir, { fs })
    const done: string[] = []
    const note = (name: string) => activity.append(send(name)).then(() => done.push(name))
    const first = note('first')
    await until('its sync', () => releases.length === 1)
    const later = [note('second'), note('third')]
    expect(done).toEqual([])
    releases[0]!()
    await first
    await until('the next sync', () => releases.length === 2)
    expect(done).toEqual(['first'])
    releases[1]!()
    await Promise.all(later)
    await activity.close()
    expect(releases).toHaveLength(2)
  })
})

describe('when the disk fails', () => {
  it.each([
    ['write', 'onWrite', 'ENOSPC', 'the disk is full'],
    ['sync', 'onSync', 'EIO', 'EIO'],
  ])('a failed %s rejects that append and all later ones, and says why', async (_, hook, code, words) => {
    let fails = false
    const { fs } = spyFs({
      [hook]: () => {
        if (fails) throw Object.assign(new Error(code), { code })
      },
    })
    const activity = await openActivity(dir, { fs })
    await activity.append(send('one'))
    fails = true
    const both = await Promise.allSettled([activity.append(send('two')), activity.append(send('three'))])
    for (const one of both) {
      expect(one).toMatchObject({ status: 'rejected', reason: expect.any(ActivityError) })
      expect(one).toMatchObject({ reason: { code: 'not_recorded' } })
    }
    fails = false
    await expect(activity.append(send('four'))).rejects.toBeInstanceOf(ActivityError)
    expect(activity.status().fault).toContain(words)
    await activity.close()
    const again = await openActivity(dir)
    expect(again.status().fault).toBeNull()
    await again.append(send('five'))
    await again.close()
    expect(await verifyActivity(dir)).toMatchObject({ ok: true })
  })

  it('a folder that cannot be made is a fault, not an exception', async () => {
    await writeFile(folder, 'a file is in the way')
    const activity = await openActivity(dir)
    expect(activity.status().fault).toContain('Activity cannot be saved')
    await expect(activity.append(send('x'))).rejects.toMatchObject({ code: 'not_recorded' })
    await activity.close()
  })

  it.skipIf(process.getuid?.() === 0)('a read-only folder is a fault in plain words', async () => {
    await write(['x'])
    await chmod(join(folder, '000000000001.jsonl'), 0o400)
    const activity = await openActivity(dir)
    expect(activity.status().fault).toContain('may not be written')
  })
})

describe('opening again', () => {
  it('a last line that a crash cut off is set aside and the chain goes on', async () => {
    await write(['one', 'two'])
    const path = join(folder, '000000000001.jsonl')
    const whole = await readFile(path)
    const cut = whole.subarray(0, whole.length - 30)
    await writeFile(path, cut)
    expect(await verifyActivity(dir)).toEqual({ ok: true, records: 1 })
    const activity = await openActivity(dir, { clock: testClock() })
    expect(activity.status()).toMatchObject({
      fault: null,
      notice: expect.stringContaining('torn-2026-11-21T12-00-00'),
    })
    expect(await activity.append(send('three'))).toBe(2)
    await activity.close()
    expect(await verifyActivity(dir)).toEqual({ ok: true, records: 2 })
    const torn = (await readdir(folder)).find(name => name.startsWith('torn-'))!
    const piece = await readFile(join(folder, torn))
    expect(piece).toEqual(cut.subarray(cut.lastIndexOf(10) + 1))
    if (process.platform !== 'win32') expect((await stat(join(folder, torn))).mode & 0o777).toBe(0o600)
  })

  it.each([0, 1, 5, 200])(
    'wherever a crash cuts the file, it opens and verifies (%i bytes kept of a record)',
    async kept => {
      await write(['one', 'two', 'three'])
      const path = join(folder, '000000000001.jsonl')
      const whole = await readFile(path)
      const start = whole.lastIndexOf(10, whole.length - 2) + 1
      await writeFile(path, whole.subarray(0, start + kept))
      const activity = await openActivity(dir)
      expect(await activity.append(send('four'))).toBe(3)
      await activity.close()
      expect(await verifyActivity(dir)).toEqual({ ok: true, records: 3 })
    },
  )

  it('a whole record that only lost its line end is kept', async () => {
    await write(['one', 'two'])
    const path = join(folder, '000000000001.jsonl')
    const whole = await readFile(path)
    await writeFile(path, whole.subarray(0, whole.length - 1))
    const activity = await openActivity(dir)
    expect(await activity.append(send('three'))).toBe(3)
    await activity.close()
    expect(await verifyActivity(dir)).toEqual({ ok: true, records: 3 })
  })

  it('a segment that was begun and holds nothing yet follows the one before', async () => {
    await write(['one', 'two'])
    await writeFile(join(folder, '000000000003.jsonl'), '{"seq":3,"ti')
    const activity = await openActivity(dir)
    expect(activity.status().fault).toBeNull()
    expect(await activity.append(send('three'))).toBe(3)
    await activity.close()
    expect(await verifyActivity(dir)).toEqual({ ok: true, records: 3 })
  })

  it('damage is a fault that names file and line, and nothing is appended to it', async () => {
    await write(['one', 'two', 'three'])
    const path = join(folder, '000000000001.jsonl')
    const text = await readFile(path, 'utf8')
    await writeFile(path, text.replace('"two"', '"tow"'))
    const activity = await openActivity(dir)
    expect(activity.status().fault).toContain('000000000001.jsonl line 2')
    await expect(activity.append(send('x'))).rejects.toBeInstanceOf(ActivityError)
    await activity.close()
    expect(await readFile(path, 'utf8')).toHaveLength(text.length)
  })
})

describe('tampering', () => {
  it('any byte changed anywhere is found and the record is named', async () => {
    await write(
      ['one', 'zwei €', 'three\n', 'four', 'five'].map(text => `${text} ${'x'.repeat(300)}`),
      1500,
    )
    const names = await files()
    expect(names.length).toBeGreaterThan(1)
    const contents = await Promise.all(names.map(name => readFile(join(folder, name))))
    await fc.assert(
      fc.asyncProperty(fc.nat(), fc.nat(), fc.integer({ min: 1, max: 255 }), async (pick, place, flip) => {
        const which = pick % names.length
        const content = contents[which]!
        const at = place % content.length
        const damaged = Buffer.from(content)
        damaged[at]! ^= flip
        const path = join(folder, names[which]!)
        await writeFile(path, damaged)
        const line = content.subarray(0, at).filter(byte => byte === 10).length + 1
        const seq = Number(names[which]!.slice(0, 12)) + line - 1
        expect(await verifyActivity(dir)).toMatchObject({ ok: false, file: path, line, seq })
        await writeFile(path, content)
      }),
      { numRuns: 300 },
    )
    expect(await verifyActivity(dir)).toEqual({ ok: true, records: 5 })
  })

  it('a record written anew with a sound hash of its own is found by the one after it', async () => {
    await write(['one', 'two', 'three'])
    const path = join(folder, '000000000001.jsonl')
    const all = (await readFile(path, 'utf8')).split('\n')
    const { hash: _, ...two } = JSON.parse(all[1]!)
    const body = JSON.stringify({ ...two, text: 'forged' })
    all[1] = `${body.slice(0, -1)},"hash":"sha256:${createHash('sha256').update(body).digest('hex')}"}`
    await writeFile(path, all.join('\n'))
    expect(await verifyActivity(dir)).toMatchObject({
      ok: false,
      line: 3,
      seq: 3,
      why: expect.stringContaining('follow'),
    })
  })

  it('a record taken out or moved is named', async () => {
    await write(['one', 'two', 'three'])
    const path = join(folder, '000000000001.jsonl')
    const [one, two, three] = (await readFile(path, 'utf8')).split('\n')
    await writeFile(path, `${[one, three].join('\n')}\n`)
    expect(await verifyActivity(dir)).toMatchObject({
      ok: false,
      line: 2,
      seq: 2,
      why: expect.stringContaining('missing'),
    })
    await writeFile(path, `${[two, one, three].join('\n')}\n`)
    expect(await verifyActivity(dir)).toMatchObject({ ok: false, line: 1, seq: 1 })
  })
})

describe('reads', () => {
  const read = (actor: string, what: string) =>
    entry('read', actor, { surface: { id: 's_aaaa', name: 'api' }, intent: 'read', text: what, outcome: 'delivered' })
  const settled = async (activity: OpenActivity) => {
    await activity.append(send('marker'))
    return (await lines()).map(line => JSON.parse(line)).filter(({ kind }) => kind === 'read')
  }

  it('within a second become one record with a count, per agent, surface and what was read', async () => {
    const clock = testClock()
    const activity = await openActivity(dir, { clock })
    for (let index = 0; index < 5; index++) activity.noteRead(read('cursor', 'screen'))
    activity.noteRead(read('cursor', 'since'))
    activity.noteRead(read('codex', 'screen'))
    clock.advance(999)
    expect(await settled(activity)).toEqual([])
    clock.advance(1)
    const counts = (await settled(activity)).map(({ actor, text, count }) => [actor, text, count])
    expect(counts).toEqual([
      ['cursor', 'screen', 5],
      ['cursor', 'since', 1],
      ['codex', 'screen', 1],
    ])
    activity.noteRead(read('cursor', 'screen'))
    await activity.close()
    expect((await lines()).filter(line => line.includes('"count":1'))).toHaveLength(3)
    expect(await verifyActivity(dir)).toMatchObject({ ok: true })
  })
})
