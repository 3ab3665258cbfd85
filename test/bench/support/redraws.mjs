// A process that redraws many terminals as a CLI with a spinner does: 10 times a second 1.5 KB of synchronized output each, into
// the named pipes that `cat` shows there. Told by messages how many; it ends with whoever started it.
import { constants, openSync, writeSync } from 'node:fs'

const ROWS = 14
const WIDTH = 100
const [, , count, prefix] = process.argv
// For both ways: opening waits for nobody.
const flags = constants.O_RDWR | constants.O_NONBLOCK
const pipes = Array.from({ length: Number(count) }, (_, nth) => openSync(`${prefix}${nth}`, flags))
let shown = 0
let tick = 0

function frame(nth) {
  const rows = Array.from({ length: ROWS }, (_, row) => {
    const text = `${'⠋⠙⠹⠸'[(tick + row) % 4]} row ${row} of ${nth}, ${tick} ticks `
    return `\x1b[2K\x1b[3${(row + tick) % 8}m${text.padEnd(WIDTH, '.')}\x1b[0m`
  })
  return `\x1b[?2026h\x1b[H${rows.join('\r\n')}\x1b[?2026l`
}

// Each in its own moment of the tenth of a second, as programs that know nothing of each other do.
for (let nth = 0; nth < pipes.length; nth += 1) {
  setTimeout(
    () =>
      setInterval(() => {
        if (nth >= shown) return
        if (nth === 0) tick += 1
        try {
          writeSync(pipes[nth], frame(nth))
        } catch {
          // It is not read fast enough: this frame is left out.
        }
      }, 100),
    (nth * 100) / pipes.length,
  )
}
process.on('message', many => {
  shown = many
})
process.on('disconnect', () => process.exit())
