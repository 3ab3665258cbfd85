// An `ssh` that only this test has: what it runs "there" runs here, behind a relay that can be stopped, cut and let go again.
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { onTestFinished } from 'vitest'
import type { Clock } from '../../../main/surfaces/clock.ts'
import { systemClock } from '../../../main/surfaces/clock.ts'
import { createTmuxRoom } from '../../../main/surfaces/tmux/room.ts'
import type { TmuxRig } from './support.ts'

/** `relay` writes down everything that is sent there. It outlives `ssh`, as a network does. */
const SSH = `#!/bin/sh
for last; do :; done
if test -e "$FAR/cut"; then echo "ssh: connect to host far port 22: Connection refused" >&2; exit 255; fi
echo $$ > "$FAR/ssh"
sh -c 'echo $$ > "$FAR/relay"; exec tee -a "$FAR/said"' | sh -c "$last" |
  sh -c 'echo $$ > "$FAR/back"; exec cat'
`

export interface Far {
  /** ssh ends this moment, without a word; what is on its way stays on its way */
  drop(): void
  /** From now on nothing gets through, and nothing is lost. Returns what lets it through again. */
  stall(): () => void
  /** From now on nothing comes from there, and what is on its way is lost when ssh ends. */
  deafen(): void
  /** Nobody can connect. */
  cut(on: boolean): void
  /** every line that went through */
  said(): string[]
}

/** The rig's server as a host called `far`. `clock`: how time goes there. */
export function farServer(rig: TmuxRig, clock: Clock = systemClock, instance = 'test') {
  const folder = path.join(rig.folder, 'far')
  mkdirSync(folder, { recursive: true })
  const file = (name: string) => path.join(folder, name)
  writeFileSync(file('said'), '')
  mkdirSync(file('bin'), { recursive: true })
  writeFileSync(path.join(file('bin'), 'ssh'), SSH)
  chmodSync(path.join(file('bin'), 'ssh'), 0o755)
  const env = { ...rig.env, FAR: folder, PATH: `${file('bin')}:${rig.env['PATH']}` }
  const room = createTmuxRoom({ instance, env }, clock)
  const pid = (name: string) => Number(readFileSync(file(name), 'utf8'))
  let deaf = false
  const stalled = new Set<number>()
  onTestFinished(async () => {
    for (const one of stalled) process.kill(one, 'SIGCONT')
    await room.close()
  })
  const far: Far = {
    drop() {
      process.kill(pid('ssh'), 'SIGKILL')
      if (deaf) process.kill(pid('back'), 'SIGKILL')
      deaf = false
    },
    deafen() {
      deaf = true
      process.kill(pid('back'), 'SIGSTOP')
    },
    stall() {
      const one = pid('relay')
      process.kill(one, 'SIGSTOP')
      stalled.add(one)
      return () => {
        stalled.delete(one)
        process.kill(one, 'SIGCONT')
      }
    },
    cut(on) {
      if (on) writeFileSync(file('cut'), '')
      else if (existsSync(file('cut'))) rmSync(file('cut'))
    },
    said: () => readFileSync(file('said'), 'utf8').split('\n'),
  }
  return { far, room, server: room.server({ host: 'far', socket: rig.place.socket }) }
}

/** Everything happens so many times sooner. Not by much: what an answer may take has to be enough for a busy computer. */
export function fasterClock(times: number): Clock {
  const { now, mono, after, wait } = systemClock
  return { now, mono, after: (ms, run) => after(ms / times, run), wait: ms => wait(ms / times) }
}
