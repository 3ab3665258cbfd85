// What a screen reader is told of approvals and surfaces: all of it in the end, seldom, and nothing of what is in front.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { SurfaceState, SurfaceSummary } from '../../preload/contract.ts'
import { announce, QUIET_MS, SILENT } from '../../renderer/state/announce.ts'
import { approvalId } from '../../renderer/state/approvals.ts'
import { STANDS_MS, type SurfaceNews, surfaceNews } from '../../renderer/state/surface-news.ts'
import { ask } from './support/asks.ts'

/** Both clocks show the same here. */
const at = (time: number) => ({ steady: time, wall: time })
const needs = (name: string, since = 0): SurfaceNews => ({
  id: name,
  words: `${name} needs you`,
  from: since + STANDS_MS,
})

describe('announcements', () => {
  it('name the ask that came, or say how many wait', () => {
    const one = announce(SILENT, [ask()], [], at(0))
    expect(one.say).toBe('Cursor wants to submit in shell')
    const more = announce(one.next, [ask(), ask({ ref: 'a_bbbb@1' })], [], at(QUIET_MS))
    expect(more.say).toBe('2 approvals waiting')
  })

  it('say nothing of a new revision, nor of one that ends', () => {
    const { next } = announce(SILENT, [ask(), ask({ ref: 'a_bbbb@1' })], [], at(0))
    expect(announce(next, [ask({ ref: 'a_aaaa@2' })], [], at(60_000)).say).toBeNull()
  })

  it('name a surface once it has stood for a second, and not again', () => {
    const early = announce(SILENT, [], [needs('tests')], at(400))
    expect(early).toMatchObject({ say: null, wait: STANDS_MS - 400 })
    const told = announce(early.next, [], [needs('tests')], at(STANDS_MS))
    expect(told).toMatchObject({ say: 'tests needs you', wait: null })
    expect(announce(told.next, [], [needs('tests')], at(60_000)).say).toBeNull()
  })

  it('say asks and surfaces together, and count many', () => {
    const names = ['a', 'b', 'c', 'd'].map(name => needs(name))
    const some = announce(SILENT, [ask()], names.slice(0, 2), at(STANDS_MS))
    expect(some.say).toBe('Cursor wants to submit in shell. a needs you. b needs you')
    expect(announce(SILENT, [], names, at(STANDS_MS)).say).toBe('4 surfaces have something new')
  })

  it('say nothing of what was in front, also later', () => {
    const front = announce(SILENT, [], [{ ...needs('tests'), words: null }], at(STANDS_MS))
    expect(front).toMatchObject({ say: null, wait: null })
    expect(announce(front.next, [], [needs('tests')], at(60_000)).say).toBeNull()
  })

  it('come at most once in five seconds, and everything that came is told of in the end', () => {
    const change = fc.tuple(fc.nat(3000), fc.nat(20), fc.boolean())
    fc.assert(
      fc.property(fc.array(change, { maxLength: 60 }), changes => {
        let state = SILENT
        let now = 0
        const said: number[] = []
        const waiting = new Set<number>()
        const surfaces = new Map<number, number>()
        const look = () => {
          const views = [...waiting].map(n => ask({ ref: `a_n${String(n).padStart(4, '0')}@1` }))
          const news = [...surfaces].map(([n, since]) => needs(`s${n}`, since))
          const answer = announce(state, views, news, at(now))
          state = answer.next
          if (answer.say !== null) said.push(now)
          return { wait: answer.wait, ids: [...views.map(({ ref }) => approvalId(ref)), ...news.map(({ id }) => id)] }
        }
        for (const [pause, n, isAsk] of changes) {
          now += pause
          if (isAsk && !waiting.delete(n)) waiting.add(n)
          if (!isAsk && !surfaces.delete(n)) surfaces.set(n, now)
          look()
        }
        let { wait, ids } = look()
        for (let turn = 0; wait !== null; turn += 1) {
          expect(turn).toBeLessThan(10)
          now += wait
          ;({ wait, ids } = look())
        }
        for (let n = 1; n < said.length; n++) expect(said[n]! - said[n - 1]!).toBeGreaterThanOrEqual(QUIET_MS)
        for (const id of ids) expect(state.told.has(id)).toBe(true)
      }),
    )
  })
})

describe('news of a surface', () => {
  const surface = (is: SurfaceState['is'], over: Partial<SurfaceSummary> = {}) =>
    ({
      id: 's_1',
      name: 'tests',
      state: { is, since: 5, evidence: '' },
      exit: null,
      unread: false,
      ...over,
    }) as SurfaceSummary
  const exit = (code: number) => ({ exit: { code, signal: null }, unread: true })

  it.each([
    ['needs_you', {}, 'tests needs you'],
    ['done_unseen', { unread: true }, 'tests is done'],
    ['failed', { unread: true }, 'tests failed'],
    ['failed', { unread: false }, null],
    ['exited', exit(2), 'tests failed: Exited 2'],
    ['exited', exit(0), 'tests is done'],
    ['exited', { ...exit(2), unread: false }, null],
    ['idle', { unread: true, rang: 4 }, null],
    ['working', {}, null],
  ] as const)('%s %o: %s', (is, over, words) => {
    const news = surfaceNews([surface(is, over)], null)
    expect(news.map(one => one.words)).toEqual(words === null ? [] : [words])
  })

  it('that is in front has no words', () => {
    expect(surfaceNews([surface('needs_you')], 's_1')).toMatchObject([{ words: null }])
  })
})
