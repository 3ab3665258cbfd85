import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { readLayout } from '../../../main/surfaces/tmux/layout.ts'
import { realTmux } from './real.ts'

describe('a layout tells size and place of every pane', () => {
  test.each([
    ['b25d,80x24,0,0,2', [['%2', 80, 24, 0, 0]]],
    [
      '8205,80x24,0,0{40x24,0,0,0,39x24,41,0,1}',
      [
        ['%0', 40, 24, 0, 0],
        ['%1', 39, 24, 41, 0],
      ],
    ],
    [
      'b0a1,80x24,0,0{40x24,0,0,0,39x24,41,0[39x12,41,0,1,39x11,41,13,12]}',
      [
        ['%0', 40, 24, 0, 0],
        ['%1', 39, 12, 41, 0],
        ['%12', 39, 11, 41, 13],
      ],
    ],
  ])('%s', (text, panes) => {
    const layout = readLayout(text)
    expect([layout?.cols, layout?.rows]).toEqual([80, 24])
    expect(layout?.panes.map(one => [one.pane, one.cols, one.rows, one.x, one.y])).toEqual(panes)
  })

  test.each([
    '',
    'x',
    '80x24,0,0,2',
    'b25d,80x24',
    'b25d,80x24,0,0',
    'b25d,80x24,0,0,2 ',
    'b25d,80x24,0,0{40x24,0,0,0]',
    'b25d,80x24,0,0{40x24,0,0,0',
    `b25d,${'1x1,0,0{'.repeat(5_000)}`,
  ])('no layout: %.40s', text => expect(readLayout(text)).toBeNull())

  test('of any splits of a real window, as tmux lists its panes', { timeout: 30_000 }, async () => {
    const tmux = realTmux()
    const split = fc.record({ at: fc.nat(20), across: fc.boolean(), size: fc.integer({ min: 2, max: 20 }) })
    const layouts = fc.constantFrom('even-horizontal', 'even-vertical', 'main-vertical', 'tiled', null)
    tmux.run('new-session', '-d', '-s', 'base', 'cat')
    await fc.assert(
      fc.asyncProperty(fc.array(split, { maxLength: 7 }), layouts, async (splits, arranged) => {
        const window = tmux.run('new-window', '-d', '-P', '-F', '#{window_id}', '-t', 'base:', 'cat').trim()
        tmux.run('resize-window', '-t', window, '-x', '150', '-y', '50')
        const panes = () =>
          tmux.run('list-panes', '-t', window, '-F', '#{pane_id} #{pane_width} #{pane_height} #{pane_left} #{pane_top}')
        for (const { at, across, size } of splits) {
          const ids = panes()
            .trim()
            .split('\n')
            .map(row => row.split(' ')[0]!)
          try {
            tmux.run('split-window', '-d', across ? '-h' : '-v', '-l', String(size), '-t', ids[at % ids.length]!, 'cat')
          } catch {
            // No space for another one.
          }
        }
        if (arranged) tmux.run('select-layout', '-t', window, arranged)
        const layout = readLayout(tmux.run('display-message', '-p', '-t', window, '#{window_layout}').trim())
        expect([layout?.cols, layout?.rows]).toEqual([150, 50])
        expect(layout?.panes.map(one => [one.pane, one.cols, one.rows, one.x, one.y].join(' '))).toEqual(
          panes().trim().split('\n'),
        )
        tmux.run('kill-window', '-t', window)
      }),
      { numRuns: 25 },
    )
  })
})
