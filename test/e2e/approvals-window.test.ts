// Asking a person, in the real window with real MCP clients: what the sheet and its keys do, and what they never do.
import type { Locator } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type RunningWindow, startWindow, until } from '../helpers/app.ts'
import { type DataFolder, dataFolder } from '../helpers/data-folder.ts'
import { currentClient, type TestClient, type ToolAnswer } from '../helpers/mcp-clients.ts'
import { atOnce, pane, sees, type } from '../helpers/terminal.ts'
import { nextCard, stoodFor, watchCards } from './support/cards.ts'

const PROMPT = /[$#%❯>]\s*$/m
const READERS = ['reader-1', 'reader-2', 'reader-3']

let folder: DataFolder
let shown: RunningWindow
const clients: TestClient[] = []

const sheet = () => shown.page.getByTestId('approvals')
const card = () => shown.page.getByTestId('approval-card')
const armed = () => shown.page.locator('[data-testid=approval-card][data-armed=true]').waitFor()
const button = (how: string): Locator => card().locator(`[data-answer="${how}"]`)
const waits = (n: number) =>
  until(`${n} waiting`, async () => (await shown.page.getByTestId('waiting').textContent())?.startsWith(`${n} `))
const none = () => shown.page.getByText('Nothing waiting.').waitFor()
const focused = () => shown.page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? null)
const inTerminal = () => until('focus in the terminal', async () => (await focused())?.startsWith('Terminal input'))

async function client(agent: string): Promise<TestClient> {
  const made = await currentClient(shown.ready.mcp, folder.agents[agent]!.token)
  clients.push(made)
  return made
}

/** An agent asks to submit; `answer` is what it gets in the end. */
async function ask(agent: string, surface: string, text: string): Promise<{ answer: Promise<ToolAnswer> }> {
  const by = await client(agent)
  const answer = by.call('submit_text', { surface, text })
  await waits(1)
  return { answer }
}

/** By the keys: in with Ctrl+Shift+A, and once it has stood still, the card's own. */
async function enter(): Promise<void> {
  // Pressed inside it, the key leads out again.
  const isInside = await shown.page.evaluate(
    () => document.querySelector('[data-approvals]')?.contains(document.activeElement) ?? false,
  )
  if (!isInside) await shown.page.keyboard.press('Control+Shift+A')
  await armed()
}

/** What the terminal shows, out of its scrollback, too. */
async function printed(surface: string): Promise<string> {
  const reader = await client('cursor')
  return (await reader.call('read_surface', { surface, what: 'scrollback' })).data.lines!.join('\n')
}

const SURFACES = ['one', 'two', 'three', 'four']

beforeAll(async () => {
  folder = await dataFolder(
    ['cursor', 'codex', 'stranger', ...READERS],
    [
      { id: 'r1', agents: ['cursor', 'codex'], surfaces: '*', level: 'type', ask: 'submit' },
      { id: 'r2', agents: READERS, surfaces: '*', level: 'none', ask: 'read' },
    ],
    [],
    { cursor: 'Cursor', codex: 'Codex' },
  )
  const opened = SURFACES.flatMap(name => ['--open=shell', `--name=${name}`])
  shown = await startWindow([`--user-data-dir=${folder.dir}`, '--mcp-port=0', ...opened])
  for (const name of SURFACES) await sees(shown.page, name, PROMPT)
  await pane(shown.page, 'one').locator('.xterm-screen').click()
}, 90_000)
afterEach(async () => {
  await Promise.all(clients.splice(0).map(made => made.close()))
  if ((await sheet().count()) > 0) await shown.page.getByTestId('approvals-button').click()
})
afterAll(async () => {
  await shown?.stop()
  await folder?.remove()
})

test('allowing once by its key delivers exactly this, and the next one asks again', async () => {
  const { answer } = await ask('cursor', 'one', 'echo allowed-$((40+2))')
  expect(await sheet().count()).toBe(0)
  await shown.page.getByTestId('announcements').getByText('Cursor wants to submit in one').waitFor()
  await shown.page.getByRole('treeitem', { name: /^one.*Cursor asks to submit/ }).waitFor()
  await pane(shown.page, 'one').getByText('Cursor asks to submit').waitFor()
  await enter()
  await shown.page.getByRole('region', { name: 'Waiting for you, 1' }).waitFor()
  expect(await card().getByTestId('approval-text').textContent()).toBe('echo·allowed-$((40+2))Enter')
  await shown.page.keyboard.press('y')
  expect((await answer).data.outcome).toBe('submitted')
  await sees(shown.page, 'one', 'allowed-42')
  await none()
  await sheet().getByText('Allowed once').waitFor()
  await shown.page.keyboard.press('Escape')
  await inTerminal()
  expect(await sheet().count()).toBe(0)
})

test('next that needs you goes to what waits, and all of an agent is denied by one key', async () => {
  const { answer } = await ask('codex', 'two', 'echo next')
  await pane(shown.page, 'one').locator('.xterm-screen').click()
  await shown.page.keyboard.press('Control+Shift+J')
  await armed()
  await shown.page.getByRole('treeitem', { name: /^two/, selected: true }).waitFor()
  await shown.page.keyboard.press('x')
  expect((await answer).data.code).toBe('refused_by_person')
})

test('keeping it as a draft sends nothing and leaves the text for the person', async () => {
  const { answer } = await ask('cursor', 'two', 'echo kept')
  await enter()
  await shown.page.keyboard.press('t')
  expect((await answer).isError).toBe(true)
  await pane(shown.page, 'two').getByTestId('draft-card').getByText('echo·kept').waitFor()
  await none()
})

test('an edited text is what is submitted; plain Enter is a line end and Escape sends nothing', async () => {
  const { answer } = await ask('cursor', 'three', 'echo wrong')
  await enter()
  await shown.page.keyboard.press('e')
  const field = shown.page.getByLabel('Your version of the text')
  await field.press('Escape')
  await shown.page.keyboard.press('e')
  await field.fill('echo right-$((1+1))')
  await field.press('Control+Enter')
  expect((await answer).data.outcome).toBe('submitted')
  await sees(shown.page, 'three', 'right-2')
  expect(await printed('three')).not.toContain('wrong')
})

test('denying with a reason tells the agent why, and nothing is sent', async () => {
  const { answer } = await ask('cursor', 'four', 'echo denied')
  await enter()
  await shown.page.keyboard.press('d')
  await shown.page.keyboard.type('wrong place, yes my type')
  await shown.page.keyboard.press('Enter')
  const { data } = await answer
  expect(data.code).toBe('refused_by_person')
  expect(data.why).toContain('wrong place, yes my type')
  expect(await printed('four')).not.toContain('denied')
})

test('what the person typed since makes them look again before anything can be allowed', async () => {
  const { answer } = await ask('codex', 'four', 'echo later')
  await type(shown.page, 'four', 'echo mine ')
  await shown.page.keyboard.press('Control+Shift+A')
  await button('look').waitFor()
  await armed()
  const revised = await nextCard(shown.page, 'approval-card')
  await shown.page.keyboard.press('y')
  expect(await revised()).toBe('false')
  await button('once').waitFor()
  await card().getByText('echo mine').waitFor()
  await shown.page.keyboard.press('Escape')
  await type(shown.page, 'four', '', 'Control+C')
  await enter()
  await shown.page.keyboard.press('x')
  expect((await answer).data.code).toBe('refused_by_person')
})

test('opened and answered by clicks the sheet leaves the caret in the terminal', async () => {
  const { answer } = await ask('codex', 'one', 'echo clicked-$((2+3))')
  // It is given back to the terminal with the next frame, when the sheet of the test before has gone.
  await inTerminal()
  await shown.page.getByTestId('approvals-button').click()
  expect(await focused()).toMatch(/^Terminal input/)
  // Playwright clicks once the button is not disabled.
  await button('once').click()
  expect((await answer).data.outcome).toBe('submitted')
  await sees(shown.page, 'one', 'clicked-5')
  expect(await focused()).toMatch(/^Terminal input/)
})

test.each([
  { by: 'clicks', surface: 'one' },
  { by: 'keys', surface: 'three' },
])('a storm of $by answers no card before it has stood still for 600 ms', async ({ by, surface }) => {
  const first = await ask('cursor', surface, 'echo storm-1')
  await enter()
  const box = (await button('once').boundingBox())!
  const hit = () =>
    by === 'keys'
      ? shown.page.keyboard.press('y')
      : shown.page.mouse.click(box.x + box.width / 2, box.y + box.height / 2)
  await hit()
  await first.answer
  await none()
  await watchCards(shown.page)
  const { answer } = await ask('codex', surface, 'echo storm-2')
  const over = answer.then(() => true)
  // The next one comes under the hand that is still at it.
  while (!(await Promise.race([over, Promise.resolve(false)]))) await hit()
  expect((await answer).data.outcome).toBe('submitted')
  const [stood] = await stoodFor(shown.page)
  expect(stood).toBeGreaterThanOrEqual(600)
})

test('a held key answers nothing, and Enter and Space on the sheet answer nothing', async () => {
  const { answer } = await ask('codex', 'two', 'echo held')
  await enter()
  await shown.page.keyboard.down('j')
  await shown.page.keyboard.up('j')
  await atOnce(shown.page, { key: 'y', code: 'KeyY', repeat: true, times: 20 })
  for (const key of ['Enter', 'Space']) await shown.page.keyboard.press(key)
  await button('once').evaluate(element => element.setAttribute('data-mark', 'same'))
  // Tab to the first answer: Enter on it answers nothing either.
  await shown.page.keyboard.press('Tab')
  while (!(await shown.page.evaluate(() => document.activeElement?.hasAttribute('data-mark'))))
    await shown.page.keyboard.press('Tab')
  await shown.page.keyboard.press('Enter')
  await waits(1)
  expect(await card().getAttribute('data-armed')).toBe('true')
  // Space does: it is how a button is pressed without a pointer.
  await shown.page.keyboard.press('Space')
  expect((await answer).data.outcome).toBe('submitted')
})

test('nothing takes the focus or a key while a person types 200 characters and asks arrive', async () => {
  const text = 'yxmtabde01'.repeat(20)
  await type(shown.page, 'four', 'echo ')
  const typing = shown.page.keyboard.type(text, { delay: 10 })
  const asked = (
    await Promise.all(
      READERS.map(async id => {
        const reader = await client(id)
        return ['one', 'two', 'three'].map(surface => reader.call('read_surface', { surface }))
      }),
    )
  ).flat()
  await waits(9)
  await typing
  await inTerminal()
  expect(await sheet().count()).toBe(0)
  await shown.page.keyboard.press('Enter')
  await until('every letter in the output', async () => (await printed('four')).split(text).length === 3)
  await waits(9)
  await enter()
  for (const left of [6, 3]) {
    await armed()
    await shown.page.keyboard.press('x')
    await waits(left)
  }
  await armed()
  await shown.page.keyboard.press('x')
  await none()
  for (const answer of await Promise.all(asked)) expect(answer.data.code).toBe('refused_by_person')
})

test('a field that comes back to the screen because what was in front is withdrawn takes no focus', async () => {
  const { answer } = await ask('codex', 'three', 'echo first')
  const other = await client('reader-1')
  const withdrawn = other.call('read_surface', { surface: 'four' }).catch(() => null)
  await waits(2)
  await enter()
  await shown.page.keyboard.press('e')
  const field = shown.page.getByLabel('Your version of the text')
  await field.fill('echo mine')
  await shown.page.getByTestId('approval-row').click()
  await field.waitFor({ state: 'detached' })
  await pane(shown.page, 'one').locator('.xterm-screen').click()
  await other.close()
  await withdrawn
  await field.waitFor()
  await inTerminal()
  expect(await field.inputValue()).toBe('echo mine')
  await shown.page.keyboard.press('Control+Shift+A')
  await armed()
  await shown.page.keyboard.press('Escape')
  await shown.page.keyboard.press('x')
  expect((await answer).data.code).toBe('refused_by_person')
})

test('a new agent is let in at the level that is chosen, and asks for the next', async () => {
  const stranger = await client('stranger')
  expect((await stranger.call('list_surfaces')).data.surfaces).toBeUndefined()
  await waits(1)
  await enter()
  await card().getByText('stranger wants to connect').waitFor()
  await card().getByText('Type', { exact: true }).click()
  await button('start').getByText('Connect with Type only').waitFor()
  await shown.page.keyboard.press('y')
  await none()
  const { surfaces } = (await stranger.call('list_surfaces')).data
  expect(surfaces?.map(({ level, ask: asks }) => [level, asks])).toEqual(SURFACES.map(() => ['type', 'submit']))
})

test('what an agent asks for is given for as long as it asked, and blocking takes a second yes', async () => {
  const reader = await client('reader-3')
  const wish = { surface: 'four', level: 'read', minutes: 7, why: 'I watch the build' }
  const granted = reader.call('request_access', wish)
  await waits(1)
  await enter()
  await card().getByText('I watch the build').waitFor()
  await button('minutes').getByText('Allow for 7 min').waitFor()
  await shown.page.keyboard.press('m')
  expect((await granted).isError).toBe(false)
  // The next question is another card: keys meant for it wait until this one is gone.
  await none()
  expect((await reader.call('read_surface', { surface: 'four' })).isError).toBe(false)
  const other = await client('reader-2')
  const refused = other.call('request_access', { ...wish, surface: 'four' })
  await waits(1)
  await armed()
  // However slow the machine: the second yes has not stood still.
  await atOnce(shown.page, { key: 'b', code: 'KeyB', times: 2 })
  await card().getByText('It is a lock').waitFor()
  const yes = button('block')
  await yes.waitFor()
  await waits(1)
  await yes.click()
  expect((await refused).data.code).toBe('refused_by_person')
})

test('what an agent says stands in the corner until it is dismissed, and takes no focus', async () => {
  await pane(shown.page, 'one').locator('.xterm-screen').click()
  const reader = await client('reader-1')
  await reader.call('notify_person', { title: 'First', body: 'one', surface: 'three' })
  await reader.call('notify_person', { title: 'Second', body: 'two' })
  const notice = shown.page.getByTestId('notice')
  await notice.getByText('1 more').waitFor()
  await inTerminal()
  await notice.getByRole('button', { name: /^Dismiss/ }).click()
  await notice.getByText('First').click()
  await shown.page.getByRole('treeitem', { name: /^three/, selected: true }).waitFor()
  await notice.waitFor({ state: 'detached' })
  const cursor = await client('cursor')
  await cursor.call('show_surface', { surface: 'two', why: 'It failed here' })
  const row = shown.page.getByRole('treeitem', { name: /^two.*wants you to see this: It failed here/ })
  await row.waitFor()
  await shown.page.getByRole('treeitem', { name: /^three/, selected: true }).waitFor()
  await row.click()
  await shown.page.getByTestId('badge').waitFor({ state: 'detached' })
})

describe('pause', () => {
  const paused = () =>
    shown.page.evaluate(async () => {
      const state = await window.gatehouse.invoke('state.get', {})
      return state.ok && state.value.gate.paused !== null
    })

  test('a held Pause key pauses and never resumes', async () => {
    await pane(shown.page, 'one').locator('.xterm-screen').click()
    await shown.page.keyboard.down('Control')
    await shown.page.keyboard.down('Shift')
    // Down again without up is how a held key repeats.
    for (let n = 0; n < 10; n++) await shown.page.keyboard.down('Period')
    await until('paused', paused)
    for (let n = 0; n < 10; n++) await shown.page.keyboard.down('Period')
    await shown.page.keyboard.up('Period')
    await shown.page.keyboard.up('Shift')
    await shown.page.keyboard.up('Control')
    expect(await paused()).toBe(true)
  })

  test('Enter held on the button does not resume either; one press does', async () => {
    // What a press does goes by what the window knows.
    await shown.page.getByText('All agents paused').first().waitFor()
    await shown.page.getByTestId('pause').focus()
    expect(await paused()).toBe(true)
    await shown.page.keyboard.down('Enter')
    await until('running', async () => !(await paused()))
    for (let n = 0; n < 10; n++) await shown.page.keyboard.down('Enter')
    await shown.page.keyboard.up('Enter')
    expect(await paused()).toBe(false)
  })

  test('one agent is paused and resumed by a click in Grants; the others go on', async () => {
    await shown.page.keyboard.press('Control+Shift+G')
    await shown.page.getByTestId('pause-codex').click()
    await shown.page.getByRole('button', { name: 'Resume Codex' }).waitFor()
    const codex = await client('codex')
    expect((await codex.call('submit_text', { surface: 'three', text: 'echo no' })).data.code).toBe('paused')
    const cursor = await client('cursor')
    expect((await cursor.call('type_text', { surface: 'three', text: 'echo yes' })).data.outcome).toBe('staged')
    await shown.page.getByTestId('pause-codex').click()
    await shown.page.getByRole('button', { name: 'Pause Codex' }).waitFor()
    expect((await codex.call('type_text', { surface: 'three', text: 'echo again' })).data.outcome).toBe('staged')
  })
})
