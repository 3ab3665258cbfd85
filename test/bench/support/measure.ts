// Rounds in turns, medians and spread, one shape of a row for every case, its table and its file.
import fs from 'node:fs'
import path from 'node:path'
import { machine, type Versions, versions } from './about.ts'
import { GOALS, type Goal, type GoalId } from './goals.ts'

export type Unit = 'µs' | 'ms' | 's' | 'MB' | 'MB/s' | 'per s' | '%' | 'times' | 'messages'

export interface Row {
  readonly what: string
  /** the median over the rounds; of a p99 the one over all calls */
  readonly value: number
  readonly unit: Unit
  /** what it is compared with, measured in turns with it; null = with nothing */
  readonly reference: string | null
  /** in the same unit */
  readonly referenceValue: number | null
  /** value through the reference's value */
  readonly ratio: number | null
  readonly goal: GoalId | null
  /** of the ratio, or of the value, as the goal says; a least where more is better */
  readonly atMost: number | null
  readonly aim: number | null
  readonly met: 'aim' | 'limit' | 'missed' | null
  /** one value of each round */
  readonly rounds: readonly number[]
  /** the lowest and the highest round */
  readonly spread: readonly [number, number]
  readonly note: string | null
}

/** What was measured in each round: one time, or many. */
export type Samples = readonly (readonly number[])[]

export interface Figure {
  readonly value: number
  readonly rounds: readonly number[]
}

/** The value below which this share of `values` lies; 0.5 = the median. */
export function at(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN
}

/** The median of the rounds' medians. */
export function p50(samples: Samples): Figure {
  const rounds = samples.map(one => at(one, 0.5))
  return { value: at(rounds, 0.5), rounds }
}

/** The 99th percentile of all calls: a round alone has too few. */
export function p99(samples: Samples): Figure {
  return { value: at(samples.flat(), 0.99), rounds: samples.map(one => at(one, 0.99)) }
}

/** A figure that is there once: no rounds, no spread. */
export function once(value: number): Figure {
  return { value, rounds: [value] }
}

/**
 * Runs the ways in turns, round by round, so that a slow moment of the machine meets them all. A way gives its times of that round,
 * one or many. Rounds below 0 are for warming up and not counted.
 */
export async function interleaved<Name extends string>(
  ways: Readonly<Record<Name, (round: number) => Promise<number | readonly number[]>>>,
  { rounds = 5, warmUp = 0 }: { rounds?: number; warmUp?: number } = {},
): Promise<Record<Name, Samples>> {
  const names = Object.keys(ways) as Name[]
  const took = Object.fromEntries(names.map(name => [name, []])) as unknown as Record<Name, number[][]>
  for (let round = -warmUp; round < rounds; round += 1) {
    for (const name of names) {
      const got = await ways[name](round)
      if (round >= 0) took[name].push(typeof got === 'number' ? [got] : [...got])
    }
  }
  return took
}

export interface RowSpec {
  readonly unit: Unit
  readonly reference?: readonly [what: string, figure: Figure]
  readonly goal?: GoalId
  readonly note?: string
}

export function row(what: string, { value, rounds }: Figure, { unit, reference, goal, note }: RowSpec): Row {
  const ratio = reference ? value / reference[1].value : null
  const judged: Goal | null = goal ? GOALS[goal] : null
  return {
    ...{ what, value, unit, reference: reference?.[0] ?? null },
    ...{ referenceValue: reference?.[1].value ?? null, ratio, goal: goal ?? null },
    ...{ atMost: judged?.limit ?? null, aim: judged?.aim ?? null, met: judged && met(judged, value, ratio) },
    ...{ rounds, spread: [Math.min(...rounds), Math.max(...rounds)], note: note ?? null },
  }
}

function met({ of, bound, limit, aim }: Goal, value: number, ratio: number | null): Row['met'] {
  const got = of === 'value' ? value : (ratio ?? Number.NaN)
  const within = (border: number) => (bound === 'most' ? got <= border : got >= border)
  return within(aim) ? 'aim' : within(limit) ? 'limit' : 'missed'
}

export interface Reported {
  readonly name: string
  readonly date: string
  readonly machine: string
  /** average number of busy processes over the last minute, before and after */
  readonly load: readonly [number, number]
  readonly versions: Versions
  /** how much was measured, in words */
  readonly how: string
  readonly rows: readonly Row[]
  readonly more: unknown
}

export interface ReportSpec {
  /** how much was measured, in words: rounds, calls, sizes */
  readonly how: string
  /** of programs that only this case starts */
  readonly versions?: Versions
  /** whatever else the file should keep */
  readonly more?: unknown
}

const loadAtStart = machine().load

/** Prints the rows and writes them to test/.artifacts/bench-NAME.json. Ends with 1 where a goal is missed. */
export function report(name: string, rows: readonly Row[], { how, versions: others, more }: ReportSpec): void {
  const { model, load } = machine()
  const all: Reported = {
    ...{ name, date: new Date().toISOString(), machine: model, load: [loadAtStart, load] },
    ...{ versions: { ...versions(), ...others }, how, rows, more: more ?? null },
  }
  console.log(`\n${name}: ${how}. ${model}, load ${loadAtStart.toFixed(1)} to ${load.toFixed(1)}\n`)
  printRows(rows)
  // What runs lies beside it.
  const file = path.resolve(import.meta.dirname, `bench-${name}.json`)
  fs.mkdirSync(path.dirname(file), { recursive: true })
  fs.writeFileSync(file, `${JSON.stringify(all, null, 2)}\n`)
  if (rows.some(one => one.met === 'missed')) process.exitCode = 1
}

/** The rows as a table for a person. */
function printRows(rows: readonly Row[]): void {
  const lines = rows.map(one => [
    one.what,
    amount(one.value, one.unit),
    one.rounds.length > 1 ? `${short(one.spread[0])} to ${short(one.spread[1])}` : '',
    beside(one),
    one.goal === null ? '' : verdict(one),
    one.note ?? '',
  ])
  const head = ['', 'median', 'rounds', 'ratio', 'goal', '']
  const widths = head.map((title, column) => Math.max(title.length, ...lines.map(line => line[column]!.length)))
  for (const line of [head, ...lines])
    console.log(
      line
        .map((text, column) => (column === 1 ? text.padStart : text.padEnd).call(text, widths[column]!))
        .join('  ')
        .trimEnd(),
    )
}

/** How it compares, in words. */
export function beside({ ratio, reference, referenceValue, unit }: Row): string {
  return ratio === null ? '' : `${short(ratio)} × ${reference} (${amount(referenceValue!, unit)})`
}

/** What became of a goal, in words. */
export function verdict({ goal, met: how }: Row): string {
  if (goal === null) return ''
  const { bound, limit, aim } = GOALS[goal]
  const border = `at ${bound} ${limit} (${aim})`
  return how === 'missed' ? `${border}: missed` : `${border}: ${how === 'aim' ? 'aim met' : 'met'}`
}

export function amount(value: number, unit: Unit): string {
  return unit === 'times' ? short(value) : `${short(value)} ${unit}`
}

/** Three digits that count. */
export function short(value: number): string {
  if (!Number.isFinite(value)) return '-'
  const digits = value === 0 ? 0 : Math.max(0, 2 - Math.floor(Math.log10(Math.abs(value))))
  return value >= 1000 ? Math.round(value).toLocaleString('en') : value.toFixed(Math.min(3, digits))
}
