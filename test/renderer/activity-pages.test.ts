// The list against a record that grows while answers are late and come in any order.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ActivityFilter, ActivityRow, Decision } from '../../preload/contract.ts'
import {
  type Ask,
  indexOf,
  MOST_ASKED,
  MOST_PAGES,
  noPages,
  PAGE,
  type PageAnswer,
  type Pages,
  type PagesEvent,
  rowAt,
  step,
  take,
} from '../../renderer/state/activity-pages.ts'

/** An entry of the record: its first record, and the one that ended its waiting. */
interface Entry {
  readonly seq: number
  readonly actor: string
  over: number | null
}

const rowOf = ({ seq, actor, over }: Entry, upTo: number): ActivityRow => ({
  ...{
    seq,
    at: seq,
    kind: 'send',
    actor,
    actorName: actor,
    surface: null,
    intent: 'submit',
    text: `${seq}`,
    keys: null,
  },
  ...{ note: '', enter: null, tookMs: null, ends: null, count: 1, masked: false },
  decision: (over !== null && over <= upTo ? 'allowed' : 'waiting') satisfies Decision,
})

/** What main would say. A search is found out about bit by bit: `slow` entries with each call. */
class Main {
  readonly entries: Entry[] = []
  head = 0
  slow: number | null = null
  #searched = new Map<string, number>()

  add(actor: string): void {
    this.head += 1
    this.entries.push({ seq: this.head, actor, over: null })
  }
  end(at: number): void {
    const waiting = this.entries.filter(entry => entry.over === null)
    const entry = waiting[at % Math.max(1, waiting.length)]
    if (!entry) return
    this.head += 1
    entry.over = this.head
  }
  rows(filter: ActivityFilter, upTo: number): ActivityRow[] {
    return this.#matching(filter, upTo).map(entry => rowOf(entry, upTo))
  }
  #matching(filter: ActivityFilter, upTo: number): Entry[] {
    return this.entries.filter(({ seq, actor }) => seq <= upTo && (filter.actors?.includes(actor) ?? true)).reverse()
  }
  page({ filter, upTo, at, limit }: Pick<Ask, 'filter' | 'upTo' | 'at' | 'limit'>): PageAnswer {
    const head = upTo ?? this.head
    const all = this.#matching(filter, head)
    let known = all.length
    if (this.slow !== null && filter.search !== undefined) {
      const key = JSON.stringify([filter, head])
      known = Math.min(all.length, (this.#searched.get(key) ?? 0) + this.slow)
      this.#searched.set(key, known)
    }
    const rows = all
      .slice(0, known)
      .slice(at, at + limit)
      .map(entry => rowOf(entry, head))
    return { rows, total: known, head, done: known === all.length, searched: 0, searchedAt: null }
  }
}

/** The list with main at the other end, answers kept back until they are let go. */
class Rig {
  readonly main = new Main()
  pages: Pages = noPages({}, 0)
  late: (() => PagesEvent)[] = []
  all: Ask[] = []

  send(event: PagesEvent): void {
    const { pages, asks } = take(step(this.pages, event))
    this.pages = pages
    for (const ask of asks) {
      this.all.push(ask)
      this.late.push(this.#answer(ask))
    }
  }
  /** Main answers as things are when it is asked; the answer may come much later. */
  #answer(ask: Ask): () => PagesEvent {
    const { ticket } = ask
    if (ask.what === 'row') {
      const entry = this.main.entries.find(one => one.seq === ask.at)!
      const row = rowOf(entry, this.main.head)
      return () => ({ kind: 'row', ticket, row })
    }
    const answer = this.main.page(ask)
    return () => ({ kind: 'answer', ticket, answer })
  }
  /** One of the answers that are out, whichever. */
  let(at: number): void {
    const [next] = this.late.splice(at % Math.max(1, this.late.length), 1)
    if (next) this.send(next())
  }
  settle(): void {
    for (let turn = 0; this.late.length > 0; turn++) {
      if (turn > 2000) throw new Error('it asks without end')
      this.let(0)
    }
  }
}

const filters: ActivityFilter[] = [{}, { actors: ['a'] }, { actors: ['b'] }, { search: 'x' }]

type Move = (rig: Rig) => void
const moves = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom('a', 'b', 'c').map(
      (actor): Move =>
        rig =>
          rig.main.add(actor),
    ),
  },
  {
    weight: 3,
    arbitrary: fc.nat(50).map(
      (at): Move =>
        rig =>
          rig.main.end(at),
    ),
  },
  { weight: 4, arbitrary: fc.constant<Move>(rig => rig.send({ kind: 'head', head: rig.main.head })) },
  {
    weight: 8,
    arbitrary: fc.nat(5).map(
      (at): Move =>
        rig =>
          rig.let(at),
    ),
  },
  {
    weight: 3,
    arbitrary: fc.nat(4500).map(
      (from): Move =>
        rig => {
          const most = Math.max(0, (rig.pages.list?.total ?? 0) - 20)
          const at = from < 1500 ? 0 : Math.min(from, most)
          rig.send({ kind: 'look', from: at, to: Math.min(at + 20, rig.pages.list?.total ?? 0), follows: at === 0 })
        },
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(...filters).map(
      (filter): Move =>
        rig =>
          rig.send({ kind: 'filter', filter }),
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom(...filters).map(
      (filter): Move =>
        rig =>
          rig.send({ kind: 'slide', filter }),
    ),
  },
)

function grown(entries: number, slow: number | null): Rig {
  const rig = new Rig()
  rig.main.slow = slow
  for (let n = 0; n < entries; n++) rig.main.add('abc'[n % 3]!)
  rig.send({ kind: 'head', head: rig.main.head })
  return rig
}

/** Every row that is shown stands where it does among all that match, as it was at the list's record or later. */
function rowsAreRight(rig: Rig): void {
  const { list } = rig.pages
  if (!list) return
  const truth = rig.main.rows(list.filter, list.upTo ?? 0)
  for (const [page, rows] of list.pages) {
    for (const at of rows.keys()) {
      const index = page * PAGE + at
      const row = rowAt(rig.pages, index)!
      const right = truth[index]
      // A plain comparison: there are many.
      if (row.seq !== right?.seq || (right.decision === 'allowed' && row.decision !== 'allowed')) {
        expect({ index, ...row }).toEqual({ index, ...right })
      }
    }
    const [first] = rows
    if (first) expect(indexOf(rig.pages, first.seq)).toBe(page * PAGE)
  }
}

describe('whatever happens, and in whatever order answers come', () => {
  const run = (check: (rig: Rig) => void) =>
    fc.assert(
      fc.property(
        fc.constantFrom(0, 3, 250, 3200),
        fc.constantFrom(null, 40, 400),
        fc.array(moves, { maxLength: 60 }),
        (entries, slow, all) => {
          const rig = grown(entries, slow)
          for (const [at, move] of all.entries()) {
            move(rig)
            if (at % 5 === 0) check(rig)
          }
          rig.send({ kind: 'head', head: rig.main.head })
          rig.settle()
          check(rig)
          settledRight(rig)
        },
      ),
      { numRuns: 100 },
    )

  /** Once nothing is out any more, nothing is missing. */
  function settledRight(rig: Rig): void {
    const { list, look, filter, follows } = rig.pages
    expect(rig.pages.fault).toBe(null)
    expect(list?.done).toBe(true)
    const truth = rig.main.rows(list!.filter, list!.upTo ?? 0)
    const now = rig.main.rows(list!.filter, rig.main.head)
    expect(list!.total).toBe(truth.length)
    for (let at = look.from; at < Math.min(look.to, truth.length); at++) {
      expect(rowAt(rig.pages, at)?.decision).toBe(now.find(row => row.seq === truth[at]!.seq)!.decision)
    }
    if (follows) {
      expect(list!.upTo ?? 0).toBe(rig.main.head)
      expect(list!.filter).toBe(filter)
    } else expect(rig.pages.news.count).toBe(now.length - truth.length)
  }

  test('no row is shown at another place, nor as it was before, and in the end none is missing or out of date', () => {
    run(rowsAreRight)
  })

  test('what is kept, and what is asked for at once, is bounded', () => {
    run(({ pages }) => {
      expect(pages.list?.pages.size ?? 0).toBeLessThanOrEqual(MOST_PAGES)
      expect(pages.asked.length).toBeLessThanOrEqual(MOST_ASKED)
    })
  })
})

describe('the list', () => {
  test('follows at its top: what is new is on top, and a row that waited is over, without a row lost', () => {
    const rig = grown(5, null)
    rig.settle()
    expect(rowAt(rig.pages, 0)?.seq).toBe(5)
    rig.main.add('a')
    rig.main.end(0)
    rig.send({ kind: 'head', head: rig.main.head })
    rig.settle()
    expect([0, 1, 5].map(at => rowAt(rig.pages, at)?.seq)).toEqual([6, 5, 1])
    expect(rowAt(rig.pages, 5)?.decision).toBe('allowed')
  })

  test('stands still further down, counts what is new, and still shows what became of a row that waited', () => {
    const rig = grown(300, null)
    rig.settle()
    rig.send({ kind: 'look', from: 150, to: 170, follows: false })
    rig.settle()
    const before = rowAt(rig.pages, 160)
    for (let n = 0; n < 12; n++) rig.main.add('a')
    rig.main.end(300 - 161)
    rig.send({ kind: 'head', head: rig.main.head })
    rig.settle()
    expect(rig.pages.news.count).toBe(12)
    expect(rowAt(rig.pages, 160)).toEqual({ ...before, decision: 'allowed' })
    rig.send({ kind: 'look', from: 0, to: 20, follows: true })
    rig.settle()
    expect(rig.pages.news.count).toBe(0)
    expect(rowAt(rig.pages, 0)?.seq).toBe(312)
  })

  test('a failure is said, asks for nothing more, and is tried again on a word or a new record', () => {
    const rig = grown(3, null)
    const [ask] = rig.all
    rig.late = []
    rig.send({ kind: 'failed', ticket: ask!.ticket, message: 'No.' })
    expect(rig.pages.fault).toBe('No.')
    rig.send({ kind: 'look', from: 0, to: 9, follows: true })
    expect(rig.late).toHaveLength(0)
    rig.send({ kind: 'again' })
    rig.settle()
    expect(rig.pages.fault).toBe(null)
    expect(rowAt(rig.pages, 0)?.seq).toBe(3)
  })

  test('the answer for a filter that was changed since is not taken up', () => {
    const rig = grown(9, null)
    const stale = rig.late.splice(0)
    rig.send({ kind: 'filter', filter: { actors: ['b'] } })
    for (const late of stale) rig.send(late())
    expect(rig.pages.list).toBe(null)
    rig.settle()
    expect(rowAt(rig.pages, 0)?.actor).toBe('b')
  })

  test('a search is asked about until it is over, and says how far it has come', () => {
    const rig = grown(300, 60)
    rig.settle()
    rig.send({ kind: 'filter', filter: { search: 'x' } })
    const totals: number[] = []
    while (rig.late.length > 0) {
      rig.let(0)
      if (!rig.pages.stale) totals.push(rig.pages.list!.total)
    }
    expect(totals.at(-1)).toBe(300)
    expect(totals).toEqual([...totals].sort((a, b) => a - b))
    expect(totals.length).toBeGreaterThan(3)
  })

  test('a page that is short of what was promised is a failure, not asked for for ever', () => {
    const rig = grown(150, null)
    rig.settle()
    const truth = rig.main.page.bind(rig.main)
    rig.main.page = ask => ({ ...truth(ask), rows: [] })
    rig.send({ kind: 'look', from: 120, to: 140, follows: false })
    rig.settle()
    expect(rig.pages.fault).toBe('Rows of the record are missing.')
  })
})
