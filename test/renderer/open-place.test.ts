// Where a shell opens that a person asks for beside another surface.
import { beforeEach, expect, test, vi } from 'vitest'

const call = vi.hoisted(() => vi.fn())
const here = vi.hoisted(() => ({ workspace: '', cwd: '/home/you/trusted' }))
vi.mock('../../renderer/api.ts', () => ({ call }))
vi.mock('../../renderer/state/app-state.ts', () => ({ now: () => ({ surfaces: [{ id: 's_aaaa', ...here }] }) }))
const page = vi.hoisted(() => ({
  focused: 's_aaaa',
  shown: [] as string[],
  keyboard: [] as string[],
  said: [] as string[],
  left: false,
}))
vi.mock('../../renderer/state/layout.ts', () => ({
  focusedSurface: () => page.focused,
  showInTab(id: string) {
    page.shown.push(id)
    page.focused = id
  },
}))
vi.mock('../../renderer/state/panel.ts', () => ({ say: (words: string) => page.said.push(words), uncover: () => {} }))
vi.mock('../../renderer/state/launch.ts', () => ({ look: () => {}, showLauncher: () => {}, useLaunch: {} }))
vi.mock('../../renderer/keys/focus.ts', () => ({
  focusManager: {
    surface: (id: string) => page.keyboard.push(id),
    onSurface: () => {},
    leaving: () => () => page.left,
  },
}))
vi.mock('../../renderer/keys/room.ts', () => ({ canvasSize: () => null, NO_ROOM: '' }))

const { openShell } = await import('../../renderer/keys/launch.ts')
const { calls } = await import('../../preload/contract.ts')

beforeEach(() => {
  call.mockReset()
  call.mockResolvedValue({ ok: true, value: { id: 's_bbbb' } })
  Object.assign(page, { focused: 's_aaaa', shown: [], keyboard: [], said: [], left: false })
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

/** Asks for so many at once. They come, in order, when they are let: ids s_0, s_1, … */
function ask(count: number) {
  const open: (() => void)[] = []
  call.mockImplementation(async () => {
    const nth = open.length
    await new Promise<void>(resolve => open.push(resolve))
    return { ok: true, value: { id: `s_${nth}` } }
  })
  const all = Array.from({ length: count }, () => openShell())
  return async (nth: number) => {
    open[nth]!()
    await all[nth]
  }
}

test('what was asked for is shown and has the keyboard, each of several in turn', async () => {
  const come = ask(2)
  await come(0)
  await come(1)
  expect(page).toMatchObject({ shown: ['s_0', 's_1'], keyboard: ['s_0', 's_1'], said: [] })
})

test.each([
  ['gone to another surface', () => Object.assign(page, { focused: 's_cccc' })],
  ['begun to write elsewhere', () => Object.assign(page, { left: true })],
])('a person who has %s meanwhile keeps what they see and the keyboard', async (_, go) => {
  const come = ask(1)
  go()
  await come(0)
  expect(page).toMatchObject({ shown: [], keyboard: [], said: [expect.stringContaining('sidebar')] })
})
