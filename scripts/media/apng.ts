// Puts PNG pictures together as one animated PNG: https://www.w3.org/TR/png-3/#apng-frame-based-animation. It moves chunks and
// compresses them anew; pixels are Electron's business.
import { crc32, deflateSync, inflateSync } from 'node:zlib'

export interface Frame {
  /** PNG, 8 bits a channel with alpha, as nativeImage makes them */
  readonly png: Buffer
  /** where it lies on the first one, px */
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
  /** how long it stands, in ms, at most 65 s */
  readonly ms: number
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a])
const FOREVER = 0

/** Each frame lies over the ones before; after the last one it begins again. The first has the size of the whole. */
export function animated(frames: readonly Frame[]): Buffer {
  const [first] = frames
  if (!first) throw new Error('there is no frame')
  let sequence = 0
  const parts = frames.flatMap((frame, n) => {
    const control = chunk(
      'fcTL',
      numbers(sequence++, frame.width, frame.height, frame.x, frame.y),
      shorts(frame.ms, 1000),
      [0, 0],
    )
    const data = packed(frame.png)
    return [control, n === 0 ? chunk('IDAT', data) : chunk('fdAT', numbers(sequence++), data)]
  })
  const head = chunk('IHDR', dataOf(first.png, 'IHDR')[0]!)
  return Buffer.concat([SIGNATURE, head, chunk('acTL', numbers(frames.length, FOREVER)), ...parts, chunk('IEND')])
}

/** The picture's pixels, compressed as well as zlib can. */
const packed = (png: Buffer) => deflateSync(inflateSync(Buffer.concat(dataOf(png, 'IDAT'))), { level: 9, memLevel: 9 })

/** What the chunks of this name hold. */
function dataOf(png: Buffer, name: string): Buffer[] {
  const found: Buffer[] = []
  for (let at = SIGNATURE.length; at < png.length; ) {
    const length = png.readUInt32BE(at)
    if (png.toString('latin1', at + 4, at + 8) === name) found.push(png.subarray(at + 8, at + 8 + length))
    at += length + 12
  }
  return found
}

function chunk(name: string, ...parts: (Buffer | readonly number[])[]): Buffer {
  const data = Buffer.concat([Buffer.from(name, 'latin1'), ...parts.map(part => Buffer.from(part as Buffer))])
  return Buffer.concat([numbers(data.length - 4), data, numbers(crc32(data))])
}

function numbers(...values: number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length)
  for (const [n, value] of values.entries()) bytes.writeUInt32BE(value, 4 * n)
  return bytes
}

function shorts(...values: number[]): Buffer {
  const bytes = Buffer.alloc(2 * values.length)
  for (const [n, value] of values.entries()) bytes.writeUInt16BE(value, 2 * n)
  return bytes
}
