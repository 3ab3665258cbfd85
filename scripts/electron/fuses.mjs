// Electron's fuses: switches inside the binary. The stand-in gets the official defaults, so that it behaves alike.
import fs from 'node:fs/promises'

const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'
/** The official defaults, in the order of version 1 of the wire. */
const DEFAULTS = '10110001'

/** Sets the fuses of a binary to the official defaults; fuses that the binary does not have are left alone. */
export async function setDefaultFuses(file) {
  const bytes = await fs.readFile(file)
  const found = bytes.indexOf(SENTINEL)
  if (found < 0) throw new Error(`${file} has no fuse wire`)
  const wire = found + SENTINEL.length
  const [version, length] = [bytes[wire], bytes[wire + 1]]
  if (version !== 1) throw new Error(`${file} has a fuse wire of version ${version}, not 1`)
  const handle = await fs.open(file, 'r+')
  try {
    for (let i = 0; i < Math.min(length, DEFAULTS.length); i++) {
      const at = wire + 2 + i
      // Anything else means removed or inherited: not ours to set.
      if (bytes[at] === 0x30 || bytes[at] === 0x31) await handle.write(DEFAULTS[i], at)
    }
  } finally {
    await handle.close()
  }
}
