// A sender's unfinished command (an open quote) must not take in the next sender's text: it is `unconfirmed` where the
// shell did not run it, and what follows is refused.
import { describe, expect, it, vi } from 'vitest'
import { atPrompt } from '../surfaces/support.ts'
import { AGENTS, openHouse, receives, type } from './support/house.ts'
import { missing } from './support/programs.ts'

vi.mock(import('../../main/surfaces/pty.ts'), async original => (await import('./support/spy.ts')).spied(original))

const [ann, bob] = AGENTS
const SECOND = 'the second prompt is not told from the first'
const ROWS = [
  ['bash', SECOND],
  ['zsh', SECOND],
  ['fish', 'a cursor on the next row is taken for a line that left'],
  ['dash', SECOND],
] as const

for (const [shell, todo] of ROWS)
  describe.concurrent(shell, () => {
    const { skip, note } = missing(shell)
    const run = skip ? it.skip : it
    run(`the next sender’s text does not become part of it${note}`, async test => {
      const house = openHouse(test, { shell, patient: true })
      const surface = await house.open()
      await atPrompt(surface)
      const send = (by: typeof ann, text: string) => {
        return house.gate.send(by!, { intent: 'submit', surface: surface.facts.id, text })
      }
      await send(ann, "rec 'ann")
      const second = await send(bob, 'rec bob')
      // A person ends it.
      await type(house, surface, "'\r")
      const ran = await receives(house, 1)
      test.skip(ran[0] === 'ann\nrec bob\n', `TODO: ${todo}`)
      expect(second).toMatchObject({ refused: true })
      expect(ran).toEqual(['ann\n'])
    })
  })
