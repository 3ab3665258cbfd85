// A child process of activity-crash.test.ts: appends as fast as it can and says which records are on disk. It is
// bundled and killed from outside; it never ends by itself.
import { openActivity } from '../../../main/gate/activity.ts'
import { entry } from '../../../main/gate/entries.ts'

const activity = await openActivity(process.argv[2] ?? '', { segmentBytes: 64 * 1024 })
if (activity.status().fault !== null) throw new Error(activity.status().fault ?? '')

async function forever(text: string): Promise<never> {
  for (;;) {
    const seq = await activity.append(entry('send', 'cursor', { intent: 'submit', text }))
    process.stdout.write(`${seq}\n`)
  }
}
await Promise.all(['a', 'b'.repeat(700), 'c\n\u2028é😀'].map(forever))
