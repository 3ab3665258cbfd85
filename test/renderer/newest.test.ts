// The walk over what is new: the newest first, every one once a round, and at once to what came meanwhile.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { DraftView, SurfaceState, SurfaceSummary } from '../../preload/contract.ts'
import { type News, newsOf, nextNews, type Walk } from '../../renderer/state/newest.ts'
import { ask } from './support/asks.ts'

const surface = (id: string, is: SurfaceState['is'], since: number, over: Partial<SurfaceSummary> = {}) =>
  ({ id, state: { is, since, evidence: '' }, unread: false, rang: null, ...over }) as SurfaceSummary
const on = (id: string) => ({ id, name: id, workspace: 'web' })
const nothing = { surfaces: [], approvals: [], drafts: [] }

describe('what is new', () => {
  test.each<[string, SurfaceSummary, number | null]>([
    ['needs somebody', surface('s_1', 'needs_you', 5), 5],
    ['is done unseen', surface('s_1', 'done_unseen', 5, { unread: true }), 5],
    ['failed unseen', surface('s_1', 'failed', 5, { unread: true }), 5],
    ['ended unseen', surface('s_1', 'exited', 5, { unread: true }), 5],
    ['failed before their eyes', surface('s_1', 'failed', 5), null],
    ['rang', surface('s_1', 'idle', 2, { unread: true, rang: 9 }), 9],
    ['ended, then was heard to have rung before', surface('s_1', 'exited', 9, { unread: true, rang: 5 }), 9],
    ['works', surface('s_1', 'working', 5), null],
    ['rests', surface('s_1', 'idle', 5), null],
  ])('a surface that %s', (_what, one, at) => {
    expect(newsOf({ ...nothing, surfaces: [one] })).toEqual(at === null ? [] : [{ kind: 'surface', id: 's_1', at }])
  })

  test('a surface on which an agent asks, or left a draft in this run', () => {
    const surfaces = [surface('s_1', 'idle', 1), surface('s_2', 'exited', 2), surface('s_3', 'idle', 3)]
    const approvals = [ask({ at: 7, surface: on('s_1') })]
    const left = { name: 'x', workspace: 'y' }
    const drafts = [
      { surface: 's_2', at: 8, left: null },
      { surface: 's_3', at: 9, left },
    ] as DraftView[]
    expect(newsOf({ surfaces, approvals, drafts }).map(({ id, at }) => [id, at])).toEqual([
      ['s_2', 8],
      ['s_1', 7],
    ])
  })

  test('an ask that concerns no surface, or one that is gone, by itself', () => {
    const approvals = [
      ask({ ref: 'a_aaaa@1', surface: null, at: 1 }),
      ask({ ref: 'a_bbbb@2', surface: on('s_9'), at: 2 }),
    ]
    expect(newsOf({ ...nothing, approvals })).toEqual([
      { kind: 'approval', id: 'a_bbbb', at: 2 },
      { kind: 'approval', id: 'a_aaaa', at: 1 },
    ])
  })
})

const at = (id: string, time: number): News => ({ kind: 'surface', id, at: time })

describe('the walk', () => {
  test('goes from the newest to the oldest and around', () => {
    const news = [at('s_3', 3), at('s_2', 2), at('s_1', 1)]
    let walk: Walk | null = null
    const visited = Array.from({ length: 5 }, () => {
      const next = nextNews(news, walk)!
      walk = next.walk
      return next.to.id
    })
    expect(visited).toEqual(['s_3', 's_2', 's_1', 's_3', 's_2'])
  })

  test('goes on where it was though what was seen is new no more', () => {
    const first = nextNews([at('s_3', 3), at('s_2', 2), at('s_1', 1)], null)!
    const second = nextNews([at('s_2', 2), at('s_1', 1)], first.walk)!
    expect([first.to.id, second.to.id]).toEqual(['s_3', 's_2'])
    expect(nextNews([at('s_1', 1)], second.walk)!.to.id).toBe('s_1')
  })

  test('goes first to what came meanwhile', () => {
    const first = nextNews([at('s_3', 3), at('s_2', 2)], null)!
    const second = nextNews([at('s_4', 4), at('s_3', 3), at('s_2', 2)], first.walk)!
    expect(second.to.id).toBe('s_4')
    expect(nextNews([at('s_4', 4), at('s_3', 3), at('s_2', 2)], second.walk)!.to.id).toBe('s_3')
  })

  test('of nothing is none', () => {
    expect(nextNews([], { newest: 3, id: 's_3', at: 3 })).toBeNull()
  })

  test('comes to each one once a round, whatever their times', () => {
    const all = fc.uniqueArray(fc.record({ id: fc.stringMatching(/^[a-z]{4}$/), at: fc.nat(5) }), {
      minLength: 1,
      selector: one => one.id,
    })
    fc.assert(
      fc.property(all, some => {
        const surfaces = some.map(one => surface(`s_${one.id}`, 'needs_you', one.at))
        const news = newsOf({ ...nothing, surfaces })
        let walk: Walk | null = null
        const round = news.map(() => {
          const next = nextNews(news, walk)!
          walk = next.walk
          return next.to.id
        })
        expect(round).toEqual(news.map(({ id }) => id))
        expect(nextNews(news, walk)!.to).toEqual(news[0])
      }),
    )
  })
})
