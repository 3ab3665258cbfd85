// The index and its queries against a look at every record, for histories of any kind, read from files and heard live.
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { Recorded } from '../../../main/gate/activity.ts'
import { begin, decisionNow, follow } from '../../../main/gate/log/decisions.ts'
import { packRecord, unpack } from '../../../main/gate/log/facts.ts'
import { createLog } from '../../../main/gate/log/log.ts'
import type { ActivityEntry } from '../../../main/gate/model.ts'
import { activityFolder } from '../../../main/gate/segments.ts'
import { type ActivityFilter, DECISIONS } from '../../../preload/contract.ts'
import { histories, START, writeHistory } from './support/history.ts'

const NOW = START + 60 * 60_000

async function folder(): Promise<string> {
  const dir = await fs.mkdtemp(path.join(os.tmpdir(), 'gatehouse-log-'))
  onTestFinished(() => fs.rm(dir, { recursive: true, force: true }))
  return dir
}

function logOver(dir: string, activity: Parameters<typeof createLog>[0]['activity'] = null) {
  const log = createLog({
    ...{ dir, activity, now: () => NOW, draftEnds: () => null, isOpen: () => false },
    nameOf: id => `Agent ${id}`,
  })
  onTestFinished(() => log.close())
  return log
}

const full: fc.Arbitrary<Required<ActivityFilter>> = fc.record({
  decisions: fc.subarray([...DECISIONS], { minLength: 1 }),
  kinds: fc.subarray(['send', 'read', 'policy', 'pause'] as const, { minLength: 1 }).map(kinds => [...kinds]),
  actors: fc.subarray(['cursor', 'codex', 'person', 'nobody'], { minLength: 1 }),
  surfaces: fc.subarray(['s_aaaa', 's_bbbb', 's_zzzz'], { minLength: 1 }),
  enter: fc.constantFrom('enter', 'none', 'not_sent'),
  from: fc.nat(120).map(at => START + at * 1000),
  to: fc.nat(120).map(at => START + at * 1000),
  search: fc.constantFrom(
    'ls',
    'NPM',
    'deploy "p',
    'GRÜSSE',
    'grüße',
    'a\\b',
    'e\nz',
    '😀',
    'r22',
    'shell',
    'agent codex',
  ),
})

/** Few at once: of all of them together nothing is left that matches. */
const filters: fc.Arbitrary<ActivityFilter> = full.chain(whole => {
  const keys = Object.keys(whole) as (keyof ActivityFilter)[]
  return fc.subarray(keys, { maxLength: 2 }).map(some => Object.fromEntries(some.map(key => [key, whole[key]])))
})

/** Seqs that match, newest first, by looking at everything. */
function naive(records: readonly ActivityEntry[], filter: ActivityFilter, upTo: number): number[] {
  const { decisions, kinds, actors, surfaces, enter, from = -Infinity, to = Infinity, search } = filter
  const found: number[] = []
  for (const [index, first] of records.slice(0, upTo).entries()) {
    if (first.of !== undefined) continue
    const seq = index + 1
    const all = [first, ...records.slice(0, upTo).filter(one => one.of === seq)]
    const texts = [first, ...records.filter(one => one.of === seq)]
    const standing = all
      .slice(1)
      .reduce((at, one) => follow(at, unpack(packRecord(one))), begin(unpack(packRecord(first))))
    const at = START + index * 1000
    const words = texts.flatMap(({ text, keys, surface, verdict, actor }) => {
      return [text, ...(keys ?? []), surface?.name, verdict?.rule, verdict?.why, actor]
    })
    const name = first.actor === 'person' ? 'You' : first.actor === 'gatehouse' ? 'Gatehouse' : `Agent ${first.actor}`
    const wanted = search?.toLowerCase()
    const holds = [...words, name].some(one => one?.toLowerCase().includes(wanted ?? ''))
    const decision = decisionNow(standing, false, NOW - at)
    if (decisions && !decisions.includes(decision)) continue
    if (kinds && !(kinds as readonly string[]).includes(first.kind)) continue
    if (actors && !actors.includes(first.actor)) continue
    if (surfaces && !surfaces.includes(first.surface?.id ?? '')) continue
    if (enter !== undefined && standing.enter !== enter) continue
    if (at < from || at >= to || (wanted !== undefined && !holds)) continue
    found.push(seq)
  }
  return found.reverse()
}

async function pages(log: ReturnType<typeof logOver>, filter: ActivityFilter, upTo: number | null): Promise<number[]> {
  const seqs: number[] = []
  for (;;) {
    const page = await log.page({ filter, upTo, offset: seqs.length, limit: 7 })
    if (!page.done) continue
    seqs.push(...page.rows.map(row => row.seq))
    if (seqs.length >= page.total) return seqs
  }
}

describe('a page', () => {
  test('holds what a look at every record finds, in any segments and up to any record', async () => {
    await fc.assert(
      fc.asyncProperty(
        histories,
        filters,
        fc.integer({ min: 1, max: 40 }),
        fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
        async (records, filter, perSegment, cut) => {
          const dir = await folder()
          await writeHistory(dir, records, { perSegment })
          const log = logOver(dir)
          const upTo = cut === null ? null : 1 + Math.floor(cut * (records.length - 1))
          const expected = naive(records, filter, upTo ?? records.length)
          expect(await pages(log, filter, upTo)).toEqual(expected)
          const places = await Promise.all(expected.map(seq => log.find(filter, upTo, seq)))
          expect(places).toEqual(expected.map((_, at) => at))
          log.close()
        },
      ),
      { numRuns: 120 },
    )
  })

  test('moves with what is recorded while it is looked at', async () => {
    await fc.assert(
      fc.asyncProperty(histories, filters, fc.double({ min: 0, max: 1, noNaN: true }), async (records, filter, cut) => {
        const dir = await folder()
        const there = Math.floor(cut * records.length)
        const files = await writeHistory(dir, records, { perSegment: 1000 })
        const whole = files[0] ? await fs.readFile(files[0], 'utf8') : ''
        const lines = whole.split('\n').slice(0, -1)
        const before = lines.slice(0, there).map(line => `${line}\n`)
        if (files[0]) await fs.writeFile(files[0], before.join(''))
        let hear: (record: Recorded) => void = () => {}
        let head = there
        const log = logOver(dir, {
          head: () => head,
          onRecord(listener) {
            hear = listener
            return () => {}
          },
        })
        await pages(log, filter, null)
        let offset = Buffer.byteLength(before.join(''))
        for (const [at, entry] of records.entries()) {
          if (at < there) continue
          const line = `${lines[at]}\n`
          await fs.appendFile(path.join(activityFolder(dir), '000000000001.jsonl'), line)
          head = at + 1
          const bytes = Buffer.byteLength(line)
          const time = new Date(START + at * 1000).toISOString()
          hear({ seq: at + 1, time, entry, segment: '000000000001.jsonl', offset, bytes })
          offset += bytes
        }
        // What this run left open an hour ago is not going on either.
        expect(await pages(log, filter, null)).toEqual(naive(records, filter, records.length))
        log.close()
      }),
      { numRuns: 80 },
    )
  })
})
