// The table of decisions: whole, and of every possible record something that a row can show.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { FIRST_PREV, seal } from '../../../main/gate/chain.ts'
import { begin, decisionNow, follow, REFUSED } from '../../../main/gate/log/decisions.ts'
import { pack, packRecord, unpack } from '../../../main/gate/log/facts.ts'
import { scanLine, scanned, take } from '../../../main/gate/log/scan.ts'
import { activityRowSchema, DECISIONS } from '../../../preload/contract.ts'
import { histories } from './support/history.ts'

test('every code of a refusal has a decision that says it was not sent', () => {
  expect(Object.keys(REFUSED).length).toBe(25)
  const good = ['allowed', 'you_allowed', 'you_ran', 'you_inserted', 'unconfirmed']
  for (const decision of Object.values(REFUSED)) {
    expect(DECISIONS).toContain(decision)
    expect(good).not.toContain(decision)
  }
})

test('what no outcome says went in is never shown as with Enter', () => {
  fc.assert(
    fc.property(histories, records => {
      for (const first of records) {
        let standing = begin(unpack(packRecord(first)))
        for (const later of [null, ...records]) {
          if (later) standing = follow(standing, unpack(packRecord(later)))
          for (const ran of [true, false]) {
            const decision = decisionNow(standing, ran, ran ? 0 : 1e9)
            expect(activityRowSchema.shape.decision.safeParse(decision).success).toBe(true)
            if (standing.enter === 'enter') {
              expect(['allowed', 'you_allowed', 'you_ran', 'you_inserted', 'unconfirmed']).toContain(decision)
            }
          }
        }
      }
    }),
    { numRuns: 30 },
  )
})

test('a record that is packed comes out as it went in', () => {
  fc.assert(
    fc.property(histories, records => {
      for (const record of records) {
        const packed = packRecord(record)
        expect(pack(unpack(packed))).toBe(packed)
      }
    }),
  )
})

test('a line that is walked reads as it does when it is parsed', () => {
  const walked = scanned()
  const parsed = scanned()
  fc.assert(
    fc.property(histories, records => {
      let link = { seq: 0, hash: FIRST_PREV }
      for (const record of records) {
        const sealed = seal(record, link, '2026-11-22T09:41:08.117Z')
        link = sealed.link
        const line = `x\n${Buffer.from(sealed.line).toString('latin1')}\n`
        expect(scanLine(line, 2, line.length - 1, walked)).toBe(true)
        expect(take(JSON.parse(sealed.line), parsed)).toBe(true)
        expect(walked).toEqual(parsed)
      }
    }),
  )
})
