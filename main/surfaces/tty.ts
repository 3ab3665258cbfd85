// What the kernel does with typed bytes on a terminal, and which process group is in its foreground, read from the
// pseudo-terminal's own descriptor. The only importer of koffi. Before it is believed it must read a terminal of its own
// rightly; where it cannot, everything here is null = not known. It never writes to a surface's terminal.
import { closeSync, constants, openSync } from 'node:fs'
import type { TtyState } from './surface.ts'
import { type Flag, type TtyOffsets, ttyOffsets } from './tty-offsets.ts'

export interface Tty extends TtyState {
  /** a typed CR reaches the program as LF (ICRNL): line editors of readline switch that off */
  readonly returnIsNewline: boolean
  /** the kernel changes bytes, or acts on some beyond ASCII, which no code point in `control` can say */
  readonly rewrites: boolean
}

export interface TtyReader {
  /** Null for a descriptor that is no terminal. */
  state(fd: number): Tty | null
  /** Null when there is none. */
  group(fd: number): number | null
}

/** The calls of the C library that are used. `termios` is filled or read in place; they return -1 when they fail. */
export interface Termios {
  tcgetattr(fd: number, termios: Uint8Array): number
  tcsetattr(fd: number, when: number, termios: Uint8Array): number
  cfmakeraw(termios: Uint8Array): void
  tcgetpgrp(fd: number): number
  grantpt(fd: number): number
  unlockpt(fd: number): number
  ptsname(fd: number): string | null
}

/** More than any system's `struct termios`. */
const STRUCT_BYTES = 256
const TCSANOW = 0
const MOST_KNOWN = 64

let reader: TtyReader | null = null
let preparing: Promise<void> | null = null

/** Loads and tests it, once. Until then, and for ever where it fails, the two below say null. Never rejects. */
export function prepareTty(): Promise<void> {
  preparing ??= loadTtyReader().then(loaded => {
    reader = loaded
  })
  return preparing
}

/** The state of an open terminal now. The caller answers for the descriptor: a closed one's number may be another file's. */
export function ttyState(fd: number): Tty | null {
  return reader?.state(fd) ?? null
}

/** Its foreground process group now; see above. */
export function ttyGroup(fd: number): number | null {
  return reader?.group(fd) ?? null
}

/** A reader that has passed its self-test, or null. Never rejects. */
export async function loadTtyReader(
  load: () => Promise<Termios> = loadTermios,
  offsets: TtyOffsets | null = ttyOffsets(process.platform, process.arch),
): Promise<TtyReader | null> {
  if (!offsets) return null
  try {
    const libc = await load()
    return readsRightly(libc, offsets) ? createReader(libc, offsets) : null
  } catch {
    // No binary of koffi for this system, a function that is missing, no /dev/ptmx: not known.
    return null
  }
}

/** Rejects where koffi has no binary for this system. */
export async function loadTermios(): Promise<Termios> {
  const { load } = await import('koffi')
  const libc = load(null)
  return {
    tcgetattr: libc.func('int tcgetattr(int fd, _Out_ uint8_t *termios)'),
    tcsetattr: libc.func('int tcsetattr(int fd, int when, const uint8_t *termios)'),
    cfmakeraw: libc.func('void cfmakeraw(_Inout_ uint8_t *termios)'),
    tcgetpgrp: libc.func('int tcgetpgrp(int fd)'),
    grantpt: libc.func('int grantpt(int fd)'),
    unlockpt: libc.func('int unlockpt(int fd)'),
    ptsname: libc.func('const char *ptsname(int fd)'),
  }
}

/** True when two readings are the same in all that is known. */
export function sameTty(one: Tty | null, two: Tty | null): boolean {
  if (!one || !two || one === two) return one === two
  const { control, ...flags } = one
  return (
    Object.entries(flags).every(([name, value]) => two[name as keyof typeof flags] === value) &&
    control.length === two.control.length &&
    control.every((code, at) => code === two.control[at])
  )
}

function createReader(libc: Termios, offsets: TtyOffsets): TtyReader {
  // One buffer for all: nothing here awaits.
  const bytes = Buffer.alloc(STRUCT_BYTES)
  /** what each state of a terminal means, by its bytes: there are few, and they are read many times for each send */
  const known = new Map<string, Tty>()
  function meaning(): Tty {
    const key = bytes.toString('latin1')
    const found = known.get(key)
    if (found) return found
    if (known.size >= MOST_KNOWN) known.clear()
    const fresh = understand(bytes, offsets)
    known.set(key, fresh)
    return fresh
  }
  return {
    state: fd => (libc.tcgetattr(fd, bytes) === 0 ? meaning() : null),
    group(fd) {
      const group = libc.tcgetpgrp(fd)
      return group > 0 ? group : null
    },
  }
}

function understand(bytes: Buffer, offsets: TtyOffsets): Tty {
  const input = bytes.readUInt32LE(offsets.iflag)
  const on = flagsOf(bytes, offsets)
  const acting = new Set<number>()
  let rewrites = (input & offsets.input.rewrite) !== 0
  for (const { at, when } of offsets.characters) {
    const value = bytes[offsets.cc + at]!
    if (value === offsets.off || !when.every(flag => on[flag])) continue
    if (value <= 0x7f) acting.add(value)
    // Beyond ASCII it is a part of many characters. Above F4 of none (node-pty gives VEOL and VEOL2 the value FF).
    else if (value <= 0xf4) rewrites = true
  }
  return {
    canonical: on.icanon,
    echo: on.echo,
    signals: on.isig,
    control: [...acting].sort((a, b) => a - b),
    returnIsNewline: on.icrnl,
    rewrites,
  }
}

function flagsOf(bytes: Buffer, { iflag, lflag, input, local }: TtyOffsets): Record<Flag | 'echo' | 'icrnl', boolean> {
  const inputFlags = bytes.readUInt32LE(iflag)
  const localFlags = bytes.readUInt32LE(lflag)
  return {
    icanon: (localFlags & local.icanon) !== 0,
    echo: (localFlags & local.echo) !== 0,
    isig: (localFlags & local.isig) !== 0,
    iexten: (localFlags & local.iexten) !== 0,
    ixon: (inputFlags & input.ixon) !== 0,
    icrnl: (inputFlags & input.icrnl) !== 0,
  }
}

/**
 * Does this table read a terminal of our own as it is? A fresh one has the system's known values; after the C library's
 * `cfmakeraw` the flags are off; then they are on again; and the kernel keeps each control character where we put it.
 * What it cannot tell: flags mixed up among those that `cfmakeraw` clears together.
 */
function readsRightly(libc: Termios, offsets: TtyOffsets): boolean {
  // O_NOCTTY: it must not become the terminal of this process.
  const flags = constants.O_RDWR | constants.O_NOCTTY
  const master = openSync('/dev/ptmx', flags)
  let slave = -1
  try {
    const path = libc.grantpt(master) === 0 && libc.unlockpt(master) === 0 ? libc.ptsname(master) : null
    if (!path) return false
    slave = openSync(path, flags)

    const fresh = read(libc, master)
    if (!fresh || !Object.values(flagsOf(fresh, offsets)).every(Boolean)) return false
    const atUsual = offsets.characters.every(one => fresh[offsets.cc + one.at] === (one.usual ?? offsets.off))
    // The program's side and ours are one state, and nobody has the foreground.
    if (!atUsual || !read(libc, slave)?.equals(fresh) || libc.tcgetpgrp(master) > 0) return false

    const raw = Buffer.from(fresh)
    libc.cfmakeraw(raw)
    const nowRaw = set(libc, slave, raw) ? read(libc, master) : null
    if (!nowRaw || Object.values(flagsOf(nowRaw, offsets)).some(Boolean)) return false
    if (!set(libc, slave, fresh) || !read(libc, master)?.equals(fresh)) return false

    const others = Buffer.from(fresh)
    for (const [i, one] of offsets.characters.entries()) others[offsets.cc + one.at] = 0x41 + i
    if (!set(libc, slave, others)) return false
    const nowOthers = read(libc, master)
    return (
      nowOthers?.equals(others) === true && understand(nowOthers, offsets).control.length === offsets.characters.length
    )
  } finally {
    closeSync(master)
    if (slave >= 0) closeSync(slave)
  }
}

function read(libc: Termios, fd: number): Buffer | null {
  const bytes = Buffer.alloc(STRUCT_BYTES)
  return libc.tcgetattr(fd, bytes) === 0 ? bytes : null
}

function set(libc: Termios, fd: number, bytes: Buffer): boolean {
  return libc.tcsetattr(fd, TCSANOW, bytes) === 0
}
