// How long a short call takes: many of them in each round, after a warm-up, one case after the other in turns.
import { at, type Row, row } from './measure.ts'

const ROUNDS = 7
const CALLS = 4000
const WARM_UP = 2000

/** How much is measured, in words. */
export const HOW = `${ROUNDS} rounds of ${CALLS} calls, fewer of what takes long`

export interface Measured {
  readonly name: string
  /** of one call, the median of the medians of all rounds */
  readonly medianUs: number
  /** how many times the reference */
  readonly ratio: number
  readonly row: Row
}

/** Called with 0, 1, 2, … */
export interface Case {
  readonly name: string
  /** in a round; fewer for what takes long */
  readonly calls?: number
  run(nth: number): unknown
}

/** Takes what a call returns, so that nothing can be left out as unused. */
const kept: unknown[] = []

/** Measures the cases in turns, round by round, so that a slow moment of the machine meets them all. The first is the reference. */
export function measure(cases: readonly Case[]): Measured[] {
  const rounds = cases.map((): number[] => [])
  const all = cases.map((): number[] => [])
  for (const { run, calls = WARM_UP } of cases) for (let nth = 0; nth < calls; nth++) kept[0] = run(nth)
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, { run, calls = CALLS }] of cases.entries()) {
      const took = Array.from({ length: calls }, (_, nth) => timed(run, nth))
      rounds[index]?.push(at(took, 0.5))
      all[index]?.push(...took)
    }
  }
  const figures = rounds.map(one => ({ value: at(one, 0.5), rounds: one }))
  return cases.map(({ name }, index) => {
    const figure = figures[index]!
    const note = `p99 ${at(all[index] ?? [], 0.99).toFixed(2)} µs`
    const measured = row(name, figure, { unit: 'µs', note, reference: [cases[0]!.name, figures[0]!] })
    return { name, medianUs: figure.value, ratio: measured.ratio!, row: measured }
  })
}

function timed(run: Case['run'], nth: number): number {
  const start = process.hrtime.bigint()
  kept[0] = run(nth)
  return Number(process.hrtime.bigint() - start) / 1000
}
