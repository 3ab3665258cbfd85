// Agents open surfaces: every verdict, and what holds whatever happens between the decision and the start.
import { describe, expect, it } from 'vitest'
import type { OpenRequest } from '../../main/gate/open-request.ts'
import { answer, asked, waiting } from './support/approvals.ts'
import { HOME, type OpenRig, openRig, openRule, openStory } from './support/opening.ts'
import { cursor, rig, rule, short } from './support/rig.ts'

const SHELL: OpenRequest = { preset: 'shell' }
const asking = (more: Parameters<typeof openRule>[0] = {}) =>
  openRig({ people: true, openRules: [openRule({ grant: 'ask', ...more })] })
describe('what the policy says', () => {
  it.each<[rules: OpenRig['openRules'], people: boolean, answer: string]>([
    [[openRule()], false, 'opened'],
    [[openRule()], true, 'opened'],
    [[openRule({ agents: '*' })], false, 'opened'],
    [[openRule({ agents: ['cursor', 'codex'], presets: ['shell'] })], false, 'opened'],
    [[openRule({ grant: 'ask' })], false, 'no: no_answer'],
    [[], true, 'no: denied'],
    [[openRule({ agents: 'codex' })], true, 'no: denied'],
    [[openRule({ presets: ['claude'] })], true, 'no: denied'],
    [[openRule({ max: 0 })], true, 'no: denied'],
    [[openRule({ cwd: ['~/src/**'] })], true, 'no: denied'],
    // a rule that names the agent is the whole truth about it
    [[openRule({ cwd: ['~/src/**'] }), openRule({ id: 'o2', agents: '*' })], true, 'no: denied'],
    [[openRule(), openRule({ id: 'o2', grant: 'ask' })], false, 'no: no_answer'],
  ])('%j, somebody there: %s: %s', async (openRules, people, expected) => {
    const state = openRig({ openRules, people })
    const done = await state.gate.open(cursor, SHELL)
    expect(short(done)).toBe(expected)
    expect(state.made).toHaveLength(expected === 'opened' ? 1 : 0)
    expect(waiting(state)).toEqual([])
  })

  it('is told with the rule and in its words', async () => {
    const state = openRig({ openRules: [openRule({ command: 'deny' })] })
    const no = await state.gate.open(cursor, { command: 'top' })
    expect(no).toMatchObject({ code: 'denied', effect: 'deny', rule: 'o1', allowed: null })
    expect(no).toMatchObject({ why: 'o1 does not let cursor open a command of its own.' })
  })

  it('a lock on names an agent gives stops it, and so does one on its opener’s workspace', async () => {
    const locked = (surfaces: Record<string, string>) =>
      openRig({ locks: [{ id: 'l1', agents: '*', surfaces, level: 'read' }] })
    const named = locked({ name: 'prod-*' })
    expect(short(await named.gate.open(cursor, { ...SHELL, name: 'prod-1' }))).toBe('no: denied')
    expect(short(await named.gate.open(cursor, { ...SHELL, name: 'build' }))).toBe('opened')
    const placed = locked({ workspace: 'web' })
    expect(short(await placed.gate.open({ ...cursor, surface: 's_aaaa' }, SHELL))).toBe('no: denied')
    expect(short(await placed.gate.open(cursor, SHELL))).toBe('opened')
  })

  it('only agents of the policy open', async () => {
    const state = openRig({ openRules: [openRule({ agents: '*' })] })
    expect(short(await state.gate.open({ id: 'nobody', name: 'Nobody' }, SHELL))).toBe('no: denied')
  })
})

describe('on another computer', () => {
  const THERE: OpenRequest = { preset: 'shell', host: 'build' }

  it.each<[rules: OpenRig['openRules'], people: boolean, request: OpenRequest, answer: string]>([
    [[openRule()], true, THERE, 'no: denied'],
    [[openRule({ hosts: ['build'] })], false, THERE, 'opened'],
    [[openRule({ hosts: ['build'] })], false, SHELL, 'no: denied'],
    [[openRule({ hosts: ['prod'] })], true, THERE, 'no: denied'],
    [[openRule({ hosts: ['build'], grant: 'ask' })], false, THERE, 'no: no_answer'],
    [[openRule({ hosts: ['build'] })], false, { ...THERE, host: '-oProxyCommand=x' }, 'no: bad_arguments'],
    [[openRule({ hosts: ['build'], command: 'ask' })], true, { command: 'top', host: 'build' }, 'no: bad_arguments'],
  ])('%j, somebody there: %s: %j: %s', async (openRules, people, request, expected) => {
    const state = openRig({ openRules, people })
    expect(short(await state.gate.open(cursor, request))).toBe(expected)
    expect(state.made).toHaveLength(expected === 'opened' ? 1 : 0)
  })

  it('is handed on with the folder as it was asked for, and recorded with the computer', async () => {
    const state = openRig({ openRules: [openRule({ hosts: ['build'] })] })
    await state.gate.open(cursor, { ...THERE, cwd: '~/nowhere here' })
    expect(state.made[0]).toMatchObject({ preset: 'shell', host: 'build', cwd: '~/nowhere here', openedBy: 'cursor' })
    expect(openStory(state)[0]).toEqual(['surface', 'cursor', 'open', 'shell on build', 'allow', null, null])
    expect(state.records[0]?.verdict?.why).toBe('o1 lets cursor open "shell". On build, in ~/nowhere here.')
  })

  it('is shown to the person who is asked, with the computer', async () => {
    const state = asking({ hosts: ['build'] })
    const opening = state.gate.open(cursor, THERE)
    expect((await asked(state)).facts).toContainEqual({ name: 'On', value: 'build', verified: true })
    await answer(state, 'once')
    expect(short(await opening)).toBe('opened')
  })

  it('a lock on that computer stops it', async () => {
    const locks = [{ id: 'l1', agents: '*', surfaces: { host: 'build' }, level: 'read' }] as const
    const state = openRig({ openRules: [openRule({ hosts: ['build'] })], locks: [...locks] })
    expect(short(await state.gate.open(cursor, THERE))).toBe('no: denied')
  })
})

describe('what is opened', () => {
  it('is recorded before it starts, and its end after', async () => {
    const state = openRig()
    expect(await state.gate.open(cursor, SHELL)).toEqual({ refused: false, outcome: 'opened', surface: 's_new1' })
    expect(state.log).toEqual(['record surface open', 'opened s_new1', 'record surface delivered'])
    expect(openStory(state)).toEqual([
      ['surface', 'cursor', 'open', 'shell', 'allow', null, null],
      ['surface', 'cursor', 'open', null, null, 'delivered', 1],
    ])
    expect(state.records[0]?.verdict?.why).toBe(`o1 lets cursor open "shell". In ${HOME}.`)
    expect(state.records[1]?.surface).toEqual({ id: 's_new1', name: 'shell 1' })
  })

  it('carries its opener, and what the agent calls it is an alias alone', async () => {
    const state = openRig()
    await state.gate.open(cursor, { ...SHELL, name: ' build ', cwd: '~/src/app' })
    expect(state.made).toEqual([
      { preset: 'shell', alias: 'build', workspace: '', cwd: `${HOME}/src/app`, openedBy: 'cursor' },
    ])
    expect(state.gate.list(cursor)).toMatchObject([
      { name: 'api' },
      { name: 'shell 1', level: 'read', ask: 'submit', untrusted: { alias: 'build' } },
    ])
  })

  it.each<[workspace: string, agent: Parameters<OpenRig['gate']['open']>[0]]>([
    ['', cursor],
    ['web', { ...cursor, surface: 's_aaaa' }],
    ['', { ...cursor, surface: 's_gone' }],
    ['team', { id: 'claude@s_bbbb', name: 'Claude', preset: 'claude', workspace: 'team' }],
  ])('sits in the workspace %j of %j', async (workspace, agent) => {
    const state = openRig({ openRules: [openRule({ agents: '*' })] })
    expect(short(await state.gate.open(agent, SHELL))).toBe('opened')
    expect(state.made).toMatchObject([{ workspace, openedBy: agent.id }])
  })

  it('starts with read and asks for submit, whatever rules by name, alias or workspace give', async () => {
    const generous = [
      rule('r1', '*', 'submit', { surfaces: { name: '*' } }),
      rule('r2', 'cursor', 'submit', { surfaces: { workspace: '*' } }),
      rule('r3', 'cursor', 'submit', { surfaces: { name: 'build' } }),
    ]
    const state = openRig({ rules: generous })
    await state.gate.open({ ...cursor, surface: 's_aaaa' }, { ...SHELL, name: 'build' })
    const access = state.gate.access(cursor, 's_new1')
    expect(access).toMatchObject({ surfaces: [{ level: 'read', ask: 'submit', rule: 'opened' }] })
    state.rules = [rule('r1', 'cursor', 'submit', { surfaces: { openedBy: 'self' } })]
    expect(state.gate.access(cursor, 's_new1')).toMatchObject({ surfaces: [{ level: 'submit', rule: 'r1' }] })
  })

  it('a launch that fails is told as such, recorded, and leaves nothing counted', async () => {
    const state = openRig({ openRules: [openRule({ max: 1 })] })
    state.onOpen = () => 'No terminal is left.'
    const failed = { refused: false, outcome: 'failed', evidence: 'No terminal is left.' }
    expect(await state.gate.open(cursor, SHELL)).toEqual(failed)
    expect(openStory(state).at(-1)).toEqual(['surface', 'cursor', 'open', null, null, 'failed', 1])
    state.onOpen = null
    expect(short(await state.gate.open(cursor, SHELL))).toBe('opened')
  })

  it('an error while it starts closes the gate and is told as what it may be: half way', async () => {
    const state = openRig()
    state.onOpen = () => Promise.reject(new Error('boom'))
    expect(await state.gate.open(cursor, SHELL)).toMatchObject({ outcome: 'failed', evidence: /half way: boom/ })
    expect(state.records.map(({ outcome }) => outcome)).toContain('unknown')
    expect(short(await state.gate.open(cursor, SHELL))).toBe('no: paused')
  })
})

describe('arguments', () => {
  it.each<[what: string, request: OpenRequest, field: string, words: RegExp]>([
    ['nothing', {}, 'preset', /preset or a command/],
    ['both', { preset: 'shell', command: 'top' }, 'command', /not by both/],
    ['an unknown preset', { preset: 'zsh' }, 'preset', /no preset "zsh"/],
    ['an empty command', { command: ' ' }, 'command', /empty/],
    ['an escape in the command', { command: 'echo \x1b[2J' }, 'command', /escape \(U\+001B at index 5\)/],
    ['a carriage return in it', { command: 'a\rb' }, 'command', /carriage return/],
    ['an empty name', { ...SHELL, name: '' }, 'name', /name/],
    ['a long name', { ...SHELL, name: 'n'.repeat(65) }, 'name', /64/],
    ['a line end in the name', { ...SHELL, name: 'a\nb' }, 'name', /name/],
    ['a name that deceives', { ...SHELL, name: 'prod\u202e' }, 'name', /name/],
    ['a blank that looks like a space', { ...SHELL, name: 'a\u00a0b' }, 'name', /name/],
    ['a relative folder', { ...SHELL, cwd: 'src/app' }, 'cwd', /"src\/app"/],
    ['dots', { ...SHELL, cwd: '../up' }, 'cwd', /no whole path/],
    ['somebody else’s home', { ...SHELL, cwd: '~root' }, 'cwd', /no whole path/],
    ['a control character in the folder', { ...SHELL, cwd: '/tmp/\x07' }, 'cwd', /bell/],
    ['a folder that is not there', { ...SHELL, cwd: '/nowhere' }, 'cwd', /no folder "\/nowhere"/],
    ['an empty prompt', { ...SHELL, prompt: '' }, 'prompt', /empty/],
  ])('%s is refused by its field', async (_, request, field, words) => {
    const state = openRig({ openRules: [openRule({ command: 'ask' })] })
    const no = await state.gate.open(cursor, request)
    expect(no).toMatchObject({ code: 'bad_arguments', field, why: words, fix: expect.stringMatching(/\w/) })
    expect(state.made).toEqual([])
    expect(state.records.map(({ outcome }) => outcome)).toEqual(['denied'])
  })

  it('an unknown preset is answered with those there are, and that a person’s own are not for agents', async () => {
    const no = await openRig().gate.open(cursor, { preset: 'zsh' })
    expect(no).toMatchObject({ fix: expect.stringMatching(/^There are: shell, claude\. .*for people alone/) })
  })

  it('a prompt that acts is bad_text, as in any send', async () => {
    const state = openRig({ openRules: [openRule({ prompt: 'allow' })] })
    const no = await state.gate.open(cursor, { ...SHELL, prompt: 'ls\x03' })
    expect(no).toMatchObject({ code: 'bad_text', index: 2, codePoint: 'U+0003' })
    expect(state.made).toEqual([])
  })
})

describe('folders', () => {
  const inSrc = () => openRig({ openRules: [openRule({ cwd: ['~/src/**'] })] })

  it.each([
    ['~/src/app', 'opened'],
    [`${HOME}/src/app`, 'opened'],
    // what counts is where it leads
    ['~/src/link', 'no: denied'],
    ['/etc', 'no: denied'],
    // what is not there is told only where it could be opened
    ['~/src/none', 'no: bad_arguments'],
    ['~/src/../none', 'no: denied'],
    ['/nowhere', 'no: denied'],
  ])('%s: %s', async (cwd, expected) => {
    const state = inSrc()
    expect(short(await state.gate.open(cursor, { ...SHELL, cwd }))).toBe(expected)
    expect(state.made.map(one => one.cwd)).toEqual(expected === 'opened' ? [`${HOME}/src/app`] : [])
  })

  it('one that leads elsewhere by the time it is recorded opens nothing', async () => {
    const state = inSrc()
    state.onAppend = () => {
      state.folders = { ...state.folders, '~/src/app': `${HOME}/src/other` }
    }
    const no = await state.gate.open(cursor, { ...SHELL, cwd: '~/src/app' })
    expect(no).toMatchObject({ code: 'denied', why: /leads elsewhere/ })
    expect(state.made).toEqual([])
  })

  it('nor does one that a person has allowed and that leads elsewhere now', async () => {
    const state = asking()
    const opening = state.gate.open(cursor, { ...SHELL, cwd: '~/src/app' })
    await asked(state)
    state.folders = { ...state.folders, '~/src/app': '/etc' }
    await answer(state, 'once')
    expect(short(await opening)).toBe('no: denied')
    expect(state.made).toEqual([])
  })
})

it('without an opener nothing is opened or closed', async () => {
  const { gate } = rig()
  expect(short(await gate.open(cursor, SHELL))).toBe('no: denied')
  expect(short(await gate.close(cursor, { surface: 'api' }))).toBe('no: denied')
})
