// A process that takes the lock of a folder and says what came of it: `mine`, `other PID`, `raised`.
import { takeLock } from '../../../main/store/lock.ts'

const [dir = '', then = 'hold'] = process.argv.slice(2)
const say = (line: string) => process.stdout.write(`${line}\n`)

const lock = await takeLock(dir)
if (lock.mine) {
  lock.onRaise(() => say('raised'))
  process.once('SIGTERM', async () => {
    await lock.release()
    process.exit(0)
  })
  say('mine')
  // stays until it is told or killed
  setInterval(() => {}, 60_000)
} else {
  if (then === 'raise') await lock.raise()
  say(`other ${lock.pid}`)
}
