// How long the record takes to look at with a million records in it: `npm run bench activity [RECORDS]`. Ends with 1
// where the first rows or a filter take longer than they may.
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { openActivity } from '../../main/gate/activity.ts'
import { FIRST_PREV, type Link, seal } from '../../main/gate/chain.ts'
import { entry } from '../../main/gate/entries.ts'
import { createLog } from '../../main/gate/log/log.ts'
import { secretsIn } from '../../main/gate/log/secrets.ts'
import type { ActivityEntry } from '../../main/gate/model.ts'
import { activityFolder, segmentName } from '../../main/gate/segments.ts'
import { verifyActivity } from '../../main/gate/verify.ts'
import type { ActivityFilter } from '../../preload/contract.ts'
import { once, type Row, report, row } from './support/measure.ts'

const RECORDS = Number(process.argv[2] ?? 1_000_000)
const MOST = { firstRows: 500, filter: 300 }
const SEGMENT = 16 * 1024 * 1024
const AGENTS = ['cursor', 'codex', 'claude-code', 'claude@s_a1b2c3', 'gemini', 'opencode']
const TEXTS = [
  'git commit -am "Thread token family through login" && git push',
  'pnpm vitest run test/auth/rotate.test.ts',
  'run the auth suite and tell me what still fails, and why it does',
  'list the tests that touch token families',
]

/** What `at` is: a send and its outcome, a read, an ask with its answer, a draft, a refusal. */
function records(at: number): ActivityEntry[] {
  const actor = AGENTS[at % AGENTS.length]!
  const surface = { id: `s_${1000 + (at % 37)}`, name: `surface ${at % 37}` }
  const text = `${TEXTS[at % TEXTS.length]} ${at}`
  const verdict = {
    effect: 'allow',
    rule: `r${at % 9}`,
    why: `r${at % 9} gives ${actor} submit in workspace web.`,
  } as const
  const send = { surface, intent: 'submit', text, verdict, bytes: text.length }
  const done = { surface, intent: 'submit', outcome: 'delivered', bytes: text.length, tookMs: 9 } as const
  const kind = at % 10
  if (kind < 5) return [entry('send', actor, send), entry('send', actor, done)]
  if (kind < 7)
    return [entry('read', actor, { surface, intent: 'read', text: 'screen', verdict, outcome: 'delivered' })]
  if (kind === 7) {
    const asks = { ...verdict, effect: 'ask' } as const
    const yes = { effect: 'allow', rule: null, why: 'A person answered: Allowed once.' } as const
    return [
      entry('send', actor, { ...send, verdict: asks, approval: 'a_abcd@1' }),
      entry('send', 'person', { surface, intent: 'submit', approval: 'a_abcd@1', verdict: yes, answer: 'once' }),
      entry('send', actor, { ...done, approval: 'a_abcd@1' }),
    ]
  }
  if (kind === 8) {
    const draft = `d_${at.toString(36)}@1`
    return [entry('send', actor, { ...send, intent: 'type', draft, outcome: 'staged', tookMs: 8 })]
  }
  const no = { effect: 'deny', rule: null, why: `No rule lets ${actor} submit there.` } as const
  return [entry('send', actor, { ...send, verdict: no, outcome: 'denied', code: 'denied', tookMs: 2 })]
}

function write(dir: string): number {
  fs.mkdirSync(activityFolder(dir), { recursive: true })
  const start = Date.now() - RECORDS * 1000
  let link: Link = { seq: 0, hash: FIRST_PREV }
  let lines: string[] = []
  let bytes = 0
  let total = 0
  let first = 1
  const flush = () => {
    fs.writeFileSync(path.join(activityFolder(dir), segmentName(first)), lines.join(''))
    total += bytes
    lines = []
    bytes = 0
    first = link.seq + 1
  }
  for (let at = 0; link.seq < RECORDS; at += 1) {
    const of = link.seq + 1
    for (const [part, one] of records(at).entries()) {
      const sealed = seal(part === 0 ? one : { ...one, of }, link, new Date(start + link.seq * 1000).toISOString())
      lines.push(`${sealed.line}\n`)
      bytes += sealed.line.length + 1
      link = sealed.link
    }
    if (bytes >= SEGMENT) flush()
  }
  if (lines.length > 0) flush()
  return total
}

const rows: Row[] = []
const failed: string[] = []
function note(what: string, took: number, most?: number) {
  rows.push(row(what, once(took), { unit: 'ms', ...(most && { note: `at most ${most} ms` }) }))
  if (most !== undefined && took > most) failed.push(what)
}
const memory = (what: string, bytes: number) => rows.push(row(what, once(bytes / 1e6), { unit: 'MB' }))
async function timed<T>(work: () => Promise<T>): Promise<{ value: T; took: number }> {
  const from = performance.now()
  const value = await work()
  return { value, took: performance.now() - from }
}
async function watched<T>(work: () => Promise<T>) {
  const delay = monitorEventLoopDelay({ resolution: 1 })
  delay.enable()
  const done = await timed(work)
  delay.disable()
  return { ...done, p99: delay.percentile(99) / 1e6, max: delay.max / 1e6 }
}

let how = ''
const dir = fs.mkdtempSync(path.join(os.tmpdir(), 'gatehouse-bench-'))
try {
  const made = await timed(async () => write(dir))
  const mb = made.value / 1e6
  how = `${RECORDS.toLocaleString('en')} records, ${Math.round(mb)} MB, once`
  const activity = await openActivity(dir)
  globalThis.gc?.()
  const before = process.memoryUsage()
  const log = createLog({
    ...{ dir, activity, nameOf: id => id, now: Date.now, draftEnds: () => null, isOpen: () => false },
  })
  const page = (filter: ActivityFilter, offset = 0, limit = 50) => log.page({ filter, upTo: null, offset, limit })
  async function whole(filter: ActivityFilter) {
    for (;;) {
      const found = await page(filter)
      if (found.done) return found
    }
  }

  const first = await timed(() => page({}))
  note('first 50 rows', first.took, MOST.firstRows)
  const all = await watched(() => whole({}))
  note('the whole index', first.took + all.took)
  note('main loop while it is read, p99', all.p99)
  note('main loop while it is read, longest', all.max)
  memory('index in memory', log.index.columns.bytes())
  const after = process.memoryUsage()
  memory('process more than before', after.rss - before.rss)
  note('a page of 200 in the middle', (await timed(() => page({}, Math.floor(all.value.total / 2), 200))).took)
  const now = Date.now()
  const filters: Record<string, ActivityFilter> = {
    'filter: denied': { decisions: ['denied'] },
    'filter: one agent': { actors: ['codex'] },
    'filter: agent, surface, Enter': { actors: ['codex'], surfaces: ['s_1001'], enter: 'enter' },
    'filter: you allowed, last hour': { decisions: ['you_allowed'], from: now - 3_600_000 },
    'filter: nothing matches': { decisions: ['damaged'] },
  }
  for (const [what, filter] of Object.entries(filters)) note(what, (await timed(() => whole(filter))).took, MOST.filter)
  const rare = `rotate.test.ts ${Math.floor(RECORDS / 8) * 4 + 1}`
  note('search: first rows', (await timed(() => page({ search: 'token fam' }))).took)
  const search = await watched(() => whole({ search: rare.slice(0, 20) }))
  note('search through all texts', search.took)
  note('main loop while it is searched, p99', search.p99)
  note('sums over everything', (await timed(() => log.sums({}))).took)
  const append = await watched(async () => {
    for (let at = 0; at < 200; at += 1) for (const one of records(at).slice(0, 1)) await activity.append(one)
  })
  note('recording one more, looked at', append.took / 200)
  const checked = await watched(() => verifyActivity(dir, () => new Promise(resolve => setImmediate(resolve))))
  if (!checked.value.ok) failed.push('the chain')
  note('check of the chain', checked.took)
  note('main loop while it is checked, p99', checked.p99)
  const texts = Array.from({ length: 200 }, (_, at) => `${TEXTS[at % TEXTS.length]} --filter=${'x'.repeat(100)} ${at}`)
  const masks = await timed(async () => texts.map(one => secretsIn(one).length))
  note('secrets looked for in 200 rows', masks.took)
  log.close()
  await activity.close()
} finally {
  fs.rmSync(dir, { recursive: true, force: true })
}
report('activity', rows, { how })
if (failed.length > 0) console.error(`\nNot as it should be: ${failed.join(', ')}`)
if (failed.length > 0) process.exitCode = 1
