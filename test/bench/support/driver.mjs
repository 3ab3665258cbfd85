// What runs in a terminal that is measured: it does what a line on a socket says, and answers with times on the clock that all
// processes of this machine share. `node driver.mjs SOCKET NAME`.
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import net from 'node:net'
import { createInterface } from 'node:readline'

const [socketPath, name] = process.argv.slice(2)
/** ms since 1970, with fractions */
const now = () => performance.timeOrigin + performance.now()
const print = text => fs.writeSync(1, text)
let flood = null
let heard = () => {}

// Nothing of what the terminal answers is shown, and its answers come without a line's end.
process.stdin.setRawMode(true)
process.stdin.on('data', data => heard(data.toString('latin1')))

/** Asks where the cursor is: the answer comes once everything before has been read. Null: none within `most` ms. */
function answered(most) {
  return new Promise(resolve => {
    const timer = setTimeout(resolve, most, null)
    let text = ''
    heard = more => {
      text += more
      if (!/\x1b\[\d+;\d+R/.test(text)) return
      clearTimeout(timer)
      resolve(now())
    }
    print('\x1b[6n')
  })
}

const ACTIONS = {
  /** Prints a file, then a last line, then asks. */
  async cat({ file, last, most = 60_000 }) {
    print('\x1b[0m\x1b[H\x1b[2J')
    const begun = now()
    const cat = spawn('cat', [file], { stdio: 'inherit' })
    await new Promise(resolve => cat.once('close', resolve))
    print(last)
    const ended = now()
    return { begun, ended, answered: await answered(most) }
  },
  async flood({ file }) {
    flood = spawn('sh', ['-c', 'while :; do cat "$0"; done', file], { stdio: 'inherit', detached: true })
    return {}
  },
  async calm() {
    const gone = new Promise(resolve => flood.once('close', resolve))
    process.kill(-flood.pid, 'SIGKILL')
    await gone
    print('\x1b[0m\x1b[H\x1b[2J')
    return { answered: await answered(60_000) }
  },
  async end() {
    setTimeout(process.exit, 50)
    return {}
  },
}

const socket = net.connect(socketPath)
const tell = message => socket.write(`${JSON.stringify(message)}\n`)
const size = () => ({ cols: process.stdout.columns, rows: process.stdout.rows })
socket.once('connect', async () => {
  // The window may still be about to open: a terminal that answers has one.
  await answered(5000)
  tell({ name, ...size() })
})
socket.once('close', () => process.exit())
createInterface({ input: socket }).on('line', async line => {
  const order = JSON.parse(line)
  const result = await ACTIONS[order.action](order)
  tell({ result: { ...result, ...size() } })
})
