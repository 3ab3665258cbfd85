// What the house finds in tmux for an agent that may adopt, and how it has it opened.
import { expect, test } from 'vitest'
import { createOpener } from '../../main/opener.ts'
import type { OpenSpec } from '../../main/surfaces/surface.ts'
import type { TmuxServer } from '../../main/surfaces/tmux/model.ts'
import type { Link, TmuxPane, TmuxPlace, TmuxSession } from '../../preload/contract.ts'

const HERE: TmuxPlace = { host: null, socket: null }
const pane = (id: string, more: Partial<TmuxPane> = {}): TmuxPane => ({
  ...{ id, index: 0, title: 't', command: 'vim', cwd: '/srv', cols: 80, rows: 24, dead: false, pid: 7, agent: null },
  ...{ surface: null, ...more },
})
const session = (name: string, ...panes: TmuxPane[]): TmuxSession => ({
  ...{ id: '$1', name, attached: 0, windows: [{ id: '@1', index: 0, name: 'editor', panes }] },
})
const LIVE: Link = { is: 'live', since: 0 }
const LOST: Link = { is: 'lost', since: 0, why: 'cut', retryAt: null }

/** Servers that only list, and what was asked of them. */
function house(sessions: Record<string, TmuxSession[]>, links: Record<string, Link | null> = {}) {
  const asked: string[] = []
  const specs: OpenSpec[] = []
  const servers = Object.entries(sessions).map(([title, all]) => {
    const place = title === 'here' ? HERE : { host: title, socket: null }
    const list: TmuxServer['list'] = async () => {
      asked.push(title)
      return all.length > 0
        ? { ok: true, value: { version: '3.3a', sessions: all } }
        : { ok: false, code: 'no_server', message: 'None runs.' }
    }
    return { place, list, link: () => links[title] ?? null } as unknown as TmuxServer
  })
  const opener = createOpener({
    registry: {
      get: id => (id === 's_here' ? ({ facts: { id } } as never) : undefined),
      async open(spec) {
        specs.push(spec)
        return { ok: false, code: 'no_such_pane', message: 'Gone.' }
      },
    },
    tmux: { server: () => servers.find(({ place }) => place.host === null)!, servers: () => servers },
    opened() {},
    close: async () => null,
    letGo: async () => null,
  })
  return { opener, asked, specs }
}

test('panes of sessions of exactly that name, each once, without those whose program has ended', async () => {
  const twice = session('prod', pane('%1'), pane('%2', { dead: true }))
  const linked = { ...twice, windows: [...twice.windows, ...twice.windows] }
  const { opener } = house({ here: [linked, session('prod-db', pane('%3')), session('Prod', pane('%4'))] })
  expect(await opener.findPanes('prod')).toEqual([
    { place: HERE, session: 'prod', window: 'editor', pane: '%1', pid: 7, command: 'vim', cwd: '/srv', surface: null },
  ])
  for (const name of ['pro', 'prod-', 'prod*', '=prod', '', '$1']) expect(await opener.findPanes(name)).toEqual([])
})

test('other computers are looked at only where there is a connection already', async () => {
  const far = [session('prod', pane('%1'))]
  const { opener, asked } = house({ here: [], live: far, lost: far, quiet: far }, { live: LIVE, lost: LOST })
  expect(await opener.findPanes('prod')).toMatchObject([{ place: { host: 'live' }, pane: '%1' }])
  expect(asked.sort()).toEqual(['here', 'live'])
})

test('a mark of a surface that is not there any more is none', async () => {
  const panes = [pane('%1', { surface: 's_here' }), pane('%2', { surface: 's_gone' })]
  const found = await house({ here: [session('prod', ...panes)] }).opener.findPanes('prod')
  expect(found.map(({ surface }) => surface)).toEqual(['s_here', null])
})

test('what is adopted is named by its place, pane and process, and keeps tmux’s names for locks', async () => {
  const { opener, specs } = house({ here: [session('prod', pane('%1'))] })
  const [one] = await opener.findPanes('prod')
  await opener.open({ pane: one!, workspace: 'web', cwd: '/srv', openedBy: 'cursor' })
  await opener.open({ pane: { ...one!, pid: null }, workspace: '', cwd: '/srv', openedBy: 'cursor' })
  const adopted = { preset: 'tmux', openedBy: 'cursor', former: { names: ['prod', 'editor'], ids: [] } }
  expect(specs).toEqual([
    { ...adopted, pane: { place: HERE, id: '%1', pid: 7 }, workspace: 'web' },
    { ...adopted, pane: { place: HERE, id: '%1' }, workspace: '' },
  ])
})

test('agents can name neither what runs in tmux nor another computer', () => {
  const { presets } = house({ here: [] }).opener
  expect(presets).toContain('shell')
  for (const id of ['tmux', 'ssh', 'command']) expect(presets).not.toContain(id)
})
