// Drafts in the real window: several on one surface, over full-screen programs, with what cannot be seen and what is risky in them;
// by keys and by clicks.
import { existsSync } from 'node:fs'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type RunningWindow, startWindow, until } from '../helpers/app.ts'
import { type DataFolder, dataFolder } from '../helpers/data-folder.ts'
import { currentClient, type TestClient } from '../helpers/mcp-clients.ts'
import { pane, sees } from '../helpers/terminal.ts'
import { nextCard } from './support/cards.ts'

const AGENTS = { cursor: 'Cursor', codex: 'Codex', gemini: 'Gemini' }
/** A program of ours that is always there, and those of this computer. */
const FULL = {
  own: {
    start:
      "printf '\\033[?1049h\\033[2J\\033[999;1H:'; stty -icanon -echo; head -c1 >/dev/null; stty sane; printf '\\033[?1049l'",
    shows: /^:\s*$/m,
    end: ['q'],
  },
  vim: { start: 'vim -u NONE -i NONE -n', shows: /^~\s*$/m, end: [':q!', 'Enter'] },
  less: { start: 'seq 1 500 | less', shows: /^7\s*$/m, end: ['q'] },
  top: { start: 'top -d 60', shows: /load average/, end: ['q'] },
} as const

let folder: DataFolder
let shown: RunningWindow
const clients: Record<string, TestClient> = {}

const card = (surface: string) => pane(shown.page, surface).getByTestId('draft-card')
const armed = (surface: string) =>
  pane(shown.page, surface).locator('[data-testid=draft-card][data-armed=true]').waitFor()
const draft = (agent: string, surface: string, text: string) => clients[agent]!.call('type_text', { surface, text })
const press = (key: string) => shown.page.keyboard.press(key)
/** The surface as main tells of it. */
const surface = (name: string) =>
  shown.page.evaluate(async wanted => {
    const state = await window.gatehouse.invoke('state.get', {})
    return state.ok ? state.value.surfaces.find(one => one.name === wanted) : undefined
  }, name)
/** Into its first row, which no card covers. */
const enter = (name: string) =>
  pane(shown.page, name)
    .locator('.tm')
    .click({ position: { x: 60, y: 14 } })
async function type(name: string, keys: string, last: string): Promise<void> {
  await enter(name)
  await shown.page.keyboard.type(keys)
  await press(last)
}
/** A card that is done with gives the keyboard back when main has answered, which may be after it is gone. */
const inTerminal = (name: string) =>
  until(`the keyboard in ${name}`, () =>
    shown.page.evaluate(
      label => document.activeElement?.getAttribute('aria-label') === label,
      `Terminal input, ${name}`,
    ),
  )
const text = (name: string) =>
  card(name)
    .getByRole('group', { name: /^Exact text/ })
    .textContent()

beforeAll(async () => {
  folder = await dataFolder(Object.keys(AGENTS), [{ id: 'r1', agents: '*', surfaces: '*', level: 'type' }], [], AGENTS)
  const opened = ['one', 'two'].flatMap(name => ['--open=shell', `--name=${name}`])
  shown = await startWindow([`--user-data-dir=${folder.dir}`, '--mcp-port=0', ...opened])
  for (const name of ['one', 'two']) await sees(shown.page, name, /[$#%❯>]\s*$/m)
  for (const agent of Object.keys(AGENTS)) {
    clients[agent] = await currentClient(shown.ready.mcp, folder.agents[agent]!.token)
  }
}, 90_000)
beforeEach(() =>
  pane(shown.page, 'one')
    .locator('.xterm-screen')
    .click({ position: { x: 5, y: 5 } }),
)
afterAll(async () => {
  await Promise.all(Object.values(clients).map(client => client.close()))
  await shown?.stop()
  await folder?.remove()
})

test('of several drafts J and K show the next, each has to stand still, and a key acts on the one that is shown', async () => {
  await draft('cursor', 'one', 'echo by-cursor-$((1+1))')
  await card('one').waitFor()
  await draft('codex', 'one', 'echo by-codex')
  await draft('gemini', 'one', 'echo by-gemini')
  await card('one').getByText('3 of 3').waitFor()
  expect(await text('one')).toBe('echo·by-cursor-$((1+1))')
  await press('Control+Shift+J')
  await armed('one')
  // Around the end comes the newest.
  const newest = await nextCard(shown.page, 'draft-card')
  await press('j')
  await card('one').getByText('1 of 3').waitFor()
  expect(await newest()).toBe('false')
  expect(await text('one')).toBe('echo·by-gemini')
  await armed('one')
  await press('Backspace')
  await card('one').getByText('1 of 2').waitFor()
  await inTerminal('one')
  await press('Control+Shift+J')
  while ((await text('one')) !== 'echo·by-cursor-$((1+1))') await press('k')
  await armed('one')
  await press('Control+Enter')
  await sees(shown.page, 'one', 'by-cursor-2')
  await until('the one that is left', async () => (await text('one')) === 'echo·by-codex')
  await inTerminal('one')
  await press('Control+Shift+J')
  await armed('one')
  await press('Backspace')
  await card('one').waitFor({ state: 'detached' })
})

test('a press that began on another revision is for none, however long it is held', async () => {
  await draft('cursor', 'two', 'echo first')
  await armed('two')
  const run = card('two').getByRole('button', { name: 'Run', exact: false }).first()
  const box = (await run.boundingBox())!
  await shown.page.mouse.move(box.x + box.width / 2, box.y + box.height / 2)
  await shown.page.mouse.down()
  await draft('cursor', 'two', 'echo again')
  await card('two').getByText('echo·again').waitFor()
  await armed('two')
  await shown.page.mouse.up()
  // What is pressed and let go on it is done: had the first been, there would be nothing to discard.
  await card('two')
    .getByRole('button', { name: /^Discard/ })
    .click()
  await card('two').waitFor({ state: 'detached' })
  const records = await folder.activity()
  const ran = records.filter(
    ({ actor, intent, text }) => actor === 'person' && intent === 'submit' && text === 'echo again',
  )
  expect(ran).toEqual([])
})

test('what cannot be seen is removed in the editor, what is risky is marked, and nothing is sent by either', async () => {
  await draft('cursor', 'one', 'rm -rf\u00a0./no-such-folder; echo kept-$((2+3))')
  await armed('one')
  expect(await card('one').locator('mark.risk').textContent()).toContain('rm')
  await card('one').getByText('1 invisible or special character: no-break space, U+00A0').waitFor()
  await card('one').getByRole('button', { name: 'Remove it' }).click()
  const field = card('one').getByLabel('Draft text')
  expect(await field.inputValue()).toBe('rm -rf./no-such-folder; echo kept-$((2+3))')
  await field.fill('rm -rf ./no-such-folder; echo kept-$((2+3))')
  await card('one').getByText('Deletes folders without asking.').waitFor()
  await field.press('Control+Enter')
  await card('one').getByText('drafted this, you changed it').waitFor()
  expect(await card('one').locator('mark.risk').textContent()).toBe('rm·-rf·./no-such-folder')
  await press('Control+Shift+J')
  await armed('one')
  await press('Control+Enter')
  await sees(shown.page, 'one', 'kept-5')
})

const here = (program: string) => program === 'own' || existsSync(`/usr/bin/${program}`)
test.each((Object.keys(FULL) as (keyof typeof FULL)[]).filter(here))(
  'over %s the last row stays in sight above the card, and the size stays as it was',
  async program => {
    const { start, shows, end } = FULL[program]
    await type('two', start, 'Enter')
    await sees(shown.page, 'two', shows)
    const before = await surface('two')
    if (program === 'vim') await shown.page.keyboard.type(':')
    await draft('codex', 'two', 'q')
    await armed('two')
    const gap = async () => {
      const screen = await pane(shown.page, 'two').locator('.xterm-screen').boundingBox()
      const over = await card('two').boundingBox()
      return over!.y - (screen!.y + screen!.height)
    }
    // The cursor is in the last row of ours, of vim's command line and of less; in top it is further up.
    if (program !== 'top') await until('the last row above the card', async () => (await gap()) >= 0)
    const { cols, rows } = (await surface('two'))!
    expect({ cols, rows }).toEqual({ cols: before!.cols, rows: before!.rows })
    await press('Control+Shift+J')
    await until('the card has the keyboard', () =>
      shown.page.evaluate(() => document.activeElement?.matches('[data-testid=draft-card]') ?? false),
    )
    await armed('two')
    await press('Backspace')
    await card('two').waitFor({ state: 'detached' })
    // Not one of these keys, and nothing of the draft, came to the program: it is still there.
    await enter('two')
    if (program === 'vim') await press('Escape')
    for (const keys of end) await (keys.length > 1 && keys !== ':q!' ? press(keys) : shown.page.keyboard.type(keys))
    await sees(shown.page, 'two', /[$#%❯>]\s*$/m)
  },
)

test('in a low pane the card leaves the cursor’s row, and its buttons are reached by keys', async () => {
  await shown.app.evaluate(({ BrowserWindow }) => {
    const window = BrowserWindow.getAllWindows()[0]!
    window.setMinimumSize(200, 200)
    window.setContentSize(900, 260)
  })
  await shown.page.waitForFunction(() => innerHeight === 260)
  await draft('gemini', 'one', 'echo low-$((4+4))')
  await armed('one')
  const places = () =>
    pane(shown.page, 'one').evaluate(element => {
      const card = element.querySelector('[data-testid=draft-card]')!.getBoundingClientRect()
      const head = element.querySelector('header')!.getBoundingClientRect()
      const all = element.getBoundingClientRect()
      return { above: card.top - head.bottom, below: all.bottom - card.bottom }
    })
  // The pane has its size before the card has its own in it.
  await until('the row above the card', async () => {
    const { above, below } = await places()
    return above >= 20 && below >= 0
  })
  await press('Control+Shift+J')
  await armed('one')
  await press('Control+Enter')
  await sees(shown.page, 'one', 'low-8')
})

test('once its program has ended a draft can be discarded, and no longer run', async () => {
  await draft('cursor', 'two', 'echo late')
  await card('two').waitFor()
  await type('two', 'exit', 'Enter')
  await until('the end', async () => (await surface('two'))?.exit)
  await card('two').getByText('has ended: this can be copied or discarded.').waitFor()
  await armed('two')
  for (const name of ['Run', 'Insert']) {
    const button = card('two').getByRole('button', { name: new RegExp(`^${name}`) })
    expect(await button.getAttribute('aria-disabled')).toBe('true')
  }
  await press('Control+Shift+J')
  await press('Control+Enter')
  expect(await card('two').count()).toBe(1)
  await press('Backspace')
  await card('two').waitFor({ state: 'detached' })
})
