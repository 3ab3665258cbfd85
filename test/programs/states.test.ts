// Where a program may be asking something, a line is begun or a secret is read, a send is refused and not a byte goes in.
import { describe, expect, it, vi } from 'vitest'
import type { PersonSurface } from '../../main/surfaces/surface.ts'
import { atPrompt } from '../surfaces/support.ts'
import { AGENTS, type House, receives, type } from './support/house.ts'
import { missing } from './support/programs.ts'
import { markWrites } from './support/spy.ts'
import { reach, type State, walk } from './support/state.ts'
import { PROGRAM_STATES } from './support/states-programs.ts'
import { SHELL_STATES } from './support/states-shells.ts'
import { TEXTS } from './support/texts.ts'

vi.mock(import('../../main/surfaces/pty.ts'), async original => (await import('./support/spy.ts')).spied(original))

const [ann] = AGENTS
const all: readonly State[] = [...SHELL_STATES, ...PROGRAM_STATES]

for (const state of all)
  describe.concurrent(state.name, { timeout: 60_000 }, () => {
    const { skip, note } = missing(state.needs)
    const run = skip ? it.skip : it
    run(`is refused as ${state.refused}, with zero bytes, whatever is sent${note}`, async test => {
      const { house, surface } = await reach(test, state)
      const mark = markWrites(surface.facts.id)
      const answers: string[] = []
      let passed = 0
      for (const { name, text } of TEXTS) {
        for (const intent of ['submit', 'type'] as const) {
          const answer = await house.gate.send(ann!, { intent, surface: surface.facts.id, text })
          answers.push(`${intent} ${name}: ${answer.refused ? answer.code : answer.outcome}`)
          if (!answer.refused) passed += 1
        }
      }
      if (state.todo) {
        test.skip(passed > 0, `TODO: ${state.todo}`)
      } else {
        const each = (name: string) => [`submit ${name}: ${state.refused}`, `type ${name}: ${state.refused}`]
        expect(answers).toEqual(TEXTS.flatMap(({ name }) => each(name)))
      }
      expect(mark.since()).toEqual([])

      // A person's keys end it as if nothing had happened.
      await walk(house, surface, state.end)
      if (state.stays) return
      await backAtPrompt(house, surface)
      await type(house, surface, 'rec end\r')
      expect(await receives(house, (state.received?.length ?? 0) + 1)).toEqual([...(state.received ?? []), 'end'])
    })
  })

/** A shell that has just been interrupted may swallow an Enter; a person who sees no prompt presses it again. */
async function backAtPrompt(house: House, surface: PersonSurface): Promise<void> {
  for (let tries = 0; tries < 3; tries += 1) {
    const deadline = performance.now() + 2500
    while (performance.now() < deadline) {
      if ((await surface.readiness()).dialog.open === 'no') return
      await new Promise(resolve => setTimeout(resolve, 20))
    }
    await type(house, surface, '\r')
  }
  await atPrompt(surface)
}
