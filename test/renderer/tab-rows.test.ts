import { expect, it } from 'vitest'
import type { Progress, SurfaceSummary } from '../../preload/contract.ts'
import * as tabs from '../../renderer/state/layout-tabs.ts'
import type { SideRow } from '../../renderer/state/sidebar-rows.ts'
import { tabName, tabRow } from '../../renderer/state/tab-rows.ts'
import { newIds } from './support/tabs.ts'

const newId = newIds()
const tab = (...names: string[]) =>
  names.reduce((all, name, at) => tabs.showBeside(all, name, names[at - 1] ?? '', 'right', newId), tabs.NO_TABS)
    .tabs[0]!
const row = (id: string, state: SideRow['state'], more: { unread?: boolean; progress?: Progress } = {}): SideRow => {
  const surface = { id, progress: more.progress ?? null } as SurfaceSummary
  return { kind: 'surface', id, name: `name of ${id}`, workspace: '', state, unread: more.unread ?? false, surface }
}

it('is called by its focused surface, and says how many others there are', () => {
  const rows = ['a', 'b', 'c'].map(id => row(id, 'idle'))
  expect(tabName(tabRow(tab('a'), rows))).toBe('name of a')
  expect(tabName(tabRow(tab('a', 'b', 'c'), rows))).toBe('name of c and 2 more')
})

it.each([
  [['idle', 'working'], 'working'],
  [['working', 'done_unseen'], 'done_unseen'],
  [['done_unseen', 'failed'], 'failed'],
  [['failed', 'needs_you'], 'needs_you'],
  [['exited', 'idle'], 'idle'],
] as const)('with %s in it is %s', (states, is) => {
  const rows = states.map((state, at) => row(`s${at}`, state))
  expect(tabRow(tab('s0', 's1'), rows).state).toBe(is)
})

it('is unread when anything in it is, and tells the progress that most needs a look', () => {
  const rows = [
    row('a', 'working', { progress: { is: 'busy', percent: 40 } }),
    row('b', 'working', { unread: true, progress: { is: 'error', percent: null } }),
  ]
  expect(tabRow(tab('a', 'b'), rows)).toMatchObject({ unread: true, progress: { is: 'error' } })
  expect(tabRow(tab('a'), rows)).toMatchObject({ unread: false, progress: { is: 'busy', percent: 40 } })
})

it('whose surfaces main has not told of yet stands without a name', () => {
  expect(tabRow(tab('a'), [])).toMatchObject({ name: '', others: 0, state: 'unknown' })
})
