// An agent asks to adopt a pane of tmux: only a rule that names it lets it, nothing is looked up or told without one, and what
// is adopted is exactly what was decided about.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { AdoptTarget } from '../../main/gate/open-request.ts'
import type { FoundPane } from '../../main/gate/opener.ts'
import type { OpenRule } from '../../main/policy/model.ts'
import { answer, asked, waiting } from './support/approvals.ts'
import { HOME, type OpenRig, openRig, openRule, openStory } from './support/opening.ts'
import { agent, codex, cursor, settle, short } from './support/rig.ts'

const pane = (id: string, more: Partial<FoundPane> = {}): FoundPane => ({
  place: { host: null, socket: null },
  session: 'prod',
  window: 'editor',
  pane: id,
  pid: 4711,
  command: 'vim',
  cwd: `${HOME}/src/app`,
  surface: null,
  ...more,
})
const mayAdopt = (more: Partial<OpenRule> = {}) => openRule({ presets: ['tmux'], ...more })
const room = (
  more: Parameters<typeof openRig>[0] = {},
  panes: FoundPane[] = [pane('%1'), pane('%2', { session: 'db' })],
) => Object.assign(openRig({ openRules: [mayAdopt()], ...more }), { panes })
const asking = (panes?: FoundPane[]) => room({ people: true, openRules: [mayAdopt({ grant: 'ask' })] }, panes)
const adopt = (state: OpenRig, target: AdoptTarget = { session: 'prod' }, by = cursor) =>
  state.gate.open(by, { adopt: target })

describe('who may', () => {
  it.each<[what: string, rules: OpenRule[], people: boolean, answer: string]>([
    ['a rule that names it', [mayAdopt()], false, 'opened'],
    ['one that names it among others', [mayAdopt({ presets: ['shell', 'tmux'] })], false, 'opened'],
    ['one for any agent', [mayAdopt({ agents: '*' })], false, 'opened'],
    ['none', [], true, 'no: denied'],
    // What a person runs is not what an agent starts.
    ['one without presets', [openRule()], true, 'no: denied'],
    [
      'one without presets for anything of its own',
      [openRule({ command: 'ask', prompt: 'allow' })],
      true,
      'no: denied',
    ],
    ['one for other presets', [openRule({ presets: ['shell', 'claude'] })], true, 'no: denied'],
    ['one that asks, and nobody is there', [mayAdopt({ grant: 'ask' })], false, 'no: no_answer'],
    ['one that is used up', [mayAdopt({ max: 0 })], true, 'no: denied'],
    // A rule that names the agent is the whole truth about it.
    ['one for any agent beside its own', [openRule(), mayAdopt({ id: 'o2', agents: '*' })], true, 'no: denied'],
    ['of two the stricter', [mayAdopt(), mayAdopt({ id: 'o2', grant: 'ask' })], false, 'no: no_answer'],
    // Where the pane is now.
    ['one for its folder', [mayAdopt({ cwd: ['~/src/**'] })], false, 'opened'],
    ['one for other folders', [mayAdopt({ cwd: ['/etc'] })], true, 'no: denied'],
  ])('%s', async (_, openRules, people, expected) => {
    const state = room({ openRules, people })
    expect(short(await adopt(state))).toBe(expected)
    expect(state.made).toHaveLength(expected === 'opened' ? 1 : 0)
    expect(waiting(state)).toEqual([])
  })

  it('a lock stops it: on any surface, on tmux, on what tmux calls the session or the window', async () => {
    const locked = (surfaces: Record<string, string> | '*') =>
      room({ locks: [{ id: 'l1', agents: '*', surfaces, level: 'read' }] })
    for (const surfaces of ['*', { backend: 'tmux' }, { preset: 'tmux' }, { name: 'prod*' }] as const) {
      const state = locked(surfaces)
      expect(await adopt(state), JSON.stringify(surfaces)).toMatchObject({ code: 'denied', lock: 'l1' })
      expect(state.searched).toEqual([])
    }
    // Which window it is, is known only once it is found: to this agent it is not there.
    const window = locked({ name: 'edit*' })
    expect(await adopt(window)).toMatchObject({ code: 'bad_arguments', field: 'session_name' })
    expect(window.made).toEqual([])
    expect(short(await adopt(locked({ name: 'other' })))).toBe('opened')
    expect(short(await adopt(locked({ host: 'build' })))).toBe('opened')
  })

  it('no preset of that name can be opened', async () => {
    const state = room({ openRules: [openRule({ presets: ['tmux', 'shell'] })] })
    expect(await state.gate.open(cursor, { preset: 'tmux' })).toMatchObject({ code: 'bad_arguments', field: 'preset' })
    expect(state.made).toEqual([])
  })
})

describe('without a rule that names it', () => {
  const words = fc.constantFrom('prod', 'db', 'pro', 'prod-', '*', '=prod', 'nothing')
  const panes = fc.option(fc.constantFrom('%1', '%2', '%9'), { nil: undefined })
  const rules = fc.array(
    fc.record({
      id: fc.constantFrom('o1', 'o2', 'o3'),
      agents: fc.constantFrom('*', 'cursor', 'codex'),
      presets: fc.option(fc.constantFrom(['shell'], ['*'], ['claude', 'shell'], ['tmu']), { nil: undefined }),
      command: fc.option(fc.constantFrom('deny' as const, 'ask' as const), { nil: undefined }),
      prompt: fc.option(fc.constantFrom('deny' as const, 'ask' as const, 'allow' as const), { nil: undefined }),
      cwd: fc.option(fc.constantFrom(['/**'], ['~/**']), { nil: undefined }),
      grant: fc.constantFrom('ask' as const, 'allow' as const),
    }),
    { maxLength: 3 },
  )
  const others = fc.constantFrom(cursor, codex, agent('nobody'), { ...cursor, surface: 's_aaaa' })

  it('no call of an agent looks for a pane, asks anybody or changes anything, and all get one answer', async () => {
    await fc.assert(
      fc.asyncProperty(rules, fc.boolean(), others, words, panes, async (all, people, by, session, id) => {
        const openRules = all.map(one =>
          Object.fromEntries(Object.entries(one).filter(([, value]) => value !== undefined)),
        )
        const state = room({ openRules: openRules as unknown as OpenRule[], people })
        const before = state.surfaces.length
        const no = await adopt(state, { session, ...(id !== undefined && { pane: id }) }, by)
        expect(no).toMatchObject({ refused: true, code: 'denied', rule: null, lock: null, allowed: null })
        const nowhere = await adopt(state, { session: 'no such session' }, by)
        expect(nowhere).toEqual(no)
        expect([state.searched, state.made, state.surfaces.length]).toEqual([[], [], before])
        expect(waiting(state).filter(({ kind }) => kind === 'open')).toEqual([])
        expect(state.records.map(({ outcome }) => outcome)).toEqual(['denied', 'denied'])
      }),
      { numRuns: 150 },
    )
  })

  it('it says what kind of rule it takes', async () => {
    const no = await adopt(room({ openRules: [openRule()] }))
    expect(no).toMatchObject({ why: expect.stringContaining('names the preset tmux') })
  })
})

describe('which one', () => {
  const three = [pane('%1'), pane('%2', { window: 'logs' }), pane('%3', { session: 'prod-db' })]

  it.each<[target: AdoptTarget, expected: string]>([
    [{ session: 'prod-db' }, '%3'],
    [{ session: 'prod', pane: '%2' }, '%2'],
    // no prefix, no pattern, nobody's active one
    [{ session: 'prod-' }, 'session_name'],
    [{ session: 'pro' }, 'session_name'],
    [{ session: '=prod-db' }, 'session_name'],
    [{ session: '*' }, 'session_name'],
    [{ session: 'PROD' }, 'session_name'],
    [{ session: 'prod' }, 'pane'],
    [{ session: 'prod', pane: '%3' }, 'pane'],
    [{ session: 'prod-db', pane: '%1' }, 'pane'],
    [{ session: 'prod', pane: '2' }, 'pane'],
    [{ session: 'prod', pane: '%2; kill-server' }, 'pane'],
    [{ session: '' }, 'session_name'],
    [{ session: 'a\nb' }, 'session_name'],
    [{ session: 'x'.repeat(201) }, 'session_name'],
  ])('%j: %s', async (target, expected) => {
    const state = room({}, three)
    const done = await adopt(state, target)
    if (expected.startsWith('%')) {
      expect(short(done)).toBe('opened')
      expect(state.made).toMatchObject([{ pane: { pane: expected }, openedBy: 'cursor' }])
      expect(state.made[0]).not.toHaveProperty('preset')
    } else {
      expect(done).toMatchObject({ code: 'bad_arguments', field: expected, fix: expect.stringMatching(/\w/) })
      expect(state.made).toEqual([])
    }
  })

  it('of several it names those that it could adopt', async () => {
    expect(await adopt(room({}, three))).toMatchObject({ why: /several panes.*%1, %2\./, fix: 'Give one of %1, %2.' })
  })

  it('on two servers under the same names, none', async () => {
    const state = room({}, [pane('%1'), pane('%1', { place: { host: 'build', socket: null } })])
    expect(await adopt(state, { session: 'prod', pane: '%1' })).toMatchObject({ code: 'bad_arguments', field: 'pane' })
    expect(await adopt(state)).toMatchObject({ code: 'bad_arguments', field: 'pane' })
    expect(state.made).toEqual([])
  })

  it('a surface that it knows of is named, one that it may not know of is not there', async () => {
    const known = room({}, [pane('%1', { surface: 's_aaaa' })])
    expect(await adopt(known)).toMatchObject({ code: 'bad_arguments', why: expect.stringContaining('s_aaaa') })
    const hidden = room({ rules: [] }, [pane('%1', { surface: 's_aaaa' })])
    const none = room({ rules: [] }, [])
    expect(await adopt(hidden)).toEqual(await adopt(none))
    expect([known.made, hidden.made]).toEqual([[], []])
  })

  it('where another one of the session is hidden, the one it may adopt still has to be named', async () => {
    const state = room({ rules: [] }, [pane('%1', { surface: 's_aaaa' }), pane('%2')])
    const no = await adopt(state)
    expect(no).toMatchObject({ code: 'bad_arguments', field: 'pane' })
    expect(JSON.stringify(no)).not.toContain('%1')
    expect(short(await adopt(state, { session: 'prod', pane: '%2' }))).toBe('opened')
  })

  it('one in a folder that its rule does not name, and none at all, are the same to it', async () => {
    const openRules = [mayAdopt({ cwd: ['/etc'] })]
    const elsewhere = room({ openRules })
    const none = room({ openRules }, [])
    expect(await adopt(elsewhere)).toEqual(await adopt(none))
    const far = [pane('%1', { cwd: '/etc', place: { host: 'build', socket: null } })]
    expect(await adopt(room({ openRules }, far))).toEqual(await adopt(none))
    expect(short(await adopt(room({ openRules }, [pane('%1', { cwd: '/etc' })])))).toBe('opened')
  })
})

describe('asking a person', () => {
  it('shows what would be adopted, where it is, and what runs there', async () => {
    const state = asking([pane('%1', { command: 'vi\u202em', session: 'prod', window: 'e\x1b]0;x\x07' })])
    const adopting = adopt(state, { session: 'prod', pane: '%1' }, { ...cursor, surface: 's_aaaa' })
    expect(await asked(state)).toMatchObject({
      ...{ kind: 'open', intent: 'open', surface: null, text: null, enter: false, rule: 'o1' },
      answers: ['once', 'deny', 'deny_all', 'block'],
      facts: [
        { name: 'Adopts', value: 'the tmux pane %1', verified: true },
        { name: 'On', value: 'this computer', verified: true },
        { name: 'Session', value: 'prod', verified: false },
        { name: 'Window', value: 'e<U+001B>]0;x<U+0007>', verified: false },
        { name: 'Runs', value: 'vi<U+202E>m (process 4711)', verified: false },
        { name: 'Folder', value: `${HOME}/src/app`, verified: false },
      ],
    })
    expect(state.made).toEqual([])
    await answer(state, 'once')
    expect(await adopting).toEqual({ refused: false, outcome: 'opened', surface: 's_new1' })
    expect(state.made).toMatchObject([{ pane: { pane: '%1', pid: 4711 }, workspace: '', openedBy: 'cursor' }])
  })

  it('names the computer and the socket where it is not the usual one', async () => {
    const state = asking([pane('%1', { place: { host: 'build', socket: '/tmp/work' } })])
    void adopt(state)
    expect((await asked(state)).facts).toContainEqual({ name: 'On', value: 'build (/tmp/work)', verified: true })
  })

  it.each(['deny', 'deny_all', 'block'] as const)('%s adopts nothing', async how => {
    const state = asking()
    const adopting = adopt(state)
    await answer(state, how)
    expect(short(await adopting)).toBe('no: refused_by_person')
    expect(state.made).toEqual([])
  })

  it.each<[what: string, now: FoundPane[], expected: string]>([
    ['another folder and another program in front', [pane('%1', { command: 'htop', cwd: '/etc' })], 'opened'],
    ['another name of the window', [pane('%1', { window: 'x' })], 'opened'],
    ['another process', [pane('%1', { pid: 4712 })], 'no: denied'],
    ['another pane', [pane('%3')], 'no: denied'],
    ['another server', [pane('%1', { place: { host: null, socket: '/tmp/other' } })], 'no: denied'],
    ['a surface', [pane('%1', { surface: 's_bbbb' })], 'no: denied'],
    ['nothing', [], 'no: denied'],
  ])('what is %s by the time of the yes', async (_, now, expected) => {
    const state = asking()
    const adopting = adopt(state)
    await asked(state)
    state.panes = now
    await answer(state, 'once')
    expect(short(await adopting)).toBe(expected)
    expect(state.made).toHaveLength(expected === 'opened' ? 1 : 0)
  })

  it('nobody is asked about what is not there', async () => {
    const state = asking([])
    expect(await adopt(state)).toMatchObject({ code: 'bad_arguments', field: 'session_name' })
    expect(waiting(state)).toEqual([])
  })
})

describe('what is done', () => {
  it('is recorded before it is adopted: which pane, by which rule, and what runs there', async () => {
    const state = room()
    await adopt(state)
    expect(state.log).toEqual(['record surface open', 'opened s_new1', 'record surface delivered'])
    expect(openStory(state)).toEqual([
      ['surface', 'cursor', 'open', 'prod %1', 'allow', null, null],
      ['surface', 'cursor', 'open', null, null, 'delivered', 1],
    ])
    expect(state.records.map(one => one.pane)).toEqual(['%1', '%1'])
    const why = state.records[0]?.verdict?.why
    expect(why).toBe(
      'o1 lets cursor adopt a pane of tmux. It is %1 of the session "prod" on this computer, window "editor", which runs "vim" in "/home/ada/src/app".',
    )
  })

  it('a refusal is recorded with what was asked for', async () => {
    const state = room({ openRules: [] })
    await adopt(state, { session: 'prod', pane: '%2' })
    expect(state.records).toMatchObject([{ intent: 'open', text: 'prod %2', pane: '%2', outcome: 'denied' }])
  })

  it('starts with read and asks for submit, and counts as open', async () => {
    const state = room({ openRules: [mayAdopt({ max: 1 })] })
    await adopt(state)
    expect(state.gate.access(cursor, 's_new1')).toMatchObject({
      surfaces: [{ level: 'read', ask: 'submit', rule: 'opened' }],
    })
    expect(short(await adopt(state, { session: 'db' }))).toBe('no: denied')
  })

  it.each<[what: string, happen: (state: OpenRig, abort: AbortController) => unknown, code: string]>([
    ['a pause', state => state.gate.pause('person'), 'paused'],
    ['a revocation', state => state.gate.agentGone('cursor'), 'denied'],
    ['a cancellation', (_, abort) => abort.abort(), 'no_answer'],
    ['a policy that denies', state => Object.assign(state, { openRules: [openRule()] }), 'denied'],
    [
      'a lock',
      state => Object.assign(state, { locks: [{ id: 'l1', agents: '*', surfaces: '*', level: 'none' }] }),
      'denied',
    ],
    ['another program in it', state => Object.assign(state, { panes: [pane('%1', { pid: 1 })] }), 'denied'],
  ])('%s at any moment before: nothing is adopted', async (_, happen, code) => {
    for (const when of ['found', 'recorded', 'found again'] as const) {
      const state = room()
      const abort = new AbortController()
      let finds = 0
      let happened = false
      const now = () => {
        // A pause is recorded, too.
        if (happened) return
        happened = true
        void happen(state, abort)
      }
      state.onFind = () => {
        finds += 1
        if (finds === (when === 'found again' ? 2 : when === 'found' ? 1 : 0)) now()
      }
      state.onAppend = entry => {
        if (when === 'recorded' && entry.outcome === null) now()
      }
      const done = await state.gate.open(cursor, { adopt: { session: 'prod' }, signal: abort.signal })
      // What runs in it may be another program as long as nothing was decided about it.
      const isFine = code === 'denied' && when === 'found' && _ === 'another program in it'
      if (isFine) expect(short(done)).toBe('opened')
      else expect(done, when).toMatchObject({ refused: true, code })
      expect(state.made).toHaveLength(isFine ? 1 : 0)
    }
  })

  it('one that became somebody’s surface in the last moment is told without a name', async () => {
    const state = room()
    state.onOpen = () => 'is s_hidden already'
    expect(await adopt(state)).toMatchObject({ outcome: 'failed' })
    expect(state.records.at(-1)).toMatchObject({ outcome: 'failed', of: 1 })
  })

  it('two at once adopt it once', async () => {
    const state = room()
    state.onOpen = async () => {
      await settle()
      state.panes = [pane('%1', { surface: 's_new1' })]
      return undefined
    }
    const both = await Promise.all([adopt(state), adopt(state)])
    expect(both.map(short).sort()).toEqual(['no: denied', 'opened'])
  })
})
