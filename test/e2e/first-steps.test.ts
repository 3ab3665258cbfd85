// The walk of somebody who has never seen Gatehouse: from an empty data folder to "Claude Code submitted in my shell, and I saw why it
// was allowed". Each next control is found by the words the screen shows. Once by mouse, the key steps again by keyboard alone.
// `UPDATE_PICTURES=1` renews the pictures of docs/getting-started.md: look at them before committing.
import fs from 'node:fs/promises'
import path from 'node:path'
import { Client } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ROOT, type RunningWindow, startWindow, until } from '../helpers/app.ts'
import { type DataFolder, dataFolder } from '../helpers/data-folder.ts'
import { sees } from '../helpers/terminal.ts'

const PICTURES = path.join(ROOT, 'docs/pictures/first-steps')
const UPDATE = process.env['UPDATE_PICTURES'] === '1'
const PROMPT = /[$#%❯>]\s*$/m

let folder: DataFolder
let home: string
let shown: RunningWindow
/** what the shell is called, as its pane says */
let mine: string
const clients: Client[] = []

const page = () => shown.page
const button = (name: string | RegExp) => page().getByRole('button', { name })
const card = (name: string) => page().getByRole('article', { name, exact: true })
const answer = () => page().getByTestId('approval-card')

beforeAll(async () => {
  folder = await dataFolder([])
  home = path.join(folder.dir, 'home')
  const tools = path.join(home, 'tools')
  await fs.mkdir(tools, { recursive: true })
  await fs.mkdir(path.join(home, '.cursor'), { recursive: true })
  // Claude Code is on the PATH of this person's shell, and nothing else is.
  await fs.writeFile(path.join(tools, 'claude'), "#!/bin/sh\necho '2.1.197 (Claude Code)'\n", { mode: 0o755 })
  await fs.symlink('/usr/bin/env', path.join(tools, 'env'))
  await fs.writeFile(path.join(home, '.profile'), 'PATH="$HOME/tools:/usr/bin:/bin"\nexport PATH\n. "$HOME/.bashrc"\n')
  await fs.writeFile(path.join(home, '.bashrc'), "PS1='$ '\n")
  shown = await startWindow([`--user-data-dir=${folder.dir}`, '--mcp-port=0'])
  await page().emulateMedia({ reducedMotion: 'reduce' })
  await shown.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.setSize(1440, 900))
  await page().waitForFunction(() => innerWidth === 1440 && innerHeight === 900)
})
afterAll(async () => {
  for (const client of clients) await client.close()
  await shown?.stop()
  await folder?.remove()
})

/** Where an installed Gatehouse shows itself and the person's folder, here the paths of this clone and of this test are. */
function asInstalled({ root, home, dir }: { root: string; home: string; dir: string }): void {
  for (const word of document.querySelectorAll<HTMLElement>('.command .word')) {
    const text = word.textContent ?? ''
    if (text.startsWith('--user-data-dir=')) word.parentElement?.remove()
    if (!text.endsWith('gatehouse.mjs')) continue
    word.parentElement?.previousElementSibling?.remove()
    word.textContent = 'gatehouse'
  }
  const piece = [...document.querySelectorAll<HTMLElement>('.piece .dln')]
  for (const [index, line] of piece.entries()) {
    const text = line.textContent ?? ''
    const words = (of: HTMLElement | undefined) => of?.querySelector('.text') ?? null
    const change = (of: Element | null, from: RegExp, to: string) => {
      const node = of && document.createTreeWalker(of, NodeFilter.SHOW_TEXT)
      while (node?.nextNode()) node.currentNode.nodeValue = (node.currentNode.nodeValue ?? '').replace(from, to)
    }
    if (text.includes('"command"')) change(words(line), /"[^"]*node"/, '"gatehouse"')
    if (text.includes('--user-data-dir=')) change(words(piece[index - 1]), /,$/, '')
    if (text.includes('gatehouse.mjs') || text.includes('--user-data-dir=')) line.remove()
  }
  for (const [index, no] of [...document.querySelectorAll('.piece .dln .no')].entries()) no.textContent = `${index + 1}`
  const all = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  while (all.nextNode()) {
    const { nodeValue } = all.currentNode
    if (nodeValue?.includes(dir) || nodeValue?.includes(root))
      all.currentNode.nodeValue = nodeValue.replaceAll(home, '/home/you').replaceAll(dir, '~').replaceAll(root, '~')
  }
}

async function picture(name: string): Promise<void> {
  if (!UPDATE) return
  await fs.mkdir(PICTURES, { recursive: true })
  await page().evaluate(asInstalled, { root: ROOT, home, dir: folder.dir })
  await page().screenshot({ path: path.join(PICTURES, `${name}.png`), animations: 'disabled', caret: 'hide' })
}

/** The client, started exactly as its config says now. */
async function started(config: string, name: string): Promise<Client> {
  const { gatehouse } = JSON.parse(await fs.readFile(config, 'utf8')).mcpServers
  const client = new Client({ name, version: '2.1.197' })
  await client.connect(new StdioClientTransport({ command: gatehouse.command, args: gatehouse.args, stderr: 'ignore' }))
  clients.push(client)
  return client
}

const call = async (client: Client, name: string, args: Record<string, unknown> = {}) => {
  const result = await client.callTool({ name, arguments: args }, { timeout: 60_000, resetTimeoutOnProgress: true })
  return { isError: result.isError === true, data: result.structuredContent as Record<string, unknown> }
}

/** What Claude Code does once its person has asked it to: it looks where it may, asks for more, and waits. */
const asks = (client: Client) =>
  call(client, 'request_access', {
    surface: mine,
    level: 'submit',
    minutes: 15,
    why: 'to run the tests you asked for',
  })

test('by mouse: open a shell, connect Claude Code, let it submit for a while, and see why it was allowed', async () => {
  await page().getByRole('heading', { name: 'Open your first surface' }).waitFor()
  await button(/^Open Claude Code, 2\.1\.197/).waitFor()
  await picture('1-first-start')
  await button(/^Open bash, /).click()
  mine = await until('the keyboard in the shell', async () => /^Terminal input, (.+)$/.exec(await focused())?.[1])
  await sees(page(), mine, PROMPT)
  // Nothing of an agent yet, and the strip says where to go.
  await button('No agents connected. Connect one').waitFor()
  await picture('2-a-shell')

  await button('No agents connected. Connect one').click()
  await page().getByRole('heading', { name: 'Connect an agent' }).waitFor()
  await picture('3-connect')
  await card('Claude Code').getByRole('button', { name: 'Apply' }).click()
  const dialog = page().getByRole('dialog', { name: 'Connect Claude Code' })
  await dialog.getByText('This is the whole change.').waitFor()
  expect(await dialog.getByRole('radio', { name: /^Read/ }).isChecked()).toBe(true)
  const yes = dialog.getByRole('button', { name: 'Connect with Read only' })
  await until('the answer to count', async () => (await yes.getAttribute('aria-disabled')) === 'false')
  await picture('4-the-change')
  await yes.click()
  await card('Claude Code').getByText('Waiting').waitFor()
  await card('Claude Code').getByText('Start Claude Code now.').waitFor()

  // The person starts it, as the card says.
  const claude = await started(path.join(home, '.claude.json'), 'claude-code')
  await card('Claude Code').getByText('Connected').waitFor()
  const listed = await call(claude, 'list_surfaces')
  expect(listed.data).toMatchObject({ surfaces: [{ name: mine, level: 'read', ask: 'type' }] })
  const row = page().getByRole('list', { name: 'Agents' }).getByRole('listitem', { name: 'Claude Code' })
  await row.getByText('Read, ask to type').waitFor()
  await row.scrollIntoViewIfNeeded()
  await picture('5-connected')

  // It may not submit: it says so in one call, and asks in another.
  const refused = await call(claude, 'submit_text', { surface: mine, text: 'echo from Claude Code' })
  expect(refused).toMatchObject({ isError: true, data: { code: 'denied' } })
  const asked = asks(claude)
  await button('Approvals, 1 approval waiting').click()
  await answer().getByText('to run the tests you asked for').waitFor()
  await page().locator('[data-testid=approval-card][data-armed=true]').waitFor()
  await picture('6-it-asks')
  await answer().getByRole('button', { name: 'Allow for 15 min' }).click()
  expect((await asked).data).toMatchObject({ granted: 'submit' })
  const sent = await call(claude, 'submit_text', { surface: mine, text: 'echo from Claude Code' })
  expect(sent.data).toMatchObject({ outcome: 'submitted' })

  // Nothing waits any more: away with the sheet.
  const sheet = page().getByTestId('approvals')
  await sheet.getByText('Nothing waiting.').waitFor()
  await sheet.getByRole('button', { name: /^(Close|Back to terminal)/ }).click()
  // The shell, by its row: what it did, and that it ends by itself.
  await page()
    .getByRole('treeitem', { name: new RegExp(`^${mine}, `) })
    .click()
  await sees(page(), mine, /^from Claude Code/m)
  await page().getByTestId('temporary-grant').getByText(`Claude Code in ${mine}`).waitFor()
  await page()
    .getByTestId('temporary-grant')
    .getByText(/^1[45] min left$/)
    .waitFor()
  await picture('7-it-submitted')

  await button('Activity').click()
  const entry = page()
    .getByRole('row', { name: /Claude Code.*echo from Claude Code/ })
    .filter({ hasText: 'Allowed' })
  await entry.click()
  const detail = page().getByRole('complementary', { name: 'Entry: Allowed' })
  await detail.getByText('Submit').first().waitFor()
  await picture('8-activity')
  await detail.getByRole('button', { name: 'Open this grant' }).click()
  await seesWhy('Claude Code')
  await picture('9-why')
})

/** Grants at its cell, and the rule in force there. */
async function seesWhy(agent: string): Promise<void> {
  const panel = page().getByRole('complementary', { name: 'Grants' })
  await panel.getByRole('gridcell', { name: new RegExp(`^${agent} in ${mine}: Submit`), selected: true }).waitFor()
  await panel.getByText('Why this answer').waitFor()
  const rules = panel.getByRole('list', { name: 'Rules and locks that match' })
  await rules
    .getByRole('listitem')
    .filter({ has: page().getByRole('img', { name: 'In force' }) })
    .getByText(new RegExp(`${agent} in ${mine}`))
    .waitFor()
}

const focused = () =>
  page().evaluate(() => {
    const { activeElement: at } = document
    return at?.getAttribute('aria-label') ?? at?.textContent ?? ''
  })

/** Goes on by Tab until it is there. */
async function tabTo(name: RegExp): Promise<void> {
  const seen: string[] = []
  for (let n = 0; n < 90; n++) {
    await page().keyboard.press('Tab')
    const at = await focused()
    if (name.test(at)) return
    seen.push(at.slice(0, 30))
  }
  throw new Error(`Tab never came to ${name}: ${seen.join(' | ')}`)
}

/** As the search box says: its key, a word, Enter. */
async function search(word: string, command: RegExp): Promise<void> {
  await page().keyboard.press('Control+Shift+P')
  await until('the palette', async () => (await focused()) === 'Search surfaces, agents, commands')
  await page().keyboard.type(word)
  await page().getByRole('option', { name: command, selected: true }).waitFor()
  await page().keyboard.press('Enter')
}

test('by keyboard alone: connect a second agent, answer it, and come from its entry to the rule', async () => {
  const { keyboard } = page()
  await search('connect', /^Connect/)
  await page().getByRole('heading', { name: 'Connect an agent' }).waitFor()
  await until('the keyboard on the page', async () => (await focused()) === 'Connect')
  await tabTo(/^Apply for Cursor$/)
  await keyboard.press('Enter')
  const dialog = page().getByRole('dialog', { name: 'Connect Cursor' })
  const yes = dialog.getByRole('button', { name: 'Connect with Read only' })
  await until('the answer to count', async () => (await yes.getAttribute('aria-disabled')) === 'false')
  await tabTo(/^Connect with Read only$/)
  await keyboard.press('Enter')
  await card('Cursor').getByText('Waiting').waitFor()

  const cursor = await started(path.join(home, '.cursor/mcp.json'), 'cursor')
  const asked = asks(cursor)
  await button('Approvals, 1 approval waiting').waitFor()
  await keyboard.press('Control+Shift+A')
  await page().locator('[data-testid=approval-card][data-armed=true]').waitFor()
  await keyboard.press('m')
  expect((await asked).data).toMatchObject({ granted: 'submit' })
  expect((await call(cursor, 'submit_text', { surface: mine, text: 'echo by keys' })).data).toMatchObject({
    outcome: 'submitted',
  })

  await search('activity', /^Activity/)
  await until('the keyboard in Activity', () =>
    page().evaluate(() => document.activeElement?.closest('.page.activity') !== null),
  )
  const entry = page()
    .getByRole('row', { name: /Cursor.*echo by keys/ })
    .filter({ hasText: 'Allowed' })
  await entry.waitFor()
  await keyboard.press('Home')
  for (let n = 0; n < 10 && !(await entry.evaluate(row => row.classList.contains('at'))); n++)
    await keyboard.press('ArrowDown')
  await keyboard.press('Enter')
  await page().getByRole('complementary', { name: 'Entry: Allowed' }).waitFor()
  await tabTo(/^Open this grant$/)
  await keyboard.press('Enter')
  await seesWhy('Cursor')
})
