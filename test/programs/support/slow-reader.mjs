// A program that reads 100 bytes at a time from its terminal, with a pause after each: node slow-reader.mjs FILE
import { appendFileSync, readSync } from 'node:fs'

const [file] = process.argv.slice(2)
const bytes = Buffer.alloc(100)
const still = new Int32Array(new SharedArrayBuffer(4))
for (;;) {
  const count = readSync(0, bytes)
  if (count === 0) break
  appendFileSync(file, bytes.subarray(0, count))
  Atomics.wait(still, 0, 0, 2)
}
