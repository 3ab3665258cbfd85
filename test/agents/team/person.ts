// The person of the team: looks at a surface, types into it, and answers what an agent asks there, by keys in its terminal.
import type { PersonSurface } from '../../../main/surfaces/surface.ts'
import { until } from '../../helpers/app.ts'
import type { StubModel } from '../stub/server.ts'

const SHOWS_MS = 60_000
const STILL_MS = 400

export interface Seat {
  readonly surface: PersonSurface
  screen(): Promise<string>
  shows(what: RegExp): Promise<string>
  /** Waits until what it shows has not changed for a moment; one that is never still is taken as it is after 5 s. */
  still(): Promise<void>
  /** One write after the other, each once the screen is still. */
  press(...keys: readonly string[]): Promise<void>
  /** Pastes a prompt and presses Enter, and waits until the model was asked. */
  prompt(text: string): Promise<void>
}

export function sit(surface: PersonSurface, model: StubModel): Seat {
  const { name } = surface.facts
  async function screen() {
    const read = await surface.read({ what: 'screen' })
    return read.ok ? read.value.lines.join('\n') : ''
  }
  const seat: Seat = {
    surface,
    screen,
    async shows(what) {
      let last = ''
      const found = async () => {
        last = await screen()
        return what.test(last)
      }
      await until(`${name} to show ${what}`, found, SHOWS_MS).catch((error: Error) => {
        throw new Error(`${error.message}; it shows:\n${last}`)
      })
      return last
    },
    async still() {
      let last = await screen()
      let since = Date.now()
      const quiet = async () => {
        const now = await screen()
        if (now !== last) since = Date.now()
        last = now
        return Date.now() - since >= STILL_MS
      }
      await until(`${name} to be still`, quiet, 5000).catch(() => {})
    },
    async press(...keys) {
      for (const key of keys) {
        surface.keys(key)
        await seat.still()
      }
    },
    async prompt(text) {
      const before = model.prompts.length
      await seat.press(`\x1b[200~${text}\x1b[201~`)
      surface.keys('\r')
      await until(`${name} to ask its model`, () => model.prompts.length > before, SHOWS_MS).catch(
        async (error: Error) => {
          throw new Error(`${error.message}; it shows:\n${await screen()}`)
        },
      )
    },
  }
  return seat
}
