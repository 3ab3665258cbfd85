// How figures are made and judged: a bench that counts wrongly would claim what is not so.
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { expected } from './expected.ts'
import { interleaved, once, p50, p99, row, short } from './measure.ts'
import { KINDS, writePayload } from './payloads.ts'

describe('rounds', () => {
  test('all ways take turns in each round, and warming up does not count', async () => {
    const order: string[] = []
    const way = (name: string) => async (round: number) => {
      order.push(`${name}${round}`)
      return name === 'a' ? round : [round, round + 10]
    }
    const took = await interleaved({ a: way('a'), b: way('b') }, { rounds: 2, warmUp: 1 })
    expect(order).toEqual(['a-1', 'b-1', 'a0', 'b0', 'a1', 'b1'])
    expect(took).toEqual({
      a: [[0], [1]],
      b: [
        [0, 10],
        [1, 11],
      ],
    })
  })

  test('a median is that of the rounds, a p99 that of all calls', () => {
    const slowRound = Array.from({ length: 100 }, () => 50)
    const samples = [[1, 1, 9], [2, 2, 2], slowRound]
    expect(p50(samples)).toEqual({ value: 2, rounds: [1, 2, 50] })
    expect(p99(samples).value).toBe(50)
  })
})

describe('a goal', () => {
  const sendOf = (ratio: number) =>
    row('a send', once(ratio * 4), { unit: 'ms', reference: ['forked', once(4)], goal: 'send-p50' })
  test.each([
    [0.75, 'aim'],
    [0.76, 'limit'],
    [1, 'limit'],
    [1.01, 'missed'],
  ])('at most 1, aim 0.75: a ratio of %d is %s', (ratio, met) => {
    expect(sendOf(ratio)).toMatchObject({ met, atMost: 1, aim: 0.75 })
  })

  test.each([
    [8, 'aim'],
    [5, 'limit'],
    [4.9, 'missed'],
  ])('at least 5, aim 8: a ratio of %d is %s', (ratio, met) => {
    const one = row('16', once(ratio), { unit: 'per s', reference: ['1', once(1)], goal: 'senders-16' })
    expect(one.met).toBe(met)
  })

  test('of a value is judged by the value, and one of a ratio without a reference is missed', () => {
    expect(row('m', once(0.4), { unit: 'MB', goal: 'memory-idle' }).met).toBe('limit')
    expect(row('m', once(0.4), { unit: 'ms', goal: 'start' }).met).toBe('missed')
    expect(row('m', once(0.4), { unit: 'ms' }).met).toBeNull()
  })
})

test.each([
  [0.3134, '0.313'],
  [9.876, '9.88'],
  [98.76, '98.8'],
  [987.6, '988'],
  [12345.6, '12,346'],
  [0, '0'],
  [Number.NaN, '-'],
])('%d is written %s', (value, text) => {
  expect(short(value)).toBe(text)
})

describe('what is printed', () => {
  let folder: string
  beforeAll(() => {
    folder = fs.mkdtempSync(path.join(os.tmpdir(), 'gatehouse-payload-'))
  })
  afterAll(() => fs.rmSync(folder, { recursive: true, force: true }))

  test.each(KINDS)('%s is the same each time, and as long as asked to within a part', kind => {
    const bytes = fs.readFileSync(writePayload(folder, kind, 200_000))
    expect(fs.readFileSync(writePayload(folder, kind, 200_000)).equals(bytes)).toBe(true)
    expect(bytes.length).toBeGreaterThanOrEqual(200_000)
    expect(bytes.length).toBeLessThan(400_000)
  })

  test.each(KINDS)(
    'what a terminal must hold after %s ends with the last line, below what came before it',
    async kind => {
      const { screen, scrollback, length } = await expected(writePayload(folder, kind, 200_000), 'the end', {
        ...{ cols: 80, rows: 24 },
      })
      expect(screen).toHaveLength(24)
      expect(screen.at(-1)).toBe('the end')
      expect(screen.at(-2)).not.toBe('')
      expect(length).toBeGreaterThan(24)
      expect(scrollback.length).toBeGreaterThan(10)
      expect(scrollback.every(([at]) => at < length - 24)).toBe(true)
    },
  )
})
