// The two pictures of the README, as `npm run media` makes them: small enough to load, and the animated one slow enough to follow.
import fs from 'node:fs'
import path from 'node:path'
import { crc32, deflateSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { animated } from '../../scripts/media/apng.ts'
import { ROOT } from './support/pages.ts'

const MOST_BYTES = 600_000
/** ms */
const SHORTEST = 400

/** The chunks of a PNG, whose sums are right. */
function chunksOf(png: Buffer): { name: string; data: Buffer }[] {
  const found = []
  for (let at = 8; at < png.length; ) {
    const length = png.readUInt32BE(at)
    const whole = png.subarray(at + 4, at + 8 + length)
    expect(png.readUInt32BE(at + 8 + length)).toBe(crc32(whole))
    found.push({ name: whole.toString('latin1', 0, 4), data: whole.subarray(4) })
    at += length + 12
  }
  return found
}
const picture = (name: string) => fs.readFileSync(path.join(ROOT, 'docs/pictures', name))
const controls = (png: Buffer) => chunksOf(png).filter(({ name }) => name === 'fcTL')
const sizeOf = (png: Buffer) => [png.readUInt32BE(16), png.readUInt32BE(20)]

test.each(['matrix.png', 'draft-to-run.png'])('%s loads fast', name => {
  expect(picture(name).length).toBeLessThan(MOST_BYTES)
})

describe('draft-to-run.png', () => {
  const png = picture('draft-to-run.png')

  test('goes on for ever, frame by frame, within its size', () => {
    const [frames, plays] = [0, 4].map(at =>
      chunksOf(png)
        .find(({ name }) => name === 'acTL')!
        .data.readUInt32BE(at),
    )
    expect({ frames, plays }).toEqual({ frames: controls(png).length, plays: 0 })
    const [width, height] = sizeOf(png)
    for (const { data } of controls(png)) {
      const [w, h, x, y] = [4, 8, 12, 16].map(at => data.readUInt32BE(at))
      expect(x! + w!).toBeLessThanOrEqual(width!)
      expect(y! + h!).toBeLessThanOrEqual(height!)
    }
  })

  test('leaves time to read', () => {
    for (const { data } of controls(png)) {
      expect((1000 * data.readUInt16BE(20)) / data.readUInt16BE(22)).toBeGreaterThanOrEqual(SHORTEST)
    }
  })
})

/** One pixel. */
function tiny(): Buffer {
  const chunk = (name: string, data: Buffer) => {
    const whole = Buffer.concat([Buffer.from(name, 'latin1'), data])
    const sum = Buffer.alloc(4)
    sum.writeUInt32BE(crc32(whole))
    const length = Buffer.alloc(4)
    length.writeUInt32BE(data.length)
    return Buffer.concat([length, whole, sum])
  }
  const head = Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 6, 0, 0, 0])
  const pixels = deflateSync(Buffer.from([0, 1, 2, 3, 255]))
  const start = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
  return Buffer.concat([start, chunk('IHDR', head), chunk('IDAT', pixels), chunk('IEND', Buffer.alloc(0))])
}

test('frames are put together in order', () => {
  const frame = { png: tiny(), x: 0, y: 0, width: 1, height: 1, ms: 500 }
  const made = chunksOf(animated([frame, frame]))
  expect(made.map(({ name }) => name)).toEqual(['IHDR', 'acTL', 'fcTL', 'IDAT', 'fcTL', 'fdAT', 'IEND'])
  expect([2, 4, 5].map(n => made[n]!.data.readUInt32BE(0))).toEqual([0, 1, 2])
  expect(made[5]!.data.subarray(4)).toEqual(made[3]!.data)
})
