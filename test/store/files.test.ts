// The small files: what is written atomically, the data folder, pause, settings, endpoint.
import { spawn } from 'node:child_process'
import { lstatSync, readFileSync, statSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { writeAtomic, writeAtomicBy } from '../../main/store/atomic.ts'
import { openDataDir } from '../../main/store/data-dir.ts'
import { removeEndpoint, writeEndpoint } from '../../main/store/endpoint.ts'
import { openPauseFile } from '../../main/store/pause-file.ts'
import { plainSettings } from '../../main/store/settings.ts'
import { DEFAULT_SETTINGS } from '../../preload/contract.ts'
import { bundle } from '../helpers/bundle.ts'

let dir: string
const at = (name: string) => path.join(dir, name)
const mode = (file: string) => statSync(file).mode & 0o777

beforeEach(async () => {
  dir = await mkdtemp(path.join(os.tmpdir(), 'gatehouse-files-'))
})
afterEach(() => rm(dir, { recursive: true, force: true }))

describe('an atomic write', () => {
  test('for others to read never goes where a link leads', async () => {
    await writeFile(at('theirs'), 'keep me')
    await symlink(at('theirs'), at('export.csv'))
    await writeAtomicBy(at('export.csv'), write => write('new'), 'replace')
    expect(await readFile(at('theirs'), 'utf8')).toBe('keep me')
    expect(lstatSync(at('export.csv')).isFile()).toBe(true)
    expect(mode(at('export.csv'))).toBe(0o600)
    expect((await readdir(dir)).sort()).toEqual(['export.csv', 'theirs'])
  })

  test('that breaks off leaves nothing behind', async () => {
    const broken = writeAtomicBy(at('export.csv'), async write => {
      await write('half')
      throw new Error('the disk is full')
    })
    await expect(broken).rejects.toThrow('the disk is full')
    expect(await readdir(dir)).toEqual([])
  })

  test('replaces the text, closes the file to others and leaves nothing else', async () => {
    await writeFile(at('a'), 'old', { mode: 0o644 })
    await writeAtomic(at('a'), 'new ✓')
    expect(await readFile(at('a'), 'utf8')).toBe('new ✓')
    expect(mode(at('a'))).toBe(0o600)
    expect(await readdir(dir)).toEqual(['a'])
  })

  test('follows a link and keeps it', async () => {
    await mkdir(at('elsewhere'))
    await writeFile(at('elsewhere/target'), 'old')
    await symlink(at('elsewhere/target'), at('a'))
    await writeAtomic(at('a'), 'new')
    expect(lstatSync(at('a')).isSymbolicLink()).toBe(true)
    expect(await readFile(at('elsewhere/target'), 'utf8')).toBe('new')
  })

  test('that fails leaves the old text and no litter', async () => {
    await mkdir(at('a'))
    await writeFile(at('a/inside'), 'old')
    await expect(writeAtomic(at('a'), 'new')).rejects.toThrow()
    expect(await readFile(at('a/inside'), 'utf8')).toBe('old')
    expect(await readdir(dir)).toEqual(['a'])
  })

  test('is whole at any moment: a process killed while writing leaves one text or the other', async () => {
    const program = await bundle(path.join(import.meta.dirname, 'support/writer.ts'))
    const texts = ['a', 'b'].map(letter => letter.repeat(300_000))
    try {
      for (let round = 0; round < 5; round++) {
        const child = spawn(process.execPath, [program.path, at('a')], { stdio: ['ignore', 'pipe', 'inherit'] })
        const gone = new Promise(resolve => child.once('exit', resolve))
        // it says so after each write: killed somewhere in the next ones
        let writes = 0
        child.stdout.on('data', (data: Buffer) => {
          writes += data.length
          if (writes > 5 + round) child.kill('SIGKILL')
        })
        await gone
        expect(texts).toContain(await readFile(at('a'), 'utf8'))
      }
    } finally {
      await program.remove()
    }
  })
})

describe('the data folder', () => {
  test('is made for its owner alone, with its subfolders when they are asked for', async () => {
    const opened = await openDataDir(at('x/y'))
    if (!opened.ok) throw new Error(opened.message)
    expect(opened.value.path).toBe(at('x/y'))
    expect(opened.value.file('policy.json')).toBe(at('x/y/policy.json'))
    expect(await readdir(at('x/y'))).toEqual([])
    const logs = await opened.value.folder('logs')
    expect([mode(at('x/y')), mode(logs)]).toEqual([0o700, 0o700])
    expect(await opened.value.folder('logs')).toBe(logs)
  })

  test.each(['', 'policy.json'])('is closed to others when it was open and holds %j', async name => {
    await mkdir(at('x'))
    await chmod(at('x'), 0o755)
    if (name) await writeFile(at(`x/${name}`), '')
    expect((await openDataDir(at('x'))).ok).toBe(true)
    expect(mode(at('x'))).toBe(0o700)
  })

  test('is never somebody else’s: an open folder with other files in it is left as it is', async () => {
    await mkdir(at('x'))
    await chmod(at('x'), 0o755)
    await writeFile(at('x/thesis.txt'), '')
    expect(await openDataDir(at('x'))).toMatchObject({ ok: false, code: 'not_private' })
    expect(mode(at('x'))).toBe(0o755)
  })

  test('a file in its place is refused', async () => {
    await writeFile(at('x'), '')
    expect(await openDataDir(at('x'))).toMatchObject({ ok: false, code: 'not_a_folder' })
    expect(await openDataDir(at('x/y'))).toMatchObject({ ok: false, code: 'not_a_folder' })
  })
})

describe('the pause', () => {
  const file = () => at('gate.json')

  test('is off where nobody ever paused, and survives a restart', async () => {
    const first = await openPauseFile(file())
    expect([first.paused, first.why]).toEqual([null, null])
    await first.save({ since: 5, by: 'person' })
    expect(JSON.parse(await readFile(file(), 'utf8'))).toEqual({ paused: { since: 5, by: 'person' }, agents: {} })
    expect(mode(file())).toBe(0o600)
    const second = await openPauseFile(file())
    expect([second.paused, second.why]).toEqual([{ since: 5, by: 'person' }, null])
    await second.save(null)
    expect((await openPauseFile(file())).paused).toBeNull()
  })

  test('of single agents is kept beside it, and a file of before they could be paused has none', async () => {
    const first = await openPauseFile(file())
    await Promise.all([first.saveAgents({ cursor: 7 }), first.save({ since: 5, by: 'person' })])
    const second = await openPauseFile(file())
    expect([second.paused, second.agents]).toEqual([{ since: 5, by: 'person' }, { cursor: 7 }])
    await second.save(null)
    expect((await openPauseFile(file())).agents).toEqual({ cursor: 7 })
    await writeFile(file(), '{"paused": null}')
    const old = await openPauseFile(file())
    expect([old.paused, old.why, old.agents]).toEqual([null, null, {}])
  })

  test.each([
    '',
    '{}',
    'null',
    '{"paused": false}',
    '{"paused": {"since": "x", "by": "person"}}',
    '{"paused": null, "x": 1}',
  ])('is on when the file says %j, and says why', async text => {
    await writeFile(file(), text)
    const pause = await openPauseFile(file(), () => 7)
    expect(pause.paused).toEqual({ since: 7, by: 'gatehouse' })
    expect(pause.why).toContain('cannot be understood')
    await pause.save(null)
    expect([pause.paused, pause.why]).toEqual([null, null])
    expect((await openPauseFile(file())).paused).toBeNull()
  })

  test('is on when the file cannot be read', async () => {
    await mkdir(file())
    const pause = await openPauseFile(file())
    expect(pause.paused?.by).toBe('gatehouse')
    expect(pause.why).toContain('EISDIR')
    await expect(pause.save(null)).rejects.toThrow()
    expect(pause.paused?.by).toBe('gatehouse')
  })

  test('of several saves at once the last one stays', async () => {
    const pause = await openPauseFile(file())
    await Promise.all([1, 2, null, 3].map(since => pause.save(since === null ? null : { since, by: 'person' })))
    expect(pause.paused?.since).toBe(3)
    expect((await openPauseFile(file())).paused?.since).toBe(3)
  })
})

describe('settings', () => {
  const file = () => at('settings.json')

  test('are the defaults where nothing is kept, and writing keeps what others put there', async () => {
    expect(plainSettings(dir).get()).toEqual(DEFAULT_SETTINGS)
    await writeFile(file(), '{"theirs": "dark"}')
    const settings = plainSettings(dir)
    expect(await settings.set({ mcpPort: 5000 })).toMatchObject({ ok: true })
    expect(settings.get()).toEqual({ ...DEFAULT_SETTINGS, mcpPort: 5000 })
    expect(await readFile(file(), 'utf8')).toBe('{\n\t"theirs": "dark",\n\t"mcpPort": 5000\n}\n')
    expect(plainSettings(dir).get().mcpPort).toBe(5000)
  })

  test.each(['{"mcpPort": "4823"}', '{"mcpPort": 0}', '{"mcpPort": 70000}', '{"mcpPort": 1.5}', '[]', '{', 'null'])(
    'of %s fall back to the default, say so, and keep the file aside before writing over it',
    async text => {
      await writeFile(file(), text)
      const settings = plainSettings(dir)
      expect(settings.get()).toEqual(DEFAULT_SETTINGS)
      expect(settings.warning).toContain('settings.json')
      expect(readFileSync(file(), 'utf8')).toBe(text)
      await settings.set({ mcpPort: 5000 })
      expect(readFileSync(`${file()}.kept`, 'utf8')).toBe(text)
      expect(plainSettings(dir)).toMatchObject({ warning: null })
    },
  )

  test.each([0, -1, 65_536, 1.5, Number.NaN])('refuse the port %d', async mcpPort => {
    const settings = plainSettings(dir)
    expect(await settings.set({ mcpPort })).toMatchObject({ ok: false, code: 'bad_setting' })
    expect(await readdir(dir)).toEqual([])
  })
})

describe('the endpoint', () => {
  const ours = { mcp: 'http://127.0.0.1:4823/mcp', pid: process.pid, dataDir: '/data' }

  test('is written closed to others and goes away with its process', async () => {
    await writeEndpoint(dir, ours)
    expect(JSON.parse(await readFile(at('endpoint.json'), 'utf8'))).toEqual(ours)
    expect(mode(at('endpoint.json'))).toBe(0o600)
    await removeEndpoint(dir)
    expect(await readdir(dir)).toEqual([])
    await removeEndpoint(dir)
  })

  test.each([JSON.stringify({ ...ours, pid: 1 }), '{', 'null'])('that is not ours stays: %s', async text => {
    await writeFile(at('endpoint.json'), text)
    await removeEndpoint(dir)
    expect(await readFile(at('endpoint.json'), 'utf8')).toBe(text)
  })
})
