// The tree of a tmux server's panes: what a search leaves, where keys lead, what choosing a row chooses.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { samePlace, type TmuxPane, type TmuxSession } from '../../preload/contract.ts'
import {
  allPanes,
  choosable,
  chosenIn,
  rowsOf,
  stepped,
  type TmuxRow,
  toggled,
} from '../../renderer/state/tmux-tree.ts'

const pane = (id: string, more: Partial<TmuxPane> = {}): TmuxPane => ({
  ...{ id, index: 0, title: '', command: 'bash', cwd: '/home/me', cols: 80, rows: 24, dead: false },
  ...{ agent: null, surface: null },
  ...more,
})
const WEB: TmuxSession = {
  ...{ id: '$0', name: 'web', attached: 1 },
  windows: [
    { id: '@0', index: 0, name: 'edit', panes: [pane('%0', { command: 'nvim', cwd: '/home/me/src/web' })] },
    { id: '@1', index: 1, name: 'run', panes: [pane('%1', { command: 'pnpm' }), pane('%2', { agent: 'claude' })] },
  ],
}
const OPS: TmuxSession = {
  ...{ id: '$1', name: 'ops', attached: 0 },
  windows: [
    { id: '@2', index: 0, name: 'logs', panes: [pane('%3', { dead: true })] },
    // The window of the other session, linked.
    WEB.windows[1]!,
  ],
}
const ALL = [WEB, OPS]
const NONE = new Set<string>()
const FREE = new Map<string, string>()
const drawn = (rows: readonly TmuxRow[]) => rows.map(row => `${'  '.repeat(row.level - 1)}${row.kind} ${row.name}`)
const shown = (query: string, shut = NONE) => rowsOf(ALL, query, shut)

describe('the rows', () => {
  test('are sessions, windows and panes; a window with one pane is one row', () => {
    expect(drawn(shown(''))).toEqual([
      'session web',
      '  pane edit',
      '  window run',
      '    pane pnpm',
      '    pane bash',
      'session ops',
      '  pane logs',
      '  window run',
      '    pane pnpm',
      '    pane bash',
    ])
  })

  test('have keys of their own, also where a window stands in two sessions', () => {
    const keys = shown('').map(row => row.key)
    expect(new Set(keys).size).toBe(keys.length)
  })

  test('say their place on their level', () => {
    expect(shown('').map(({ level, at, all }) => `${level} ${at + 1}/${all}`)).toEqual([
      ...['1 1/2', '2 1/2', '2 2/2', '3 1/2', '3 2/2'],
      ...['1 2/2', '2 1/2', '2 2/2', '3 1/2', '3 2/2'],
    ])
  })

  test('fold away, and unfold while something is looked for', () => {
    expect(drawn(shown('', new Set(['$0', '$1 @1'])))).toEqual([
      'session web',
      'session ops',
      '  pane logs',
      '  window run',
    ])
    expect(drawn(shown('nvim', new Set(['$0'])))).toEqual(['session web', '  pane edit'])
  })

  test.each([
    ['web nvim', ['%0']],
    ['CLAUDE', ['%2', '%2']],
    ['src/web', ['%0']],
    ['ops pnpm', ['%1']],
    ['%3', ['%3']],
    ['nothing like it', []],
  ])('for “%s” are those in which every word stands', (query, ids) => {
    expect(shown(query).flatMap(row => (row.kind === 'pane' ? [row.pane.id] : []))).toEqual(ids)
  })

  test('are found by what they show, not by what they hide', () => {
    const hidden = { ...WEB, windows: [{ id: '@9', index: 0, name: 'a\u202eb', panes: [pane('%9')] }] }
    expect(rowsOf([hidden], 'u+202e', NONE)).toHaveLength(2)
  })
})

describe('keys', () => {
  const rows = shown('')
  const from = (name: string, key: string) => {
    const step = stepped(rows, rows.find(row => row.name === name)!.key, key)
    if (step === null) return null
    return 'to' in step
      ? rows.find(row => row.key === step.to)!.name
      : `${step.shut ? 'shut' : 'open'} ${rows.find(row => row.key === step.fold)!.name}`
  }
  test.each([
    ['web', 'ArrowDown', 'edit'],
    ['web', 'ArrowUp', null],
    ['web', 'ArrowRight', 'edit'],
    ['web', 'ArrowLeft', 'shut web'],
    ['edit', 'ArrowRight', null],
    ['edit', 'ArrowLeft', 'web'],
    ['pnpm', 'ArrowLeft', 'run'],
    ['ops', 'Home', 'web'],
    ['web', 'End', 'bash'],
    ['web', 'x', null],
  ])('on %s, %s leads to %s', (name, key, to) => expect(from(name, key)).toBe(to))

  test('a folded row unfolds to the right, and leads to the one above it to the left', () => {
    const folded = shown('', new Set(['$0 @1']))
    expect(stepped(folded, '$0 @1', 'ArrowRight')).toEqual({ fold: '$0 @1', shut: false })
    expect(stepped(folded, '$0 @1', 'ArrowLeft')).toEqual({ to: '$0' })
  })

  test('never lead out of the tree', () => {
    const any = fc.constantFrom('ArrowDown', 'ArrowUp', 'PageDown', 'PageUp', 'Home', 'End', 'ArrowLeft', 'ArrowRight')
    fc.assert(
      fc.property(fc.array(any, { maxLength: 40 }), keys => {
        let at = rows[0]!.key
        for (const key of keys) {
          const step = stepped(rows, at, key)
          if (step && 'to' in step) at = step.to
          expect(rows.some(row => row.key === at)).toBe(true)
        }
      }),
    )
  })
})

describe('choosing', () => {
  const rows = shown('')
  const row = (name: string) => rows.find(one => one.name === name)!

  test('a session chooses its panes that can be adopted, and again none of them', () => {
    const all = toggled(row('web'), NONE, FREE)
    expect([...all]).toEqual(['%0', '%1', '%2'])
    expect(chosenIn(row('web'), all, FREE)).toBe(true)
    expect(chosenIn(row('ops'), all, FREE)).toBe(true)
    expect(toggled(row('web'), all, FREE)).toEqual(NONE)
  })

  test('a part of them is mixed, and choosing it then chooses the rest', () => {
    const some = toggled(row('pnpm'), NONE, FREE)
    expect(chosenIn(row('run'), some, FREE)).toBe('mixed')
    expect([...toggled(row('run'), some, FREE)].sort()).toEqual(['%1', '%2'])
  })

  test('what is a surface already or has ended cannot be chosen', () => {
    const own = new Map([['%1', 's_aaaaaa']])
    expect(choosable(row('ops').panes, own)).toEqual(['%2'])
    expect(chosenIn(row('pnpm'), NONE, own)).toBe(null)
    expect(chosenIn(row('logs'), NONE, own)).toBe(null)
    expect([...toggled(row('web'), NONE, own)]).toEqual(['%0', '%2'])
  })

  test('only what is shown of a row is chosen by it', () => {
    const found = shown('pnpm').find(one => one.name === 'run')!
    expect([...toggled(found, NONE, FREE)]).toEqual(['%1'])
  })
})

test('every pane is counted once, in the order of the tree', () => {
  expect(allPanes(ALL).map(({ id }) => id)).toEqual(['%0', '%1', '%2', '%3'])
})

test('a server is known by its host and its socket', () => {
  expect(samePlace({ host: null, socket: null }, { host: null, socket: null })).toBe(true)
  expect(samePlace({ host: null, socket: '/tmp/a' }, { host: null, socket: null })).toBe(false)
  expect(samePlace({ host: 'build', socket: null }, { host: null, socket: null })).toBe(false)
})
