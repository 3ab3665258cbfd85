// Focus and first clicks: nothing moves or changes that the person did not ask for.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RunningWindow, startWindow, until } from '../helpers/app.ts'
import { type DataFolder, dataFolder } from '../helpers/data-folder.ts'
import { currentClient } from '../helpers/mcp-clients.ts'
import { pane, sees, type } from '../helpers/terminal.ts'

let folder: DataFolder
let shown: RunningWindow

const focused = () => shown.page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? null)
const hasFocus = (label: string | RegExp) =>
  until(`focus on ${label}`, async () => {
    const now = await focused()
    return typeof label === 'string' ? now === label : label.test(now ?? '')
  })

beforeAll(async () => {
  folder = await dataFolder(
    ['cursor', 'codex'],
    [
      { id: 'r1', agents: 'cursor', surfaces: '*', level: 'type' },
      { id: 'r2', agents: 'codex', surfaces: '*', level: 'read' },
    ],
  )
  shown = await startWindow([`--user-data-dir=${folder.dir}`, '--mcp-port=0', '--open=shell', '--name=shell'])
  await sees(shown.page, 'shell', /[$#%❯>]\s*$/m)
})
afterAll(async () => {
  await shown?.stop()
  await folder?.remove()
})

test.each(['G', 'K'])('Ctrl+Shift+%s opens a panel and, pressed again, gives focus back to the terminal', async key => {
  await pane(shown.page, 'shell').locator('.xterm-screen').click()
  await shown.page.keyboard.press(`Control+Shift+${key}`)
  await shown.page
    .getByLabel(key === 'G' ? 'Grants' : 'Connect', { exact: true })
    .first()
    .waitFor()
  await shown.page.keyboard.press(`Control+Shift+${key}`)
  await hasFocus('Terminal input, shell')
})

test('the first click on any cell of Grants only selects it; the second changes it', async () => {
  const { id } = (await listed())[0]!
  await shown.page.keyboard.press('Control+Shift+G')
  for (const agent of ['cursor', 'codex']) {
    const cell = shown.page.getByTestId(`cell-${agent}-${id}`)
    const before = await cell.getAttribute('aria-label')
    await cell.click()
    await shown.page.getByRole('gridcell', { selected: true, name: new RegExp(`^${agent} in shell`) }).waitFor()
    expect(await cell.getAttribute('aria-label')).toBe(before)
  }
  await shown.page.getByTestId(`cell-codex-${id}`).click()
  await shown.page.getByRole('gridcell', { name: /^codex in shell: Type.*Set here/ }).waitFor()
  await shown.page.keyboard.press('Backspace')
  await shown.page.getByRole('gridcell', { name: /^codex in shell: Read.*Inherited/ }).waitFor()
  await shown.page.keyboard.press('Control+Shift+G')
})

test('drafts that arrive while a person types take neither focus nor a key', async () => {
  const agent = await currentClient(shown.ready.mcp, folder.agents['cursor']!.token)
  const text = 'abcdefghijklmnopqrstuvwxyz'.repeat(4)
  await type(shown.page, 'shell', 'echo ')
  const typing = shown.page.keyboard.type(text, { delay: 10 })
  for (let count = 0; count < 20; count++) await agent.call('type_text', { surface: 'shell', text: `draft ${count}` })
  await typing
  await hasFocus('Terminal input, shell')
  await shown.page.keyboard.press('Enter')
  await until('every letter in the output', async () => {
    const { lines } = (await agent.call('read_surface', { surface: 'shell' })).data
    return lines!.includes(text)
  })
  await agent.close()
})

test('Ctrl+Shift+J goes to the draft, Escape back, and Discard by its key gives focus back', async () => {
  await pane(shown.page, 'shell').locator('.xterm-screen').click()
  const toCard = async () => {
    await shown.page.keyboard.press('Control+Shift+J')
    await until('focus on the card', () =>
      shown.page.evaluate(() => !!document.activeElement?.closest('[data-testid=draft-card]')),
    )
  }
  await toCard()
  await shown.page.keyboard.press('Escape')
  await hasFocus('Terminal input, shell')
  await toCard()
  await pane(shown.page, 'shell').locator('[data-testid=draft-card][data-armed=true]').waitFor()
  await shown.page.keyboard.press('Backspace')
  await pane(shown.page, 'shell').getByTestId('draft-card').waitFor({ state: 'detached' })
  await hasFocus('Terminal input, shell')
})

async function listed() {
  const state = await shown.page.evaluate(() => window.gatehouse.invoke('state.get', {}))
  return state.ok ? state.value.surfaces : []
}
