// Has anything gone into a surface since its shell's prompt began, and when did something last? (pure but for the clock) It
// counts every byte, whoever sends it. What those bytes were is not its matter: line.ts.
import type { Clock } from './clock.ts'
import type { Mark } from './integration/marks.ts'
import type { Taken } from './terminal.ts'

export interface Inputs {
  /**
   * Bytes go in, from now until `written` resolves, which it gives back. `known`: the ledger of the line has them. What it
   * has not (answers to a program's queries, reports of mouse and focus) may wait in the terminal, and come to stand on the
   * line of a prompt that begins later: from then on the line is not taken to be empty until a command has started.
   */
  through(written: Promise<Taken>, known: boolean): Promise<Taken>
  /** Enter goes in: it takes what came before it off the line. */
  entered(): void
  /** The shell marked something. */
  mark(is: Mark['is']): void
  /** Nothing went in since the last prompt began, and nothing that came before it can stand on its line. */
  untouched(): boolean
  /** ms; Infinity = never */
  since(): number
}

export function createInputs(clock: Pick<Clock, 'mono'>): Inputs {
  let at = Number.NEGATIVE_INFINITY
  let under = 0
  let clean = false
  /** unknown bytes since the last Enter, and before that */
  let loose = false
  let entered = false
  return {
    async through(written, known) {
      const note = () => {
        at = clock.mono()
        clean = false
        loose ||= !known
      }
      under += 1
      note()
      const taken = await written
      under -= 1
      // The terminal may have been full, and a prompt may have begun meanwhile.
      note()
      return taken
    },
    entered() {
      entered ||= loose
      loose = false
    },
    mark(is) {
      if (is === 'prompt') clean = true
      if (is === 'start') entered = false
    },
    untouched: () => clean && under === 0 && !loose && !entered,
    since: () => clock.mono() - at,
  }
}
