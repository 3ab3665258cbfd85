// Where each system keeps what we read of a terminal: `struct termios` as bytes, with the values a fresh terminal has.
// (pure) Values of the systems' own headers. The macOS table is untried; the self-test in tty.ts decides whether it holds.

/** Which flags must be on for a control character to act. */
export type Flag = 'icanon' | 'isig' | 'iexten' | 'ixon'

export interface ControlCharacter {
  readonly name: string
  /** index in c_cc */
  readonly at: number
  /** on a fresh terminal; null = switched off */
  readonly usual: number | null
  readonly when: readonly Flag[]
}

export interface TtyOffsets {
  /** byte offsets of the three fields that are read; flags are little-endian, what matters in their low 32 bits */
  readonly iflag: number
  readonly lflag: number
  readonly cc: number
  /** the value that switches a control character off (_POSIX_VDISABLE) */
  readonly off: number
  readonly input: { readonly icrnl: number; readonly ixon: number; readonly rewrite: number }
  readonly local: { readonly icanon: number; readonly echo: number; readonly isig: number; readonly iexten: number }
  readonly characters: readonly ControlCharacter[]
}

/** Linux with glibc or musl on x64 and arm64: c_iflag c_oflag c_cflag c_lflag of 4 bytes, c_line, c_cc. */
export const LINUX: TtyOffsets = {
  iflag: 0,
  lflag: 12,
  cc: 17,
  off: 0,
  // rewrite: ISTRIP, IGNCR, IUCLC. Not INLCR: zsh has it on, and no LF is ever sent.
  input: { icrnl: 0x100, ixon: 0x400, rewrite: 0x20 | 0x80 | 0x200 },
  local: { icanon: 0x2, echo: 0x8, isig: 0x1, iexten: 0x8000 },
  characters: characters({
    VINTR: [0, 3, 'isig'],
    VQUIT: [1, 28, 'isig'],
    VSUSP: [10, 26, 'isig'],
    VEOF: [4, 4, 'icanon'],
    VEOL: [11, null, 'icanon'],
    VEOL2: [16, null, 'icanon', 'iexten'],
    VERASE: [2, 127, 'icanon'],
    VKILL: [3, 21, 'icanon'],
    VWERASE: [14, 23, 'icanon', 'iexten'],
    VREPRINT: [12, 18, 'icanon', 'iexten'],
    VLNEXT: [15, 22, 'icanon', 'iexten'],
    VSTART: [8, 17, 'ixon'],
    VSTOP: [9, 19, 'ixon'],
  }),
}

/** macOS on x64 and arm64: flags of 8 bytes, then c_cc; LNEXT acts without ICANON there. Untried. */
export const MACOS: TtyOffsets = {
  iflag: 0,
  lflag: 24,
  cc: 32,
  off: 0xff,
  // rewrite: ISTRIP, IGNCR
  input: { icrnl: 0x100, ixon: 0x200, rewrite: 0x20 | 0x80 },
  local: { icanon: 0x100, echo: 0x8, isig: 0x80, iexten: 0x400 },
  characters: characters({
    VINTR: [8, 3, 'isig'],
    VQUIT: [9, 28, 'isig'],
    VSUSP: [10, 26, 'isig'],
    VDSUSP: [11, 25, 'isig', 'iexten'],
    VEOF: [0, 4, 'icanon'],
    VEOL: [1, null, 'icanon'],
    VEOL2: [2, null, 'icanon', 'iexten'],
    VERASE: [3, 127, 'icanon'],
    VKILL: [5, 21, 'icanon'],
    VWERASE: [4, 23, 'icanon', 'iexten'],
    VREPRINT: [6, 18, 'icanon', 'iexten'],
    VSTATUS: [18, 20, 'icanon', 'iexten'],
    VLNEXT: [14, 22, 'iexten'],
    VDISCARD: [15, 15, 'iexten'],
    VSTART: [12, 17, 'ixon'],
    VSTOP: [13, 19, 'ixon'],
  }),
}

/** The table for a system, or null where there is none. */
export function ttyOffsets(platform: NodeJS.Platform, arch: string): TtyOffsets | null {
  if (arch !== 'x64' && arch !== 'arm64') return null
  return platform === 'linux' ? LINUX : platform === 'darwin' ? MACOS : null
}

type Entry = readonly [at: number, usual: number | null, ...when: Flag[]]

function characters(table: Readonly<Record<string, Entry>>): ControlCharacter[] {
  return Object.entries(table).map(([name, [at, usual, ...when]]) => ({ name, at, usual, when }))
}
