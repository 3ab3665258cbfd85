// Whole lives of real agents, opened from their presets: what their surface says of itself, all the time, beside what is
// true. A state may be "unknown"; it may not be wrong for more than two seconds. In each life the agent is connected to
// us from its start, as itself, and its token stands nowhere but in its environment.
import { afterAll, describe, expect, test } from 'vitest'
import { asMarkdown, keepLives, summed } from './lives/figures.ts'
import { habitsOf } from './lives/habits.ts'
import { openLivesHouse } from './lives/house.ts'
import { type Lived, live } from './lives/life.ts'
import { EVERY_MS, GRACE_MS } from './lives/truth.ts'
import { ALL } from './support/agents.ts'
import { count } from './support/options.ts'
import { versionsOf } from './support/versions.ts'

const lived = ALL.filter(({ id }) => versionsOf(id).length > 0 && habitsOf(id) !== null)
const tables: string[] = []
afterAll(() => console.log(tables.join('\n')))

describe.each(lived)('$title', agent => {
  test(`its state is never wrong for more than ${GRACE_MS} ms, in ${count} lives`, async () => {
    const habits = habitsOf(agent.id)!
    const house = await openLivesHouse(agent, habits)
    const lives: Lived[] = []
    let activity: Awaited<ReturnType<typeof house.close>> = []
    try {
      for (let n = 1; n <= count; n += 1) lives.push(await live(house, agent, habits, n))
    } finally {
      const figures = summed(lives)
      if (lives.length > 0) {
        await keepLives(agent, figures)
        tables.push(asMarkdown(agent, figures))
      }
      activity = await house.close()
    }
    for (const [index, one] of lives.entries()) {
      const life = `life ${index + 1}`
      expect(one.connected, `${life}: our server knows where it runs; it told it ${one.came.slice(0, 500)}`).toBe(true)
      const own = activity.filter(({ actor }) => actor === `${agent.id}@${one.surface}`)
      expect(own.length, `${life}: what it did by itself, in the activity`).toBeGreaterThan(0)
      expect(one.dialogs.withId, `${life}: its hooks name every dialog`).toBe(one.dialogs.count)
      expect(one.leaks, `${life}: its token`).toEqual([])
    }
    const tooLong = lives.flatMap(one => one.wrong).filter(({ ms }) => ms > GRACE_MS + 2 * EVERY_MS)
    expect(tooLong).toEqual([])
  })
})
