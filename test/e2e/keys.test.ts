// Every row of the keys table, by its key in the real window. A command whose key is not tried here fails the last test.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { COMMANDS, type CommandId } from '../../preload/contract.ts'
import { type RunningWindow, startWindow, until } from '../helpers/app.ts'
import { type DataFolder, dataFolder } from '../helpers/data-folder.ts'
import { currentClient } from '../helpers/mcp-clients.ts'
import { atRest, pane, sees, type } from '../helpers/terminal.ts'

const PROMPT = /[$#%❯>]\s*$/m

let folder: DataFolder
let shown: RunningWindow
const tried = new Set<CommandId>()

const page = () => shown.page
/** Presses the key of a command, as the table has it. */
async function by(command: CommandId): Promise<void> {
  tried.add(command)
  const parts = COMMANDS[command].other.split(' ').map(part => WORDS[part] ?? part)
  const last = parts.at(-1)!
  const key = /^[a-z]$/.test(last) ? last.toUpperCase() : last
  await page().keyboard.press([...parts.slice(0, -1), key].join('+'))
}
const WORDS: Readonly<Record<string, string>> = {
  ...{ ctrl: 'Control', shift: 'Shift', alt: 'Alt', enter: 'Enter', tab: 'Tab' },
  ...{ left: 'ArrowLeft', right: 'ArrowRight', up: 'ArrowUp', down: 'ArrowDown', '=': 'Equal', '-': 'Minus' },
  ...{ '.': 'Period', ',': 'Comma', '0': 'Digit0' },
}
const state = async () => {
  const answer = await page().evaluate(() => window.gatehouse.invoke('state.get', {}))
  if (!answer.ok) throw new Error(answer.message)
  return answer.value
}
const names = async () => (await state()).surfaces.map(({ name }) => name)
/** The name of the terminal the keyboard is in, or what else has it. */
const focus = () => page().evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '')
const inTerminal = (name: string) =>
  until(`the keyboard in ${name}`, async () => (await focus()) === `Terminal input, ${name}`)
const panes = () => page().locator('.pane:visible').count()
const paneCount = (count: number) => until(`${count} panes`, async () => (await panes()) === count)
const fontSize = async () => (await state()).settings.values.fontSize

beforeAll(async () => {
  folder = await dataFolder(['cursor'], [{ id: 'r1', agents: 'cursor', surfaces: '*', level: 'type', ask: 'submit' }])
  shown = await startWindow([`--user-data-dir=${folder.dir}`, '--mcp-port=0', '--open=shell', '--name=one'])
  await sees(page(), 'one', PROMPT)
}, 60_000)
afterAll(async () => {
  await shown?.stop()
  await folder?.remove()
})

test('splits, the focus by direction, zoom and closing', async () => {
  await type(page(), 'one', '')
  await by('split-right')
  await paneCount(2)
  const second = (await names()).at(-1)!
  await inTerminal(second)
  await by('focus-left')
  await inTerminal('one')
  await by('focus-right')
  await inTerminal(second)
  await by('split-down')
  await paneCount(3)
  const third = (await names()).at(-1)!
  await inTerminal(third)
  await by('focus-up')
  await inTerminal(second)
  await by('focus-down')
  await inTerminal(third)
  await by('zoom')
  await paneCount(1)
  await by('zoom')
  await paneCount(3)
  await inTerminal(third)
  await sees(page(), third, PROMPT)
  await atRest(page(), third)
  await by('close')
  await paneCount(2)
  await until('the third gone', async () => !(await names()).includes(third))
})

test('a new shell in a tab, and from tab to tab', async () => {
  const before = await names()
  await by('new')
  const tabs = page().getByRole('tab')
  await until('two tabs', async () => (await tabs.count()) === 2)
  await until('its surface', async () => (await names()).length === before.length + 1)
  const fresh = (await names()).at(-1)!
  await inTerminal(fresh)
  await by('tab-next')
  await paneCount(2)
  await by('tab-previous')
  await paneCount(1)
  await inTerminal(fresh)
  await sees(page(), fresh, PROMPT)
  await atRest(page(), fresh)
  await by('close')
  await until('no tabs', async () => (await tabs.count()) === 0)
})

test('surfaces by their place', async () => {
  const rows = await names()
  await by('surface-1')
  await inTerminal(rows[0]!)
  await by('surface-2')
  await inTerminal(rows[1]!)
  // There is none: nothing changes, and the program gets nothing.
  for (const n of [3, 4, 5, 6, 7, 8, 9] as const) await by(`surface-${n}`)
  await inTerminal(rows[1]!)
  await by('surface-1')
})

test.each([
  ['launch', 'dialog', 'New surface'],
  ['palette', 'dialog', 'Search surfaces, agents, commands'],
  ['settings', 'region', 'Settings'],
  ['grants', 'complementary', 'Grants'],
  ['activity', 'region', 'Activity'],
  ['connect', 'region', 'Connect'],
  ['approvals', 'region', /^Waiting for you/],
] as const)('%s comes by its key with the keyboard in reach, and goes by it', async (command, role, name) => {
  await by('surface-1')
  await inTerminal('one')
  await by(command)
  const there = page().getByRole(role, { name, exact: true })
  await there.first().waitFor()
  await by(command)
  await there.first().waitFor({ state: 'detached' })
  await inTerminal('one')
})

test('the sidebar in its two forms', async () => {
  const form = () => page().locator('.app').getAttribute('class')
  expect(await form()).toContain('side-full')
  await by('sidebar')
  await until('the other form', async () => !(await form())?.includes('side-full'))
  await by('sidebar')
  await until('the first form', async () => (await form())?.includes('side-full'))
  await inTerminal('one')
})

test('larger and smaller text, and as at first', async () => {
  const first = await fontSize()
  await by('text-larger')
  await until('larger', async () => (await fontSize()) > first)
  await by('text-smaller')
  await until('as before', async () => (await fontSize()) === first)
  await by('text-smaller')
  await until('smaller', async () => (await fontSize()) < first)
  await by('text-reset')
  await until('as at first', async () => (await fontSize()) === first)
})

test('copy and paste', async () => {
  await type(page(), 'one', 'echo pasted-$((40+2))')
  await page().keyboard.press('Enter')
  await sees(page(), 'one', 'pasted-42')
  await shown.app.evaluate(({ clipboard }) => clipboard.writeText('echo from-the-clipboard'))
  await by('paste')
  await sees(page(), 'one', 'echo from-the-clipboard')
  await page().keyboard.press('Control+C')
  // The rows lie under xterm's own layer: by the place of the text.
  const { x, y } = (await pane(page(), 'one').getByText('pasted-42', { exact: true }).first().boundingBox())!
  await page().mouse.dblclick(x + 20, y + 8)
  await by('copy')
  await until('the word on the clipboard', async () =>
    /pasted|42/.test(await shown.app.evaluate(({ clipboard }) => clipboard.readText())),
  )
})

test('find, prompts and clearing', async () => {
  await type(page(), 'one', 'seq 1 300', 'Enter')
  await sees(page(), 'one', /300\s+\S*[$#%❯>]/)
  await by('find')
  await page().getByRole('textbox', { name: 'Find' }).fill('29')
  await page().getByRole('search').getByText(/ of /).waitFor()
  await page().keyboard.press('Escape')
  await inTerminal('one')
  await by('prompt-previous')
  await sees(page(), 'one', 'seq 1 300')
  await by('prompt-next')
  await sees(page(), 'one', /300\s+\S*[$#%❯>]/)
  const found = () =>
    page().evaluate(async () => {
      const answer = await window.gatehouse.invoke('surface.search', { text: '100' })
      return answer.ok ? answer.value.hits.length : -1
    })
  // Searched is main's own screen, which may be behind the window's.
  await until('it to be found', async () => (await found()) > 0)
  await by('clear')
  await until('nothing in the scrollback', async () => (await found()) === 0)
})

test('the parts of the window, forth and back, and Escape to the terminal', async () => {
  await inTerminal('one')
  const part = () =>
    page().evaluate(() => {
      const parts = ['title', 'side', 'main', 'rail', 'strip']
      return parts.find(name => document.activeElement?.closest(`.${name}`)) ?? ''
    })
  const seen: string[] = []
  for (let n = 0; n < 5; n++) {
    await by('region-next')
    seen.push(await part())
  }
  expect(seen).toEqual(['rail', 'strip', 'title', 'side', 'main'])
  await inTerminal('one')
  await by('region-previous')
  expect(await part()).toBe('side')
  await page().keyboard.press('Escape')
  await inTerminal('one')
})

test('pausing, resuming, and the Pause key', async () => {
  const isPaused = (paused: boolean) =>
    page()
      .getByText('All agents paused')
      .first()
      .waitFor({ state: paused ? 'visible' : 'detached' })
  await by('pause')
  await isPaused(true)
  await by('pause')
  await isPaused(false)
  await page().keyboard.press('Pause')
  await isPaused(true)
  await page().keyboard.press('Pause')
  await isPaused(false)
  await inTerminal('one')
})

test('the next that needs you, and the newest', async () => {
  const other = (await names()).find(name => name !== 'one')!
  const agent = await currentClient(shown.ready.mcp, folder.agents['cursor']!.token)
  await agent.call('type_text', { surface: other, text: 'echo draft' })
  await agent.close()
  await page()
    .getByRole('treeitem', { name: /Draft from cursor/ })
    .waitFor()
  await by('newest')
  await inTerminal(other)
  await by('surface-1')
  await by('drafts')
  await until('the keyboard in the draft', () =>
    page().evaluate(() => document.activeElement?.closest('[data-testid=draft-card]') !== null),
  )
  await page().keyboard.press('Escape')
  await inTerminal(other)
})

test('leaving', async () => {
  await page().evaluate(() => window.gatehouse.invoke('settings.set', { closeWindow: 'end' }))
  const ended = new Promise(done => shown.app.process().once('exit', done))
  // The page may be gone before the key is up.
  await by('quit').catch(() => {})
  await ended
})

test('there is no key in the table that was not pressed here', () => {
  const all = (Object.keys(COMMANDS) as CommandId[]).filter(command => COMMANDS[command].other !== '')
  expect(all.filter(command => !tried.has(command))).toEqual([])
})
