// A program that writes down every byte it reads: node recorder.mjs FILE [--paste] [--echo] [--cooked] [--full] [--line]
// It puts its terminal in raw mode (not with --cooked), switches bracketed paste on with --paste and the alternate screen
// with --full, shows what it reads with --echo, with --line as a line editor does that takes a line at Enter, and prints "ready" once nothing it is sent can be missed. FILE exists and
// is empty from then on.
import { closeSync, openSync, writeSync } from 'node:fs'

const [file, ...flags] = process.argv.slice(2)
if (!file) {
  process.stderr.write('recorder: which file?\n')
  process.exit(2)
}
closeSync(openSync(file, 'w'))
// Appending, so that a test may empty the file while this runs.
const record = openSync(file, 'a')
if (!flags.includes('--cooked')) process.stdin.setRawMode?.(true)
process.stdin.on('data', bytes => {
  writeSync(record, bytes)
  if (flags.includes('--echo')) process.stdout.write(bytes)
  if (flags.includes('--line')) showLine(bytes.toString('latin1'))
})
let line = ''
function showLine(bytes) {
  line += bytes
  process.stdout.write(bytes.replace(/[^ -~]/g, ''))
  const pasting = line.lastIndexOf('\x1b[200~') > line.lastIndexOf('\x1b[201~')
  if (pasting || !line.endsWith('\r')) return
  line = ''
  process.stdout.write(flags.includes('--paste') ? '\x1b[?2004l\r\n\x1b[?2004h' : '\r\n')
}
process.stdin.on('end', () => {
  closeSync(record)
  process.exit(0)
})
const modes = `${flags.includes('--full') ? '\x1b[?1049h' : ''}${flags.includes('--paste') ? '\x1b[?2004h' : ''}`
process.stdout.write(`${modes}ready\r\n`)
