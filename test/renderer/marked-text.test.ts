import fc from 'fast-check'
import { expect, it } from 'vitest'
import { exactTokens } from '../../renderer/state/exact-text.ts'
import { piecesOf } from '../../renderer/state/marked-text.ts'
import { riskyShapes } from '../../renderer/state/risky-shapes.ts'

const raw = (pieces: ReturnType<typeof piecesOf>) => pieces.map(({ tokens }) => tokens.map(one => one.raw).join(''))

it('what is pointed out is marked and nothing else', () => {
  const text = 'cd x; sudo rm -rf a'
  const pieces = piecesOf(exactTokens(text, []), riskyShapes(text, true))
  expect(pieces.map(({ says }, index) => [raw(pieces)[index], says])).toEqual([
    ['cd x; ', []],
    ['sudo', ['Runs as another user, most often root.']],
    [' ', []],
    ['rm -rf a', ['Deletes folders without asking.']],
  ])
})

it('a part of a text has the marks of that part', () => {
  const text = 'ls; rm -rf a'
  expect(raw(piecesOf(exactTokens(text.slice(7), []), riskyShapes(text, true), 7))).toEqual(['-rf a'])
})

it('of any text nothing is left out, and a character is marked exactly where a place holds it', () => {
  const place = fc.tuple(fc.nat(30), fc.nat(30)).map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) + 1 }))
  const risk = fc.record({ says: fc.constantFrom('one', 'two'), places: fc.array(place, { maxLength: 4 }) })
  const text = fc.string({ unit: fc.constantFrom('a', ' ', '\n', '\t', '\u200b', 'b', 'é'), maxLength: 30 })
  fc.assert(
    fc.property(text, fc.array(risk, { maxLength: 4 }), (given, risks) => {
      const pieces = piecesOf(exactTokens(given, []), risks)
      expect(raw(pieces).join('')).toBe(given)
      let at = 0
      for (const { tokens, says } of pieces) {
        for (const _ of tokens.map(one => one.raw).join('')) {
          const held = risks.filter(({ places }) => places.some(({ from, to }) => from <= at && at < to))
          expect([...says].sort()).toEqual([...new Set(held.map(one => one.says))].sort())
          at += 1
        }
      }
    }),
  )
})
