// What the window is told of the policy beside the matrix.
import { expect, test, vi } from 'vitest'
import { createView } from '../../main/view.ts'
import type { AppState } from '../../preload/contract.ts'
import { grantsSliceSchema } from '../../preload/contract.ts'
import { grants, TEXT } from './support.ts'

test('it is what the contract says: the lines of the file, what is temporary, nothing to undo, like nothing', async () => {
  const soon =
    '{ "id": "t1", "agents": "codex", "surfaces": { "id": "s_bbbb", "workspace": "infra" }, "level": "submit", "until": "2099-01-01T00:00:00Z" }'
  const over = soon.replace('"t1"', '"t2"').replace('2099', '2020')
  const { slice } = await grants({ text: TEXT.replace('"level": "type" }', `"level": "type" }, ${soon}, ${over}`) })
  const now = slice()
  expect(grantsSliceSchema.parse(now)).toEqual(now)
  expect(now).toMatchObject({
    rules: [
      { kind: 'rule', id: 'r1', line: 9, agents: 'any agent' },
      { kind: 'rule', id: 'r2', line: 10, agents: 'Cursor', surfaces: 'shell' },
      { id: 't1', line: 10 },
      { id: 't2', line: 10 },
      { kind: 'lock', id: 'l1', line: 13 },
    ],
    undo: null,
    like: null,
  })
  // one that was there at the start was given nobody knows when; one that is over is not in force
  expect(now.temporary).toEqual([
    {
      ...{ rule: 't1', agent: 'codex', surface: 's_bbbb', level: 'submit', since: null },
      until: Date.parse('2099-01-01T00:00:00Z'),
    },
  ])
})

test('its lines are made anew for another name of a surface, and only then', async () => {
  const { slice, surfaces } = await grants()
  const before = slice().rules
  expect(slice().rules).toBe(before)
  surfaces[0] = { ...surfaces[0]!, name: 'notes' }
  expect(slice().rules.map(one => one.surfaces)).toEqual(['any surface', 'notes', 'surfaces named prod-*'])
})

test('with nothing accepted there is nothing in it', async () => {
  const { slice, calls } = await grants({ text: '{' })
  expect(slice()).toEqual({ rules: [], temporary: [], undo: null, undoOf: null, like: null })
  expect(await calls['policy.text']({})).toMatchObject({ ok: false, code: 'policy_fault' })
})

test('a slice that is frozen and the same is neither read through nor sent again', () => {
  vi.useFakeTimers()
  try {
    const read = vi.fn(() => 'cell')
    const listOf = () => Object.freeze([{ toJSON: read }])
    let list = listOf()
    const view = createView({ cells: () => list } as never)
    const sent: unknown[] = []
    view.onSlice(({ value }) => sent.push(value as AppState['cells']))
    const touch = () => {
      view.touch('cells')
      vi.advanceTimersByTime(100)
    }
    touch()
    touch()
    expect([sent.length, read.mock.calls.length]).toEqual([1, 1])
    // another list that says the same is read once and not sent
    list = listOf()
    touch()
    touch()
    expect([sent.length, read.mock.calls.length]).toEqual([1, 2])
    // whoever comes to listen gets it whole
    view.onSlice(() => {})
    touch()
    expect(sent.length).toBe(2)
    view.close()
  } finally {
    vi.useRealTimers()
  }
})
