// What runs in a surface of the long run: node program.mjs lines|screen|quiet. `lines` prints like a build, `screen` draws a
// full screen again and again as agents' programs do, `quiet` prints a line now and then. All for as long as they are left.
const [kind = 'quiet'] = process.argv.slice(2)
let n = 0
const line = () =>
  `${String(++n).padStart(8)} \x1b[3${n % 8}mGET\x1b[0m /v1/items/${(n * 7919) % 10_007} 200 ${n % 97} ms 日本\n`

function screen() {
  n += 1
  const { columns = 80, rows = 24 } = process.stdout
  const row = index =>
    `\x1b[${index + 1};1H\x1b[2K${`${n} ${'▏▎▍▌▋▊▉█'[n % 8]} row ${index} `.repeat(8).slice(0, columns - 1)}`
  return `\x1b[?2026h${Array.from({ length: rows }, (_, index) => row(index)).join('')}\x1b[?2026l`
}

const KINDS = { lines: [50, () => line().repeat(20)], screen: [100, screen], quiet: [2000, line] }
const [ms, text] = KINDS[kind] ?? KINDS.quiet
if (kind === 'screen') process.stdout.write('\x1b[?1049h')
setInterval(() => process.stdout.write(text()), ms)
process.stdin.resume()
