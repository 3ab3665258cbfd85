import { describe, expect, it } from 'vitest'
import { PauseError } from '../../main/gate/pause.ts'
import { cursor, rig } from './support/rig.ts'

const ls = { intent: 'submit', surface: 'api', text: 'ls' } as const

describe('pause', () => {
  it('refuses type and submit, counts them, and lets reading go on', async () => {
    const { gate, surface } = rig()
    await gate.pause('person')
    expect(await gate.send(cursor, ls)).toMatchObject({ code: 'paused', effect: 'deny' })
    expect(await gate.send(cursor, { ...ls, intent: 'type' })).toMatchObject({ code: 'paused' })
    expect(gate.status().paused).toMatchObject({ by: 'person', refused: 2 })
    expect(await gate.read(cursor, { surface: 'api', what: 'screen' })).toMatchObject({ refused: false })
    expect(gate.access(cursor)).toMatchObject({ paused: true })
    expect(surface.writes).toEqual([])
    expect(await gate.resume('person')).toEqual({ ok: true, value: {} })
    expect(gate.status().paused).toBeNull()
    expect(await gate.send(cursor, ls)).toMatchObject({ outcome: 'submitted' })
  })

  it('holds at once, is saved before it is told, and is recorded with who did it', async () => {
    const state = rig()
    const events: string[] = []
    state.onSave = () => void events.push('saved')
    const pausing = state.gate.pause('person').then(() => events.push('told'))
    expect(state.gate.status().paused).not.toBeNull()
    await pausing
    expect(events).toEqual(['saved', 'told'])
    expect(state.saved).toEqual([{ since: state.clock.now(), by: 'person' }])
    await state.gate.resume('person')
    expect(state.saved.at(-1)).toBeNull()
    const pauses = state.records.filter(({ kind }) => kind === 'pause')
    expect(pauses.map(({ actor, intent }) => [actor, intent])).toEqual([
      ['person', 'pause'],
      ['person', 'resume'],
    ])
  })

  it('is still there after a restart', async () => {
    const { gate } = rig({ paused: { since: 7, by: 'person' } })
    expect(gate.status().paused).toEqual({ since: 7, by: 'person', refused: 0 })
    expect(await gate.send(cursor, ls)).toMatchObject({ code: 'paused' })
  })

  it('holds even when it cannot be saved, and says so', async () => {
    const state = rig()
    state.onSave = () => Promise.reject(new Error('disk full'))
    await expect(state.gate.pause('person')).rejects.toBeInstanceOf(PauseError)
    expect(await state.gate.send(cursor, ls)).toMatchObject({ code: 'paused' })
    expect(await state.gate.resume('person')).toMatchObject({
      ok: false,
      message: expect.stringContaining('disk full'),
    })
    expect(await state.gate.send(cursor, ls)).toMatchObject({ code: 'paused' })
  })

  it('asked for while a resume is being saved, it wins', async () => {
    const state = rig()
    await state.gate.pause('person')
    let go = () => {}
    state.onSave = () =>
      new Promise(resolve => {
        go = resolve
      })
    const resuming = state.gate.resume('person')
    await expect.poll(() => state.records.length).toBe(2)
    state.onSave = null
    const pausing = state.gate.pause('person')
    go()
    await Promise.all([resuming, pausing])
    expect(state.gate.status().paused).not.toBeNull()
    expect(state.saved.at(-1)).not.toBeNull()
  })

  it('cannot be lifted when that cannot be recorded', async () => {
    const state = rig({ paused: { since: 7, by: 'person' } })
    state.onAppend = () => {
      throw new Error('odd')
    }
    expect(await state.gate.resume('person')).toMatchObject({ ok: false })
    expect(state.gate.status()).toMatchObject({ paused: {}, closed: expect.any(String) })
  })

  it('a gate that starts on a broken record is closed from the start', async () => {
    const state = rig()
    state.fault = 'Activity is damaged: 000000000001.jsonl line 2: the record does not match its hash.'
    expect(state.gate.status()).toMatchObject({ closed: expect.stringContaining('line 2'), paused: {} })
    expect(await state.gate.resume('person')).toMatchObject({ ok: false })
  })
})
