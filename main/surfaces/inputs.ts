// Has anything gone into a surface since its shell's prompt began, and when did something last? (pure but for the clock) It
// counts every byte, whoever sends it. What those bytes were is not its matter: line.ts.
import type { Clock } from './clock.ts'
import type { Mark } from './integration/marks.ts'
import type { Taken } from './terminal.ts'

export interface Inputs {
  /**
   * Bytes go in, from now until `written` resolves, which it gives back; where it then says that they never did, and nothing
   * else happened meanwhile, it is as before. `known`: the ledger of the line has them. What it
   * has not (answers to a program's queries, reports of mouse and focus) may wait in the terminal, and come to stand on the
   * line of a prompt that begins later: from then on the line is not taken to be empty until a command has started.
   */
  through(written: Promise<Taken>, known: boolean): Promise<Taken>
  /** Enter goes in: it takes what came before it off the line. Returns what to call where it never did. */
  entered(): () => void
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
  /** how often something happened */
  let steps = 0
  return {
    async through(written, known) {
      const was = { at, clean, loose }
      const note = () => {
        at = clock.mono()
        clean = false
        loose ||= !known
        steps += 1
      }
      under += 1
      note()
      const mine = steps
      const taken = await written
      under -= 1
      if (taken.bytes === 0 && taken.why !== null) {
        if (steps === mine) ({ at, clean, loose } = was)
        return taken
      }
      // The terminal may have been full, and a prompt may have begun meanwhile.
      note()
      return taken
    },
    entered() {
      const was = loose
      entered ||= loose
      loose = false
      // It errs to "not empty": what may have been entered stays that as well.
      return () => {
        loose ||= was
      }
    },
    mark(is) {
      steps += 1
      if (is === 'prompt') clean = true
      if (is === 'start') entered = false
    },
    untouched: () => clean && under === 0 && !loose && !entered,
    since: () => clock.mono() - at,
  }
}
