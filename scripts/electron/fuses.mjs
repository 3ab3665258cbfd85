// Electron's fuses: switches inside the binary. The stand-in gets the official defaults, so that it behaves alike; those of
// a package are read back from what was built.
import fs from 'node:fs/promises'

const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'
/** The official defaults, in the order of version 1 of the wire. */
const DEFAULTS = '10110001'

/** Their names in electron-builder.yml, in the same order. */
const NAMES = [
  ...['runAsNode', 'enableCookieEncryption', 'enableNodeOptionsEnvironmentVariable', 'enableNodeCliInspectArguments'],
  ...['enableEmbeddedAsarIntegrityValidation', 'onlyLoadAppFromAsar', 'loadBrowserProcessSpecificV8Snapshot'],
  'grantFileProtocolExtraPrivileges',
]

/** @returns {Promise<Record<string, boolean>>} the fuses of a binary; one that was removed is not among them */
export async function readFuses(file) {
  const bytes = await fs.readFile(file)
  const { start, length } = wireOf(file, bytes)
  const found = {}
  for (let i = 0; i < Math.min(length, NAMES.length); i++) {
    if (bytes[start + i] === 0x30 || bytes[start + i] === 0x31) found[NAMES[i]] = bytes[start + i] === 0x31
  }
  return found
}

/** Sets the fuses of a binary to the official defaults; fuses that the binary does not have are left alone. */
export async function setDefaultFuses(file) {
  const bytes = await fs.readFile(file)
  const { start, length } = wireOf(file, bytes)
  const handle = await fs.open(file, 'r+')
  try {
    for (let i = 0; i < Math.min(length, DEFAULTS.length); i++) {
      // Anything else means removed or inherited: not ours to set.
      if (bytes[start + i] === 0x30 || bytes[start + i] === 0x31) await handle.write(DEFAULTS[i], start + i)
    }
  } finally {
    await handle.close()
  }
}

function wireOf(file, bytes) {
  const found = bytes.indexOf(SENTINEL)
  if (found < 0) throw new Error(`${file} has no fuse wire`)
  const wire = found + SENTINEL.length
  const [version, length] = [bytes[wire], bytes[wire + 1]]
  if (version !== 1) throw new Error(`${file} has a fuse wire of version ${version}, not 1`)
  return { start: wire + 2, length }
}
