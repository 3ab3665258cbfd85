// A person's everyday acts in the window: connect an agent and send it away again, open, split, switch and close terminals.
import fs from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RunningWindow, startWindow, until } from '../helpers/app.ts'
import { type DataFolder, dataFolder } from '../helpers/data-folder.ts'
import { currentClient, type TestClient } from '../helpers/mcp-clients.ts'
import { pane, sees, type } from '../helpers/terminal.ts'

let folder: DataFolder
let shown: RunningWindow
let agent: TestClient

const policyText = () => fs.readFile(path.join(folder.dir, 'policy.json'), 'utf8')
const surfaces = async () => {
  const state = await shown.page.evaluate(() => window.gatehouse.invoke('state.get', {}))
  return state.ok ? state.value.surfaces : []
}

beforeAll(async () => {
  folder = await dataFolder([])
  shown = await startWindow([`--user-data-dir=${folder.dir}`, '--mcp-port=0'])
})
afterAll(async () => {
  await agent?.close().catch(() => {})
  await shown?.stop()
  await folder?.remove()
})

test('a first terminal opens by its key and has the keyboard', async () => {
  await shown.page.getByText('Open your first surface').waitFor()
  await shown.page.keyboard.press('Control+Shift+T')
  await sees(shown.page, 'shell', /[$#%❯>]\s*$/m)
  await shown.page.keyboard.type('echo "$TERM $COLORTERM $(locale charmap)"\n')
  await sees(shown.page, 'shell', 'xterm-256color truecolor UTF-8')
})

test('Connect makes an agent: its token is shown once, works at once, and only its hash is kept', async () => {
  await shown.page.keyboard.press('Control+Shift+K')
  await shown.page.getByRole('button', { name: 'Add an agent' }).click()
  await shown.page.getByLabel('Name').fill('Claude Code')
  await shown.page.getByRole('button', { name: 'Add agent' }).click()
  const token = (await shown.page.getByTestId('agent-token').textContent())!.trim()
  const config = JSON.parse((await shown.page.getByTestId('agent-config').textContent())!)
  expect(config.mcpServers.gatehouse).toEqual({
    type: 'http',
    url: shown.ready.mcp,
    headers: { Authorization: `Bearer ${token}` },
  })
  agent = await currentClient(shown.ready.mcp, token)
  const reading = ['list_surfaces', 'read_surface', 'wait_for', 'show_surface', 'my_access']
  expect(await agent.tools()).toEqual([...reading, 'request_access', 'notify_person'])
  expect((await agent.call('list_surfaces')).data.surfaces).toMatchObject([{ name: 'shell', level: 'read' }])
  expect(await policyText()).not.toContain(token)
  expect(JSON.stringify(await folder.activity())).not.toContain(token)
  await shown.page.getByRole('button', { name: 'Done' }).click()
  expect(await shown.page.getByTestId('agent-token').count()).toBe(0)
  await shown.page.keyboard.press('Control+Shift+K')
})

test('split opens a second terminal beside the first; keys switch between them; each keeps its own text', async () => {
  await pane(shown.page, 'shell').locator('.xterm-screen').click()
  await shown.page.keyboard.press('Control+Shift+O')
  await sees(shown.page, 'shell 2', /[$#%❯>]\s*$/m)
  await shown.page.keyboard.type('echo in-$((1+1))\n')
  await sees(shown.page, 'shell 2', /^in-2/m)
  await shown.page.keyboard.press('Control+Shift+ArrowLeft')
  await shown.page.keyboard.type('echo in-$((0+1))\n')
  await sees(shown.page, 'shell', /^in-1/m)
  await shown.page.keyboard.press('Alt+2')
  await shown.page.keyboard.type('echo again-$((1+1))\n')
  await sees(shown.page, 'shell 2', /^again-2/m)
})

test('the program has the size of its pane, also after the window changed', async () => {
  const told = async () => {
    const mark = `size-${Math.random().toString(36).slice(2, 8)}`
    await type(shown.page, 'shell', `echo ${mark} $(stty size)`, 'Enter')
    await sees(shown.page, 'shell', new RegExp(`^${mark} \\d+ \\d+`, 'm'))
    const { rows, cols } = (await surfaces()).find(({ name }) => name === 'shell')!
    const text = await pane(shown.page, 'shell').locator('.xterm-rows').textContent()
    expect(text!.replaceAll('\u00a0', ' ')).toContain(`${mark} ${rows} ${cols}`)
    return cols
  }
  const wide = await told()
  await shown.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.setSize(1000, 700))
  await until('a narrower terminal', async () => {
    const { cols } = (await surfaces()).find(({ name }) => name === 'shell')!
    return cols < wide
  })
  expect(await told()).toBeLessThan(wide)
})

test('closing one ends its programs and takes the rules that were for it alone', async () => {
  const { id } = (await surfaces()).find(({ name }) => name === 'shell 2')!
  const cell = { agent: 'claude-code', surface: id, level: 'submit', ask: null } as const
  await shown.page.evaluate(input => window.gatehouse.invoke('policy.cell', input), cell)
  expect(await policyText()).toContain(id)
  await type(shown.page, 'shell 2', 'sleep 1002', 'Enter')
  // A shell that draws its prompt anew works too, and is closed without a question.
  await until('the program in front', async () =>
    (await surfaces()).find(one => one.id === id)!.state.evidence.includes('sleep'),
  )
  await shown.page.keyboard.press('Control+Shift+W')
  await shown.page.getByRole('button', { name: 'Close it' }).click()
  await until('one terminal', async () => (await surfaces()).length === 1)
  await until('the keyboard at its neighbour', () =>
    shown.page.evaluate(() => document.activeElement?.getAttribute('aria-label') === 'Terminal input, shell'),
  )
  expect(await policyText()).not.toContain(id)
  expect((await agent.call('read_surface', { surface: id })).data.code).toBe('no_such_surface')
  if (process.platform !== 'linux') return
  const left = await Promise.all(
    (await fs.readdir('/proc'))
      .filter(name => /^\d+$/.test(name))
      .map(pid => fs.readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '')),
  )
  expect(left.filter(line => line.includes('sleep\x001002'))).toEqual([])
})

test('Revoke ends an agent at once', async () => {
  await shown.page.keyboard.press('Control+Shift+K')
  await shown.page.getByRole('button', { name: 'Revoke', exact: true }).click()
  await shown.page.getByRole('button', { name: 'Revoke Claude Code' }).click()
  await until('the refusal', async () => {
    return agent.call('my_access').then(
      () => false,
      error => /401|Unauthorized|invalid_token/i.test(String(error)),
    )
  })
  expect(await policyText()).not.toContain('claude-code')
})
