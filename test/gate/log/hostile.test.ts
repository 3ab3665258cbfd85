// Records that are damaged, torn, huge or of the wrong shape: they are shown as what they are, and nothing else is lost.
import fs from 'node:fs/promises'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { verifyActivity } from '../../../main/gate/verify.ts'
import { activityDetailSchema, activityRowSchema } from '../../../preload/contract.ts'
import { send, writeHistory } from './support/history.ts'
import { folder, logOver, rowsOf } from './support/shown.ts'

const RECORDS = Array.from({ length: 9 }, (_, at) => send({ text: `text ${at + 1}`, outcome: 'denied' }))

async function damaged(change: (lines: string[]) => string) {
  const dir = await folder()
  const [first] = await writeHistory(dir, RECORDS, { perSegment: 6 })
  const lines = (await fs.readFile(first!, 'utf8')).split('\n').slice(0, -1)
  await fs.writeFile(first!, change(lines))
  return { dir, rows: await rowsOf(logOver(dir)) }
}

test('a line that cannot be read has its own row, and the check names it', async () => {
  const { dir, rows } = await damaged(lines => `${lines.with(2, '{"seq":3,').join('\n')}\n`)
  expect(rows.map(({ seq, decision }) => [seq, decision])).toEqual(
    RECORDS.map((_, at) => [9 - at, 9 - at === 3 ? 'damaged' : 'denied']),
  )
  expect(rows.find(({ seq }) => seq === 3)!.note).toContain('000000000001.jsonl')
  expect(await verifyActivity(dir)).toMatchObject({ ok: false, line: 3, seq: 3 })
})

test('records that are missing leave a gap, and those around them stay what they were', async () => {
  const { rows } = await damaged(lines => `${lines.toSpliced(1, 2).join('\n')}\n`)
  expect(rows.map(({ seq, text }) => [seq, text])).toEqual([9, 8, 7, 6, 5, 4, 1].map(seq => [seq, `text ${seq}`]))
})

test('more lines than there is room for do not hide the next file', async () => {
  const { rows } = await damaged(lines => `${[...lines, ...lines, ...lines].join('\n')}\n`)
  expect(rows.slice(0, 3).map(({ text }) => text)).toEqual(['text 9', 'text 8', 'text 7'])
  expect(new Set(rows.map(({ seq }) => seq)).size).toBe(rows.length)
})

test('a torn last line is nothing yet', async () => {
  const dir = await folder()
  const [file] = await writeHistory(dir, RECORDS)
  await fs.appendFile(file!, '{"seq":10,"time":"2026-')
  expect((await rowsOf(logOver(dir))).map(({ seq }) => seq)).toEqual([9, 8, 7, 6, 5, 4, 3, 2, 1])
})

describe('a record of the wrong shape', () => {
  const odd = fc.oneof(
    fc.constant(null),
    fc.integer(),
    fc.string(),
    fc.constant([1]),
    fc.constant({ why: 7, id: 1 }),
    fc.constant(true),
  )
  const fields = [
    'actor',
    'kind',
    'time',
    'surface',
    'text',
    'keys',
    'draft',
    'verdict',
    'approval',
    'outcome',
    'of',
  ] as const
  const more = ['tookMs', 'bytes', 'count', 'onBehalfOf', 'code', 'answer', 'kept', 'intent', 'hash', 'seq'] as const

  test('never breaks the page, the detail, the search or the sums', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...fields, ...more),
        odd,
        fc.constantFrom('send', 'read', 'surface'),
        async (field, value, kind) => {
          const { dir, rows } = await damaged(lines => {
            const record = { ...(JSON.parse(lines[3]!) as object), kind, [field]: value }
            return `${lines.with(3, JSON.stringify(record)).join('\n')}\n`
          })
          for (const row of rows) expect(activityRowSchema.safeParse(row).error).toBeUndefined()
          const log = logOver(dir)
          for (const { seq } of rows) {
            const detail = await log.get(seq, false)
            expect(activityDetailSchema.safeParse(detail).error).toBeUndefined()
          }
          await log.page({ filter: { search: 'text' }, upTo: null, offset: 0, limit: 10 })
          await log.sums({})
          log.close()
        },
      ),
      { numRuns: 60 },
    )
  })
})

test('a huge text is cut in its row, and whole in its detail', async () => {
  const dir = await folder()
  const text = 'ä'.repeat(30_000)
  await writeHistory(dir, [send({ text })])
  const log = logOver(dir)
  const [row] = await rowsOf(log)
  expect(row!.text).toBe('ä'.repeat(240))
  expect((await log.get(1, false))!.text).toBe(text)
})
