// "With Enter" means once and whole: prompts of 1 to 40 lines submitted into real agents' input boxes, each of which has
// to reach the stub model server exactly once and unchanged, or is answered "unconfirmed". Nothing else is right.
import { describe, expect, test } from 'vitest'
import { agents, count, tap } from './support/options.ts'
import { keepResult } from './support/results.ts'
import { startAgent } from './support/running.ts'
import { byAgent, byPerson, type Submit, submitAll } from './support/submits.ts'

const WAYS: Readonly<Record<string, Submit>> = { 'submit_text by an agent': byAgent, 'Run by a person': byPerson }

describe.each(agents)('$title', agent => {
  test.each(Object.entries(WAYS))('%s: each prompt arrives once and whole', async (way, submit) => {
    const running = await startAgent(agent, { tap })
    try {
      const figures = await submitAll(running, submit, count)
      await keepResult(`enter-once-${way.split(' ')[0]}`, running, { ...figures, tap })
      const { lost, doubled, changed, refused } = figures
      expect({ lost, doubled, changed, refused }).toEqual({ lost: 0, doubled: 0, changed: 0, refused: 0 })
    } finally {
      await running.close()
    }
  })
})
