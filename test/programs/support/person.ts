// The two sides of the test of four senders: an agent that submits line after line and believes what it is told, and a
// person who types, pauses, looks at the line before Enter, and types it anew where something else stands there.
import type { Agent } from '../../../main/gate/model.ts'
import type { PersonSurface } from '../../../main/surfaces/surface.ts'
import { lines, until } from '../../surfaces/support.ts'
import type { House } from './house.ts'

type Int = (below: number) => number

export interface Sent {
  readonly submitted: string[]
  /** Enter went in; whether the line left was not seen */
  readonly unconfirmed: string[]
  /** how often the text went in and Enter did not, since a person typed */
  unsent: number
  refused: number
}

const pause = (ms: number) => new Promise<void>(resolve => setTimeout(resolve, ms))

/** Submits `rounds` texts of one to three lines, each again until it went in. */
export async function sender(house: House, surface: PersonSurface, by: Agent, rounds: number, int: Int): Promise<Sent> {
  const sent: Sent = { submitted: [], unconfirmed: [], unsent: 0, refused: 0 }
  for (let round = 0; round < rounds; round += 1) {
    const text = `${by.id} ${round}${'\nmore'.repeat(int(3))}`
    for (;;) {
      await pause(int(10))
      const answer = await house.gate.send(by, { intent: 'submit', surface: surface.facts.id, text: `rec '${text}'` })
      if (answer.refused) {
        sent.refused += 1
        continue
      }
      if (answer.outcome === 'submitted') sent.submitted.push(text)
      else if ('evidence' in answer && answer.evidence.includes('Enter was not sent')) {
        sent.unsent += 1
        continue
      } else sent.unconfirmed.push(text)
      break
    }
  }
  return sent
}

/** Types lines until `rounds` are through and `done` says that nobody waits any more. */
export async function personTypes(house: House, surface: PersonSurface, rounds: number, int: Int, done: () => boolean) {
  const typed = { lines: [] as string[], cleared: 0 }
  for (let round = 0; round < rounds || !done(); round += 1) {
    const line = `person ${round}`
    for (;;) {
      await typeLine(house, surface, `rec '${line}'`, int)
      if (await showsOnly(surface, `$ rec '${line}'`)) break
      typed.cleared += 1
      // To the end, take it all off the line, draw the screen anew.
      surface.keys('\x05\x15\x0c')
    }
    surface.keys('\r')
    typed.lines.push(line)
    if (int(2) === 0 || round >= rounds) {
      house.time.skip(2000)
      await pause(100 + int(300))
    }
  }
  return typed
}

async function typeLine(house: House, surface: PersonSurface, line: string, int: Int): Promise<void> {
  for (const key of line) {
    surface.keys(key)
    await pause(int(4))
    // Sometimes a person stops to think in the middle of a line.
    if (int(60) > 0) continue
    house.time.skip(2000)
    await pause(int(150))
  }
}

/** The line the cursor is on. */
async function lineNow(surface: PersonSurface): Promise<string> {
  const read = await lines(surface)
  return read.lines[read.screen.cursor.y] ?? ''
}

/** What a person sees who looks until the screen is still: exactly this on the line, or something else too. */
async function showsOnly(surface: PersonSurface, wanted: string): Promise<boolean> {
  return until('the line to be shown', async () => (await lineNow(surface)).endsWith("'"))
    .then(async () => (await lineNow(surface)) === wanted)
    .catch(() => false)
}
