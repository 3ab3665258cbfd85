// How much is done: a little with every test run, all of it in the campaign (scripts/test-programs.mjs), whose figures go
// to a file.
import { appendFileSync } from 'node:fs'

/** in the campaign: how many submits into each shell; otherwise null */
const count = process.env['GATEHOUSE_PROGRAMS_COUNT']
export const CAMPAIGN = count !== undefined
/** of random texts */
export const SEED = Number(process.env['GATEHOUSE_PROGRAMS_SEED'] ?? 1)

export const howMany = (usual: number, share = 1) => (count === undefined ? usual : Math.round(Number(count) * share))

/** One line of the campaign's figures. */
export function report(what: string, figures: Readonly<Record<string, number>>): void {
  const file = process.env['GATEHOUSE_PROGRAMS_FIGURES']
  if (file) appendFileSync(file, `${JSON.stringify({ what, figures })}\n`)
}

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b)
  return Math.round(sorted[Math.floor(sorted.length / 2)] ?? 0)
}
