// Records that need not be on disk before their caller goes on: outcomes, and what was read.
import { mkdtemp, open, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ActivityError, type ActivityFs, openActivity } from '../../main/gate/activity.ts'
import { entry } from '../../main/gate/entries.ts'
import type { ActivityEntry } from '../../main/gate/model.ts'
import { verifyActivity } from '../../main/gate/verify.ts'
import { until } from '../surfaces/support.ts'
import { testClock } from './support/clock.ts'

let dir: string
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'gatehouse-activity-'))
})
afterEach(() => rm(dir, { recursive: true, force: true }))

const send = (text: string, more: Partial<ActivityEntry> = {}) =>
  entry('send', 'cursor', { surface: { id: 's_aaaa', name: 'api' }, intent: 'submit', text, ...more })

const lines = async () => {
  const folder = join(dir, 'activity')
  const files = (await readdir(folder)).filter(name => name.endsWith('.jsonl')).sort()
  const texts = await Promise.all(files.map(name => readFile(join(folder, name), 'utf8')))
  return texts.join('').split('\n').filter(Boolean)
}

/** The real file system, its syncs counted. */
function spyFs(onSync = () => {}) {
  let syncs = 0
  const fs: ActivityFs = {
    async open(path, flags, mode) {
      const file = await open(path, flags, mode)
      return {
        appendFile: data => file.appendFile(data),
        async datasync() {
          syncs += 1
          onSync()
          await file.datasync()
        },
        close: () => file.close(),
      }
    },
  }
  return { fs, syncs: () => syncs }
}

describe('what need not be synced first', () => {
  it('is known as soon as it is written, and synced with what comes next', async () => {
    const clock = testClock()
    const { fs, syncs } = spyFs()
    const activity = await openActivity(dir, { fs, clock })
    const heard: number[] = []
    activity.onRecord(({ seq }) => heard.push(seq))
    expect(await activity.append(send('ls'))).toBe(1)
    expect(await activity.append(send('ls', { of: 1, outcome: 'delivered' }), 'written')).toBe(2)
    expect([syncs(), heard, activity.head()]).toEqual([1, [1], 1])
    expect((await lines()).length).toBe(2)
    expect(await activity.append(send('pwd'))).toBe(3)
    expect([syncs(), heard, activity.head()]).toEqual([2, [1, 2, 3], 3])
    await activity.close()
    expect(await verifyActivity(dir)).toEqual({ ok: true, records: 3 })
  })

  it('is synced after 50 ms where nothing comes, and when the record is closed', async () => {
    const clock = testClock()
    const { fs, syncs } = spyFs()
    const activity = await openActivity(dir, { fs, clock })
    await activity.append(send('ls'), 'written')
    clock.advance(49)
    expect(syncs()).toBe(0)
    clock.advance(1)
    await until('its sync', () => activity.head() === 1)
    expect(syncs()).toBe(1)
    await activity.append(send('pwd'), 'written')
    await activity.close()
    expect(syncs()).toBe(2)
    expect(await verifyActivity(dir)).toEqual({ ok: true, records: 2 })
  })

  it('is synced before its segment is left', async () => {
    const { fs, syncs } = spyFs()
    const activity = await openActivity(dir, { fs, clock: testClock(), segmentBytes: 100 })
    for (let nth = 0; nth < 5; nth += 1) await activity.append(send('x'), 'written')
    expect(syncs()).toBe(4)
    await activity.close()
    expect(await verifyActivity(dir)).toEqual({ ok: true, records: 5 })
  })

  it('closes the record where that sync fails', async () => {
    const clock = testClock()
    const { fs } = spyFs(() => {
      throw Object.assign(new Error('no'), { code: 'ENOSPC' })
    })
    const activity = await openActivity(dir, { fs, clock })
    await activity.append(send('ls'), 'written')
    clock.advance(50)
    const fault = await until('the sync to fail', () => activity.status().fault)
    expect(fault).toBe('Activity cannot be saved: the disk is full.')
    await expect(activity.append(send('pwd'))).rejects.toThrow(ActivityError)
    await activity.close()
  })
})
