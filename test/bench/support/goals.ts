// What is promised of speed: ratios to a reference of the same run, and what we aim at. Figures of a case are judged by these alone.
export interface Goal {
  readonly what: string
  /** judged is the ratio to the row's reference, or the value itself in its unit */
  readonly of: 'ratio' | 'value'
  /** 'least': more is better */
  readonly bound: 'most' | 'least'
  readonly limit: number
  readonly aim: number
}

const most = (what: string, limit: number, aim: number, of: Goal['of'] = 'ratio'): Goal => ({
  ...{ what, of, bound: 'most', limit, aim },
})

const cat = (peer: string, limit: number, aim: number) => ({
  ascii: most(`cat of 16 MB ascii, shown, against ${peer}`, limit, aim),
  ansi: most(`cat of 16 MB ansi, shown, against ${peer}`, limit, aim),
  unicode: most(`cat of 16 MB unicode, shown, against ${peer}`, limit, aim),
})
const [xterm, tmux, vte] = [cat('xterm', 1, 0.5), cat('tmux', 2, 1), cat('VTE', 2.5, 1.5)]
const [kitty, alacritty] = [cat('kitty', 3, 1.6), cat('alacritty', 4, 2)]

/** In the order of the table. */
export const GOALS = {
  'keys-idle': most('keystroke to parsed in the window, idle, against the bare pseudo-terminal', 7, 4),
  'keys-flood': most('the same while another shown surface floods, p50 against idle', 2, 1.5),
  ...{ 'cat-xterm-ascii': xterm.ascii, 'cat-xterm-ansi': xterm.ansi, 'cat-xterm-unicode': xterm.unicode },
  ...{ 'cat-tmux-ascii': tmux.ascii, 'cat-tmux-ansi': tmux.ansi, 'cat-tmux-unicode': tmux.unicode },
  ...{ 'cat-vte-ascii': vte.ascii, 'cat-vte-ansi': vte.ansi, 'cat-vte-unicode': vte.unicode },
  ...{ 'cat-kitty-ascii': kitty.ascii, 'cat-kitty-ansi': kitty.ansi, 'cat-kitty-unicode': kitty.unicode },
  'cat-alacritty-ascii': alacritty.ascii,
  'cat-alacritty-ansi': alacritty.ansi,
  'cat-alacritty-unicode': alacritty.unicode,
  'send-p50': most('recorded send over HTTP, p50, against a server that forks tmux', 1, 0.75),
  'send-p99': most('recorded send over HTTP, p99, against the same', 1.5, 1),
  'bridge-p50': most('send through the bridge, p50, against the same', 0.25, 0.15),
  gate: most('the whole gate with its record on disk, against a bare tool of the SDK', 1.5, 1.25),
  'read-flood-p99': most('read p99 with 25 surfaces and 2 floods, against idle', 3, 2),
  'loop-flood-p99': most('main loop p99 with 2 floods, against none', 2, 1.2),
  'cpu-100': most('processor time of main with 100 redrawing surfaces, against 10', 2, 1.5),
  'memory-idle': most('memory of an idle surface, MB', 0.5, 0.3, 'value'),
  'memory-full': most('memory of a surface with full history, MB', 4, 3, 'value'),
  'memory-hidden': most('emulators in the window that are not shown', 0, 0, 'value'),
  start: most('start to prompt, against an empty window of the same Electron', 1.35, 1.2),
  'senders-16': {
    ...{ what: 'the record alone, 16 senders at once against 1, sends per second', of: 'ratio', bound: 'least' },
    ...{ limit: 5, aim: 8 },
  },
} as const satisfies Record<string, Goal>

export type GoalId = keyof typeof GOALS
