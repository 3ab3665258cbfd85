// How long a call takes: the median over many, several rounds, after a warm-up. And the table and the file of a benchmark.
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'

const ROUNDS = 7
const CALLS = 4000
const WARM_UP = 2000

export interface Measured {
  readonly name: string
  /** of one call, the median of the medians of all rounds */
  readonly medianUs: number
  readonly p99Us: number
  /** the median of each round */
  readonly roundsUs: readonly number[]
  /** how many times the reference */
  readonly ratio: number
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
  const times = cases.map(() => ({ rounds: [] as number[], all: [] as number[] }))
  for (const { run, calls = WARM_UP } of cases) for (let nth = 0; nth < calls; nth++) kept[0] = run(nth)
  for (let round = 0; round < ROUNDS; round++) {
    for (const [index, { run, calls = CALLS }] of cases.entries()) {
      const took = Array.from({ length: calls }, (_, nth) => timed(run, nth))
      times[index]?.rounds.push(at(took, 0.5))
      times[index]?.all.push(...took)
    }
  }
  const reference = at(times[0]?.rounds ?? [], 0.5)
  return cases.map(({ name }, index) => {
    const { rounds = [], all = [] } = times[index] ?? {}
    const medianUs = at(rounds, 0.5)
    return { name, medianUs, p99Us: at(all, 0.99), roundsUs: rounds, ratio: medianUs / reference }
  })
}

function timed(run: Case['run'], nth: number): number {
  const start = process.hrtime.bigint()
  kept[0] = run(nth)
  return Number(process.hrtime.bigint() - start) / 1000
}

/** `share` 0.5 = the median. */
function at(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

/** Prints the table and writes it to test/.artifacts/bench-NAME.json: what runs lies in a folder there. */
export function report(name: string, results: readonly Measured[]): void {
  const width = Math.max(...results.map(one => one.name.length))
  const machine = `${os.cpus()[0]?.model ?? 'unknown processor'}, Node ${process.versions.node}`
  console.log(`${machine}; ${ROUNDS} rounds of ${CALLS} calls\n`)
  console.log(`${''.padEnd(width)}    median       p99   rounds (lowest to highest)   x reference`)
  for (const { name: what, medianUs, p99Us, roundsUs, ratio } of results) {
    const range = `${us(Math.min(...roundsUs))} to ${us(Math.max(...roundsUs))}`
    console.log(
      `${what.padEnd(width)} ${us(medianUs).padStart(9)} ${us(p99Us).padStart(9)}   ${range.padEnd(26)} ${ratio.toFixed(1).padStart(12)}`,
    )
  }
  const file = path.resolve(import.meta.dirname, '..', `bench-${name}.json`)
  fs.mkdirSync(path.dirname(file), { recursive: true })
  fs.writeFileSync(file, `${JSON.stringify({ machine, rounds: ROUNDS, calls: CALLS, results }, null, 2)}\n`)
}

function us(value: number): string {
  return `${value.toFixed(2)} µs`
}
