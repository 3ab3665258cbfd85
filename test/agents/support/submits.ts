// Submits one prompt after the other into a running agent, and says of each what became of it.
import { randomBytes } from 'node:crypto'
import { until } from '../../helpers/app.ts'
import type { RunningAgent } from './running.ts'
import { prompt } from './texts.ts'

/** How long a prompt may take to reach the stub, in ms. */
const ARRIVES_MS = 5000
/** How many that were not right are kept with all that is known of them. */
const WRONG_KEPT = 5

export interface Answer {
  readonly outcome: 'submitted' | 'unconfirmed' | 'refused'
  /** what the gate saw, or why it refused */
  readonly why: string
}
export type Submit = (running: RunningAgent, text: string) => Promise<Answer>

export interface Figures {
  count: number
  submitted: number
  unconfirmed: number
  refused: number
  /** "unconfirmed", and it did arrive; the others of them stand in the box still */
  unconfirmedArrived: number
  /** "submitted", and it did not arrive: a lie */
  lost: number
  doubled: number
  /** arrived, but not as it was sent */
  changed: number
  evidence: Record<string, number>
  /** ms from the call to the answer */
  tookMs: { median: number; most: number }
  /** the first ones that were not right */
  wrong: { n: number; lines: number; answer: Answer; arrived: string[]; text: string; screen: string; given: string }[]
}

/** submit_text by an agent that may answer dialogs: whether one is open is not known without hooks. */
export const byAgent: Submit = async ({ house, agent }, text) => {
  const who = { id: 'answerer', name: 'answerer' }
  const sent = await house.house.gate.send(who, { intent: 'submit', surface: agent.id, text })
  if (sent.refused) return { outcome: 'refused', why: `${sent.code}: ${sent.why}` }
  if (sent.outcome === 'submitted' || sent.outcome === 'unconfirmed')
    return { outcome: sent.outcome, why: sent.evidence }
  return { outcome: 'refused', why: sent.outcome }
}

/** An agent stages a draft, and a person releases exactly that with Run. */
export const byPerson: Submit = async ({ house, agent }, text) => {
  const { gate } = house.house
  const staged = await gate.send({ id: 'typist', name: 'typist' }, { intent: 'type', surface: agent.id, text })
  if (staged.refused || staged.outcome !== 'staged') return { outcome: 'refused', why: 'it was not staged' }
  const ran = await gate.release(staged.draft, 'run')
  if (!ran.ok) return { outcome: 'refused', why: ran.message }
  const { outcome } = ran.value
  return outcome === 'submitted' || outcome === 'unconfirmed'
    ? { outcome, why: outcome }
    : { outcome: 'refused', why: outcome }
}

export async function submitAll(running: RunningAgent, submit: Submit, count: number): Promise<Figures> {
  const { stub } = running
  const took: number[] = []
  const marks: string[] = []
  const figures: Figures = {
    count: 0,
    submitted: 0,
    unconfirmed: 0,
    refused: 0,
    unconfirmedArrived: 0,
    lost: 0,
    doubled: 0,
    changed: 0,
    evidence: {},
    tookMs: { median: 0, most: 0 },
    wrong: [],
  }

  // A first prompt makes programs do what they do once.
  await running.prompt('Hello.')
  await idle(running, 1)
  for (let n = 0; n < count; n += 1) {
    const mark = `no-${n}-${randomBytes(4).toString('hex')}`
    const text = prompt(n, mark)
    const givenBefore = (await running.given()).length
    const start = performance.now()
    const answer = await submit(running, text)
    took.push(performance.now() - start)
    marks.push(mark)
    figures.count += 1
    figures[answer.outcome] += 1
    figures.evidence[answer.why] = (figures.evidence[answer.why] ?? 0) + 1

    const arrived = await arrival(running, mark)
    // OpenCode puts a blank after what was pasted.
    const whole = arrived.every(one => one.trimEnd() === text)
    if (answer.outcome === 'unconfirmed' && arrived.length === 1) figures.unconfirmedArrived += 1
    if (answer.outcome === 'submitted' && arrived.length === 0) figures.lost += 1
    if (!whole) figures.changed += 1
    const right = arrived.length === 1 && whole && answer.outcome === 'submitted'
    if (!right && figures.wrong.length < WRONG_KEPT) {
      const given = JSON.stringify((await running.given()).subarray(givenBefore).toString('latin1'))
      const lines = text.split('\n').length
      figures.wrong.push({ n, lines, answer, arrived, text, screen: await running.screen(), given })
    }
    await idle(running, arrived.length)
    // What is not known to have left, a person looks at: Enter sends it off, or says that the line is empty.
    if (answer.outcome !== 'submitted' || arrived.length === 0) await enterByPerson(running, mark, arrived.length)
  }

  await running.still(2000)
  const arrivals = (mark: string) => stub.prompts.filter(one => one.includes(mark)).length
  figures.doubled = marks.filter(mark => arrivals(mark) > 1).length
  took.sort((a, b) => a - b)
  figures.tookMs = { median: Math.round(took[took.length >> 1] ?? 0), most: Math.round(took.at(-1) ?? 0) }
  return figures
}

/** The prompts with this mark that reached the stub, once there is one or it has had its time. */
async function arrival({ stub }: RunningAgent, mark: string): Promise<string[]> {
  const found = () => stub.prompts.filter(one => one.includes(mark))
  await until('the prompt', () => found().length > 0, ARRIVES_MS).catch(() => {})
  return found()
}

async function enterByPerson(running: RunningAgent, mark: string, arrived: number): Promise<void> {
  running.surface.keys('\r')
  if (arrived === 0) {
    const late = await arrival(running, mark)
    await idle(running, late.length)
  }
  // The gate leaves a person who types alone for this long.
  await new Promise(resolve => setTimeout(resolve, 1600))
}

/** The latest answer is on the screen, where there is one to come, and the agent waits again. */
async function idle(running: RunningAgent, arrived: number): Promise<void> {
  if (arrived > 0) await running.shows(`answer-${running.stub.answered()}`)
  await running.still(300)
}
