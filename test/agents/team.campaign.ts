// A team, by real turns of real agents: Claude Code in one surface has Codex in another run the tests, and reads what came out.
// A person allows that one send, and the activity tells all that agents did.
import { afterAll, describe, expect, test } from 'vitest'
import { versionsOf } from './support/versions.ts'
import { openTeamHouse, TEAM } from './team/house.ts'
import { REQUEST, TASK } from './team/models.ts'
import { play, type Seen } from './team/play.ts'
import { storyOf } from './team/story.ts'

const TURN_MS = 4 * 60_000
/** Nobody needs a state to be right sooner, in ms. */
const GRACE_MS = 2000
const paste = (text: string) => `\x1b[200~${text}\x1b[201~`

const OWN = { workspace: '@own' }
const LOOKS = { id: 'looks', agents: { preset: 'codex', workspace: 'sums' }, surfaces: OWN, level: 'read' }
const ASKS = {
  id: 'asks',
  agents: { preset: 'claude', workspace: 'sums' },
  surfaces: OWN,
  level: 'read',
  ask: 'submit',
}
const SUBMITS = { id: 'submits', agents: { preset: 'claude', workspace: 'sums' }, surfaces: OWN, level: 'submit' }

const sources = Object.values(TEAM).map(id => versionsOf(id)[0]?.source)
const stories: string[] = []
afterAll(() => console.log(stories.join('\n')))

describe.runIf(sources.every(source => source !== undefined))('Claude Code and Codex', () => {
  test('a person allows the one send, and the result comes back', { timeout: TURN_MS }, async () => {
    const { seen, results } = await played([ASKS, LOOKS], true)
    expect(seen.card.reasons.map(({ code }) => code)).toEqual(['policy'])
    expect(seen.asked.states.tester).toMatchObject({ is: 'done_unseen', evidence: expect.stringContaining('(hook)') })
    expect(seen.dialog.states.tester).toMatchObject({
      is: 'needs_you',
      evidence: expect.stringContaining('it asks whether it may run a command (hook)'),
      dialog: { id: expect.any(String) },
    })
    wholeTurn(seen, results, 'asks')
  })

  test('where the hooks of Codex are not trusted, a send that is allowed asks too', { timeout: TURN_MS }, async () => {
    const { seen, results } = await played([SUBMITS, LOOKS], false)
    expect(seen.card.reasons).toMatchObject([{ code: 'dialog_open' }])
    expect(seen.asked.states.tester).toMatchObject({ is: 'done_unseen', evidence: expect.stringContaining('(screen)') })
    expect(seen.dialog.states.tester).toMatchObject({
      is: 'needs_you',
      evidence: expect.stringContaining('(screen)'),
      dialog: { id: null },
    })
    wholeTurn(seen, results, 'submits')
  })
})

interface Results {
  /** what came of the calls of the planner's model, the latest last */
  readonly planner: readonly string[]
  readonly tester: readonly string[]
}

async function played(rules: readonly object[], trusts: boolean): Promise<{ seen: Seen; results: Results }> {
  const house = await openTeamHouse(rules)
  try {
    const seen = await play(house, trusts)
    const hooks = trusts ? 'hooks trusted' : 'hooks not trusted'
    stories.push(`${sources.join(', ')}; ${hooks}`, ...storyOf(seen.activity), '')
    expect(await house.verify()).toMatchObject({ ok: true })
    return { seen, results: { planner: [...house.models.planner.results], tester: [...house.models.tester.results] } }
  } finally {
    await house.close()
  }
}

/** What holds whatever the policy is. */
function wholeTurn(
  { ids, card, asked, dialog, given, firstAt, ran, end, activity }: Seen,
  results: Results,
  rule: string,
) {
  const [planner, tester] = [`claude@${ids.planner}`, `codex@${ids.tester}`]

  // Asked first, and nothing has gone in until then.
  expect(card).toMatchObject({
    kind: 'send',
    agent: planner,
    surface: { name: 'tester' },
    text: REQUEST,
    enter: true,
    rule,
  })
  expect(asked).toMatchObject({ given: '', prompts: 0, states: { planner: { is: 'working' } } })

  // Its own dialog is a person's: it is said soon, and the one who waits goes on waiting.
  expect(dialog).toMatchObject({ ran: 0, states: { planner: { is: 'working' } } })
  expect(dialog.saidMs).toBeLessThan(GRACE_MS)

  // The agent's text and its Enter, then the person's in the dialog; the planner got what the person typed.
  expect(given.tester).toBe(`${paste(REQUEST)}\r\r`)
  expect(given.planner).toBe(`${paste(TASK)}\r`)

  // The tests ran once, and their line went all the way.
  expect(ran).toHaveLength(1)
  expect(ran[0]).toMatch(/^2 passed, 1 failed, run [0-9a-f]{8}$/)
  expect(results.tester.at(-1), 'from the shell of Codex').toContain(ran[0])
  expect(results.planner.map(text => /"outcome":"\w+"/.exec(text)?.[0] ?? null)).toEqual([
    null,
    '"outcome":"submitted"',
    null,
  ])
  expect(results.planner.at(-1), 'from its screen').toContain(`They ran: ${ran[0]}`)
  expect(end).toContain(`The tester says: "${ran[0]}".`)

  // The record, in order; reads come up to a second late.
  const one = (actor: string, more: object) => expect.objectContaining({ actor, ...more })
  const { ref: approval } = card
  expect(activity.slice(0, 5)).toEqual([
    one('person', { kind: 'surface', intent: 'open', text: 'codex', outcome: 'delivered' }),
    one('person', { kind: 'surface', intent: 'open', text: 'claude', outcome: 'delivered' }),
    one(planner, {
      ...{ kind: 'send', intent: 'submit', surface: { id: ids.tester, name: 'tester' }, text: REQUEST, approval },
      ...{ outcome: null, verdict: { effect: 'ask', rule, why: card.reasons.map(({ why }) => why).join(' ') } },
    }),
    one('person', { of: 3, approval, outcome: null, verdict: expect.objectContaining({ effect: 'allow' }) }),
    one(planner, { of: 3, approval, outcome: 'delivered', bytes: Buffer.byteLength(`${paste(REQUEST)}\r`) }),
  ])
  expect(firstAt, 'the first byte').toBeGreaterThanOrEqual(Date.parse(activity[3]!.time))
  const reads = activity.slice(5)
  const said = reads.map(({ kind, actor, surface, text }) => `${kind} ${actor} ${surface?.name} ${text}`)
  const waits = `read ${planner} tester since`
  expect(said.filter(line => line !== waits)).toEqual([
    `read ${tester} planner screen`,
    `read ${planner} tester screen`,
  ])
  expect(said.at(-1)).toBe(`read ${planner} tester screen`)
  expect(reads.every(({ outcome, verdict }) => outcome === 'delivered' && verdict?.effect === 'allow')).toBe(true)
}
