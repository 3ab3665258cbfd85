// The entry scripts run where nothing is installed, and tell people what to type: both are easily broken unseen.
import { execFile, fork } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { filesUnder, importsOf, read } from './support/sources.ts'

const scripts = (file: string) => path.resolve(import.meta.dirname, '../../scripts', file)
const system = await import(scripts('system.mjs'))

/** Every file that is loaded when this one is, and every package among them. */
function loadedWith(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen
  seen.add(file)
  for (const { from, dynamic } of importsOf(file, read(file))) {
    if (dynamic || from === null) continue
    if (from.startsWith('.')) loadedWith(path.posix.join(path.posix.dirname(file), from), seen)
    else seen.add(from)
  }
  return seen
}

test.each(filesUnder('scripts').filter(file => path.posix.dirname(file) === 'scripts'))(
  '%s starts with Node alone, before anything is installed',
  file => {
    expect([...loadedWith(file)].filter(name => !name.startsWith('scripts/') && !name.startsWith('node:'))).toEqual([])
  },
)

test('what needs the dependencies is seen as such', () => {
  expect([...loadedWith('scripts/electron/unzip.mjs')]).toContain('yauzl')
})

describe('an old Node', () => {
  const check = (version: string) =>
    promisify(execFile)(process.execPath, [
      '--input-type=module',
      '-e',
      `import { checkNode } from ${JSON.stringify(`file://${scripts('install.mjs')}`)}; checkNode('${version}')`,
    ]).then(
      () => '',
      error => String(error.stderr),
    )

  test.each(['18.20.4', '20.18.3', '20.9.0'])('%s is refused, and told what is needed', async version => {
    expect(await check(version)).toContain(`needs Node 20.19 or newer; this is Node ${version}`)
  })

  test.each(['20.19.0', '22.0.0', '45.1.0'])('%s is not old', async version => {
    expect(await check(version)).toBe('')
  })
})

describe('system packages', () => {
  test('have the names this release has', () => {
    const newer = (name: string) => ['libgtk-3-0t64', 'libasound2t64'].includes(name)
    const rest = ['libgbm1', 'libx11-xcb1']
    expect(system.packages({ tests: false }, newer)).toEqual(['libgtk-3-0t64', 'libnss3', 'libasound2t64', ...rest])
    expect(system.packages({ tests: false }, () => false)).toEqual(['libgtk-3-0', 'libnss3', 'libasound2', ...rest])
    expect(system.packages({ tests: true }, () => false)).toEqual(
      expect.arrayContaining(['xvfb', 'tmux', 'openssh-client', 'openssh-server']),
    )
  })

  test('are missed where ldd says so, and the one that is loaded later where it is not beside libX11', () => {
    const ldd = '\tlibnss3.so => not found\n\tlibX11.so.6 => /lib/x/libX11.so.6 (0x00007f16)\n'
    expect(system.missingIn(ldd, () => true)).toEqual(['libnss3.so'])
    expect(system.missingIn(ldd, (file: string) => file !== '/lib/x/libX11-xcb.so.1')).toEqual([
      'libnss3.so',
      'libX11-xcb.so.1',
    ])
    expect(system.missingIn('\tlibc.so.6 => /lib/libc.so.6 (0x1)\n', () => false)).toEqual([])
  })

  test('are asked for only where a program of theirs is missing', () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gatehouse-programs-'))
    for (const name of ['Xvfb', 'ssh', 'sshd']) fs.writeFileSync(path.join(folder, name), '')
    expect(system.missingPrograms(folder)).toEqual(['tmux'])
    fs.writeFileSync(path.join(folder, 'tmux'), '')
    expect(system.missingPrograms(folder)).toEqual([])
    fs.rmSync(folder, { recursive: true })
  })

  test.each([
    ['ID=debian\nVERSION_ID="12"', true],
    ['ID=ubuntu\nID_LIKE=debian', true],
    ['ID=linuxmint\nID_LIKE="ubuntu debian"', true],
    ['NAME="Debian-like"\nID=fedora', false],
    ['ID="opensuse-leap"\nID_LIKE="suse opensuse"', false],
    ['', false],
  ])('come from apt where os-release says %j: %j', (text, yes) => {
    expect(system.isDebian(text)).toBe(yes)
  })
})

describe.skipIf(process.platform === 'win32')('a lock between processes', () => {
  test('lets one in at a time, also after a holder was killed', async () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gatehouse-lock-'))
    const lock = path.join(folder, 'lock')
    const log = path.join(folder, 'log')
    const code = `
      import fs from 'node:fs'
      import { oneAtATime } from ${JSON.stringify(`file://${scripts('lib/lock.mjs')}`)}
      const [lock, log, stays] = process.argv.slice(2)
      await oneAtATime(lock, 'a test', async () => {
        fs.appendFileSync(log, 'in\\n')
        process.send?.('in')
        await new Promise(resolve => setTimeout(resolve, stays ? 60_000 : 20))
        fs.appendFileSync(log, 'out\\n')
      })`
    const file = path.join(folder, 'holder.mjs')
    fs.writeFileSync(file, code)
    const start = (...more: string[]) => fork(file, [lock, log, ...more], { stdio: 'ignore' })
    try {
      const killed = start('stays')
      await once(killed, 'message')
      killed.kill('SIGKILL')
      await once(killed, 'exit')
      const ends = await Promise.all([1, 2, 3, 4].map(() => once(start(), 'exit')))
      expect(ends.map(([exit]) => exit)).toEqual([0, 0, 0, 0])
      expect(fs.readFileSync(log, 'utf8')).toBe(`in\n${'in\nout\n'.repeat(4)}`)
      expect(fs.readdirSync(folder).sort()).toEqual(['holder.mjs', 'log'])
    } finally {
      fs.rmSync(folder, { recursive: true, force: true })
    }
  })
})
