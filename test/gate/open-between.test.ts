// What may come between an agent's wish to open a surface and its start: others at once, a person's answer, a pause, another
// policy. Nothing starts that is not right at that moment.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { OpenRequest } from '../../main/gate/open-request.ts'
import { answer, asked, waiting } from './support/approvals.ts'
import { HOME, type OpenRig, openRig, openRule, openStory } from './support/opening.ts'
import { codex, cursor, settle, short } from './support/rig.ts'

const SHELL: OpenRequest = { preset: 'shell' }
const asking = (more: Parameters<typeof openRule>[0] = {}) =>
  openRig({ people: true, openRules: [openRule({ grant: 'ask', ...more })] })

describe('how many', () => {
  it('those it asks for at once are as many as the rule lets it have, and no more, however slow disk and start are', async () => {
    const slow = fc.array(fc.nat({ max: 3 }), { minLength: 1, maxLength: 12 })
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 4 }),
        fc.integer({ min: 1, max: 8 }),
        slow,
        async (max, count, turns) => {
          const state = openRig({ openRules: [openRule({ max })] })
          let step = 0
          const pause = async () => {
            step += 1
            for (let turn = turns[step % turns.length]!; turn > 0; turn--) await settle()
          }
          state.onAppend = pause
          state.onOpen = async () => void (await pause())
          const all = await Promise.all(Array.from({ length: count }, () => state.gate.open(cursor, SHELL)))
          const most = Math.min(max, count)
          expect(all.map(short).sort()).toEqual([
            ...Array(count - most).fill('no: denied'),
            ...Array(most).fill('opened'),
          ])
          expect(state.made).toHaveLength(most)
          const no = all.find(one => one.refused)
          if (no) expect(no).toMatchObject({ rule: 'o1', why: expect.stringContaining(`lets cursor have ${max} open`) })
        },
      ),
      { numRuns: 60 },
    )
  })

  it('those of others do not count, and a closed one makes room', async () => {
    const state = openRig({ openRules: [openRule({ agents: '*', max: 1 })] })
    expect(short(await state.gate.open(codex, SHELL))).toBe('opened')
    expect(short(await state.gate.open(cursor, SHELL))).toBe('opened')
    expect(short(await state.gate.open(cursor, SHELL))).toBe('no: denied')
    expect(short(await state.gate.close(cursor, { surface: 's_new2' }))).toBe('closed')
    expect(short(await state.gate.open(cursor, SHELL))).toBe('opened')
  })

  it('is counted when it opens, not when a person was asked', async () => {
    const state = asking({ max: 1 })
    const [one, two] = [state.gate.open(cursor, SHELL), state.gate.open(cursor, SHELL)]
    await settle()
    const [first, second] = waiting(state)
    await state.gate.answer({ ref: first!.ref, how: 'once' })
    await state.gate.answer({ ref: second!.ref, how: 'once' })
    expect([short(await one), short(await two)]).toEqual(['opened', 'no: denied'])
    expect(state.made).toHaveLength(1)
    expect(state.gate.approvals().handled[0]).toMatchObject({ how: /^Not done: o1 lets cursor have 1/, good: false })
  })
})

describe('asking a person', () => {
  it('shows the command, its folder and what it is called, and opens once it is allowed', async () => {
    const state = asking({ command: 'ask' })
    const opening = state.gate.open(cursor, { command: 'npm test', cwd: '~/src/app', name: 'tests' })
    const card = await asked(state)
    expect(card).toMatchObject({
      kind: 'open',
      intent: 'open',
      surface: null,
      text: 'npm test',
      enter: false,
      says: null,
      rule: 'o1',
      lands: null,
      answers: ['once', 'deny', 'deny_all', 'block'],
      facts: [
        { name: 'Opens', value: 'a command', verified: true },
        { name: 'Folder', value: `${HOME}/src/app`, verified: true },
        { name: 'Alias', value: 'tests', verified: false },
      ],
    })
    expect(state.made).toEqual([])
    expect(await answer(state, 'once')).toEqual({ ok: true, value: { outcome: 'Allowed once' } })
    expect(short(await opening)).toBe('opened')
    expect(state.made).toMatchObject([{ command: 'npm test', cwd: `${HOME}/src/app`, alias: 'tests' }])
    expect(openStory(state)).toEqual([
      ['surface', 'cursor', 'open', 'npm test', 'ask', null, null],
      ['surface', 'person', 'open', null, 'allow', null, 1],
      ['surface', 'cursor', 'open', null, null, 'delivered', 1],
    ])
    expect(state.log.indexOf('opened s_new1')).toBe(2)
  })

  it.each(['deny', 'deny_all', 'block'] as const)('%s opens nothing', async how => {
    const state = asking()
    const opening = state.gate.open(cursor, SHELL)
    await answer(state, how)
    const why = how === 'block' ? /locked this agent out everywhere/ : /refused it\. Nothing was sent/
    expect(await opening).toMatchObject({ code: 'refused_by_person', why: expect.stringMatching(why) })
    expect(state.made).toEqual([])
    // Where no surface is asked about, the lock holds everywhere, and says so.
    expect(state.locks).toMatchObject(how === 'block' ? [{ agents: 'cursor', surfaces: '*', level: 'none' }] : [])
  })

  it.each(['draft', 'minutes', 'always', 'edit', 'start'] as const)('%s is no answer to it', async how => {
    const state = asking()
    void state.gate.open(cursor, SHELL)
    expect(await answer(state, how)).toMatchObject({ ok: false, code: 'bad_arguments' })
    expect(state.made).toEqual([])
  })

  it.each<[what: string, request: OpenRequest, text: string]>([
    ['command', { command: 'echo \u202egpj' }, 'echo \u202egpj'],
    ['prompt', { ...SHELL, prompt: 'ls\u200b' }, 'ls\u200b'],
  ])('what nobody would see in the %s makes it an ask, whatever the rule', async (_, request, text) => {
    const openRules = [openRule({ command: 'ask', prompt: 'allow' })]
    const nobody = openRig({ openRules })
    expect(await nobody.gate.open(cursor, request)).toMatchObject({ code: 'no_answer' })
    const state = openRig({ openRules, people: true })
    const opening = state.gate.open(cursor, request)
    const card = await asked(state)
    expect(card).toMatchObject({ text, notices: [{ index: text.search(/[\u202e\u200b]/) }] })
    expect(card.reasons.map(({ code }) => code)).toContain('unseen')
    await answer(state, 'once')
    expect(short(await opening)).toBe('opened')
  })

  it('names what nobody would see where no chips are: in the folder', async () => {
    const state = asking()
    state.folders = { ...state.folders, '/srv/a': '/srv/\u202eb' }
    void state.gate.open(cursor, { ...SHELL, cwd: '/srv/a' })
    expect((await asked(state)).facts).toContainEqual({ name: 'Folder', value: '/srv/<U+202E>b', verified: true })
  })

  it('nobody answers within two minutes: no_answer', async () => {
    const state = asking()
    const opening = state.gate.open(cursor, SHELL)
    await settle()
    state.clock.advance(120_000)
    expect(short(await opening)).toBe('no: no_answer')
    expect(state.made).toEqual([])
  })

  it('asks of one agent have their limits', async () => {
    const state = asking()
    const openings = Array.from({ length: 4 }, () => state.gate.open(cursor, SHELL))
    await settle()
    expect(waiting(state)).toHaveLength(3)
    expect(short(await openings[3]!)).toBe('no: ask_limit')
  })
})

describe('what happens between the decision and the start', () => {
  /** What may come between, and what the agent then gets. */
  const between: [what: string, happen: (state: OpenRig, abort: AbortController) => unknown, code: string][] = [
    ['a pause', state => state.gate.pause('person'), 'paused'],
    ['a pause of this agent', state => state.gate.pauseAgent('cursor', true), 'paused'],
    ['a revocation', state => state.gate.agentGone('cursor'), 'denied'],
    ['a cancellation', (_, abort) => abort.abort(), 'no_answer'],
    ['a policy that denies', state => Object.assign(state, { openRules: [] }), 'denied'],
    ['a policy that asks', state => Object.assign(state, { openRules: [openRule({ grant: 'ask' })] }), 'no_answer'],
    [
      'a lock',
      state => Object.assign(state, { locks: [{ id: 'l1', agents: '*', surfaces: '*', level: 'none' }] }),
      'denied',
    ],
    [
      'a policy file with a fault',
      state => Object.assign(state, { policyFault: 'line 3', policyRules: true }),
      'paused',
    ],
    ['a policy that is not in force', state => Object.assign(state, { policyFault: 'line 3' }), 'denied'],
  ]

  it.each(between)('%s while it is recorded: nothing is opened', async (_, happen, code) => {
    const state = openRig({ people: true })
    const abort = new AbortController()
    state.onAppend = entry => {
      state.onAppend = null
      if (entry.kind === 'surface') void happen(state, abort)
    }
    expect(await state.gate.open(cursor, { ...SHELL, signal: abort.signal })).toMatchObject({ refused: true, code })
    expect(state.made).toEqual([])
    const [intent, end] = state.records.filter(({ kind }) => kind === 'surface')
    expect([end?.outcome, end?.of]).toEqual([abort.signal.aborted ? 'cancelled' : 'denied', intent?.seq])
  })

  it('a record that cannot be written: nothing is opened, and the gate closes', async () => {
    const state = openRig()
    state.fault = 'The disk is full.'
    expect(short(await state.gate.open(cursor, SHELL))).toBe('no: not_recorded')
    expect(state.made).toEqual([])
  })

  it('a record of the end that cannot be written: the agent is told of what is there', async () => {
    const state = openRig()
    state.onOpen = () => void Object.assign(state, { fault: 'The disk is full.' })
    expect(await state.gate.open(cursor, SHELL)).toMatchObject({ outcome: 'opened', surface: 's_new1' })
    expect(state.gate.status().closed).toMatch(/disk is full/)
  })

  it('while paused it is refused at once, and asks nobody', async () => {
    const state = asking()
    await state.gate.pause('person')
    expect(short(await state.gate.open(cursor, SHELL))).toBe('no: paused')
    expect(waiting(state)).toEqual([])
  })

  it('a question waits on through a pause, and cannot be allowed until a person resumes', async () => {
    const state = asking()
    const opening = state.gate.open(cursor, SHELL)
    await asked(state)
    await state.gate.pause('person')
    expect(await answer(state, 'once')).toMatchObject({ ok: false, code: 'paused' })
    expect(state.made).toEqual([])
    await state.gate.resume('person')
    await answer(state, 'once')
    expect(short(await opening)).toBe('opened')
  })

  it.each<[what: string, happen: (state: OpenRig, abort: AbortController) => unknown, code: string]>([
    ['a revocation', state => state.gate.agentGone('cursor'), 'denied'],
    ['a cancellation', (_, abort) => abort.abort(), 'no_answer'],
    [
      'a policy that denies',
      state => {
        state.openRules = []
        state.gate.policyChanged()
      },
      'denied',
    ],
  ])('%s while a person is asked withdraws the question', async (_, happen, code) => {
    const state = asking()
    const abort = new AbortController()
    const opening = state.gate.open(cursor, { ...SHELL, signal: abort.signal })
    await asked(state)
    await happen(state, abort)
    expect(short(await opening)).toBe(`no: ${code}`)
    expect(waiting(state)).toEqual([])
    expect(state.made).toEqual([])
  })

  it('a wider policy releases nothing that waits', async () => {
    const state = asking()
    void state.gate.open(cursor, SHELL)
    await asked(state)
    state.openRules = [openRule()]
    state.gate.policyChanged()
    await settle()
    expect(waiting(state)).toHaveLength(1)
    expect(state.made).toEqual([])
  })

  it('a policy that denies without anybody being told is looked at when the person allows', async () => {
    const state = asking()
    const opening = state.gate.open(cursor, SHELL)
    await asked(state)
    state.openRules = []
    await answer(state, 'once')
    expect(short(await opening)).toBe('no: denied')
    expect(state.made).toEqual([])
  })
})
