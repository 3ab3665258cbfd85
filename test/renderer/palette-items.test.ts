// What the palette calls each thing, here and now.
import { describe, expect, it } from 'vitest'
import { COMMAND_IDS, type DraftView, type SurfaceSummary } from '../../preload/contract.ts'
import type { Facts } from '../../renderer/state/doable.ts'
import { listOf, type PaletteItem } from '../../renderer/state/palette.ts'
import { actionsOf, hitItems, itemsOf, type Known, type Moment } from '../../renderer/state/palette-items.ts'

function surface(id: string, name: string, more: Partial<SurfaceSummary> = {}): SurfaceSummary {
  return {
    ...{
      id,
      name,
      workspace: 'web',
      preset: 'shell',
      backend: 'pty',
      host: null,
      openedBy: 'person',
      alias: null,
      title: '',
    },
    ...{ cwd: '/home/me/src', cols: 80, rows: 24, state: { is: 'idle', since: 0, evidence: '' }, exit: null, left: [] },
    ...{ lacks: null, lastLine: 'rm -rf /', typing: null, unread: false, rang: null, progress: null },
    ...{ tmux: null, link: null },
    ...more,
  }
}
const draft = (ref: string, on: string | null): DraftView => ({
  ...{ ref, surface: on, left: null, agent: 'cursor', agentName: 'Cursor', text: 'ls', at: 0, bytes: 2, edited: false },
  notices: [],
})
const shell = surface('s_aaaa', 'shell')
const tests = surface('s_bbbb', 'tests', { preset: 'codex', exit: { code: 1, signal: null } })

const about: Known['about'] = {
  ...{ version: '1', platform: 'linux', home: '/home/me', dataDir: '/d', developmentElectron: false },
  shell: { name: 'zsh', path: '/bin/zsh' },
  programs: { codex: { title: 'Codex', leading: {} } },
}
const agent = {
  ...{ id: 'cursor', name: 'Cursor', inside: null, lastCall: null, lastSeen: null, paused: null },
  ...{ program: null, says: null, processes: null },
}
const cell = (of: string, on: string) => ({
  ...{ agent: of, surface: on, level: 'type', ask: 'submit', rule: null, lock: null, why: null, here: false },
  ...({ answer: 'ask', interrupt: 'ask', secret: 'deny', insertAtPrompt: false, limit: null, until: null } as const),
})
const known = (more: Partial<Known> = {}): Known => ({
  ...{ about, surfaces: [shell, tests], dormant: [], agents: [agent], drafts: [] },
  cells: [cell('cursor', shell.id), cell('*', shell.id), cell('cursor', '*')] as Known['cells'],
  grants: { rules: [], temporary: [], undo: null, like: null },
  policy: { file: 'policy.json', managed: false, fault: null, ruling: 'file', held: null },
  approvals: { waiting: [], handled: [] },
  gate: { paused: null, closed: null, sendsPerMinute: 0, recent: [] },
  ...more,
})
const facts: Facts = {
  pane: true,
  surface: true,
  ended: false,
  surfaces: 2,
  panes: 2,
  tabs: 2,
  waiting: 1,
  tmux: false,
  lost: false,
  selected: true,
}
const claude = { id: 'claude', title: 'Claude Code', kind: 'agent', version: '2.1', install: null, cwd: null } as const
const moment = (more: Partial<Moment> = {}): Moment => ({
  ...{ facts, surface: shell, folder: '/home/me/src', allKeys: false },
  presets: [
    { ...claude, file: '/bin/claude' },
    { ...claude, id: 'codex', title: 'Codex', file: null },
  ],
  ...more,
})
const words = ({ title, more }: PaletteItem) => (more === '' ? title : `${title} | ${more}`)
const said = (id: string, k: Partial<Known> = {}, m: Partial<Moment> = {}) => {
  const found = itemsOf(known(k), moment(m)).find(item => item.id === id)
  return found && words(found)
}

describe('a surface', () => {
  it.each<[string, Partial<Known>, string]>([
    ['its workspace and folder, never what its program prints', {}, 'shell | web, ~/src'],
    ['who drafted in it', { drafts: [draft('d1@1', shell.id)] }, 'shell | web, draft by Cursor'],
    ['how many drafts it has', { drafts: [draft('d1@1', shell.id), draft('d2@1', shell.id)] }, 'shell | web, 2 drafts'],
  ])('is listed with %s', (_, more, wanted) => expect(said(`surface:${shell.id}`, more)).toBe(wanted))

  it('that ended says so, and one of the last run too', () => {
    expect(said(`surface:${tests.id}`)).toBe('tests | web, Exited 1')
    const dormant = { id: 's_cccc', name: 'old', workspace: 'web', preset: 'shell', title: 'zsh', cwd: '/' }
    const kept = { ...dormant, command: null, conversation: false, lines: '', at: null }
    expect(said('surface:s_cccc', { dormant: [kept] })).toBe('old | web, not started again')
  })
})

describe('a command', () => {
  it.each<[string, string, Partial<Known>, Partial<Moment>]>([
    ['do:split-right', 'New shell in a split | ~/src', {}, {}],
    ['do:close', 'Close shell', {}, {}],
    ['do:rename', 'Rename shell…', {}, {}],
    ['do:move', 'Move shell to a workspace… | now in web', {}, {}],
    ['do:pause', 'Pause all agents', {}, {}],
    [
      'do:pause',
      'Resume all agents',
      { gate: { ...known().gate, paused: { since: 0, by: 'person', refused: 0 } } },
      {},
    ],
    ['do:drafts', 'Show drafts | 1 in shell, not in the program', { drafts: [draft('d@1', shell.id)] }, {}],
    [
      'do:drafts',
      'Show drafts | 2 in 2 surfaces, not in the program',
      { drafts: [draft('d@1', shell.id), draft('e@1', tests.id)] },
      {},
    ],
    ['do:drafts', 'Next that needs you', { drafts: [draft('d@1', null)] }, {}],
    ['do:drafts', 'Next that needs you | Nothing needs you.', {}, { facts: { ...facts, waiting: 0 } }],
    ['do:approvals', 'Show approvals | Nothing waiting', {}, {}],
    ['do:all-keys', 'Take back the keys of Gatehouse | shell gets every key now', {}, { allKeys: true }],
    ['do:surface-2', 'Surface 2 | tests', {}, {}],
    ['open:claude', 'Open Claude Code | 2.1', {}, {}],
  ])('%s is called %s', (id, wanted, k, m) => expect(said(id, k, m)).toBe(wanted))

  it('is listed for every command but the palette’s own and surfaces that are not there', () => {
    const listed = itemsOf(known(), moment()).flatMap(({ deed }) => (deed.is === 'command' ? [deed.command] : []))
    const missing = COMMAND_IDS.filter(id => !listed.includes(id))
    expect(missing).toEqual(['palette', ...[3, 4, 5, 6, 7, 8, 9].map(n => `surface-${n}`)])
    expect(new Set(listed).size).toBe(listed.length)
  })

  it('is still found by its name in the menu where it has another one here', () => {
    const rows = listOf('>split down', itemsOf(known(), moment()), [])[0]!.rows
    expect(rows.map(row => row.item.id)).toContain('do:split-down')
  })

  it('that cannot act now says why and is not listed for nothing', () => {
    const items = itemsOf(known(), moment({ surface: null, facts: { ...facts, pane: false, surface: false } }))
    expect(items.find(({ id }) => id === 'do:close')).toMatchObject({
      title: 'Close surface',
      off: 'No surface is open.',
    })
    const ids = listOf('', items, []).flatMap(({ rows }) => rows.map(row => row.item.id))
    expect(ids).not.toContain('do:close')
  })

  it('opens no program that is not on this computer', () => expect(said('open:codex')).toBeUndefined())
})

it('an agent is listed on each surface, but not as any agent, on any surface, or on the one it runs in', () => {
  const inside = { ...agent, id: 'claude@s_aaaa', name: 'Claude Code', inside: shell.id }
  const cells = [...known().cells, cell(inside.id, shell.id), cell(inside.id, tests.id)] as Known['cells']
  const items = itemsOf(known({ agents: [agent, inside], cells }), moment()).filter(({ group }) => group === 'agents')
  expect(items.map(words)).toEqual([
    'Cursor in shell | Type, ask to submit',
    'Claude Code in tests | Type, ask to submit',
  ])
})

it('a line on a screen says where it stands; one of a surface that is gone is left out', () => {
  const hits = [
    { surface: shell.id, line: 'the needle' },
    { surface: 's_zzzz', line: 'the needle' },
  ]
  expect(hitItems(hits, [shell]).map(words)).toEqual(['the needle | shell'])
})

it('what Tab offers says what it ends', () => {
  const offered = (of: SurfaceSummary, allKeys = false) => actionsOf(of, known(), allKeys).map(words)
  expect(offered(shell)).toContain('Close | Ends zsh')
  expect(offered(tests)).toContain('Close | Exited 1')
  expect(offered(shell, true)).toContain('Take back the keys of Gatehouse | Only Pause stays')
})

describe('tmux', () => {
  const place = { host: null, socket: null }
  const where = { place, session: 'web', window: 'run', pane: '%4', ours: false, agent: null }
  const adopted = surface('s_cccc', 'web:run', { backend: 'tmux', tmux: where, link: { is: 'live', since: 0 } })
  const lost = { ...adopted, link: { is: 'lost', since: 0, why: 'it timed out', retryAt: null } } as const
  const here = (one: SurfaceSummary): [Partial<Known>, Partial<Moment>] => [
    { surfaces: [one] },
    { surface: one, facts: { ...facts, tmux: true, lost: one.link?.is === 'lost' } },
  ]

  it('lists servers and machines for who looks for them', () => {
    const places = [
      { place, title: 'tmux', link: null, adopted: 1 },
      { place: { host: 'build', socket: null }, title: 'build', link: null, adopted: 0 },
    ]
    const items = itemsOf(known(), moment({ places })).filter(({ deed }) => deed.is === 'place')
    expect(items.map(words)).toEqual([
      'Adopt from tmux… | Adopt what runs in it, 1 pane in Gatehouse',
      'Connect to build… | Not connected',
    ])
    expect(items.every(({ sought }) => sought)).toBe(true)
  })

  it('lets go of what was adopted, by closing it too', () => {
    expect(said('do:close', ...here(adopted))).toBe('Let go of web:run | It runs on in tmux')
    expect(said('do:let-go', ...here(adopted))).toBe('Let go of web:run | It runs on in tmux')
    expect(actionsOf(adopted, known(), false).map(({ title }) => title)).not.toContain('Close')
    const ours = { ...adopted, tmux: { ...where, ours: true } }
    expect(said('do:close', ...here(ours))).toBe('Close web:run')
    expect(actionsOf(ours, known(), false).map(({ title }) => title)).toEqual(
      expect.arrayContaining(['Let go', 'Close']),
    )
  })

  it('tries a connection again only where it is lost', () => {
    expect(said('do:reconnect', ...here(adopted))).toBe('Reconnect | The connection is not lost.')
    expect(said('do:reconnect', ...here(lost))).toBe('Reconnect | web:run.%4')
    expect(actionsOf(lost, known(), false).map(({ title }) => title)).toContain('Reconnect')
    expect(said('do:let-go')).toBe('Let go of this pane | It is no pane of tmux.')
  })
})
