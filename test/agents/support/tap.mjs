// Runs a program in a terminal of its own and writes down every byte that it is given, before it gets it:
//   node tap.mjs FILE PROGRAM ARGS…
// FILE gets one JSON line per read: `at` in ms since the epoch, `hex` the bytes. Nothing is changed on the way.
import { appendFileSync, writeFileSync } from 'node:fs'
import { spawn } from 'node-pty'

const [file, program, ...args] = process.argv.slice(2)
if (!file || !program) {
  process.stderr.write('tap: which file, and which program?\n')
  process.exit(2)
}
writeFileSync(file, '')
const size = () => [process.stdout.columns ?? 80, process.stdout.rows ?? 24]
const [cols, rows] = size()
const inner = spawn(program, args, { name: process.env.TERM, cols, rows, env: process.env, encoding: null })
process.stdin.setRawMode?.(true)
process.stdin.on('data', bytes => {
  appendFileSync(file, `${JSON.stringify({ at: Date.now(), hex: bytes.toString('hex') })}\n`)
  inner.write(bytes)
})
process.stdout.on('resize', () => inner.resize(...size()))
inner.onData(bytes => process.stdout.write(bytes))
inner.onExit(({ exitCode }) => process.exit(exitCode))
