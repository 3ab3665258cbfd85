// What of the last run waits to be started: its place in the sidebar and its words.
import { expect, test } from 'vitest'
import type { Dormant } from '../../preload/contract.ts'
import { wasHere } from '../../renderer/state/restore.ts'
import { groupsOf } from '../../renderer/state/sidebar-order.ts'
import { filtered, itemsOf, rowsOf } from '../../renderer/state/sidebar-rows.ts'

const NONE = { surfaces: [], drafts: [], approvals: { waiting: [], handled: [] } }
const one: Dormant = {
  ...{
    id: 's_aaaa',
    name: 'helper',
    workspace: 'web',
    preset: 'claude',
    title: 'Claude Code',
    cwd: '/src',
    command: null,
  },
  ...{ conversation: true, lines: 'text', at: 1 },
}

test('it has a row of its own in its workspace, where it can be found, moved and walked to', () => {
  const rows = rowsOf({ ...NONE, dormant: [one, { ...one, id: 's_bbbb', name: 'other', workspace: 'infra' }] })
  const groups = groupsOf(rows, { order: [], workspaces: ['infra'] })
  expect(groups.map(({ workspace, rows: mine }) => [workspace, mine.map(({ id }) => id)])).toEqual([
    ['infra', ['s_bbbb']],
    ['web', ['s_aaaa']],
  ])
  expect(itemsOf(groups, ['infra']).map(({ name }) => name)).toEqual(['infra', 'web', 'helper'])
  expect(filtered(groups, 'needs')).toEqual([])
  expect(filtered(groups, 'exited')).toHaveLength(2)
})

test('it says what ran there, in the words of whoever looks', () => {
  expect(wasHere(one, 'bash')).toBe('Claude Code was here.')
  expect(wasHere({ title: 'Shell', preset: 'shell' }, 'bash')).toBe('bash was here.')
  expect(wasHere({ title: 'npm run dev', preset: 'command' }, 'bash')).toBe('npm run dev was here.')
})
