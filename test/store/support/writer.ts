// A process that writes one file over and over and prints a dot after each write, until it is killed.
import { writeAtomic } from '../../../main/store/atomic.ts'

const [file = ''] = process.argv.slice(2)
for (let turn = 0; ; turn++) {
  await writeAtomic(file, (turn % 2 ? 'b' : 'a').repeat(300_000))
  process.stdout.write('.')
}
