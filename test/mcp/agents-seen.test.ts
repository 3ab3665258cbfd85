// What the window is told of each agent's callers: the latest, from which program, and how many processes of them still run.
import { describe, expect, it } from 'vitest'
import { createAgentsSeen } from '../../main/agents-seen.ts'

function rig() {
  let time = 1000
  let changes = 0
  const running = new Map<number, string>()
  let due: (() => void) | null = null
  const clock = {
    now: () => time,
    after: (_ms: number, run: () => void) => {
      due = run
      return () => {}
    },
  }
  const seen = createAgentsSeen(
    () => {
      changes += 1
    },
    clock,
    (pid, started) => running.get(pid) === started,
  )
  return {
    seen,
    running,
    at(now: number) {
      time = now
    },
    /** the next look, where one is due */
    look() {
      const run = due
      due = null
      run?.()
      return run !== null
    },
    changes: () => changes,
  }
}

describe('what is seen of an agent', () => {
  it('is nothing before its first request', () => {
    const { seen } = rig()
    expect(seen.of('cursor')).toEqual({ lastCall: null, lastSeen: null, program: null, says: null, processes: null })
  })

  it('is its latest request, call, program and word', () => {
    const { seen, at } = rig()
    seen.asked('cursor')
    at(2000)
    seen.asked('cursor')
    seen.called('cursor', 'read_surface')
    seen.caller({ id: 'cursor', program: '/usr/bin/node', says: 'cursor/1' })
    expect(seen.of('cursor')).toEqual({
      ...{ lastSeen: 2000, lastCall: { at: 2000, what: 'read_surface' } },
      ...{ program: '/usr/bin/node', says: 'cursor/1', processes: null },
    })
    seen.caller({ id: 'cursor' })
    expect(seen.of('cursor')).toMatchObject({ program: null, says: null })
    expect(seen.of('codex').lastSeen).toBeNull()
  })

  it('counts each process once, by pid and start, and no longer than it runs', () => {
    const { seen, running, look } = rig()
    const peer = (pid: number, started: string) => {
      running.set(pid, started)
      seen.peer('cursor', { pid, started })
    }
    peer(1, 'a')
    peer(1, 'a')
    peer(2, 'b')
    expect(seen.of('cursor').processes).toBe(2)
    running.delete(1)
    expect(look()).toBe(true)
    expect(seen.of('cursor').processes).toBe(1)
    // Its pid is another process's now.
    running.set(2, 'c')
    expect(look()).toBe(true)
    expect(seen.of('cursor').processes).toBe(0)
    expect(look()).toBe(false)
    peer(2, 'c')
    expect(seen.of('cursor').processes).toBe(1)
  })

  it('goes with the agent', () => {
    const { seen } = rig()
    seen.asked('cursor')
    seen.forget('cursor')
    expect(seen.of('cursor').lastSeen).toBeNull()
  })

  it('is told as changed only where something is different', () => {
    const { seen, changes } = rig()
    seen.caller({ id: 'cursor', program: '/bin/a' })
    const before = changes()
    seen.caller({ id: 'cursor', program: '/bin/a' })
    seen.forget('codex')
    expect(changes()).toBe(before)
  })
})
