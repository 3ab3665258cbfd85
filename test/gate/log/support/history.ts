// Histories of a record: random ones for properties, written to disk as activity.ts would, in small segments.
import fs from 'node:fs/promises'
import path from 'node:path'
import fc from 'fast-check'
import { FIRST_PREV, type Link, seal } from '../../../../main/gate/chain.ts'
import { entry } from '../../../../main/gate/entries.ts'
import type { ActivityEntry } from '../../../../main/gate/model.ts'
import { activityFolder, segmentName } from '../../../../main/gate/segments.ts'

export const START = Date.parse('2026-11-22T09:00:00.000Z')

export const send = (facts: Partial<ActivityEntry> = {}, actor = 'cursor') =>
  entry('send', actor, {
    surface: { id: 's_aaaa', name: 'shell' },
    intent: 'submit',
    text: 'npm test',
    verdict: { effect: 'allow', rule: 'r1', why: 'r1 gives cursor submit.' },
    ...facts,
  })

/** Writes these records as a data folder's activity. `stepMs` apart; `perSegment` records in one file. */
export async function writeHistory(
  dir: string,
  entries: readonly ActivityEntry[],
  { perSegment = 1000, stepMs = 1000, start = START } = {},
): Promise<string[]> {
  const folder = activityFolder(dir)
  await fs.mkdir(folder, { recursive: true })
  let link: Link = { seq: 0, hash: FIRST_PREV }
  const files: string[] = []
  for (let from = 0; from < entries.length; from += perSegment) {
    let text = ''
    const name = segmentName(link.seq + 1)
    for (const [at, one] of entries.slice(from, from + perSegment).entries()) {
      const sealed = seal(one, link, new Date(start + (from + at) * stepMs).toISOString())
      text += `${sealed.line}\n`
      link = sealed.link
    }
    await fs.writeFile(path.join(folder, name), text)
    files.push(path.join(folder, name))
  }
  return files
}

const WORDS = ['ls', 'npm test', 'Deploy "prod"', 'grüße', 'a\\b', 'zeile\nzwei', '\u{1F600} ok', 'push']
const ACTORS = ['cursor', 'codex', 'claude@s_bbbb', 'person', 'gatehouse']
const text = fc.array(fc.constantFrom(...WORDS), { minLength: 1, maxLength: 3 }).map(words => words.join(' '))
const surface = fc.option(
  fc.record({ id: fc.constantFrom('s_aaaa', 's_bbbb', 's_cccc'), name: fc.constantFrom('shell', 'prod "1"', 'Ä') }),
)
const verdict = fc.option(
  fc.record({
    effect: fc.constantFrom('allow' as const, 'ask' as const, 'deny' as const),
    rule: fc.option(fc.constantFrom('r1', 'r22')),
    why: text,
  }),
)
const OUTCOMES = [
  ...(['delivered', 'inserted', 'staged', 'denied', 'cancelled', 'failed', 'unconfirmed', 'unknown'] as const),
]

/** Any record: also such as no gate writes. `of` is a number from 0 to 1, where an earlier record is named by it. */
const loose = fc.record({
  kind: fc.constantFrom('send', 'send', 'send', 'read', 'policy', 'pause', 'agent', 'surface'),
  actor: fc.constantFrom(...ACTORS),
  surface,
  intent: fc.option(
    fc.constantFrom('read', 'type', 'submit', 'answer', 'interrupt', 'open', 'close', 'pause', 'discard'),
  ),
  text: fc.option(text),
  keys: fc.option(fc.array(fc.constantFrom('Enter', 'C-c', 'Up', 'a'), { maxLength: 3 }), { freq: 4 }),
  key: fc.option(fc.constant('k-1'), { freq: 8 }),
  draft: fc.option(fc.constantFrom('d_aaaa@1', 'd_aaaa@2', 'd_bbbb@1'), { freq: 3 }),
  releasedBy: fc.option(fc.constantFrom('person', 'cursor'), { freq: 6 }),
  verdict,
  approval: fc.option(fc.constant('a_aaaa@1'), { freq: 3 }),
  outcome: fc.option(fc.constantFrom(...OUTCOMES)),
  bytes: fc.option(fc.nat(1000)),
  tookMs: fc.option(fc.nat(1000)),
  code: fc.option(fc.constantFrom('denied', 'no_answer', 'rate_limited', 'paused', 'refused_by_person'), {
    nil: undefined,
  }),
  answer: fc.option(fc.constantFrom('once', 'draft', 'edit', 'deny'), { nil: undefined }),
  count: fc.option(fc.integer({ min: 1, max: 9 }), { nil: undefined }),
  of: fc.option(fc.double({ min: 0, max: 0.999, noNaN: true }), { nil: undefined }),
})

/** Records whose `of` names an earlier first record. */
export const histories = fc.array(loose, { minLength: 1, maxLength: 120 }).map(list => {
  const firsts: number[] = []
  return list.map(({ of, code, answer, count, kind, actor, ...rest }, at): ActivityEntry => {
    const given = { ...(code && { code }), ...(answer && { answer }), ...(count && kind === 'read' && { count }) }
    const first = of === undefined ? undefined : firsts[Math.floor(of * firsts.length)]
    if (first === undefined) firsts.push(at + 1)
    return entry(kind as ActivityEntry['kind'], actor, {
      ...rest,
      ...(given as Partial<ActivityEntry>),
      ...(first === undefined ? {} : { of: first }),
    })
  })
})
