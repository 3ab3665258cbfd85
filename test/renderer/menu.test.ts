// The menus, the palette and the page about keys have all the commands, each once, and say their keys as they are.
import fs from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, it } from 'vitest'
import { COMMAND_IDS, COMMANDS, type CommandId, MENU_TITLES, MENUS, menuOf } from '../../preload/contract.ts'
import { firstKey, keyWords } from '../../renderer/keys/bindings.ts'
import { type Facts, whyNot } from '../../renderer/state/doable.ts'

const commandsOf = (platform: string) =>
  menuOf(platform).flatMap(({ items }) => items.flatMap(item => ('command' in item ? [item.command] : [])))
const menu = (platform: string, name: string) => menuOf(platform).find(part => part.menu === name)!.items

describe('the menu', () => {
  it.each(['linux', 'win32', 'darwin'])('of %s has every command once', platform => {
    expect(commandsOf(platform).sort()).toEqual([...COMMAND_IDS].sort())
  })

  it('stands in each platform’s order', () => {
    const order = ['file', 'edit', 'view', 'go', 'surface', 'agents', 'window', 'help']
    expect(menuOf('linux').map(part => part.menu)).toEqual(order)
    expect(menuOf('darwin').map(part => part.menu)).toEqual(['app', ...order])
  })

  it('has the app’s own entries where a platform expects them', () => {
    const place = (platform: string, id: CommandId) =>
      menuOf(platform).find(({ items }) => items.some(item => 'command' in item && item.command === id))!.menu
    expect(['about', 'settings', 'quit'].map(id => place('darwin', id as CommandId))).toEqual(['app', 'app', 'app'])
    expect(['about', 'settings', 'quit'].map(id => place('linux', id as CommandId))).toEqual(['help', 'file', 'file'])
    expect(menu('darwin', 'app').at(-1)).toEqual({ command: 'quit' })
    expect(menu('darwin', 'app').filter(item => 'system' in item)).toHaveLength(4)
  })

  it.each(['linux', 'darwin'])('of %s begins and ends with no line, and has no two together', platform => {
    for (const { items } of menuOf(platform)) {
      const lines = items.map(item => 'line' in item)
      expect([lines[0], lines.at(-1)]).toEqual([false, false])
      expect(lines.some((line, at) => line && lines[at + 1])).toBe(false)
    }
  })

  it('asks the system for nothing but on macOS', () => {
    expect(menuOf('linux').flatMap(({ items }) => items.filter(item => 'system' in item))).toEqual([])
  })
})

describe('what cannot act now', () => {
  const all: Facts = {
    ...{ pane: true, surface: true, ended: false, surfaces: 9, panes: 2, tabs: 2, waiting: 1, selected: true },
    ...{ tmux: true, lost: true },
  }
  const SURFACE_COMMANDS: CommandId[] = [
    ...(['copy', 'paste', 'select-all', 'find', 'clear', 'prompt-previous', 'prompt-next'] as const),
    ...(['rename', 'move', 'all-keys', 'reconnect', 'let-go'] as const),
  ]
  const off = (facts: Partial<Facts>) => COMMAND_IDS.filter(id => whyNot(id, { ...all, ...facts }) !== null)

  it('is nothing where everything is there', () => expect(off({})).toEqual([]))
  it.each<[string, Partial<Facts>, CommandId[]]>([
    ['one tab', { tabs: 1 }, ['tab-next', 'tab-previous']],
    [
      'one pane',
      { panes: 1 },
      ['zoom', 'resize-panes', 'focus-left', 'focus-right', 'focus-up', 'focus-down', 'pane-to-tab'],
    ],
    ['seven surfaces', { surfaces: 7 }, ['surface-8', 'surface-9']],
    ['nothing selected', { selected: false }, ['copy']],
    ['no pane of tmux', { tmux: false, lost: false }, ['reconnect', 'let-go']],
    ['a pane that is reached', { lost: false }, ['reconnect']],
    ['nothing waits', { waiting: 0 }, ['drafts']],
    ['an ended program', { ended: true }, ['paste']],
    ['one of the last run', { surface: false }, SURFACE_COMMANDS],
  ])('with %s', (_, facts, ids) => expect(off(facts)).toEqual(ids))

  it('never is what opens, pauses, ends or explains', () => {
    const nothing = { pane: false, surface: false, surfaces: 0, panes: 0, tabs: 0, waiting: 0, selected: false }
    const left = COMMAND_IDS.filter(id => whyNot(id, { ...all, ...nothing }) === null)
    expect(left).toEqual(expect.arrayContaining(['new', 'launch', 'pause', 'quit', 'settings', 'keys', 'palette']))
    expect(left).not.toContain('close')
  })
})

describe('docs/keys.md', async () => {
  const page = await fs.readFile(path.resolve(import.meta.dirname, '../../docs/keys.md'), 'utf8')
  const said = (id: CommandId, platform: string) => keyWords(firstKey(id, platform), platform).replaceAll(' ', '+')

  it.each(MENUS)('lists the commands of %s with their keys', name => {
    const part = page.split(/^### /m).find(text => text.startsWith(`${MENU_TITLES[name]}\n`)) ?? ''
    const rows = [...part.matchAll(/^\| (.*?) \| (.*?) \| (.*?) \|$/gm)].map(([, ...cells]) => cells)
    const wanted = COMMAND_IDS.filter(id => COMMANDS[id].menu === name)
    expect(rows).toEqual([
      ['Command', 'macOS', 'Linux, Windows'],
      ...wanted.map(id => [COMMANDS[id].title, said(id, 'darwin'), said(id, 'linux')]),
    ])
  })
})
