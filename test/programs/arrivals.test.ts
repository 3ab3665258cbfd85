// Where a send is let through, exactly that text arrives, once, then one CR; what cannot arrive so is refused whole.
import { describe, expect, it, vi } from 'vitest'
import type { PersonSurface } from '../../main/surfaces/surface.ts'
import { atPrompt, until } from '../surfaces/support.ts'
import { type Arrival, keptBy, ready } from './support/arrival.ts'
import { ARRIVALS } from './support/arrivals.ts'
import { AGENTS, type House } from './support/house.ts'
import { missing } from './support/programs.ts'
import { CAMPAIGN } from './support/report.ts'
import { markWrites } from './support/spy.ts'
import { walk } from './support/state.ts'
import { MORE_TEXTS, TEXTS } from './support/texts.ts'

vi.mock(import('../../main/surfaces/pty.ts'), async original => (await import('./support/spy.ts')).spied(original))

const [ann] = AGENTS
const MOST_BYTES = 65_536
/** for rows that start their program anew for each text */
const ALL = [...TEXTS, ...MORE_TEXTS]
const FEW = TEXTS.filter(({ name }) => ['multi-line', '64 KiB'].includes(name))

/** What is sent, within 64 KiB: the program's own words around a text count. */
function sent(row: Arrival, text: string): { text: string; whole: string } {
  const whole = row.sends(text)
  const over = Buffer.byteLength(whole) - MOST_BYTES
  return over <= 0 ? { text, whole } : sent(row, text.slice(0, -over))
}

function mayPass(row: Arrival, whole: string): boolean {
  if (row.pastes) return true
  return !/[\n\t]/.test(whole) && Buffer.byteLength(whole) <= (row.most ?? MOST_BYTES)
}

const inPaste = (text: string) => `\x1b[200~${text.replaceAll('\n', '\r')}\x1b[201~`

/** Sends one text, with Enter in the same send or in a second one. Gives what must be kept of it, or null. */
async function sendOne(row: Arrival, house: House, id: string, given: string, apart: boolean): Promise<string | null> {
  const { text, whole } = sent(row, given)
  const mark = markWrites(id)
  const first = await house.gate.send(ann!, { intent: apart ? 'type' : 'submit', surface: id, text: whole })
  if (!mayPass(row, whole)) {
    expect(first).toMatchObject({ refused: true, code: 'bad_text' })
    expect(mark.since()).toEqual([])
    return null
  }
  const went = row.pastes ? inPaste(whole) : whole
  expect(first).toMatchObject({ outcome: apart ? 'inserted' : expect.stringMatching(/^(submitted|unconfirmed)$/) })
  // A program that takes its time over a long text gets no Enter, and the sender is told so.
  const owed = apart || (!first.refused && 'evidence' in first && first.evidence.includes('Enter was not sent'))
  if (owed) {
    expect(mark.since()).toEqual([went])
    const enter = await house.gate.send(ann!, { intent: 'submit', surface: id })
    expect(enter).toMatchObject({ outcome: expect.stringMatching(/^(submitted|unconfirmed)$/) })
  }
  expect(mark.since()).toEqual([went, '\r'])
  return text
}

/** It was busy with the text before, and the gate does not wait here. */
async function takesTexts(row: Arrival, surface: PersonSurface): Promise<void> {
  if (!row.rule) await atPrompt(surface)
  else if (row.pastes) await until('it to take pastes', async () => (await surface.readiness()).bracketedPaste)
}

for (const row of ARRIVALS)
  describe.concurrent(row.name, { timeout: 60_000 }, () => {
    const { skip, note } = missing(row.needs)
    const run = skip ? it.skip : it
    // In programs, Enter alone is tried in the campaign only: it takes its time.
    const ways = row.rule && !CAMPAIGN ? [false] : [false, true]
    for (const apart of ways)
      run(`${apart ? 'text, then Enter alone' : 'text and Enter'}: each text arrives once${note}`, async test => {
        const groups = row.once ? (CAMPAIGN ? ALL : FEW).map(text => [text]) : [ALL]
        for (const texts of groups) {
          const { house, surface } = await ready(test, row)
          const expected: string[] = []
          for (const { text } of texts) {
            await takesTexts(row, surface)
            const kept = await sendOne(row, house, surface.facts.id, text, apart)
            if (kept === null) continue
            expected.push(row.alters?.(kept) ?? kept)
            if (!row.end) await until('the text to arrive', () => keptBy(row, house).length >= expected.length)
          }
          if (row.end && expected.length > 0) {
            await walk(house, surface, row.end)
            await until('the texts to arrive', () => keptBy(row, house).length >= expected.length)
          }
          expect(keptBy(row, house)).toEqual(expected)
          await house.registry.closeAll()
        }
      })
  })
