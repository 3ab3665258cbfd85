// An agent's write is for the moment it was checked in: it goes then, or soon after, or never.
import { expect, test } from 'vitest'
import type { Clock } from '../../../main/surfaces/clock.ts'
import type { Reply } from '../../../main/surfaces/tmux/lines.ts'
import { createWrites } from '../../../main/surfaces/tmux/settle.ts'

/** A tmux that answers when it is told to. Time goes by hand. */
function rig() {
  const lines: string[] = []
  const answers: (() => void)[] = []
  const due: { at: number; run: () => void }[] = []
  let now = 0
  const clock: Clock = {
    now: () => now,
    mono: () => now,
    after(ms, run) {
      const one = { at: now + ms, run }
      due.push(one)
      return () => void due.splice(due.indexOf(one) >>> 0, 1)
    },
    wait: () => Promise.resolve(),
  }
  const connection = {
    run: ({ line }: { line: string }) => {
      lines.push(line)
      const rows = [Buffer.from(/'(in \d+)'/.exec(line)![1]!)]
      const replies: Reply[] = [{ ok: true, rows }]
      return new Promise<{ is: 'done'; replies: Reply[] }>(done => answers.push(() => done({ is: 'done', replies })))
    },
  }
  const way = () => ({ connection, pane: '%1', pid: 7, last: '@last', fence: '@fence', epoch: 'e1' })
  const writes = createWrites({ way, why: () => 'the connection is lost', clock })
  return {
    writes,
    lines,
    answer: () => answers.shift()!(),
    pass(ms: number) {
      now += ms
      for (const one of due.filter(({ at }) => at <= now)) {
        due.splice(due.indexOf(one), 1)
        one.run()
      }
    },
  }
}

test('what stands behind an unanswered key of a person for too long never goes in', async () => {
  const { writes, lines, answer, pass } = rig()
  const key = writes.write(Buffer.from('x'), 'person')
  const text = writes.write(Buffer.from('rm -rf build'), 'agent')
  expect(lines).toHaveLength(1)
  pass(1_000)
  expect(await text).toEqual({ bytes: 0, why: 'tmux has not answered what went in before' })
  answer()
  expect(await key).toEqual({ bytes: 1, why: null })
  expect(lines).toHaveLength(1)
  // What comes after goes on as ever.
  const later = writes.write(Buffer.from('ls'), 'agent')
  answer()
  expect(await later).toEqual({ bytes: 2, why: null })
})

test('what can go soon goes, once and in its place', async () => {
  const { writes, lines, answer, pass } = rig()
  const key = writes.write(Buffer.from('x'), 'person')
  const text = writes.write(Buffer.from('ls'), 'agent')
  const next = writes.write(Buffer.from('y'), 'person')
  pass(500)
  answer()
  await key
  await expect.poll(() => lines.length).toBe(2)
  // It is under way: its time is over only where it has not gone.
  pass(5_000)
  answer()
  expect(await text).toEqual({ bytes: 2, why: null })
  await expect.poll(() => lines.length).toBe(3)
  answer()
  expect(await next).toEqual({ bytes: 1, why: null })
})
