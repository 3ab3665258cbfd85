import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openActivity } from '../../main/gate/activity.ts'
import { entry } from '../../main/gate/entries.ts'
import { verifyActivity } from '../../main/gate/verify.ts'
import { type Bundle, bundle } from '../helpers/bundle.ts'

let appender: Bundle
let dir: string
beforeAll(async () => {
  appender = await bundle(join(import.meta.dirname, 'support/appender.ts'))
  dir = await mkdtemp(join(tmpdir(), 'gatehouse-crash-'))
}, 60_000)
afterAll(async () => {
  await appender.remove()
  await rm(dir, { recursive: true, force: true })
})

/** Runs the appender until it has said `enough` records are on disk, then kill -9; returns the highest it said. */
async function runAndKill(enough: number): Promise<number> {
  const child = spawn(process.execPath, [appender.path, dir], { stdio: ['ignore', 'pipe', 'inherit'] })
  const ended = new Promise(resolve => child.once('exit', resolve))
  let said = 0
  let highest = 0
  for await (const line of createInterface({ input: child.stdout })) {
    highest = Math.max(highest, Number(line))
    said += 1
    if (said === enough) child.kill('SIGKILL')
  }
  await ended
  return highest
}

describe('activity when its process is killed', () => {
  it('keeps every record that was acknowledged and a whole chain, crash after crash', async () => {
    let last = 0
    for (const enough of [1, 40, 333, 7]) {
      const highest = await runAndKill(enough)
      expect(highest).toBeGreaterThan(last)
      const verified = await verifyActivity(dir)
      expect(verified).toMatchObject({ ok: true })
      if (verified.ok) expect(verified.records).toBeGreaterThanOrEqual(highest)
      last = highest
    }
    const again = await openActivity(dir)
    expect(again.status().fault).toBeNull()
    const seq = await again.append(entry('send', 'cursor', {}))
    await again.close()
    expect(seq).toBeGreaterThan(last)
    expect(await verifyActivity(dir)).toEqual({ ok: true, records: seq })
  }, 60_000)
})
