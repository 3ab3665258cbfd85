// The commands that ran at a shell's prompt, from the marks of our shell integration, and where the shell is with them now.
// It believes the marks; whether those are ours is decided before. It knows nothing of what a command does.
import type { PromptPlace } from '../../preload/contract.ts'
import type { Clock } from './clock.ts'
import type { Keymap, Mark } from './integration/marks.ts'
import type { Grid, Screen } from './screen.ts'
import type { Author, Command } from './surface.ts'

/** How many are kept. */
const MOST = 200

/**
 * Where the shell is by its own marks. `none`: it has not made one. `prompt`: it reads a command; `between`: one is over and
 * the prompt not there yet.
 */
export type ShellPhase = 'none' | 'prompt' | 'running' | 'between'

export interface Commands {
  /** Inside the parser, where the mark stands. */
  mark(mark: Mark): void
  /** Enter goes in; `by` is who put anything on that line, Enter included. Returns what to call where it never did. */
  entered(by: readonly Author[]): () => void
  /** The shell went away: nothing runs any more. */
  ended(): void
  /** Another program took the shell's place, and makes no marks: it is as if there had been none. */
  lost(): void
  phase(): ShellPhase
  /** The line editor was left, or Enter went in, since the last prompt began, and the shell has not said what it does. */
  left(): boolean
  /** The cursor is not where that prompt began: the prompt is on the screen. An empty one never is. */
  drawn(): boolean
  /**
   * Enter went in before that prompt, no command came of it, and the cursor is not in the row in which this shell's prompt ends:
   * the shell may have read the beginning of a command that was typed ahead.
   */
  ahead(): boolean
  keymap(): Keymap | null
  /** how many commands have started so far, and how many prompts began */
  started(): number
  prompts(): number
  /** oldest first, at most 200 */
  list(): Command[]
  /** Where their prompts stand on the normal screen now, from the top; those that are gone are left out. */
  places(): PromptPlace[]
}

type Place = ReturnType<Screen['mark']>

interface Entry {
  readonly command: Omit<Command, 'rows'>
  readonly prompt: Place
  readonly first: Place
  /** where that was */
  readonly row: number
  last: Place
  /** the output's last row holds text: its end is one row below */
  open: boolean
}

export function createCommands(screen: () => Pick<Screen, 'mark' | 'look' | 'grid'>, clock: Clock): Commands {
  const entries: Entry[] = []
  let phase: ShellPhase = 'none'
  let keymap: Keymap | null = null
  let pasteOffs = 0
  let prompts = 0
  let sent = false
  let begun = ''
  let begunRow = 0
  /** Enters of which nothing is known to have come; and whether there were such before the last prompt */
  let enters = 0
  let entersAhead = false
  /** rows from where a prompt begins to where it ends, as it was with nothing typed; null = not seen */
  let height: number | null = null
  /** where the prompt of the next command begins */
  let place: Place = null
  let started = 0
  /** who entered a line since the last prompt, before it, and the last that was known */
  let entered: readonly Author[] = []
  let ahead: readonly Author[] = []
  let last: readonly Author[] = []
  let running: Entry | null = null

  const cursor = () => `${screen().look().row},${screen().grid.normal.cursorX}`
  const below = () => screen().look().row - begunRow

  function end(exit: number | null) {
    if (!running) return
    Object.assign(running.command, { endedAt: clock.now(), exit })
    running.last = screen().mark()
    running.open = screen().grid.normal.cursorX > 0
    running = null
  }

  function start(text: string | null) {
    // A second one before the first was said to be over: what became of that is not known.
    end(null)
    started += 1
    enters = 0
    // A line typed ahead of its prompt comes after that prompt's mark; if nothing tells, it was the last one's.
    const by = [entered, ahead, last].find(authors => authors.length > 0) ?? []
    last = by
    ahead = []
    entered = []
    running = {
      command: { id: started, text, by, startedAt: clock.now(), endedAt: null, exit: null },
      prompt: place,
      first: screen().mark(),
      row: screen().look().row,
      last: null,
      open: false,
    }
    place = null
    entries.push(running)
    const gone = entries.length > MOST ? entries.shift() : undefined
    gone?.prompt?.drop()
    gone?.first?.drop()
    gone?.last?.drop()
  }

  return {
    mark(mark) {
      sent = false
      if (mark.is === 'start') {
        phase = 'running'
        start(mark.text)
      } else if (mark.is === 'end') {
        phase = 'between'
        end(mark.exit)
      } else if (phase !== 'running') {
        // While a command runs, the shell's own prompt text may be printed by that command.
        if (phase === 'prompt' && enters > 0) enters -= 1
        entersAhead = enters > 0
        phase = 'prompt'
        prompts += 1
        begun = cursor()
        begunRow = screen().look().row
        place?.drop()
        place = screen().mark()
        keymap = mark.keymap
        pasteOffs = screen().look().pasteOffs
        ahead = entered
        entered = []
      }
    },
    entered(by) {
      const was = { sent, entered, enters }
      const now = [...new Set([...entered, ...by])]
      // A long line ends further down than its prompt.
      if (phase === 'prompt' && enters === 0 && cursor() !== begun) height = Math.min(height ?? below(), below())
      sent = true
      entered = now
      enters += 1
      // The shell may have marked something since, which says more.
      return () => {
        if (entered === now) ({ sent, entered, enters } = was)
      }
    },
    ended: () => end(null),
    lost() {
      end(null)
      phase = 'none'
      keymap = null
    },
    phase: () => phase,
    left: () => sent || pasteOffs !== screen().look().pasteOffs,
    drawn: () => cursor() !== begun,
    ahead: () => entersAhead && enters > 0 && below() !== height,
    keymap: () => keymap,
    started: () => started,
    prompts: () => prompts,
    list: () => entries.map(entry => ({ ...entry.command, rows: rowsOf(entry, screen().grid.oldest()) })),
    places() {
      const { grid } = screen()
      const top = grid.first() + grid.normal.baseY
      const places: PromptPlace[] = []
      for (const entry of entries) {
        const row = promptRow(entry, grid) ?? -1
        // Two on one row: the cursor was moved between them.
        if (row - top > (places.at(-1)?.row ?? -1 - top)) places.push({ row: row - top, exit: entry.command.exit })
      }
      return places
    },
  }
}

/** Absolute, or null. A prompt drawn anew on a cleared screen has no mark: there it is the line above the output. */
function promptRow({ prompt, first }: Entry, grid: Grid): number | null {
  const own = prompt?.row() ?? -1
  if (own >= 0) return own
  const oldest = grid.oldest()
  let row = (first?.row() ?? -1) - 1
  while (row >= oldest && grid.whole.getLine(row - oldest)?.isWrapped) row -= 1
  return row >= oldest ? row : null
}

/** What is left of the rows, or null. A command that runs still has no end. */
function rowsOf(entry: Entry, oldest: number): Command['rows'] {
  const first = entry.first?.row() ?? -1
  if (entry.command.endedAt === null) return entry.first && first >= 0 ? { first, end: null } : null
  const last = entry.last?.row() ?? -1
  if (last < 0) return null
  const end = entry.open ? last + 1 : last
  if (first >= 0) return end >= first ? { first, end } : null
  // Scrolled away, and the rest is still there; or cleared.
  return entry.row < oldest ? { first: oldest, end } : null
}
