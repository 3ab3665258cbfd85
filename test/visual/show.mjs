// Prints one recorded screen and stays, like a program that waits: node show.mjs NAME. For the pictures.
import { readFileSync } from 'node:fs'
import path from 'node:path'

const text = readFileSync(path.join(import.meta.dirname, 'screens', `${process.argv[2]}.txt`), 'utf8')
const colours = { k: 90, r: 31, g: 32, y: 33, b: 34, m: 35, c: 36, w: 1, d: 90, add: 32, del: 31 }
// `[[g|text]]` is text in green: readable as a file, and no escape characters in the tree.
const painted = text.replace(/\[\[(\w+)\|(.*?)\]\]/g, (_, colour, part) => `\x1b[${colours[colour]}m${part}\x1b[0m`)
process.stdin.setRawMode?.(true)
process.stdin.resume()
process.stdout.write(painted.replace(/\n+$/, '').replaceAll('\n', '\r\n'))
