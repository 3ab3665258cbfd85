// The play: a person starts the tester and the planner, gives the planner its task, allows what it asks for, and answers the
// tester's own dialog. It says what was seen on the way, and judges nothing.
import type { ApprovalView, SurfaceState } from '../../../preload/contract.ts'
import { until } from '../../helpers/app.ts'
import type { Activity, Given, Member, TeamHouse } from './house.ts'
import { planPlanner, planTester, TASK } from './models.ts'
import { type Seat, sit } from './person.ts'

const [ENTER, DOWN] = ['\r', '\x1b[B']
const TURN_MS = 60_000
/** For a person to read what they are asked. */
const READS_MS = 1500
/** What a terminal answers when a program asks it something; nobody typed it. */
const REPLIES =
  /\x1b\[\?[\d;]*c|\x1b\[\d+;\d+R|\x1b\[\?\d+;\d\$y|\x1b\[\?\d+u|\x1b\]\d+;[^\x07\x1b]*(\x07|\x1b\\)|\x1b\[[IO]/g

export interface Seen {
  /** the ids of their surfaces */
  readonly ids: Readonly<Record<Member, string>>
  /** what the person was asked, and while they had not answered: what the tester was given, and both states */
  readonly card: ApprovalView
  readonly asked: { readonly given: string; readonly prompts: number; readonly states: States }
  /** while the tester's own dialog was open: how long it took until that was said, both states, and how often the tests had run */
  readonly dialog: { readonly saidMs: number; readonly states: States; readonly ran: number }
  /** what each program was given from the task on */
  readonly given: Readonly<Record<Member, string>>
  /** when the tester was given the first of it, in ms since the epoch */
  readonly firstAt: number
  /** the last line of the tests, once for each time they ran */
  readonly ran: readonly string[]
  /** the planner's screen at its end */
  readonly end: string
  readonly activity: Activity
}
type States = Readonly<Record<Member, SurfaceState>>

/** `trusts`: the person trusts our hooks in Codex. */
export async function play(house: TeamHouse, trusts: boolean): Promise<Seen> {
  const tester = sit(await house.open('tester'), house.models.tester)
  await startTester(tester, trusts)
  const planner = sit(await house.open('planner'), house.models.planner)
  await planner.shows(/^\s*[❯>]/m)
  await planner.still()
  const ids = { planner: planner.surface.facts.id, tester: tester.surface.facts.id }
  const states = () => ({ planner: planner.surface.summary().state, tester: tester.surface.summary().state })
  planPlanner(house.models.planner)
  planTester(house.models.tester, ids.planner)
  const before = { planner: (await house.given('planner')).length, tester: (await house.given('tester')).length }
  const given = async (member: Member) => (await house.given(member)).slice(before[member])
  const prompts = house.models.tester.prompts.length

  await planner.prompt(TASK)
  const card = await until('the question', () => house.waiting()[0], TURN_MS).catch(async (error: Error) => {
    const came = house.models.planner.results.join('\n')
    throw new Error(`${error.message}; its tools gave:\n${came}\nthe planner shows:\n${await planner.screen()}`)
  })
  await pause(READS_MS)
  const asked = {
    given: typed(await given('tester')),
    prompts: house.models.tester.prompts.length - prompts,
    states: states(),
  }
  const answer = await house.answer(card.ref, 'once')
  if (!answer.ok) throw new Error(answer.message)

  await tester.shows(/Would you like to run/)
  const open = performance.now()
  await until('the tester to need a person', () => states().tester.is === 'needs_you')
  const saidMs = Math.round(performance.now() - open)
  await pause(READS_MS)
  const dialog = { saidMs, states: states(), ran: (await house.ran()).length }
  tester.surface.keys(ENTER)

  await planner.shows(/The tester says/)
  await planner.still()
  // Reads are written a second later.
  const last = () => house.activity().then(all => all.findLast(one => one.kind === 'read')?.text === 'screen')
  await until('the last read in the activity', last)
  const took = { planner: await given('planner'), tester: await given('tester') }
  return {
    ids,
    card,
    asked,
    dialog,
    given: { planner: typed(took.planner), tester: typed(took.tester) },
    firstAt: took.tester.find(one => typed([one]) !== '')?.at ?? 0,
    ran: await house.ran(),
    end: await planner.screen(),
    activity: await house.activity(),
  }
}

/** Codex has the person review our hooks; then they say hello, so that its hooks have spoken where they may. */
async function startTester(tester: Seat, trusts: boolean): Promise<void> {
  await tester.shows(/^\s*Hooks need review/m)
  await tester.still()
  await tester.press(DOWN, ...(trusts ? [] : [DOWN]))
  await tester.shows(trusts ? /^› 2\. Trust all/m : /^› 3\. Continue without/m)
  await tester.press(ENTER)
  await tester.shows(/^(?![\s\S]*need review)[\s\S]*^\s*›/m)
  await tester.still()
  await tester.prompt('Hello.')
  await tester.shows(/answer-1/)
  await tester.still()
}

const typed = (given: readonly Given[]) =>
  Buffer.concat(given.map(({ bytes }) => bytes))
    .toString()
    .replace(REPLIES, '')

const pause = (ms: number) => new Promise(resolve => setTimeout(resolve, ms))
