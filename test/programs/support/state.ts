// One row of the table of states: a program brought into a state by a person's keys, and what a send gets there.
import type { RefusalCode } from '../../../main/gate/model.ts'
import type { PersonSurface } from '../../../main/surfaces/surface.ts'
import { atPrompt, lines, until } from '../../surfaces/support.ts'
import { type Finishing, type House, openHouse, type } from './house.ts'

/** what a person types, and a line that the screen shows then; `row` = the cursor is on a lower row; null = nothing */
export type Step = readonly [keys: string, shown: RegExp | 'row' | null]

export interface State {
  readonly name: string
  /** the program; the row is skipped where it is not installed */
  readonly needs: string
  /** bash when left out */
  readonly shell?: string
  /** the surface's own command instead of a shell */
  readonly command?: string
  /** how a person gets there, from the shell's prompt */
  readonly steps: readonly Step[]
  readonly refused: RefusalCode
  /** a person's keys that end it: then the shell is at its prompt again */
  readonly end: readonly Step[]
  /** the shell does not come back */
  readonly stays?: boolean
  /** what `rec` was given by the end: nothing of an agent's */
  readonly received?: readonly string[]
  /** why something may still pass here: then the row is skipped with this; any refusal is good enough */
  readonly todo?: string
}

/** A row of a program that a person starts from bash; what may be asking something is the usual case. */
export function row(
  name: string,
  needs: string,
  steps: readonly Step[],
  end: readonly Step[],
  more: Partial<State> = {},
): State {
  return { name, needs, steps, end, refused: 'dialog_open', ...more }
}

/** Rows of a shell itself. */
export function shellRow(shell: string) {
  return (name: string, steps: readonly Step[], end: readonly Step[], more: Partial<State> = {}) =>
    row(name, shell, steps, end, { shell, ...more })
}

export async function reach(test: Finishing, state: State): Promise<{ house: House; surface: PersonSurface }> {
  const house = openHouse(test, { shell: state.shell ?? 'bash' })
  const surface = await house.open(state.command === undefined ? {} : { command: state.command })
  if (state.command === undefined) await atPrompt(surface)
  await walk(house, surface, state.steps)
  return { house, surface }
}

/** Types each step and waits for what it shows. */
export async function walk(house: House, surface: PersonSurface, steps: readonly Step[]): Promise<void> {
  for (const [keys, shown] of steps) {
    const before = (await lines(surface)).screen.cursor.y
    await type(house, surface, keys)
    if (shown === null) continue
    await until(`${shown} on the screen`, async () => {
      const screen = await lines(surface)
      return shown === 'row' ? screen.screen.cursor.y > before : screen.lines.some(line => shown.test(line))
    }).catch(async error => {
      throw new Error(`${error.message}\n${(await lines(surface)).lines.join('\n')}`)
    })
  }
}
