// The app's icon in every form a system wants, from packaging/icon.svg. Electron draws it (rasterise.mjs); the containers of
// Apple and Windows are written here.
import { spawn } from 'node:child_process'
import fs from 'node:fs/promises'
import path from 'node:path'
import { openScreen } from '../electron/screen.mjs'
import { electronBinary, electronSwitches } from '../electron-dist.mjs'
import { at } from '../lib/paths.mjs'
import { ended } from '../lib/run.mjs'
import { hasDisplay } from '../system.mjs'

const SIZES = [16, 24, 32, 48, 64, 128, 256, 512, 1024]
/** Apple's names for a PNG of that size; those that are "at two" are listed with the pixels they have. */
const APPLE = [
  ...[
    ['ic11', 32],
    ['ic12', 64],
    ['ic07', 128],
    ['ic13', 256],
    ['ic08', 256],
    ['ic14', 512],
    ['ic09', 512],
  ],
  ['ic10', 1024],
]
const WINDOWS = [16, 24, 32, 48, 64, 128, 256]

/** Writes FOLDER/icons/NxN.png, icon.icns and icon.ico. @param {string} dist the Electron that draws */
export async function makeIcons(dist, folder) {
  const pictures = path.join(folder, 'icons')
  await fs.rm(pictures, { recursive: true, force: true })
  await draw(dist, pictures)
  const png = new Map()
  for (const size of SIZES) png.set(size, await fs.readFile(path.join(pictures, `${size}x${size}.png`)))
  await fs.writeFile(path.join(folder, 'icon.icns'), icns(APPLE.map(([type, size]) => [type, png.get(size)])))
  await fs.writeFile(path.join(folder, 'icon.ico'), ico(WINDOWS.map(size => [size, png.get(size)])))
  // No desktop asks for it, and it is the largest of all.
  await fs.rm(path.join(pictures, '1024x1024.png'))
}

async function draw(dist, folder) {
  const screen = hasDisplay() ? null : await openScreen()
  try {
    const script = at('scripts', 'package', 'rasterise.mjs')
    const args = [...electronSwitches(), script, '--', at('packaging', 'icon.svg'), folder, ...SIZES]
    const env = { ...process.env, ...screen?.env }
    const code = await ended(spawn(electronBinary(dist), args.map(String), { env, stdio: ['ignore', 2, 2] }))
    if (code !== 0) throw new Error(`Electron drew no icons: it ended with ${code}`)
  } finally {
    await screen?.close()
  }
}

/** @public for its test. @param {[string, Buffer][]} entries type and PNG */
export function icns(entries) {
  const body = Buffer.concat(entries.map(([type, data]) => Buffer.concat([head(type, data.length + 8), data])))
  return Buffer.concat([head('icns', body.length + 8), body])
}

function head(type, length) {
  const bytes = Buffer.alloc(8)
  bytes.write(type, 'latin1')
  bytes.writeUInt32BE(length, 4)
  return bytes
}

/** @public for its test. @param {[number, Buffer][]} entries size in pixels and PNG, which Windows takes at every size since Vista */
export function ico(entries) {
  const start = Buffer.alloc(6)
  start.writeUInt16LE(1, 2)
  start.writeUInt16LE(entries.length, 4)
  let offset = 6 + entries.length * 16
  const rows = entries.map(([size, data]) => {
    const row = Buffer.alloc(16)
    row.writeUInt8(size % 256, 0) // 0 means 256
    row.writeUInt8(size % 256, 1)
    row.writeUInt16LE(1, 4)
    row.writeUInt16LE(32, 6)
    row.writeUInt32LE(data.length, 8)
    row.writeUInt32LE(offset, 12)
    offset += data.length
    return row
  })
  return Buffer.concat([start, ...rows, ...entries.map(([, data]) => data)])
}
