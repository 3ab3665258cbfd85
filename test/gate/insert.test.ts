// Level type with `insertAtPrompt`: what goes onto the line, what becomes a draft instead, and that no check of a send is
// left out on the way. That it is never more than a line: insert-proof.test.ts; with real shells: insert-real.test.ts.
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { openActivity } from '../../main/gate/activity.ts'
import { createGate } from '../../main/gate/gate.ts'
import { keyedSends, pastSends } from '../../main/gate/history.ts'
import type { SendRequest } from '../../main/gate/model.ts'
import type { Rule } from '../../main/policy/model.ts'
import type { TtyState } from '../../main/surfaces/surface.ts'
import { testClock } from './support/clock.ts'
import { codex, cursor, paste, type Rig, rig, rule, settle, short, submit } from './support/rig.ts'

const inserting = (more: Partial<Rule> = {}) => rule('r1', 'cursor', 'type', { insertAtPrompt: true, ...more })
const type = (text = 'ls -l', key?: string): SendRequest => {
  return { intent: 'type', surface: 'api', text, ...(key === undefined ? {} : { key }) }
}
const secret: TtyState = { canonical: true, echo: false, signals: true, control: [3] }

/** At a prompt that is fit for it. */
function prompt(more: Partial<Rule> = {}, options: Parameters<typeof rig>[0] = {}): Rig {
  const state = rig({ rules: [inserting(more), rule('r2', 'codex', 'submit')], ...options })
  state.surface.insertable = { ok: true }
  return state
}
const agentBytes = ({ surface }: Rig) => surface.writes.filter(({ by }) => by === 'cursor').map(({ data }) => data)
const noPrompt = { insertable: { ok: false, why: 'the line may not be empty' } } as const
/** The records of sends: what each says, and whether it is the end of the one before it. */
const ends = (state: Rig) => {
  const sends = state.records.filter(({ kind }) => kind === 'send')
  return sends.map(({ outcome, of }, at) => [outcome, of !== undefined && of === sends[at - 1]?.seq])
}

test('the text goes in once, whole and without Enter, after its record', async () => {
  const state = prompt()
  expect(await state.gate.send(cursor, type())).toMatchObject({ refused: false, outcome: 'inserted' })
  expect(state.log).toEqual(['record send type', `bytes ${JSON.stringify(paste('ls -l'))}`, 'record send inserted'])
  expect(state.records[0]).toMatchObject({ actor: 'cursor', intent: 'type', text: 'ls -l', outcome: null })
  expect(state.records[0]?.verdict).toMatchObject({
    effect: 'allow',
    rule: 'r1',
    why: expect.stringMatching(/best effort/),
  })
  expect(state.records[1]).toMatchObject({ of: 1, outcome: 'inserted', text: null })
  expect(state.gate.drafts()).toEqual([])
})

test('the delivery is told to go nowhere but to a prompt', async () => {
  const state = prompt()
  const told: unknown[] = []
  state.surface.onDeliver = delivery => void told.push(delivery)
  await state.gate.send(cursor, type())
  expect(told).toEqual([{ by: 'cursor', text: 'ls -l', enter: false, atPrompt: true, lineVersion: 0, record: 1 }])
})

test('it is on the line from then on: others are kept away, and the next text is a draft', async () => {
  const state = prompt()
  await state.gate.send(cursor, type())
  expect(short(await state.gate.send(codex, submit('make')))).toBe('no: line_not_empty')
  expect(short(await state.gate.send(cursor, type('and more')))).toBe('staged')
  expect(agentBytes(state)).toEqual([paste('ls -l')])
})

describe('it is a draft like any other', () => {
  const table: [string, (state: Rig) => unknown, string?][] = [
    ['without the option', state => (state.rules = [rule('r1', 'cursor', 'type')])],
    ['where the prompt is not fit for it', ({ surface }) => Object.assign(surface, noPrompt)],
    [
      'at a password prompt, whatever the rule says of secrets',
      state => {
        state.rules = [inserting({ secret: 'allow' })]
        state.surface.tty = secret
      },
    ],
    [
      'with a dialog open, whatever the rule says of answers',
      state => {
        state.rules = [inserting({ answer: 'allow' })]
        state.surface.dialog = { open: 'yes', why: 'It asks.', id: 'd1' }
      },
    ],
    ['where none is surely closed', state => (state.surface.dialog = { open: 'unknown', why: 'vim runs.', id: null })],
    [
      'with a person’s text on the line',
      ({ surface, clock }) => {
        surface.personKey('x')
        clock.advance(60_000)
      },
    ],
    [
      'right after a person’s Enter',
      ({ surface, clock }) => {
        surface.personKey('\r')
        clock.advance(1499)
      },
    ],
    ['while an input method composes', ({ surface }) => Object.assign(surface, { composing: true })],
    [
      'with another agent’s text on the line',
      ({ gate }) => gate.send(codex, { intent: 'type', surface: 'api', text: 'make' }),
    ],
    ['with several lines', () => {}, 'ls\npwd'],
    ['with a tab', () => {}, 'ls\tpwd'],
    ['with what nobody sees', () => {}, 'ls \u202eexe'],
    ['with a blank that is none', () => {}, 'echo\u00a0hi'],
    ['with more than 2048 bytes', () => {}, 'x'.repeat(2049)],
    [
      'where its submit is denied',
      state => (state.rules = [inserting({ text: [{ deny: { contains: 'ls' }, intent: 'submit' }] })]),
    ],
    ['where the surface gives no answer', ({ surface }) => (surface.onReadiness = () => new Promise(() => {}))],
  ]
  test.each(table)('%s', async (_, prepare, text = 'ls -l') => {
    const state = prompt()
    await prepare(state)
    const sending = state.gate.send(cursor, type(text))
    for (let waited = 0; waited < 11; waited++) {
      await settle()
      state.clock.advance(1000)
    }
    expect(short(await sending)).toBe('staged')
    expect(agentBytes(state)).toEqual([])
    expect(state.gate.drafts()).toMatchObject([{ agent: 'cursor', text }])
    expect(state.records.at(-1)).toMatchObject({ outcome: 'staged', text })
    expect(state.records.at(-1)?.of).toBeUndefined()
  })

  test('right after a person’s Enter it waits for nobody; 1.5 s later it goes onto the line', async () => {
    const state = prompt()
    state.surface.personKey('\r')
    expect(short(await state.gate.send(cursor, type()))).toBe('staged')
    state.clock.advance(1500)
    expect(short(await state.gate.send(cursor, type()))).toBe('inserted')
  })

  test('2048 bytes are not too many', async () => {
    expect(short(await prompt().gate.send(cursor, type('x'.repeat(2048))))).toBe('inserted')
  })
})

describe('an ask for type does not count', () => {
  test('with nobody there it is refused', async () => {
    const state = prompt({ level: 'read', ask: 'type' })
    expect(short(await state.gate.send(cursor, type()))).toBe('no: no_answer')
    expect(agentBytes(state)).toEqual([])
  })

  test('and what a person allows is a draft', async () => {
    const state = prompt({ level: 'read', ask: 'type' }, { people: true })
    const sending = state.gate.send(cursor, type())
    await settle()
    const ref = state.gate.approvals().waiting[0]!.ref
    await state.gate.answer({ ref, how: 'once' })
    expect(short(await sending)).toBe('staged')
    expect(agentBytes(state)).toEqual([])
  })
})

test('at submit a text is a submitter’s, with all that goes with it: where it may not go in it is no draft', async () => {
  const state = prompt({ level: 'submit' })
  state.surface.dialog = { open: 'unknown', why: 'vim runs.', id: null }
  const sending = state.gate.send(cursor, type())
  for (let waited = 0; waited < 3; waited++) {
    await settle()
    state.clock.advance(1000)
  }
  expect(short(await sending)).toBe('no: dialog_open')
  expect(state.gate.drafts()).toEqual([])
})

describe('while its record is written', () => {
  const changes: [string, string, (state: Rig) => void][] = [
    ['a pause', 'no: paused', ({ gate }) => void gate.pause('person')],
    ['a revocation', 'no: denied', ({ gate }) => gate.agentGone('cursor')],
    ['a lower grant', 'no: denied', state => (state.rules = [inserting({ level: 'read' })])],
    ['an ask', 'no: no_answer', state => (state.rules = [inserting({ level: 'read', ask: 'type' })])],
    ['a lock', 'no: denied', state => (state.locks = [{ id: 'l1', agents: '*', surfaces: '*', level: 'read' }])],
    ['the surface closed', 'no: surface_exited', ({ surfaces }) => void surfaces.splice(0)],
    ['the option is gone', 'staged', state => (state.rules = [inserting({ insertAtPrompt: false })])],
    ['the grant became submit', 'staged', state => (state.rules = [inserting({ level: 'submit' })])],
    ['the shell left its prompt', 'staged', ({ surface }) => Object.assign(surface, noPrompt)],
    ['a person typed', 'staged', ({ surface }) => surface.personKey('x')],
    ['a dialog opened', 'staged', state => (state.surface.dialog = { open: 'yes', why: 'It asks.', id: 'd1' })],
    ['a password prompt came', 'staged', state => (state.surface.tty = secret)],
    [
      'the screen says nothing any more',
      'staged',
      ({ surface }) => (surface.onReadiness = () => new Promise(() => {})),
    ],
  ]
  test.each(changes)('%s: %s, and nothing goes in', async (_, expected, change) => {
    const state = prompt()
    state.onAppend = entry => {
      if (entry.kind === 'send' && entry.outcome === null) change(state)
    }
    const sending = state.gate.send(cursor, type())
    for (let waited = 0; waited < 11; waited++) {
      await settle()
      state.clock.advance(1000)
    }
    expect(short(await sending)).toBe(expected)
    expect(agentBytes(state)).toEqual([])
    // The record of what was meant has its end.
    expect(ends(state)).toEqual([
      [null, false],
      [expected === 'staged' ? 'staged' : 'denied', true],
    ])
    expect(state.gate.drafts()).toHaveLength(expected === 'staged' ? 1 : 0)
  })
})

describe('right before the first byte', () => {
  const changes: [string, (state: Rig) => void][] = [
    ['the prompt is gone', ({ surface }) => Object.assign(surface, noPrompt)],
    ['a person typed', ({ surface }) => surface.personKey('x')],
    ['another dialog', state => (state.surface.insertable = { ok: false, why: 'it asks' })],
  ]
  test.each(changes)('%s: it is a draft', async (_, change) => {
    const state = prompt()
    state.surface.onDeliver = () => change(state)
    expect(short(await state.gate.send(cursor, type()))).toBe('staged')
    expect([agentBytes(state), ends(state)]).toEqual([
      [],
      [
        [null, false],
        ['staged', true],
      ],
    ])
  })

  test.each<[string, string, (state: Rig) => void]>([
    ['a pause', 'no: paused', ({ gate }) => void gate.pause('person')],
    ['a revocation', 'no: denied', ({ gate }) => gate.agentGone('cursor')],
  ])('and then %s: not even a draft', async (_, expected, change) => {
    const state = prompt()
    state.surface.onDeliver = () => {
      change(state)
      Object.assign(state.surface, noPrompt)
    }
    expect(short(await state.gate.send(cursor, type()))).toBe(expected)
    expect([agentBytes(state), state.gate.drafts()]).toEqual([[], []])
  })

  test('the surface ended: it is refused', async () => {
    const state = prompt()
    state.surface.onDeliver = () => void Object.assign(state.surface, { alive: false })
    expect(short(await state.gate.send(cursor, type()))).toBe('no: surface_exited')
  })
})

describe('what holds for every send', () => {
  test('no record, no byte', async () => {
    const state = prompt()
    state.fault = 'Activity cannot be saved.'
    expect(short(await state.gate.send(cursor, type()))).toBe('no: not_recorded')
    expect([agentBytes(state), state.gate.drafts()]).toEqual([[], []])
  })

  test.each<[string, string, (state: Rig) => unknown]>([
    ['a pause', 'no: paused', ({ gate }) => gate.pause('person')],
    ['a lock', 'no: denied', state => (state.locks = [{ id: 'l1', agents: '*', surfaces: '*', level: 'read' }])],
    ['a program that ended', 'no: surface_exited', ({ surface }) => Object.assign(surface, { alive: false })],
  ])('%s: %s', async (_, expected, prepare) => {
    const state = prompt()
    await prepare(state)
    expect(short(await state.gate.send(cursor, type()))).toBe(expected)
    expect([agentBytes(state), state.gate.drafts()]).toEqual([[], []])
  })

  test('not into the surface it runs in, and no byte that acts', async () => {
    const state = prompt()
    expect(short(await state.gate.send({ ...cursor, surface: 's_aaaa' }, type()))).toBe('no: own_surface')
    expect(short(await state.gate.send(cursor, type('ls\r')))).toBe('no: bad_text')
    expect(agentBytes(state)).toEqual([])
  })

  test('it takes its turn: two senders never mix', async () => {
    const state = prompt()
    let go = () => {}
    state.surface.between = () => new Promise(resolve => (go = resolve))
    const first = state.gate.send(codex, submit('make'))
    await expect.poll(() => state.surface.writes.length).toBe(1)
    const second = state.gate.send(cursor, type())
    await settle()
    expect(agentBytes(state)).toEqual([])
    go()
    expect([short(await first), short(await second)]).toEqual(['submitted', 'inserted'])
    expect(state.surface.writes.map(({ by }) => by)).toEqual(['codex', 'codex', 'cursor'])
  })

  test('limits count it once, inserted or staged', async () => {
    const state = prompt({ limits: [{ max: 2, window: 'minute', per: 'pair' }] })
    const sent = []
    for (const text of ['one', 'two', 'three']) sent.push(short(await state.gate.send(cursor, type(text))))
    expect(sent).toEqual(['inserted', 'staged', 'no: rate_limited'])
  })
})

describe('idempotency keys', () => {
  async function run(dir: string, clock: ReturnType<typeof testClock>) {
    const activity = await openActivity(dir, { clock })
    onTestFinished(() => activity.close())
    const keyed = await keyedSends(dir, clock.now())
    return prompt({}, { activity, make: options => createGate({ ...options, keyed }) })
  }

  test.each(['inserted', 'staged'] as const)('%s stands, also after a restart', async outcome => {
    const dir = await mkdtemp(path.join(os.tmpdir(), 'gatehouse-insert-'))
    onTestFinished(() => rm(dir, { recursive: true, force: true }))
    const clock = testClock()
    const before = await run(dir, clock)
    if (outcome === 'staged') before.surface.onDeliver = () => void Object.assign(before.surface, noPrompt)
    const first = await before.gate.send(cursor, type('ls', 'k'))
    expect(short(first)).toBe(outcome)
    expect(short(await before.gate.send(cursor, type('ls', 'k')))).toBe(outcome)
    const after = await run(dir, clock)
    expect(await after.gate.send(cursor, type('ls', 'k'))).toEqual(
      outcome === 'staged' ? first : expect.objectContaining({ outcome }),
    )
    expect(short(await after.gate.send(cursor, type('pwd', 'k')))).toBe('no: key_reused')
    expect([after.surface.writes, after.gate.drafts()]).toEqual([[], []])
    expect(await pastSends(dir, 0, clock.now())).toMatchObject([{ agent: { id: 'cursor' }, intent: 'type' }])
  })
})
