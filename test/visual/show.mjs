// Prints one recorded screen and stays, like a program that waits: node show.mjs NAME [FULL]. The key f shows FULL instead, as a
// program does that has the whole screen, and the first one again. For the pictures.
import { readFileSync } from 'node:fs'
import path from 'node:path'

const colours = { k: 90, r: 31, g: 32, y: 33, b: 34, m: 35, c: 36, w: 1, d: 90, add: 32, del: 31 }
// `[[g|text]]` is text in green: readable as a file, and no escape characters in the tree.
function painted(name) {
  const text = readFileSync(path.join(import.meta.dirname, 'screens', `${name}.txt`), 'utf8')
  const coloured = text.replace(/\[\[(\w+)\|(.*?)\]\]/g, (_, colour, part) => `\x1b[${colours[colour]}m${part}\x1b[0m`)
  return coloured.replace(/\n+$/, '').replaceAll('\n', '\r\n')
}

const [, , screen, full] = process.argv
let isFull = false
process.stdin.setRawMode?.(true)
process.stdin.on('data', data => {
  if (full === undefined || String(data) !== 'f') return
  isFull = !isFull
  process.stdout.write(isFull ? `\x1b[?1049h\x1b[?2004h\x1b[H${painted(full)}` : '\x1b[?2004l\x1b[?1049l')
})
process.stdout.write(painted(screen))
