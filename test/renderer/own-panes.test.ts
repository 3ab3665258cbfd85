// Which listed panes are surfaces already: by where they are, and by what the list knows of ways that lead to the same server.
import { expect, test } from 'vitest'
import type { PanePlace, TmuxPlace } from '../../preload/contract.ts'
import { ownPanes } from '../../renderer/state/tmux.ts'

const HERE: TmuxPlace = { host: null, socket: null }
const at = (place: TmuxPlace, pane: string): PanePlace => ({
  ...{ place, session: 'web', window: '0', pane, ours: false, agent: null },
})
const surfaces = [
  { id: 's_aaaaaa', tmux: at(HERE, '%1') },
  { id: 's_bbbbbb', tmux: at({ host: 'localhost', socket: null }, '%2') },
  { id: 's_cccccc', tmux: null },
]

test.each([
  ['one of this place, before the list knows it', [{ id: '%1', surface: null }], [['%1', 's_aaaaaa']]],
  ['one that is reached by another name', [{ id: '%2', surface: 's_bbbbbb' }], [['%2', 's_bbbbbb']]],
  ['not the same number on another computer', [{ id: '%2', surface: null }], []],
  ['not one that was let go of since', [{ id: '%3', surface: 's_dddddd' }], []],
])('%s', (_, panes, own) => {
  expect([...ownPanes(surfaces, HERE, panes)].filter(([id]) => panes.some(pane => pane.id === id))).toEqual(own)
})
