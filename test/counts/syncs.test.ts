// What the record of sends costs, in counts that no clock and no machine changes: syncs of the disk, one after the other and at once.
import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { openActivity } from '../../main/gate/activity.ts'
import { verifyActivity } from '../../main/gate/verify.ts'
import { testClock } from '../gate/support/clock.ts'
import { cursor, rig, rule } from '../gate/support/rig.ts'

async function counted(names: Record<string, string>) {
  const dir = await mkdtemp(path.join(tmpdir(), 'gatehouse-syncs-'))
  onTestFinished(() => rm(dir, { recursive: true }))
  let syncs = 0
  const activity = await openActivity(dir, {
    // Its time stands still: an outcome is synced by itself where 50 ms pass before the next record, as they may on a busy machine.
    clock: testClock(),
    fs: {
      async open(file, flags, mode) {
        const handle = await open(file, flags, mode)
        return {
          appendFile: data => handle.appendFile(data),
          async datasync() {
            syncs += 1
            await handle.datasync()
          },
          close: () => handle.close(),
        }
      },
    },
  })
  const { gate } = rig({ activity, names, rules: [rule('r1', 'cursor', 'submit')] })
  const send = async (surface: string, text: string) => {
    expect(await gate.send(cursor, { intent: 'submit', surface, text })).toMatchObject({ outcome: 'submitted' })
  }
  return { dir, activity, send, syncs: () => syncs }
}

test('sends one after the other need one sync each: an outcome goes with what is recorded next', async () => {
  const { dir, activity, send, syncs } = await counted({ s_aaaa: 'api' })
  for (let nth = 0; nth < 20; nth += 1) await send('s_aaaa', `echo ${nth}`)
  expect(syncs()).toBeLessThanOrEqual(21)
  await activity.close()
  expect(syncs()).toBeLessThanOrEqual(22)
  expect(await verifyActivity(dir)).toEqual({ ok: true, records: 40 })
})

test('sixteen sends at once share their syncs', async () => {
  const ids = Array.from({ length: 16 }, (_, nth) => `s_aa${String(nth).padStart(2, '0')}`)
  const { dir, activity, send, syncs } = await counted(Object.fromEntries(ids.map(id => [id, id])))
  await Promise.all(ids.map(id => send(id, 'echo hi')))
  expect(syncs()).toBeLessThanOrEqual(4)
  await activity.close()
  expect(await verifyActivity(dir)).toEqual({ ok: true, records: 32 })
})
