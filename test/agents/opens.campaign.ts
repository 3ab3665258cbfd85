// An agent opens another agent's CLI with a first prompt, in a folder that the CLI knows: it is delivered once the CLI waits for
// it, whole and once, however long its start takes, and nobody is asked.
import { afterAll, describe, expect, test } from 'vitest'
import { until } from '../helpers/app.ts'
import { habitsOf } from './lives/habits.ts'
import { openLivesHouse } from './lives/house.ts'
import { ALL } from './support/agents.ts'
import { count } from './support/options.ts'
import { versionsOf } from './support/versions.ts'

/** Codex asks about our hooks at its first start, and what a person has answered is no start that nobody touched. */
const NOT_ALONE = ['codex']
const opened = ALL.filter(({ id }) => versionsOf(id).length > 0 && habitsOf(id) !== null && !NOT_ALONE.includes(id))
const rows: string[] = []
afterAll(() => console.log(rows.join('\n')))

describe.each(opened)('$title', agent => {
  test(`gets the prompt that it was opened with, once and whole, ${count} times`, async () => {
    const house = await openLivesHouse(agent, habitsOf(agent.id)!, { strange: false })
    const took: number[] = []
    try {
      for (let n = 1; n <= count; n += 1) {
        const prompt = `Say what "opened-${n}" is,\nin one word`
        const start = performance.now()
        const { opened, surface } = await house.openWith(prompt)
        took.push(Math.round(performance.now() - start))
        expect(opened).toMatchObject({ outcome: 'opened', prompt: { outcome: 'submitted' } })
        const mine = () => house.stub.prompts.filter(one => one.includes(`opened-${n}`))
        await until(`${agent.title} to ask its model`, () => mine().length > 0, 20_000)
        // Copilot CLI puts the time before it.
        expect(mine().map(one => one.trimEnd())).toEqual([expect.stringMatching(new RegExp(`(?:^|\\n)${prompt}$`))])
        if (surface) await house.remove(surface)
      }
    } finally {
      rows.push(`${agent.title}: ready and submitted after ${took.join(', ')} ms`)
      await house.close()
    }
  })
})
