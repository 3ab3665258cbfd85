// One row of the table of arrivals: a program that takes a text, and how a text shows afterwards that it arrived.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Rule } from '../../../main/policy/model.ts'
import type { PersonSurface } from '../../../main/surfaces/surface.ts'
import { atPrompt } from '../../surfaces/support.ts'
import { type Finishing, type House, openHouse } from './house.ts'
import { type Step, walk } from './state.ts'

export interface Arrival {
  readonly name: string
  readonly needs: string
  /** bash when left out */
  readonly shell?: string
  /** beyond level submit; without it the row is a shell at its prompt */
  readonly rule?: Partial<Rule>
  readonly steps: readonly Step[]
  /** what is sent so that the program keeps `text` */
  readonly sends: (text: string) => string
  /** has bracketed paste on there */
  readonly pastes: boolean
  /** the most bytes of one line that go in without paste */
  readonly most?: number
  /** a person's keys before it can be seen what arrived */
  readonly end?: readonly Step[]
  /** everything the program has kept, in order; `rec` when left out */
  readonly kept?: (house: House) => string[]
  /** what the program makes of a text that it got whole, where that is not what it got */
  readonly alters?: (text: string) => string
  /** each text needs a program of its own */
  readonly once?: boolean
}

export async function ready(test: Finishing, row: Arrival): Promise<{ house: House; surface: PersonSurface }> {
  const house = openHouse(test, { shell: row.shell ?? 'bash', ...(row.rule ? { rule: row.rule } : {}) })
  const surface = await house.open()
  await atPrompt(surface)
  await walk(house, surface, row.steps)
  return { house, surface }
}

export const keptBy = (row: Arrival, house: House) => (row.kept ? row.kept(house) : house.received())

/** What a program has put into its file `kept`. */
export function inFile(house: House): string {
  return readFileSync(path.join(house.home, 'kept'), { encoding: 'utf8', flag: 'a+' })
}

/** Texts in that file, one after the other, each ended by a NUL. */
export const textsInFile = (house: House) => inFile(house).split('\0').slice(0, -1)

/** The file is one text, with these around it. */
export function oneInFile(house: House, before: string, after: string): string[] {
  const text = inFile(house)
  if (!text.startsWith(before) || !text.endsWith(after)) return text === '' ? [] : [`not as expected: ${text}`]
  return [text.slice(before.length, text.length - after.length)]
}
