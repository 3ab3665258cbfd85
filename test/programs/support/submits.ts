// Many submits into one shell, one after the other, each followed to what the shell ran.
import type { Agent } from '../../../main/gate/model.ts'
import type { PersonSurface } from '../../../main/surfaces/surface.ts'
import { until } from '../../surfaces/support.ts'
import { type House, type } from './house.ts'

export interface Outcome {
  submitted: number
  /** truthfully so: the text ran once or not at all */
  unconfirmed: number
  /** the text went in and Enter truthfully did not; with Enter alone it ran */
  unsent: number
  /** said to be submitted, and never ran */
  lost: number
  /** how often a send was refused because the shell was still busy, and was sent again */
  again: number
  /** ms of each send that went in */
  readonly took: number[]
  /** what must have run */
  readonly expected: string[]
}

export const nothingYet = (): Outcome => ({
  submitted: 0,
  unconfirmed: 0,
  unsent: 0,
  lost: 0,
  again: 0,
  took: [],
  expected: [],
})

const ARRIVES_MS = 10_000
const TRIES = 50

/** Submits `text` and notes in `sum` how it went. `whole` is what runs it. */
export async function submitOne(house: House, surface: PersonSurface, by: Agent, sum: Outcome, given: Given) {
  for (let tries = 0; ; tries += 1) {
    const start = performance.now()
    const answer = await house.gate.send(by, { intent: 'submit', surface: surface.facts.id, text: given.whole })
    if (answer.refused) {
      if (answer.code !== 'dialog_open' || tries === TRIES) throw new Error(`${answer.code}: ${answer.why}`)
      sum.again += 1
      continue
    }
    sum.took.push(performance.now() - start)
    const count = sum.expected.length + 1
    const ran = () =>
      until('the text to run', () => house.received().length >= count, ARRIVES_MS).then(
        () => sum.expected.push(given.text) > 0,
        () => false,
      )
    if (answer.outcome === 'submitted') {
      sum.submitted += 1
      if (!(await ran())) sum.lost += 1
      return
    }
    if ('evidence' in answer && answer.evidence.includes('Enter was not sent')) {
      // The text is there, whole; its sender presses Enter for it.
      sum.unsent += 1
      await house.gate.send(by, { intent: 'submit', surface: surface.facts.id })
      if (!(await ran())) sum.lost += 1
      return
    }
    sum.unconfirmed += 1
    // A person looks, gives up what did not run, and presses Enter on the empty line.
    if (!(await ran())) await type(house, surface, '\x03')
    await type(house, surface, '\r')
    return
  }
}

interface Given {
  readonly text: string
  readonly whole: string
}
