// An asar archive: a pickled length, a pickled JSON header, then the bytes of the files. Written, and its names read.
import fs from 'node:fs/promises'

/** @returns {Promise<string[]>} every file in an archive, with `/` */
export async function namesIn(file) {
  const handle = await fs.open(file)
  try {
    const head = Buffer.alloc(16)
    await handle.read(head, 0, 16, 0)
    const json = Buffer.alloc(head.readUInt32LE(12))
    await handle.read(json, 0, json.length, 16)
    const visit = ({ files }, folder) =>
      Object.entries(files).flatMap(([name, entry]) =>
        entry.files ? visit(entry, `${folder}${name}/`) : `${folder}${name}`,
      )
    return visit(JSON.parse(json.toString()), '')
  } finally {
    await handle.close()
  }
}

/** @param {Record<string, Buffer>} files by name, no folders @returns {Buffer} the archive */
export function asar(files) {
  const header = { files: {} }
  let offset = 0
  for (const [name, data] of Object.entries(files)) {
    header.files[name] = { size: data.length, offset: String(offset) }
    offset += data.length
  }
  const json = Buffer.from(JSON.stringify(header))
  const padded = Math.ceil(json.length / 4) * 4
  const head = Buffer.alloc(16 + padded)
  head.writeUInt32LE(4, 0)
  head.writeUInt32LE(padded + 8, 4)
  head.writeUInt32LE(padded + 4, 8)
  head.writeUInt32LE(json.length, 12)
  json.copy(head, 16)
  return Buffer.concat([head, ...Object.values(files)])
}
