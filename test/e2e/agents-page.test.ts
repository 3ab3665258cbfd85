// The agents on the Connect page: another name, another token, when they were used, paused and revoked. By keys alone, too.
import fs from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RunningWindow, startWindow, until } from '../helpers/app.ts'
import { type DataFolder, dataFolder } from '../helpers/data-folder.ts'
import { currentClient } from '../helpers/mcp-clients.ts'
import { sees } from '../helpers/terminal.ts'

let folder: DataFolder
let shown: RunningWindow

const row = (name: string) => shown.page.getByRole('listitem', { name, exact: true })
const button = (agent: string, name: string) => row(agent).getByRole('button', { name, exact: true })
const focused = () =>
  shown.page.evaluate(() => {
    const { activeElement: element } = document
    return element?.getAttribute('aria-label') ?? element?.textContent ?? null
  })
const focusOn = (name: string) => until(`focus on ${name}`, async () => (await focused()) === name)
const policy = async () => JSON.parse(await fs.readFile(path.join(folder.dir, 'policy.json'), 'utf8'))
const armed = (name: string) =>
  until(`${name} to count`, () => shown.page.locator(`.sure button:has-text("${name}")[aria-disabled=false]`).count())

/** What the server says to a call with this token. */
async function status(token: string): Promise<number> {
  const body = { jsonrpc: '2.0', id: 1, method: 'tools/call', params: { name: 'list_surfaces', arguments: {} } }
  const headers = {
    authorization: `Bearer ${token}`,
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
  }
  const answer = await fetch(shown.ready.mcp, { method: 'POST', headers, body: JSON.stringify(body) })
  await answer.text()
  return answer.status
}

beforeAll(async () => {
  folder = await dataFolder(
    ['cursor', 'codex'],
    [
      { id: 'r1', agents: 'cursor', surfaces: '*', level: 'submit' },
      { id: 'r2', agents: 'codex', surfaces: { openedBy: 'person' }, level: 'read' },
    ],
    [],
    { cursor: 'Cursor', codex: 'Codex' },
  )
  const file = path.join(folder.dir, 'policy.json')
  const open = [{ id: 'o1', agents: 'codex', presets: ['shell'], grant: 'allow' }]
  await fs.writeFile(file, JSON.stringify({ ...(await policy()), open }))
  shown = await startWindow([`--user-data-dir=${folder.dir}`, '--mcp-port=0', '--open=shell', '--name=shell'])
  await sees(shown.page, 'shell', /[$#%❯>]\s*$/m)
  await shown.page.keyboard.press('Control+Shift+K')
})
afterAll(async () => {
  await shown?.stop()
  await folder?.remove()
})

test('an agent that was never used says so, and one that was says for what, where and when', async () => {
  await row('Cursor').getByText('No use on record').waitFor()
  const agent = await currentClient(shown.ready.mcp, folder.agents['cursor']!.token)
  await agent.call('submit_text', { surface: 'shell', text: 'echo used' })
  await agent.close()
  await row('Cursor')
    .getByRole('button', { name: /^\d+ s ago: submit in shell$/ })
    .waitFor()
  await row('Codex').getByText('No use on record').waitFor()
})

test('a name is changed in place: Escape keeps it, a fault is said, Enter saves it, and its grants stay', async () => {
  const before = await policy()
  await button('Codex', 'Rename Codex').press('Enter')
  await focusOn('Name of Codex')
  await shown.page.keyboard.type('Something else')
  await shown.page.keyboard.press('Escape')
  await focusOn('Rename Codex')
  expect(await policy()).toEqual(before)
  await shown.page.keyboard.press('Enter')
  await shown.page.keyboard.press('Backspace')
  await shown.page.keyboard.press('Enter')
  await row('Codex').getByRole('alert').getByText('Type at least one character.').waitFor()
  await shown.page.keyboard.type('Codex nightly')
  await shown.page.keyboard.press('Enter')
  await focusOn('Rename Codex nightly')
  const after = await policy()
  expect(after.agents.codex).toEqual({ ...before.agents.codex, name: 'Codex nightly' })
  expect(after.rules).toEqual(before.rules)
  await shown.page.keyboard.press('Enter')
  await shown.page.keyboard.type('Left')
  await button('Cursor', 'Rename Cursor').click()
  await shown.page.keyboard.press('Escape')
  await row('Codex nightly').waitFor()
  expect(await policy()).toEqual(after)
})

test('a new token is asked about first: kept, nothing changes', async () => {
  const before = await policy()
  await button('Cursor', 'New token').press('Enter')
  await shown.page.getByRole('alertdialog', { name: 'New token for Cursor' }).waitFor()
  await focusOn('Keep')
  await shown.page.keyboard.press('Escape')
  await focusOn('New token')
  await shown.page.keyboard.press('Enter')
  await focusOn('Keep')
  await shown.page.keyboard.press('Enter')
  await focusOn('New token')
  expect(await policy()).toEqual(before)
  expect(await status(folder.agents['cursor']!.token)).toBe(200)
})

test('a new token is shown once, works at once, and the one before has ended', async () => {
  const old = folder.agents['cursor']!.token
  await button('Cursor', 'New token').press('Enter')
  await armed('New token for Cursor')
  await shown.page.keyboard.press('Tab')
  await shown.page.keyboard.press('Enter')
  await shown.page.getByRole('region', { name: 'Cursor has a new token' }).waitFor()
  await focusOn('Cursor has a new token')
  const token = (await shown.page.getByTestId('agent-token').textContent())!.trim()
  const config = JSON.parse((await shown.page.getByTestId('agent-config').textContent())!)
  expect(config.mcpServers.gatehouse.headers).toEqual({ Authorization: `Bearer ${token}` })
  expect(await status(old)).toBe(401)
  const agent = await currentClient(shown.ready.mcp, token)
  const sent = await agent.call('submit_text', { surface: 'shell', text: 'echo renewed-$((40+2))' })
  await agent.close()
  expect(sent.data).toMatchObject({ outcome: 'submitted' })
  expect(await fs.readFile(path.join(folder.dir, 'policy.json'), 'utf8')).not.toContain(token)
  expect(JSON.stringify(await folder.activity())).not.toContain(token)
  await shown.page.getByRole('button', { name: 'Done' }).press('Enter')
  expect(await shown.page.getByTestId('agent-token').count()).toBe(0)
  await focusOn('Connect')
})

test('what an agent opened is said to be so on the card of its ask, which its new token takes away', async () => {
  const agent = await currentClient(shown.ready.mcp, folder.agents['codex']!.token)
  const { surface } = (await agent.call('open_surface', { preset: 'shell' })).data as { surface: string }
  const asked = agent.call('submit_text', { surface, text: 'echo never' }).catch(() => null)
  await shown.page
    .getByRole('treeitem', { name: /, shell, Opened by agents\. .*Codex nightly asks to submit/ })
    .waitFor()
  await shown.page.getByTestId('approvals-button').click()
  await shown.page.getByTestId('approval-card').getByText('Opened by agents').waitFor()
  await shown.page.getByTestId('approvals-button').click()
  await button('Codex nightly', 'New token').click()
  await armed('New token for Codex nightly')
  await button('Codex nightly', 'New token for Codex nightly').click()
  await shown.page.getByRole('region', { name: 'Codex nightly has a new token' }).waitFor()
  expect((await asked)?.data.outcome).toBeUndefined()
  await until(
    'nothing waiting',
    async () => (await shown.page.getByTestId('waiting').textContent()) === 'Nothing waiting',
  )
  await agent.close()
})

test('pausing and revoking are in the row, and the second click of a double click revokes nobody', async () => {
  const token = (await shown.page.getByTestId('agent-token').textContent())!.trim()
  expect(await status(token)).toBe(200)
  await button('Codex nightly', 'Pause Codex nightly').press('Enter')
  await row('Codex nightly')
    .getByText(/^Paused, /)
    .waitFor()
  await button('Codex nightly', 'Resume Codex nightly').press('Enter')
  await button('Codex nightly', 'Revoke').dblclick()
  await armed('Revoke Codex nightly')
  expect(Object.keys((await policy()).agents)).toEqual(['cursor', 'codex'])
  await button('Codex nightly', 'Revoke Codex nightly').click()
  await row('Codex nightly').waitFor({ state: 'detached' })
  await focusOn('Connect')
  expect(await status(token)).toBe(401)
})
