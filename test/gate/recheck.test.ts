import { describe, expect, it } from 'vitest'
import { codex, cursor, paste, rig, rule, settle, short, submit } from './support/rig.ts'

describe('checked again after every wait', () => {
  const changes: [string, string, (state: ReturnType<typeof rig>) => void][] = [
    ['a pause', 'no: paused', ({ gate }) => void gate.pause('person')],
    [
      'a narrower rule',
      'no: denied',
      state => {
        state.rules = [rule('r9', '*', 'type')]
      },
    ],
    [
      'a rule that asks',
      'no: no_answer',
      state => {
        state.rules = [rule('r9', '*', 'read', { ask: 'submit' })]
      },
    ],
    ['a revocation', 'no: denied', ({ gate }) => gate.agentGone('cursor')],
    [
      'a broken policy',
      'no: denied',
      state => {
        state.policyFault = 'line 1'
      },
    ],
    [
      'the end of the program',
      'no: surface_exited',
      ({ surface }) => {
        surface.alive = false
      },
    ],
    ['the surface closed', 'no: surface_exited', ({ surfaces }) => void surfaces.splice(0)],
    [
      'a dialog',
      'no: dialog_open',
      ({ surface }) => {
        surface.dialog = { open: 'unknown', why: 'vim runs.', id: null }
      },
    ],
    ['a person who types', 'no: line_not_empty', ({ surface }) => surface.personKey('x')],
  ]

  it.each(changes)(
    '%s while the record is written: nothing is delivered, and the record says so',
    async (_, expected, change) => {
      const state = rig()
      state.onAppend = entry => {
        if (entry.outcome === null && entry.kind === 'send') change(state)
      }
      expect(short(await state.gate.send(cursor, submit('ls')))).toBe(expected)
      expect(state.surface.writes.filter(({ by }) => by === 'cursor')).toEqual([])
      expect(state.records.find(({ of }) => of !== undefined)).toMatchObject({ outcome: 'denied' })
    },
  )

  it.each(changes)('%s while the screen is looked at: nothing is delivered', async (_, expected, change) => {
    const state = rig()
    let looks = 0
    state.surface.onReadiness = () => {
      looks += 1
      if (looks === 2) change(state)
    }
    expect(short(await state.gate.send(cursor, submit('ls')))).toBe(expected)
    expect(state.surface.writes.filter(({ by }) => by === 'cursor')).toEqual([])
  })

  it.each(changes.slice(0, 5))('%s while it waits for its turn: nothing is delivered', async (_, expected, change) => {
    const state = rig()
    const { gate, surface } = state
    let go = () => {}
    surface.between = () =>
      new Promise(resolve => {
        go = resolve
      })
    const first = gate.send(codex, submit('one'))
    await expect.poll(() => surface.writes.length).toBe(1)
    const second = gate.send(cursor, submit('two'))
    await settle()
    change(state)
    go()
    expect(short(await first)).toBe('submitted')
    expect(short(await second)).toBe(expected)
    expect(surface.bytes()).toBe(`${paste('one')}\r`)
  })

  it('a pause at any moment after the last look stops it, or comes after the first byte', async () => {
    for (let moment = 0; moment < 40; moment++) {
      const { gate, surface } = rig()
      let looks = 0
      surface.onReadiness = async () => {
        looks += 1
        if (looks !== 2) return
        void Array.from({ length: moment })
          .reduce<Promise<unknown>>(chain => chain.then(), Promise.resolve())
          .then(() => {
            void gate.pause('person')
          })
      }
      surface.onDeliver = () => expect(gate.status().paused).toBeNull()
      await gate.send(cursor, submit('ls'))
      expect(gate.status().closed).toBeNull()
    }
  })

  it('a line that changed between check and write is checked again, not written to blindly', async () => {
    const { gate, surface } = rig()
    let times = 0
    surface.onDeliver = () => {
      times += 1
      if (times === 1) surface.personKey('\r')
    }
    expect(short(await gate.send(cursor, submit('ls')))).toBe('submitted')
    expect(times).toBe(2)
    surface.onDeliver = () => surface.personKey('\r')
    expect(short(await gate.send(cursor, submit('ls')))).toBe('no: line_not_empty')
    expect(surface.bytes().match(/ls/g)).toHaveLength(1)
  })

  it.each([
    ['the program ends', 'no: surface_exited'],
    ['bracketed paste goes off', 'no: bad_text'],
  ])('%s at the last moment: nothing is written', async (what, expected) => {
    const { gate, surface, records } = rig()
    surface.onDeliver = () => {
      if (what === 'the program ends') surface.alive = false
      else surface.bracketedPaste = false
    }
    const answer = await gate.send(cursor, submit('a\nb'))
    expect(short(answer)).toBe(expected)
    if (expected === 'no: bad_text') expect(answer).toMatchObject({ index: 1, codePoint: 'U+000A' })
    expect(surface.writes).toEqual([])
    expect(records.at(-1)).toMatchObject({ of: 1, outcome: 'denied' })
  })
})
