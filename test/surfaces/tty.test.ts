import { closeSync, openSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../main/surfaces/clock.ts'
import { foregroundGroup } from '../../main/surfaces/foreground.ts'
import { openPty } from '../../main/surfaces/pty.ts'
import type { Terminal } from '../../main/surfaces/terminal.ts'
import { loadTermios, loadTtyReader, sameTty, type Termios, type Tty } from '../../main/surfaces/tty.ts'
import { LINUX, MACOS, type TtyOffsets, ttyOffsets } from '../../main/surfaces/tty-offsets.ts'
import { processorTime } from '../helpers/processor.ts'
import { testFolder, until } from './support.ts'

const X = 'x'.charCodeAt(0)
const linux = process.platform === 'linux'

/** `stty` sets the terminal, then `run` has it. `stty` is what the table is held against: it has the system's own headers. */
async function terminal(stty: string, run = 'exec sleep 100'): Promise<Terminal> {
  const env = { PATH: process.env['PATH'] ?? '', TERM: 'xterm-256color' }
  const args = ['-c', `stty ${stty}; printf ready; ${run}`]
  const pty = openPty({ file: '/bin/sh', args, env, cwd: '/', cols: 80, rows: 24 }, systemClock)
  let output = ''
  pty.onData(bytes => {
    output += Buffer.from(bytes).toString('latin1')
  })
  onTestFinished(() => {
    if (pty.alive()) process.kill(pty.root!.pid, 'SIGKILL')
  })
  await pty.prepared
  await until('stty', () => output.includes('ready'))
  return pty
}

describe.runIf(linux)('what stty set is what is read', () => {
  const sane = {
    canonical: true,
    echo: true,
    signals: true,
    control: [3, 4, 17, 18, 19, 21, 22, 23, 26, 28, 127],
    returnIsNewline: true,
    rewrites: false,
  }
  const without = (...codes: number[]) => sane.control.filter(code => !codes.includes(code))
  const table: [string, Partial<Tty>][] = [
    ['sane', {}],
    ['-echo', { echo: false }],
    ['-isig', { signals: false, control: without(3, 26, 28) }],
    ['-icanon', { canonical: false, control: [3, 17, 19, 26, 28] }],
    ['-iexten', { control: without(18, 22, 23) }],
    ['-ixon', { control: without(17, 19) }],
    ['-icrnl', { returnIsNewline: false }],
    ['raw', { canonical: false, signals: false, control: [], returnIsNewline: false }],
    ['raw -echo', { canonical: false, echo: false, signals: false, control: [], returnIsNewline: false }],
    // No ISIG but ICANON: what programs with a secret and their own signals do.
    ['-isig -echo', { echo: false, signals: false, control: without(3, 26, 28) }],
    ['intr undef eof undef', { control: without(3, 4) }],
    ['intr x eof x', { control: [...without(3, 4), X].sort((a, b) => a - b) }],
    // A byte that begins characters: no code point of its own.
    ['eol 195', { rewrites: true }],
    // One that is in no character, as node-pty has it.
    ['eol 255', {}],
    ['raw eol 195', { canonical: false, signals: false, control: [], returnIsNewline: false }],
    ['istrip', { rewrites: true }],
    ['inlcr', {}],
    ['igncr', { rewrites: true }],
    ['iuclc', { rewrites: true }],
  ]
  test.each(table)('%s', async (stty, expected) => {
    const pty = await terminal(stty === 'sane' ? stty : `sane; stty ${stty}`)
    expect(pty.tty()).toEqual({ ...sane, ...expected })
  })
})

describe.runIf(linux)('a control character is named where the kernel acts on it, and not where it is a letter', () => {
  const table: [name: string, letterWith: string][] = [
    ['intr', '-isig'],
    ['quit', '-isig'],
    ['susp', '-isig'],
    ['eof', '-icanon'],
    ['eol', '-icanon'],
    ['eol2', '-icanon'],
    ['eol2', '-iexten'],
    ['erase', '-icanon'],
    ['kill', '-icanon'],
    ['werase', '-icanon'],
    ['werase', '-iexten'],
    ['rprnt', '-icanon'],
    ['rprnt', '-iexten'],
    ['lnext', '-icanon'],
    ['lnext', '-iexten'],
    ['start', '-ixon'],
    ['stop', '-ixon'],
  ]
  test.each(table)('%s acts, and is a letter with %s', async (name, letterWith) => {
    for (const acts of [true, false]) {
      const file = path.join(testFolder(), 'bytes')
      const pty = await terminal(`sane ${name} x ${acts ? '' : letterWith}`, `exec cat > '${file}'`)
      expect(pty.tty()?.control.includes(X)).toBe(acts)
      await until('cat', () => readdirSync(path.dirname(file)).length > 0)
      const got = () => readFileSync(file, 'latin1')
      if (acts && name.startsWith('eol')) {
        void pty.write(Buffer.from('ax'), 'agent')
        await until('the line to go without Enter', () => got() === 'ax')
        continue
      }
      void pty.write(Buffer.from('axb\n'), 'agent')
      await until('the rest of the line', () => got().endsWith('b\n') || !pty.alive())
      expect(got() === 'axb\n').toBe(!acts)
    }
  })
})

describe('the foreground group', () => {
  test('is what the process table says, also of a job', async () => {
    const pty = await terminal('sane', `exec bash --norc -mc 'sleep 100; :'`)
    await until('the job', () => pty.group() !== pty.root!.pid)
    expect(pty.group()).toBe(foregroundGroup(pty.root!.pid))
  })
})

test('a closed terminal says nothing, whoever has its descriptor by then', async () => {
  const pty = await terminal('sane', 'exit 0')
  await pty.exited
  const others = Array.from({ length: 20 }, () => openSync('/dev/ptmx', 'r+'))
  onTestFinished(() => {
    for (const fd of others) closeSync(fd)
  })
  expect(pty.tty()).toBeNull()
  expect(pty.group()).toBeNull()
})

test('what is no terminal says nothing', async () => {
  const reader = await loadTtyReader()
  for (const fd of [openSync('/dev/null', 'r'), 99_999, -1]) {
    expect(reader!.state(fd)).toBeNull()
    expect(reader!.group(fd)).toBeNull()
  }
})

describe.runIf(linux)('the self-test', () => {
  const refuses = async (offsets: TtyOffsets) => (await loadTtyReader(loadTermios, offsets)) === null
  const characters = (change: (name: string) => { at?: number; usual?: number | null }) =>
    LINUX.characters.map(one => ({ ...one, ...change(one.name) }))

  test('accepts the table of this system, in a moment', async () => {
    await loadTermios()
    const used = processorTime()
    expect(await loadTtyReader()).not.toBeNull()
    expect(used()).toBeLessThan(500)
  })

  test('refuses the table of another system', async () => {
    expect(await refuses(MACOS)).toBe(true)
  })

  test('refuses every other place of the three fields', async () => {
    for (const field of ['iflag', 'lflag', 'cc'] as const) {
      for (let at = 0; at < 80; at += 1) {
        if (at !== LINUX[field])
          expect([field, at, await refuses({ ...LINUX, [field]: at })]).toEqual([field, at, true])
      }
    }
  })

  test('refuses flags that are others', async () => {
    const { input, local } = LINUX
    // TOSTOP, ECHONL, BRKINT: off on a fresh terminal. ECHOE, IMAXBEL: not touched by raw.
    expect(await refuses({ ...LINUX, local: { ...local, icanon: 0x100 } })).toBe(true)
    expect(await refuses({ ...LINUX, local: { ...local, echo: 0x40 } })).toBe(true)
    expect(await refuses({ ...LINUX, local: { ...local, echo: 0x10 } })).toBe(true)
    expect(await refuses({ ...LINUX, input: { ...input, icrnl: 0x2 } })).toBe(true)
  })

  test('refuses control characters at other places, or of other values', async () => {
    for (const { name, at, usual } of LINUX.characters) {
      if (usual === null) continue
      expect([
        name,
        await refuses({ ...LINUX, characters: characters(n => (n === name ? { at: at + 1 } : {})) }),
      ]).toEqual([name, true])
      expect(await refuses({ ...LINUX, characters: characters(n => (n === name ? { usual: 99 } : {})) })).toBe(true)
    }
    // Beyond what the kernel keeps, and two in one place.
    expect(await refuses({ ...LINUX, characters: characters(n => (n === 'VEOL' ? { at: 25 } : {})) })).toBe(true)
    expect(await refuses({ ...LINUX, characters: characters(n => (n === 'VEOL' ? { at: 16 } : {})) })).toBe(true)
    expect(await refuses({ ...LINUX, off: 0xff })).toBe(true)
  })

  const broken: [string, Partial<Termios>][] = [
    ['tcgetattr fails', { tcgetattr: () => -1 }],
    ['tcgetattr fills nothing in', { tcgetattr: () => 0 }],
    ['tcsetattr fails', { tcsetattr: () => -1 }],
    ['tcsetattr does nothing', { tcsetattr: () => 0 }],
    ['cfmakeraw does nothing', { cfmakeraw: () => {} }],
    ['a fresh terminal has a foreground', { tcgetpgrp: () => 7 }],
    ['unlockpt fails', { unlockpt: () => -1 }],
    ['ptsname knows no name', { ptsname: () => null }],
    ['ptsname names what is not there', { ptsname: () => '/dev/pts/none' }],
    ['ptsname names another file', { ptsname: () => '/dev/null' }],
    [
      'a call throws',
      {
        tcgetpgrp() {
          throw new Error('no such function')
        },
      },
    ],
  ]
  test.each(broken)('refuses when %s, and leaves nothing open', async (_what, change) => {
    const libc = { ...(await loadTermios()), ...change }
    const before = readdirSync('/proc/self/fd').length
    expect(await loadTtyReader(async () => libc, LINUX)).toBeNull()
    expect(readdirSync('/proc/self/fd').length).toBe(before)
  })
})

describe('where it cannot be had it is not known, and nothing throws', () => {
  test('no binary for this system', async () => {
    expect(await loadTtyReader(() => Promise.reject(new Error('Cannot find the native Koffi module')))).toBeNull()
  })
  test.each<[NodeJS.Platform, string]>([
    ['win32', 'x64'],
    ['freebsd', 'x64'],
    ['linux', 'ppc64'],
    ['linux', 'ia32'],
  ])('no table for %s %s', async (platform, arch) => {
    expect(ttyOffsets(platform, arch)).toBeNull()
    expect(await loadTtyReader(loadTermios, null)).toBeNull()
  })
})

test('a hundred thousand readings cost little and leave nothing behind', async () => {
  const reader = (await loadTtyReader())!
  const fd = openSync('/dev/ptmx', 'r+')
  const read = () => {
    for (let i = 0; i < 100_000; i += 1) {
      reader.state(fd)
      reader.group(fd)
    }
  }
  read()
  const descriptors = linux ? readdirSync('/proc/self/fd').length : 0
  const before = process.memoryUsage()
  const used = processorTime()
  read()
  expect(used() / 200_000).toBeLessThan(0.05)
  const after = process.memoryUsage()
  expect(after.rss - before.rss).toBeLessThan(32_000_000)
  expect(after.external - before.external).toBeLessThan(1_000_000)
  if (linux) expect(readdirSync('/proc/self/fd').length).toBe(descriptors)
})

test('two readings are the same only in all', () => {
  const one: Tty = { canonical: true, echo: true, signals: true, control: [3], returnIsNewline: true, rewrites: false }
  expect(sameTty(one, { ...one, control: [3] })).toBe(true)
  expect(sameTty(null, null)).toBe(true)
  const others: (Partial<Tty> | null)[] = [
    null,
    { canonical: false },
    { echo: false },
    { signals: false },
    { control: [4] },
    { control: [] },
    { control: [3, 4] },
    { returnIsNewline: false },
    { rewrites: true },
  ]
  for (const other of others) expect(sameTty(one, other && { ...one, ...other })).toBe(false)
})
