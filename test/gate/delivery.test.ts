import { mkdtemp, open, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { ActivityError, openActivity } from '../../main/gate/activity.ts'
import type { SendRequest } from '../../main/gate/model.ts'
import { verifyActivity } from '../../main/gate/verify.ts'
import { until } from '../surfaces/support.ts'
import { codex, cursor, paste, type Rig, rig, rule, settle, short, submit } from './support/rig.ts'

const enter: SendRequest = { intent: 'submit', surface: 'api' }
const insert = (text: string): SendRequest => ({ intent: 'type', surface: 'api', text })

describe('a submit', () => {
  it('is recorded, delivered, and its outcome recorded, in this order', async () => {
    const { gate, log, records } = rig()
    expect(await gate.send(cursor, submit('ls'))).toMatchObject({ outcome: 'submitted', evidence: 'the line left' })
    expect(log).toEqual([
      'record send submit',
      `bytes ${JSON.stringify(paste('ls'))}`,
      'bytes "\\r"',
      'record send delivered',
    ])
    expect(records[0]).toMatchObject({ seq: 1, text: 'ls', outcome: null, verdict: { effect: 'allow', rule: 'r1' } })
    expect(records[1]).toMatchObject({ of: 1, outcome: 'delivered', bytes: 15, text: null })
  })

  it('not seen to leave is unconfirmed, and the line is then not empty', async () => {
    const { gate, surface } = rig()
    surface.seenToSubmit = false
    expect(short(await gate.send(cursor, submit('ls')))).toBe('unconfirmed')
  })

  it('type at level submit inserts; Enter alone then submits exactly that', async () => {
    const { gate, surface, records } = rig()
    expect(short(await gate.send(cursor, insert('echo 1')))).toBe('inserted')
    expect(short(await gate.send(cursor, insert('2')))).toBe('inserted')
    expect(short(await gate.send(codex, enter))).toBe('no: line_not_empty')
    expect(short(await gate.send(cursor, submit('more')))).toBe('no: line_not_empty')
    expect(short(await gate.send(cursor, enter))).toBe('submitted')
    expect(surface.bytes()).toBe(`${paste('echo 1')}${paste('2')}\r`)
    expect(short(await gate.send(cursor, enter))).toBe('no: bad_arguments')
    expect(records.filter(({ outcome }) => outcome === 'inserted')).toHaveLength(2)
  })

  it('counts in the meter, a refusal does not, and it falls again', async () => {
    const { gate, clock } = rig()
    await gate.send(cursor, submit('ls'))
    await gate.send(cursor, submit('\x1b'))
    expect(gate.status()).toMatchObject({ sendsPerMinute: 1 })
    expect(gate.status().recent).toEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1])
    let told = 0
    gate.onChange(() => {
      told += 1
    })
    clock.advance(5000)
    expect(gate.status().recent.at(-2)).toBe(1)
    for (let slot = 0; slot < 12; slot++) clock.advance(5000)
    expect(gate.status().sendsPerMinute).toBe(0)
    expect(told).toBeGreaterThan(10)
  })
})

describe('recorded before delivered', () => {
  it('no byte goes in before its record is synced to a real file', async () => {
    const dir = await mkdtemp(join(tmpdir(), 'gatehouse-slow-'))
    const log: string[] = []
    let release = () => {}
    const activity = await openActivity(dir, {
      fs: {
        async open(path, flags, mode) {
          const file = await open(path, flags, mode)
          return {
            appendFile: data => file.appendFile(data),
            async datasync() {
              log.push('sync begins')
              await new Promise<void>(resolve => {
                release = resolve
              })
              await file.datasync()
              log.push('synced')
            },
            close: () => file.close(),
          }
        },
      },
    })
    const { gate, surface } = rig({ activity })
    surface.log = event => log.push(event)
    const answer = gate.send(cursor, submit('ls'))
    await until('its sync', () => log.length > 0)
    expect(log).toEqual(['sync begins'])
    await settle()
    expect(surface.writes).toEqual([])
    release()
    await until('the sync of the outcome', () => log.length > 4)
    expect(log.slice(0, 4)).toEqual(['sync begins', 'synced', `bytes ${JSON.stringify(paste('ls'))}`, 'bytes "\\r"'])
    release()
    expect(short(await answer)).toBe('submitted')
    await activity.close()
    expect(await verifyActivity(dir)).toEqual({ ok: true, records: 2 })
    await rm(dir, { recursive: true })
  })

  it('when the record fails nothing is delivered, the gate closes and pauses, says why, and stays closed', async () => {
    const state = rig()
    const { gate, surface } = state
    state.onAppend = () => {
      throw new ActivityError('Activity cannot be saved: the disk is full.')
    }
    const answer = await gate.send(cursor, submit('ls'))
    expect(answer).toMatchObject({ code: 'not_recorded', why: expect.stringContaining('the disk is full') })
    state.onAppend = null
    expect(short(await gate.send(cursor, submit('ls')))).toBe('no: not_recorded')
    expect(surface.writes).toEqual([])
    expect(gate.status()).toMatchObject({
      closed: expect.stringContaining('disk is full'),
      paused: { by: 'gatehouse' },
    })
    expect(state.saved.at(-1)).toMatchObject({ by: 'gatehouse' })
    expect(await gate.resume('person')).toMatchObject({ ok: false, message: expect.stringContaining('disk is full') })
    expect(gate.list(cursor)).toEqual([])
    const read = await gate.read(cursor, { surface: 'api', what: 'screen' })
    expect(read).toMatchObject({ refused: true, code: 'not_recorded' })
  })

  it('an outcome that cannot be recorded closes the gate, and the sender still hears what happened', async () => {
    const state = rig()
    state.onAppend = entry => {
      if (entry.of !== undefined) throw new ActivityError('Activity cannot be saved: EIO.')
    }
    expect(short(await state.gate.send(cursor, submit('ls')))).toBe('submitted')
    expect(state.gate.status().closed).toContain('EIO')
    expect(short(await state.gate.send(cursor, submit('ls')))).toBe('no: not_recorded')
  })
})

describe('a person goes first', () => {
  it('a send waits until 1.5 s after their last key, then goes', async () => {
    const { gate, surface, clock } = rig()
    surface.personKey('\r')
    expect(short(await gate.send(cursor, submit('ls')))).toBe('submitted')
    expect(clock.monotonic()).toBeGreaterThanOrEqual(1500)
    expect(clock.monotonic()).toBeLessThan(1800)
  })

  it('never goes while an input method composes, and gives up after 10 s', async () => {
    const { gate, surface, clock, records } = rig()
    surface.composing = true
    expect(short(await gate.send(cursor, submit('ls')))).toBe('no: person_typing')
    expect(clock.monotonic()).toBeGreaterThanOrEqual(10_000)
    expect(clock.monotonic()).toBeLessThan(11_000)
    expect(surface.writes).toEqual([])
    expect(records).toHaveLength(1)
  })

  it('a screen that cannot be checked within 10 s gets nothing, and only this send fails', async () => {
    const { gate, surface, clock } = rig()
    surface.onReadiness = () => new Promise(() => {})
    const answer = gate.send(cursor, submit('ls'))
    await settle()
    clock.advance(10_000)
    expect(short(await answer)).toBe('no: dialog_open')
    expect(gate.status().closed).toBeNull()
  })
})

describe('a dialog that is only unknown', () => {
  it('may turn out to be none within a second: then the send goes', async () => {
    const { gate, surface, clock } = rig()
    surface.dialog = { open: 'unknown', why: 'a program runs in the shell.', id: null }
    surface.onReadiness = () => {
      if (clock.monotonic() >= 300) surface.dialog = { open: 'no', why: '', id: null }
    }
    expect(short(await gate.send(cursor, submit('ls')))).toBe('submitted')
    expect(clock.monotonic()).toBeLessThan(600)
  })

  it('stays unknown: refused after a second; one that is open is refused at once', async () => {
    const { gate, surface, clock } = rig()
    surface.dialog = { open: 'unknown', why: 'vim runs.', id: null }
    expect(short(await gate.send(cursor, submit('ls')))).toBe('no: dialog_open')
    expect(clock.monotonic()).toBeGreaterThanOrEqual(1000)
    expect(clock.monotonic()).toBeLessThan(1300)
    surface.dialog = { open: 'yes', why: 'a hook says so.', id: null }
    const before = clock.monotonic()
    expect(short(await gate.send(cursor, submit('ls')))).toBe('no: dialog_open')
    expect(clock.monotonic()).toBe(before)
    expect(surface.writes).toEqual([])
  })
})

describe('a shell between a command and its prompt', () => {
  const answering = () => rig({ rules: [rule('r1', '*', 'submit', { answer: 'allow' })] })
  const between = ({ surface }: Rig, until: () => boolean) => {
    surface.dialog = { open: 'unknown', why: 'the shell is busy', id: null }
    surface.betweenCommands = true
    surface.onReadiness = () => {
      if (!until()) return
      surface.dialog = { open: 'no', why: '', id: null }
      surface.betweenCommands = false
    }
  }

  it.each(['submit', 'type'] as const)('%s waits for the prompt, also where it may answer what asks', async intent => {
    const state = answering()
    between(state, () => state.clock.monotonic() >= 4000)
    const sent = short(await state.gate.send(cursor, { intent, surface: 'api', text: 'ls' }))
    expect(sent).toBe(intent === 'submit' ? 'submitted' : 'inserted')
    expect(state.clock.monotonic()).toBeGreaterThanOrEqual(4000)
    expect(state.clock.monotonic()).toBeLessThan(4300)
  })

  it('a prompt that does not come within five seconds is waited for no longer', async () => {
    const state = answering()
    between(state, () => false)
    expect(short(await state.gate.send(cursor, submit('ls')))).toBe('submitted')
    expect(state.clock.monotonic()).toBeGreaterThanOrEqual(5000)
    expect(state.clock.monotonic()).toBeLessThan(5300)
    state.rules = [rule('r1', '*', 'submit')]
    expect(short(await state.gate.send(cursor, submit('ls')))).toBe('no: dialog_open')
  })

  it('nothing is waited for where it is refused whatever comes, and no key waits', async () => {
    const state = answering()
    between(state, () => false)
    expect(short(await state.gate.send(cursor, { intent: 'keys', surface: 'api', keys: ['Up'] }))).toBe('pressed')
    state.surface.alive = false
    expect(short(await state.gate.send(cursor, submit('ls')))).toBe('no: surface_exited')
    expect(state.clock.monotonic()).toBe(0)
  })
})

describe('cancelling', () => {
  it('before the record: nothing is delivered and the record says cancelled', async () => {
    const { gate, surface, records } = rig()
    const abort = new AbortController()
    surface.onReadiness = () => abort.abort()
    expect(await gate.send(cursor, submit('ls', abort.signal))).toMatchObject({ refused: true })
    expect(records.map(({ outcome }) => outcome)).toEqual(['cancelled'])
    expect(surface.writes).toEqual([])
  })

  it('while it waits for a person: it stops waiting', async () => {
    const { gate, surface, clock } = rig()
    const abort = new AbortController()
    surface.composing = true
    surface.onReadiness = () => abort.abort()
    await gate.send(cursor, submit('ls', abort.signal))
    expect(clock.monotonic()).toBeLessThan(1000)
  })

  it('after delivery began: it runs to its end', async () => {
    const { gate, surface } = rig()
    const abort = new AbortController()
    surface.onDeliver = () => abort.abort()
    expect(short(await gate.send(cursor, submit('ls', abort.signal)))).toBe('submitted')
    expect(surface.bytes()).toBe(`${paste('ls')}\r`)
  })
})

describe('when something inside breaks', () => {
  it('before the first byte: nothing goes in, the gate closes and pauses and says so', async () => {
    const { gate, surface, records } = rig()
    let looks = 0
    surface.onReadiness = () => {
      looks += 1
      if (looks === 2) throw new Error('the mirror is dead')
    }
    const answer = await gate.send(cursor, submit('ls'))
    expect(answer).toMatchObject({ code: 'paused', why: expect.stringContaining('the mirror is dead') })
    expect(surface.writes).toEqual([])
    expect(gate.status()).toMatchObject({ closed: expect.stringContaining('the mirror is dead'), paused: {} })
    expect(records.find(({ of }) => of === 1)).toMatchObject({ outcome: 'failed', bytes: 0 })
    expect(await gate.resume('person')).toMatchObject({ ok: false })
  })

  it('half way: the outcome is unknown, the sender hears that, the gate closes', async () => {
    const { gate, surface, records } = rig()
    surface.between = () => Promise.reject(new Error('EIO'))
    expect(short(await gate.send(cursor, submit('ls')))).toBe('unknown')
    expect(records.find(({ of }) => of === 1)).toMatchObject({ outcome: 'unknown' })
    expect(gate.status().closed).toContain('EIO')
  })

  it('a surface that is closed while it is looked at is no fault', async () => {
    const { gate, surface, surfaces } = rig()
    surface.onReadiness = () => {
      surfaces.splice(0)
      throw new Error('disposed')
    }
    expect(short(await gate.send(cursor, submit('ls')))).toBe('no: surface_exited')
    expect(gate.status().closed).toBeNull()
  })

  it('a window that cannot draw does not close the gate', async () => {
    const { gate } = rig()
    gate.onChange(() => {
      throw new Error('no window')
    })
    expect(short(await gate.send(cursor, submit('ls')))).toBe('submitted')
    expect(gate.status().closed).toBeNull()
  })
})

describe('two senders', () => {
  it('never fuse, in any interleaving: each text is followed by its own Enter', async () => {
    await fc.assert(
      fc.asyncProperty(fc.scheduler(), fc.integer({ min: 2, max: 5 }), async (scheduler, count) => {
        const state = rig()
        const { gate, surface } = state
        const turn = () => scheduler.schedule(Promise.resolve())
        surface.onReadiness = turn
        surface.onDeliver = turn
        surface.between = turn
        state.onAppend = turn
        const sends = Array.from({ length: count }, (_, index) =>
          scheduler
            .schedule(Promise.resolve())
            .then(() => gate.send(index % 2 ? codex : cursor, submit(`text ${index}`))),
        )
        const answers = Promise.all(sends)
        await scheduler.waitFor(answers)
        for (const answer of await answers) expect(short(answer)).toBe('submitted')
        const pairs = surface.bytes().split('\r').slice(0, -1).sort()
        expect(pairs).toEqual(Array.from({ length: count }, (_, index) => paste(`text ${index}`)))
      }),
      { numRuns: 150 },
    )
  })

  it('other surfaces do not wait', async () => {
    const { gate, surfaces } = rig({ names: { s_aaaa: 'api', s_bbbb: 'web' } })
    surfaces[0]!.between = () => new Promise(() => {})
    void gate.send(cursor, submit('stuck'))
    expect(short(await gate.send(cursor, { intent: 'submit', surface: 'web', text: 'ls' }))).toBe('submitted')
  })
})
