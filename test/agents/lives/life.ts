// One life of an agent in a surface, from its preset to its end: a person at its keyboard, the stub as its model. The script
// says what is true at each moment; nothing it does depends on the state that is measured.
import { setTimeout as wait } from 'node:timers/promises'
import { until } from '../../helpers/app.ts'
import type { Agent } from '../support/agents.ts'
import type { Habits } from './habits.ts'
import type { LivesHouse } from './house.ts'
import { filesWith, type Own, ownProcess, tokenLeaks } from './secrets.ts'
import { type Told, type Watch, watchState } from './truth.ts'

const START_MS = 60_000
const SHOWS_MS = 20_000
/** How long an input box is there until no question comes any more. */
const READY_MS = 2500
/** For the model to answer later than anybody waits. */
const LATE_MS = 60_000
/** How long a sub-agent's model takes. */
const SUB_MS = 2500

export interface Lived extends Told {
  readonly tookMs: number
  /** the id of its surface */
  readonly surface: string
  /** the list of surfaces that it was given names the one it runs in, as its own */
  readonly connected: boolean
  /** what came of its calls */
  readonly came: string
  /** dialogs of the scripts' turns, and how many of them had an id */
  readonly dialogs: { readonly count: number; readonly withId: number }
  /** argument lists and files of the surface's folder in which its token stands */
  readonly leaks: readonly string[]
  /** other files of ours and of the agent with the token in them: Codex keeps what its shell has in its environment */
  readonly kept: readonly string[]
}

export async function live(house: LivesHouse, agent: Agent, habits: Habits, n: number): Promise<Lived> {
  const start = performance.now()
  const name = `life-${n}`
  const { surface, marker } = await house.open(name)
  const watch = watchState(() => surface.summary().state)
  watch.now('starting', 'it was opened')
  const dialogs = { count: 0, withId: 0 }
  let stopped: Told | null = null
  const { stub } = house

  const screen = async () => {
    const read = await surface.read({ what: 'screen' })
    return read.ok ? read.value.lines.join('\n') : ''
  }
  const shows = async (what: RegExp, timeoutMs = SHOWS_MS) => {
    await until(`${agent.title} to show ${what}`, async () => what.test(await screen()), timeoutMs).catch(
      async error => {
        throw new Error(`${name}: ${error.message}; it shows:\n${await screen()}`)
      },
    )
  }
  /** A person pastes a prompt and presses Enter; it works from when the model is asked. */
  const prompt = async (text: string) => {
    const before = stub.prompts.length
    surface.keys(`\x1b[200~${text}\x1b[201~`)
    await settled(screen)
    surface.keys('\r')
    watch.now('sent', 'Enter was pressed')
    await until('the prompt to reach the stub', () => stub.prompts.length > before, SHOWS_MS).catch(async error => {
      throw new Error(`${name}: ${error.message}; it shows:\n${await screen()}`)
    })
    watch.now('working', `"${text.slice(0, 30)}" reached the model`)
  }
  const answered = async (words: string) => {
    await shows(new RegExp(words))
    watch.now('idle', `the model said "${words}"`)
    await watch.linger()
  }
  const permission = async () => {
    await shows(agent.dialog)
    watch.now('needs_you', 'its permission dialog was on the screen')
    await watch.linger()
    dialogs.count += 1
    if (watch.latest().dialog?.id) dialogs.withId += 1
  }

  try {
    await opening({ agent, habits, surface, watch, screen })
    if (process.env['GATEHOUSE_LIVES_LOOK']) throw new Error(await screen())
    const own = await ownProcess(surface.facts.id)

    // It is connected, as itself.
    const [first, second] = [`call-${n}-a`, `said-${n}-a`]
    stub.plan(first, [
      { tool: /list_surfaces$/, input: {} },
      { tool: /read_surface$/, input: { surface: surface.facts.id } },
      { words: second },
    ])
    const results = stub.results.length
    await prompt(`Please look around, ${first}.`)
    await throughDialogs({ watch, agent, screen, surface, until: new RegExp(second) })
    await answered(second)
    const came = stub.results.slice(results).join('\n')
    const connected = new RegExp(`"id":"${surface.facts.id}"(?:(?!"id":"s_).)*"you":true`).test(came)

    // A permission, given.
    stub.plan(`MK:${marker}-yes`, [])
    await prompt(`Please create MK:${marker}-yes`)
    await permission()
    const before = stub.answered()
    surface.keys('\r')
    watch.now('working', 'yes was pressed')
    await until('the turn to go on', () => stub.answered() > before, SHOWS_MS)
    await answered(`answer-${before + 1}`)

    // Another, refused.
    await prompt(`Please create MK:${marker}-no`)
    await permission()
    await press(surface, habits.no)
    watch.now('idle', 'no was pressed')
    await watch.linger()
    await settled(screen)

    // A turn broken off.
    stub.plan(`hold-${n}-b`, [{ words: 'Late.', after: LATE_MS }])
    await prompt(`Please think about it, hold-${n}-b.`)
    await watch.linger(1000)
    await press(surface, habits.interrupt)
    watch.now('idle', 'Escape was pressed')
    await watch.linger()
    await settled(screen)
    await emptied(surface, screen)

    // A sub-agent: the turn goes on when it has ended.
    if (habits.subAgent) {
      stub.plan(`sub-${n}-go`, [habits.subAgent(`Look around, look-${n}-c.`)])
      stub.plan(`look-${n}-c`, [{ words: 'Seen.', after: SUB_MS }])
      stub.plan(`sub-${n}-go`, [{ words: `said-${n}-c`, after: SUB_MS }])
      await prompt(`Please have it looked at, sub-${n}-go.`)
      await answered(`said-${n}-c`)
    }

    const leaks = own ? await tokenLeaks(own) : ['its process was not found']
    const kept = own ? await filesWith(own, house.folders) : []
    await ending({ n, surface, watch, habits, screen, own })
    stopped = watch.stop()
    return {
      ...stopped,
      tookMs: Math.round(performance.now() - start),
      surface: surface.facts.id,
      connected,
      came,
      dialogs,
      leaks,
      kept,
    }
  } finally {
    if (!stopped) watch.stop()
    await house.remove(surface)
  }
}

interface Place {
  readonly agent: Agent
  readonly habits: Habits
  readonly surface: { keys(data: string): void; readonly facts: { readonly id: string } }
  readonly watch: Watch
  readonly screen: () => Promise<string>
}

/** Answers what it asks at its start, until its input box is there and nothing more comes. */
async function opening({ agent, habits, surface, watch, screen }: Place): Promise<void> {
  let ready: number | null = null
  for (const end = Date.now() + START_MS; ; await wait(50)) {
    const now = await screen()
    const asked = habits.questions.find(({ shows }) => shows.test(now))
    if (asked) {
      watch.now('needs_you', 'it asked at its start')
      await watch.linger()
      await settled(screen)
      const before = await screen()
      await press(surface, asked.keys)
      watch.now('starting', 'that was answered')
      ready = null
      await until('another screen', async () => (await screen()) !== before, SHOWS_MS)
      await settled(screen)
    } else if (!agent.ready.test(now)) ready = null
    else if (ready === null) {
      ready = Date.now()
      watch.now('idle', 'its input box was on the screen')
    } else if (Date.now() - ready > READY_MS) break
    if (Date.now() > end) throw new Error(`${agent.title} is not ready; it shows:\n${now}`)
  }
  await watch.linger()
}

/** Where it asks before it calls a tool of ours, a person says yes. */
async function throughDialogs(at: {
  readonly watch: Watch
  readonly agent: Agent
  readonly screen: () => Promise<string>
  readonly surface: { keys(data: string): void }
  readonly until: RegExp
}): Promise<void> {
  const asks = /Do you want to|Allow once|Would you like to|Allow .*gatehouse.*\?/i
  for (const end = Date.now() + SHOWS_MS; Date.now() < end; ) {
    const now = await at.screen()
    if (at.until.test(now)) return
    if (asks.test(now)) {
      at.watch.now('needs_you', 'it asked whether it may call our tool')
      await at.watch.linger()
      at.surface.keys('\r')
      at.watch.now('working', 'yes was pressed')
      await until('that dialog to go', async () => !asks.test(await at.screen()), SHOWS_MS).catch(() => {})
    }
    await wait(50)
  }
}

/** Killed in every second life, else by its own command. */
async function ending(at: {
  readonly n: number
  readonly surface: { keys(data: string): void; summary(): { readonly exit: unknown } }
  readonly watch: Watch
  readonly habits: Habits
  readonly screen: () => Promise<string>
  readonly own: Own | null
}): Promise<void> {
  const { n, surface, watch, habits, screen, own } = at
  if (n % 2 === 0 && own) {
    process.kill(own.pid, 'SIGKILL')
    watch.now('exited', 'it was killed')
  } else {
    surface.keys(habits.exit)
    await settled(screen)
    surface.keys('\r')
    await until('its end', () => surface.summary().exit !== null, SHOWS_MS)
    watch.now('exited', `${habits.exit} was entered`)
  }
  await watch.linger()
}

/** One write after the other, as a person's fingers are. */
async function press(surface: { keys(data: string): void }, keys: readonly string[]): Promise<void> {
  for (const [index, one] of keys.entries()) {
    if (index > 0) await wait(150)
    surface.keys(one)
  }
}

/** The screen does not change for a while, or has something that moves. */
async function settled(screen: () => Promise<string>): Promise<void> {
  let last = ''
  let since = Date.now()
  for (const end = Date.now() + 2000; Date.now() < end && Date.now() - since < 300; await wait(25)) {
    const now = await screen()
    if (now !== last) since = Date.now()
    last = now
  }
}

/** Some put the text of a turn that was broken off back into the box. */
async function emptied(surface: { keys(data: string): void }, screen: () => Promise<string>): Promise<void> {
  surface.keys('\x15')
  await settled(screen)
}
