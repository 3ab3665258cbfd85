// Where a shell opens that a person asks for beside another surface.
import { beforeEach, expect, test, vi } from 'vitest'

const call = vi.hoisted(() => vi.fn())
const here = vi.hoisted(() => ({ workspace: '', cwd: '/home/you/trusted' }))
vi.mock('../../renderer/api.ts', () => ({ call }))
vi.mock('../../renderer/state/app-state.ts', () => ({ now: () => ({ surfaces: [{ id: 's_aaaa', ...here }] }) }))
vi.mock('../../renderer/state/layout.ts', () => ({ focusedSurface: () => 's_aaaa', showInTab: () => {} }))
vi.mock('../../renderer/state/panel.ts', () => ({ say: () => {}, uncover: () => {} }))
vi.mock('../../renderer/state/launch.ts', () => ({ look: () => {}, showLauncher: () => {}, useLaunch: {} }))
vi.mock('../../renderer/keys/focus.ts', () => ({ focusManager: { surface: () => {}, onSurface: () => {} } }))
vi.mock('../../renderer/keys/room.ts', () => ({ canvasSize: () => null, NO_ROOM: '' }))

const { openShell } = await import('../../renderer/keys/launch.ts')
const { calls } = await import('../../preload/contract.ts')

beforeEach(() => {
  call.mockReset()
  call.mockResolvedValue({ ok: true, value: { id: 's_bbbb' } })
})

test.each([
  ['in the workspace of the surface it is opened from', 'web'],
  ['in none where that is in none: the folder that a program is in names no workspace', ''],
])('%s', async (_, workspace) => {
  here.workspace = workspace
  await openShell()
  const asked = { preset: 'shell', workspace, cwd: '/home/you/trusted' }
  expect(call.mock.calls).toEqual([['surface.open', asked]])
  expect(calls['surface.open'].in.parse(asked)).toEqual(asked)
})
