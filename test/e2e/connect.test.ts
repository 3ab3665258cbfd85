// Connecting a client by clicks, in the real window: the config it has, the bridge started as that config says, the page
// that sees it, and the way back to the bytes that were there.
import fs from 'node:fs/promises'
import path from 'node:path'
import { Client } from '@modelcontextprotocol/client'
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { programOf } from '../../main/mcp/program.ts'
import { type RunningWindow, startWindow, until } from '../helpers/app.ts'
import { type DataFolder, dataFolder } from '../helpers/data-folder.ts'

/** As people leave it: another server, remarks, a trailing comma, no line end. */
const CONFIG = `{
  "numStartups": 12, // written by itself
  "mcpServers": {
    "github": { "type": "http", "url": "https://example.org/mcp/" }, /* mine */
  },
  "projects": { "/home/you/src": { "hasTrustDialogAccepted": true } }
}`

let folder: DataFolder
let shown: RunningWindow
let config: string
let client: Client | undefined

const card = (id: string) => shown.page.getByTestId(`client-${id}`)
const dialog = () => shown.page.getByTestId('connect-dialog')
const state = (id: string, is: string) =>
  until(`${id} to be ${is}`, async () => (await card(id).getAttribute('data-state')) === is)
const armed = (name: string) =>
  until(`${name} to count`, () => dialog().locator(`button[aria-disabled=false]:has-text("${name}")`).count())
const policy = async () => JSON.parse(await fs.readFile(path.join(folder.dir, 'policy.json'), 'utf8'))
const tokenFile = (id: string) => path.join(folder.dir, 'tokens', id)
const exists = (file: string) =>
  fs.access(file).then(
    () => true,
    () => false,
  )

/** `aria-disabled` of this button of the dialog when it comes to the page. To be called before what brings it. */
const firstDrawn = (name: string) =>
  shown.page.evaluate(
    word =>
      new Promise<string | null>(resolve => {
        const watcher = new MutationObserver(() => {
          const buttons = [...document.querySelectorAll('[data-testid=connect-dialog] button')]
          const button = buttons.find(({ textContent }) => textContent.includes(word))
          if (!button) return
          watcher.disconnect()
          resolve(button.getAttribute('aria-disabled'))
        })
        watcher.observe(document.body, { subtree: true, childList: true, attributes: true })
      }),
    name,
  )

beforeAll(async () => {
  folder = await dataFolder([])
  const home = path.join(folder.dir, 'home')
  await fs.mkdir(path.join(home, '.cursor'), { recursive: true })
  config = path.join(home, '.claude.json')
  await fs.writeFile(config, CONFIG, { mode: 0o640 })
  shown = await startWindow([`--user-data-dir=${folder.dir}`, '--mcp-port=0', '--open=shell', '--name=shell'])
  await shown.page.keyboard.press('Control+Shift+K')
  await state('claude-code', 'off')
})
afterAll(async () => {
  await client?.close()
  await shown?.stop()
  await folder?.remove()
})

test('what would be changed is shown first: the file, each line, what it starts, and nothing is done yet', async () => {
  await card('claude-code').getByRole('button', { name: 'Show change for Claude Code' }).press('Enter')
  await dialog().getByText(config).waitFor()
  const added = await dialog().locator('.dln.added .text').allTextContents()
  expect(added.join('\n')).toContain('"gatehouse"')
  expect(added.join('\n')).toContain('"--agent"')
  expect(await dialog().getByRole('radio', { name: /^Read/ }).isChecked()).toBe(true)
  expect(await dialog().getByRole('checkbox', { name: 'Ask me when it wants to do more' }).isChecked()).toBe(true)
  await dialog()
    .getByText(/\.claude\.json\.gatehouse-backup-/)
    .waitFor()
  await shown.page.keyboard.press('Escape')
  expect(await dialog().count()).toBe(0)
  expect(await fs.readFile(config, 'utf8')).toBe(CONFIG)
  expect((await policy()).agents).toEqual({})
  // The keyboard is back on the card that was asked about.
  await until('focus on the card', () =>
    shown.page.evaluate(() => document.activeElement?.getAttribute('aria-label') === 'Claude Code'),
  )
})

test('one click makes the agent, its token and the entry; the page waits for the first call', async () => {
  const drawn = firstDrawn('Connect with Read only')
  await card('claude-code').getByRole('button', { name: 'Apply for Claude Code' }).click()
  // The second click of a double click connects nothing.
  expect(await drawn).toBe('true')
  await armed('Connect with Read only')
  await dialog().getByRole('button', { name: 'Connect with Read only' }).click()
  await state('claude-code', 'waiting')
  await card('claude-code')
    .getByText(/^0:0\d$/)
    .waitFor()
  const { agents, rules } = await policy()
  expect(Object.keys(agents)).toEqual(['claude-code'])
  expect(rules).toMatchObject([{ agents: 'claude-code', surfaces: '*', level: 'read', ask: 'type' }])
  expect((await fs.stat(tokenFile('claude-code'))).mode & 0o777).toBe(0o600)
  const written = await fs.readFile(config, 'utf8')
  expect(written).toContain('// written by itself')
  expect(written).toContain('/* mine */')
  expect((await fs.stat(config)).mode & 0o777).toBe(0o640)
})

test('the bridge, started exactly as the written config says, is seen as connected', async () => {
  const text = (await fs.readFile(config, 'utf8')).replace(/\/\/ written by itself|\/\* mine \*\//g, '')
  const { gatehouse } = JSON.parse(text.replace(/,(\s*[}\]])/g, '$1')).mcpServers
  client = new Client({ name: 'claude-code', version: '2.1.0' })
  await client.connect(new StdioClientTransport({ command: gatehouse.command, args: gatehouse.args, stderr: 'ignore' }))
  const { tools } = await client.listTools()
  expect(tools.map(({ name }) => name)).toContain('read_surface')
  expect(tools.map(({ name }) => name)).not.toContain('submit_text')
  await state('claude-code', 'connected')
  await card('claude-code')
    .getByText(/^\d+ s ago$/)
    .waitFor()
  await card('claude-code').getByRole('status').getByText('Claude Code: Connected').waitFor()
  await card('claude-code').getByRole('img', { name: 'Read, ask to type' }).waitFor()
  const listed = await client.callTool({ name: 'list_surfaces', arguments: {} })
  expect(listed.structuredContent).toMatchObject({ surfaces: [{ name: 'shell', level: 'read', ask: 'type' }] })
  await shown.page
    .getByRole('listitem', { name: 'Claude Code' })
    .getByRole('button', { name: /^\d+ s ago: list_surfaces$/ })
    .waitFor()
  // What is known is told from what it says.
  const known = shown.page.getByRole('listitem', { name: 'Claude Code' }).locator('.facts-line')
  await known.getByText(/^Says it is“claude-code\/2\.1\.0”not verified$/).waitFor()
  expect(await known.textContent()).toContain(`Program${programOf(process.execPath)}`)
  await known.getByText('1 process', { exact: true }).waitFor()
})

test('the token is in its own file alone: in no other, in no argument, in no window', async () => {
  const token = (await fs.readFile(tokenFile('claude-code'), 'utf8')).trim()
  expect(token).toMatch(/^gate_/)
  const entries = await fs.readdir(folder.dir, { recursive: true, withFileTypes: true })
  const files = entries.filter(one => one.isFile()).map(one => path.join(one.parentPath, one.name))
  const holding: string[] = []
  for (const file of files) {
    // The app and Chromium write beside a file and rename: what is gone by now is no file that holds it.
    const bytes = await fs.readFile(file).catch(error => {
      if (error.code !== 'ENOENT') throw error
      return Buffer.alloc(0)
    })
    if (bytes.includes(token)) holding.push(path.relative(folder.dir, file))
  }
  expect(holding).toEqual([path.join('tokens', 'claude-code')])
  const processes = (await fs.readdir('/proc')).filter(name => /^\d+$/.test(name))
  const lines = await Promise.all(processes.map(pid => fs.readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')))
  expect(lines.some(line => line.includes('claude-code'))).toBe(true)
  expect(lines.filter(line => line.includes(token))).toEqual([])
  const page = await shown.page.evaluate(async () => {
    const now = await window.gatehouse.invoke('state.get', {})
    const kept = [JSON.stringify({ ...localStorage }), JSON.stringify({ ...sessionStorage })]
    return [JSON.stringify(now), document.documentElement.outerHTML, ...kept].join('\n')
  })
  expect(page).toContain('claude-code')
  expect(page).not.toContain(token)
  expect(shown.errors()).not.toContain(token)
})

test('a new token for its agent goes into the same file, so the client stays connected', async () => {
  const before = await fs.readFile(tokenFile('claude-code'), 'utf8')
  const row = shown.page.getByRole('listitem', { name: 'Claude Code' })
  await row.getByRole('button', { name: 'New token', exact: true }).click()
  await until('it to count', () => row.locator('.sure button:has-text("New token for")[aria-disabled=false]').count())
  await row.getByRole('button', { name: 'New token for Claude Code' }).click()
  await shown.page.getByRole('button', { name: 'Done' }).click()
  expect(await fs.readFile(tokenFile('claude-code'), 'utf8')).not.toBe(before)
  await until('the bridge to take up the new one', async () => {
    const answer = await client!.callTool({ name: 'list_surfaces', arguments: {} })
    return answer.isError !== true
  })
  await state('claude-code', 'connected')
})

test('an entry that somebody changed is seen when the person comes back, and can be brought up to date', async () => {
  const written = await fs.readFile(config, 'utf8')
  await fs.writeFile(config, written.replace('"--agent"', '"--agent" /* here */').replace('"claude-code"', '"nobody"'))
  await shown.page.evaluate(() => window.dispatchEvent(new Event('focus')))
  await state('claude-code', 'stale')
  await card('claude-code')
    .getByText(/was revoked|another way/)
    .waitFor()
  await fs.writeFile(config, written)
  await shown.page.evaluate(() => window.dispatchEvent(new Event('focus')))
  await state('claude-code', 'connected')
})

test('taking back shows the way back, and its click leaves the bytes that were there and no agent', async () => {
  await card('claude-code').getByRole('button', { name: 'Take back for Claude Code' }).press('Enter')
  await dialog().getByText('The file is then, byte for byte, what it was before.').waitFor()
  expect((await dialog().locator('.dln.removed .text').allTextContents()).join('\n')).toContain('"gatehouse"')
  await armed('Take back and revoke')
  await dialog().getByRole('button', { name: 'Take back and revoke' }).click()
  await state('claude-code', 'off')
  expect(await fs.readFile(config, 'utf8')).toBe(CONFIG)
  expect((await fs.readdir(path.dirname(config))).filter(name => name.includes('backup'))).toEqual([])
  expect((await policy()).agents).toEqual({})
  expect(await exists(tokenFile('claude-code'))).toBe(false)
  const answer = await client!.callTool({ name: 'list_surfaces', arguments: {} })
  expect(answer.isError).toBe(true)
})

test('what cannot be written leaves nothing half made, and the card says why', async () => {
  const file = path.join(folder.dir, 'home', '.cursor', 'mcp.json')
  await fs.writeFile(file, '{}')
  await fs.chmod(file, 0o400)
  const before = await policy()
  await card('cursor').getByRole('button', { name: 'Apply for Cursor' }).click()
  await armed('Connect with Read only')
  await dialog().getByRole('button', { name: 'Connect with Read only' }).click()
  await state('cursor', 'failed')
  await card('cursor')
    .getByRole('alert')
    .getByText(/mcp\.json is read-only\. Nothing was changed\./)
    .waitFor()
  expect(await policy()).toEqual(before)
  expect(await exists(tokenFile('cursor'))).toBe(false)
  await fs.chmod(file, 0o600)
  await card('cursor').getByRole('button', { name: 'Retry for Cursor' }).click()
  await armed('Connect with Read only')
  await dialog()
    .getByRole('radio', { name: /^Submit/ })
    .press('Space')
  await dialog().getByRole('button', { name: 'Connect with Submit' }).click()
  await state('cursor', 'waiting')
  expect((await policy()).rules).toMatchObject([{ agents: 'cursor', level: 'submit' }])
})

test('its own command is copied once its agent is made, and the config is left to the person', async () => {
  const file = path.join(folder.dir, 'home', '.codex', 'config.toml')
  const button = card('codex').getByRole('button', { name: 'Copy the command' })
  await button.press('Enter')
  await dialog().getByRole('heading', { name: 'Connect Codex by hand' }).waitFor()
  await armed('Make its agent and copy the command')
  await dialog().getByRole('button', { name: 'Make its agent and copy the command' }).click()
  await state('codex', 'waiting')
  const copied = () => shown.app.evaluate(({ clipboard }) => clipboard.readText())
  const command = await until('the command', async () => (await copied()).startsWith('codex mcp add') && copied())
  expect(command).toMatch(/ mcp --agent codex/)
  expect(command).not.toContain((await fs.readFile(tokenFile('codex'), 'utf8')).trim())
  expect(await exists(file)).toBe(false)
  expect(await card('codex').locator('.command .m').textContent()).toContain(command)
  await shown.app.evaluate(({ clipboard }) => clipboard.clear())
  await button.press('Enter')
  await card('codex').getByRole('button', { name: 'Copied' }).waitFor()
  expect(await copied()).toBe(command)
})

test('every click is in the record, in words', async () => {
  const said = (await folder.activity()).filter(({ kind }) => kind === 'agent').map(({ text }) => text)
  expect(said).toEqual([
    `A person connects Claude Code as claude-code, in ${config}: a new agent with read on any surface, asking for type.`,
    'A person gives claude-code a new token; the one before ends.',
    `A person takes Gatehouse out of Claude Code, in ${config}.`,
    'A person revokes claude-code.',
    expect.stringContaining('A person connects Cursor as cursor'),
    expect.stringContaining('Cursor was not connected as cursor: '),
    expect.stringContaining('A person connects Cursor as cursor'),
    'A person connects Codex as codex, by hand: a new agent with read on any surface, asking for type.',
  ])
})
