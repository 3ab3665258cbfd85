// What the settings make of updates: as they are at first, nobody is asked, however long Gatehouse runs. And where a download waits.
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { appImageOf, isThere } from '../../main/shell/installed.ts'
import { followUpdates } from '../../main/shell/updates.ts'
import { attemptFolder } from '../../main/shell/waiting.ts'
import { createUpdates } from '../../main/updates/updates.ts'
import { DEFAULT_SETTINGS } from '../../preload/settings.ts'

vi.mock('electron', () => ({ app: { isPackaged: false } }))

const MONTH_MS = 30 * 86_400_000

function follow(settings: object) {
  const load = vi.fn(() => new Promise<never>(() => {}))
  let changed = () => {}
  let now = { ...DEFAULT_SETTINGS, ...settings }
  const updates = createUpdates({
    ...{ current: '0.1.0', none: null, load, now: Date.now },
    later(ms, run) {
      const timer = setTimeout(run, ms)
      return () => clearTimeout(timer)
    },
  })
  const house = {
    settings: { get: () => now, onChange: (listener: () => void) => (changed = listener) },
    view: { touch: () => {} },
  }
  followUpdates(updates, house as unknown as Parameters<typeof followUpdates>[1])
  return {
    load,
    set(more: object) {
      now = { ...now, ...more }
      changed()
    },
  }
}

describe('by itself', () => {
  beforeEach(() => void vi.useFakeTimers())
  afterEach(() => void vi.useRealTimers())

  test('as the settings are at first, nobody is asked', async () => {
    const { load } = follow({})
    await vi.advanceTimersByTimeAsync(MONTH_MS)
    expect(load).not.toHaveBeenCalled()
    expect(vi.getTimerCount()).toBe(0)
  })

  test('it looks once the person has said so, and no more once they take it back', async () => {
    const { load, set } = follow({})
    set({ updates: 'ask' })
    await vi.advanceTimersByTimeAsync(MONTH_MS)
    const times = load.mock.calls.length
    expect(times).toBeGreaterThan(0)
    set({ updates: 'off' })
    await vi.advanceTimersByTimeAsync(MONTH_MS)
    expect(load).toHaveBeenCalledTimes(times)
  })
})

describe('on this computer', () => {
  let dir: string
  beforeEach(async () => {
    dir = await fs.mkdtemp(path.join(os.tmpdir(), 'gh-updates-'))
    vi.stubEnv('XDG_CACHE_HOME', path.join(dir, 'cache'))
  })
  afterEach(async () => {
    vi.unstubAllEnvs()
    await fs.rm(dir, { recursive: true, force: true })
  })

  test.skipIf(process.platform !== 'linux')('each data folder and each attempt has a folder of its own', async () => {
    const [one, other] = [path.join(dir, 'one'), path.join(dir, 'other')]
    for (const data of [one, other]) await fs.mkdir(data)
    const first = await attemptFolder(one)
    await fs.writeFile(path.join(first, 'x'), 'x')
    const elsewhere = await attemptFolder(other)
    expect(await fs.readdir(first)).toEqual(['x'])
    const second = await attemptFolder(one)
    expect(new Set([first, second, elsewhere]).size).toBe(3)
    expect(path.dirname(second)).toBe(path.dirname(first))
    await expect(fs.access(first)).rejects.toThrow('ENOENT')
    await fs.access(elsewhere)
    expect((await fs.stat(second)).mode & 0o077).toBe(0)
  })

  test('an administrator’s file that cannot be looked at is there', async () => {
    const file = path.join(dir, 'no-updates')
    expect(isThere(file)).toBe(false)
    await fs.writeFile(file, '')
    expect(isThere(file)).toBe(true)
    expect(isThere(path.join(file, 'below'))).toBe(false)
    const closed = path.join(dir, 'closed')
    await fs.symlink('closed', closed)
    expect(isThere(path.join(closed, 'no-updates'))).toBe(true)
  })

  test.skipIf(process.platform !== 'linux')('an AppImage is one only at a real mount', () => {
    const file = path.join(dir, 'a.AppImage')
    expect(appImageOf({ APPIMAGE: file, APPDIR: '/proc' })).toEqual({ file, mounted: '/proc' })
    for (const mounted of ['/', dir, path.join(dir, 'none'), 'proc', '', undefined])
      expect(appImageOf({ APPIMAGE: file, APPDIR: mounted }), mounted).toBeNull()
    expect(appImageOf({ APPDIR: '/proc' })).toBeNull()
  })
})
