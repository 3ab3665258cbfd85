// What of a feed is taken for an offer, and what its notes become: text, bounded, whatever was sent.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { isNewer, notesOf } from '../../main/updates/offer.ts'

test.each([
  ['0.1.1', '0.1.0', true],
  ['0.2.0', '0.1.9', true],
  ['1.0.0', '0.99.99', true],
  ['0.1.10', '0.1.9', true],
  ['0.1.0', '0.1.0', false],
  ['0.1.0', '0.1.1', false],
  ['0.9.9', '1.0.0', false],
  ['0.2.0-beta.1', '0.1.0', false],
  ['v0.2.0', '0.1.0', false],
  ['0.2', '0.1.0', false],
  ['', '0.1.0', false],
  ['0.2.0\n', '0.1.0', false],
  ['99999999999.0.0', '0.1.0', false],
  ['0.2.0', '0.1.0-test.1', false],
])('%j over %j: %j', (offered, current, yes) => {
  expect(isNewer(offered, current)).toBe(yes)
})

const version = fc.tuple(fc.nat(999), fc.nat(999), fc.nat(999)).map(parts => parts.join('.'))

test('of two versions at most one is newer; never one than itself', () => {
  fc.assert(
    fc.property(version, version, (a, b) => {
      expect(isNewer(a, b) && isNewer(b, a)).toBe(false)
      expect(isNewer(a, b) || isNewer(b, a)).toBe(a !== b)
    }),
  )
})

describe('notes', () => {
  test.each([
    ['## 0.2.0\r\n\r\n\r\n- a < b\r\n- c', '## 0.2.0\n\n- a < b\n- c'],
    ['<h2>0.2.0</h2><ul><li>one</li><li>a &lt;b&gt; &amp;amp; c</li></ul>', '0.2.0\n\n- one\n\n- a <b> &amp; c'],
    ['<p>See <a href="https://example.org">here</a>.<br>And</p>', 'See here.\nAnd'],
    ['<script>alert(1)</script><img src=x onerror=alert(1)>', 'alert(1)'],
    ['&lt;img src=x onerror=alert(1)&gt;', '<img src=x onerror=alert(1)>'],
    ['&#x41;&#66;&#x202E;', 'AB\u202e'],
    ['&#9999999;&nope;', '&#9999999;&nope;'],
    ['1 < 2 and 3 > 2', '1 < 2 and 3 > 2'],
    [null, ''],
    [[{ version: '0.2.0', note: 'x' }], ''],
    ['x'.repeat(100_001), ''],
  ])('%j', (raw, text) => {
    expect(notesOf(raw)).toBe(text)
  })

  test('are never longer than the window takes, and whole characters', () => {
    for (const raw of ['x'.repeat(90_000), '😀'.repeat(9000), 'line\n'.repeat(9000)]) {
      const notes = notesOf(raw)
      expect(notes.length).toBeLessThanOrEqual(4000)
      expect(notes.endsWith('…')).toBe(true)
      expect(encodeURIComponent(notes)).toBeTypeOf('string') // throws at half a character
    }
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 5000 }), raw => {
        expect(notesOf(raw).length).toBeLessThanOrEqual(4000)
      }),
      { numRuns: 20 },
    )
  })

  test('take no time, whatever is sent', { timeout: 5000 }, () => {
    for (const raw of ['<'.repeat(99_000), '<a '.repeat(33_000), '&#'.repeat(49_000), '<p'.repeat(49_000)]) notesOf(raw)
  })
})
