// Looking at the record while it goes on: what is live, what stands still, sums, the count of today, and that nothing is read
// before somebody looks.
import fs from 'node:fs/promises'
import { expect, onTestFinished, test } from 'vitest'
import { openActivity } from '../../../main/gate/activity.ts'
import { type ActivityLog, createLog } from '../../../main/gate/log/log.ts'
import { watchToday } from '../../../main/gate/log/today.ts'
import { activityFolder } from '../../../main/gate/segments.ts'
import { testClock } from '../support/clock.ts'
import { send, writeHistory } from './support/history.ts'
import { folder, logOf, logOver } from './support/shown.ts'

/** A page that is not done after 150 ms is answered as far as it is: it is asked for again, as the window does. */
async function whole(log: ActivityLog, request: Parameters<ActivityLog['page']>[0]) {
  for (;;) {
    const page = await log.page(request)
    if (page.done) return page
  }
}

async function live(options: Parameters<typeof openActivity>[1] = {}) {
  const dir = await folder()
  const activity = await openActivity(dir, options)
  const log = createLog({
    ...{ dir, activity, now: Date.now, nameOf: id => id, draftEnds: () => null, isOpen: () => true },
  })
  onTestFinished(async () => {
    log.close()
    await activity.close()
  })
  const page = (filter = {}, upTo: number | null = null) => whole(log, { filter, upTo, offset: 0, limit: 50 })
  return { dir, activity, log, page }
}

test('a record is in the page as soon as it is on disk, over files that end and begin', async () => {
  const { activity, page } = await live({ segmentBytes: 1500 })
  for (let at = 1; at <= 20; at += 1) {
    const seq = await activity.append(send({ text: `text ${at}` }))
    const { rows, total, head, done } = await page()
    expect({ total, head, done }).toEqual({ total: at, head: seq, done: true })
    expect(rows.map(({ text }) => text)).toEqual(Array.from({ length: at }, (_, back) => `text ${at - back}`))
  }
})

test('a list up to a record stands still, and its rows say how they stand now', async () => {
  const { activity, page } = await live()
  const first = await activity.append(
    send({ verdict: { effect: 'ask', rule: 'r1', why: 'asks' }, approval: 'a_aaaa@1' }),
  )
  const before = await page({ decisions: ['waiting'] })
  expect(before).toMatchObject({ total: 1, head: first })
  await activity.append({ ...send({ outcome: 'denied', code: 'no_answer', verdict: null }), of: first })
  await activity.append(send())
  const pinned = await page({ decisions: ['waiting'] }, before.head)
  expect(pinned.rows).toMatchObject([{ seq: first, decision: 'no_answer' }])
  expect((await page({ decisions: ['waiting'] })).total).toBe(0)
  expect((await page({}, before.head)).total).toBe(1)
})

test('nothing is kept of the record before somebody looks', async () => {
  const { activity, log, page } = await live()
  await activity.append(send())
  expect(log.index.columns.bytes()).toBe(0)
  await page()
  expect(log.index.columns.bytes()).toBeGreaterThan(0)
})

test('a search finds what comes while it is the one that is looked for', async () => {
  const { activity, page } = await live()
  await activity.append(send({ text: 'npm test' }))
  expect((await page({ search: 'DEPLOY' })).total).toBe(0)
  const asked = await activity.append(send({ text: 'deploy now' }))
  const refused = await activity.append(send({ text: 'ls' }))
  await activity.append({
    ...send({ outcome: 'denied', verdict: { effect: 'deny', rule: null, why: 'no deploy' } }),
    of: refused,
  })
  expect((await page({ search: 'DEPLOY' })).rows.map(({ seq }) => seq)).toEqual([refused, asked])
})

test('another search ends the one before, and what still waits for that one is answered', async () => {
  const dir = await folder()
  await writeHistory(
    dir,
    Array.from({ length: 3000 }, (_, at) => send({ text: `text ${at}` })),
    { perSegment: 500 },
  )
  const log = logOver(dir)
  const one = log.find({ search: 'text' }, null, 1)
  const sums = log.sums({ search: 'text 29' })
  const found = await whole(log, { filter: { search: 'text 2999' }, upTo: null, offset: 0, limit: 5 })
  expect(found.rows).toHaveLength(1)
  expect([null, 2999]).toContain(await one)
  expect((await sums).entries).toBe(111)
})

test('a record that is none of an entry leads to its entry, and one that is not there to nothing', async () => {
  const log = await logOf([send(), { ...send({ outcome: 'delivered' }), of: 1 }])
  expect((await log.get(2, false))!.row.seq).toBe(1)
  expect(await log.get(3, false)).toBeNull()
})

test('sums count what was sent, refused, asked and read for each agent and surface', async () => {
  const read = { ...send({ intent: 'read', text: 'screen', outcome: 'delivered' }), kind: 'read', count: 7 } as const
  const log = await logOf([
    send({ outcome: 'delivered' }),
    send({ outcome: 'delivered' }),
    send({ outcome: 'denied', code: 'denied' }),
    send({ outcome: 'denied', code: 'no_answer', approval: 'a_aaaa@1' }),
    read,
    send({ outcome: 'delivered' }, 'codex'),
  ])
  const { sums, entries } = await log.sums({})
  expect(entries).toBe(6)
  expect(sums.map(({ minutes, ...sum }) => ({ ...sum, last: minutes.at(-1) }))).toEqual([
    {
      ...{ actor: 'cursor', actorName: 'Cursor', surface: { id: 's_aaaa', name: 'shell' } },
      ...{ sends: 2, refused: 2, asked: 1, reads: 7, last: 2 },
    },
    {
      ...{ actor: 'codex', actorName: 'Codex', surface: { id: 's_aaaa', name: 'shell' } },
      ...{ sends: 1, refused: 0, asked: 0, reads: 0, last: 1 },
    },
  ])
  expect(sums.every(({ minutes }) => minutes.length === 60)).toBe(true)
})

test('everything that stands in the record can be filtered by', async () => {
  const log = await logOf([
    send({ surface: { id: 's_aaaa', name: 'old' } }),
    send({ surface: { id: 's_aaaa', name: 'new "1"' } }, 'codex'),
  ])
  expect(await log.facets()).toEqual({
    actors: [
      { id: 'codex', name: 'Codex' },
      { id: 'cursor', name: 'Cursor' },
    ],
    surfaces: [{ id: 's_aaaa', name: 'new "1"', open: true }],
  })
})

test('today is counted from midnight on, over a restart, and begins anew the next day', async () => {
  const dir = await folder()
  const clock = testClock()
  const yesterday = clock.now() - 24 * 3_600_000
  await writeHistory(dir, [send(), send()], { start: yesterday })
  const options = { clock }
  const before = await openActivity(dir, options)
  const of = await before.append(send())
  await before.append({ ...send({ outcome: 'delivered' }), of })
  await before.close()
  const activity = await openActivity(dir, options)
  onTestFinished(() => activity.close())
  let tell = () => {}
  const today = watchToday(
    dir,
    activity,
    () => tell(),
    () => clock.now(),
  )
  await new Promise<void>(resolve => {
    tell = resolve
    today.value()
  })
  expect(today.value()).toEqual({ head: 4, today: 1 })
  await activity.append(send())
  expect(today.value()).toEqual({ head: 5, today: 2 })
  await clock.advance(24 * 3_600_000)
  expect(today.value()).toEqual({ head: 5, today: 0 })
})

test('a folder that cannot be read is an empty record', async () => {
  const dir = await folder()
  await fs.writeFile(activityFolder(dir), 'no folder')
  const page = await whole(logOver(dir), { filter: {}, upTo: null, offset: 0, limit: 5 })
  expect(page).toMatchObject({ rows: [], total: 0, done: true })
})
