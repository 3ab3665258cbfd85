// A person is asked whether an agent may open a command, in the real window: what the card says, and what comes of a yes.
import fs from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RunningWindow, startWindow, until } from '../helpers/app.ts'
import { type DataFolder, dataFolder } from '../helpers/data-folder.ts'
import { currentClient, type TestClient } from '../helpers/mcp-clients.ts'

let folder: DataFolder
let app: RunningWindow
let asker: TestClient

beforeAll(async () => {
  // A rule for people's surfaces, so that nobody is asked what the agent starts with.
  folder = await dataFolder(['asker'], [{ id: 'r1', agents: 'asker', surfaces: { openedBy: 'person' }, level: 'read' }])
  const file = path.join(folder.dir, 'policy.json')
  const open = [{ id: 'o1', agents: 'asker', command: 'ask', grant: 'ask' }]
  await fs.writeFile(file, JSON.stringify({ ...JSON.parse(await fs.readFile(file, 'utf8')), open }, null, 2))
  app = await startWindow([`--user-data-dir=${folder.dir}`, '--mcp-port=0', '--open=shell', '--name=mine'])
  asker = await currentClient(app.ready.mcp, folder.agents['asker']!.token)
})
afterAll(async () => {
  await asker?.close()
  await app?.stop()
  await folder?.remove()
})

const state = () =>
  app.page.evaluate(async () => {
    const given = await window.gatehouse.invoke('state.get', {})
    if (!given.ok) throw new Error(given.message)
    return given.value
  })

test('the card says what and where, a yes opens it under an own heading, and a person opens shells beside it', async () => {
  const opening = asker.call('open_surface', { command: 'cat', cwd: '~', name: 'notes' })
  const card = await until('the question', async () => (await state()).approvals.waiting[0])
  expect(card).toMatchObject({ kind: 'open', intent: 'open', text: 'cat', surface: null, rule: 'o1' })
  await app.page.keyboard.press('ControlOrMeta+Shift+KeyA')
  const shown = await app.page.getByTestId('approval-card').textContent()
  expect(shown).toMatch(/asker wants to open a surface/)
  expect(shown).toContain('cat')
  expect(shown).toContain(path.join(folder.dir, 'home'))
  expect(shown).toMatch(/notes\s*\(not verified\)/)
  expect((await state()).surfaces).toHaveLength(1)

  const answered = await app.page.evaluate(
    ref => window.gatehouse.invoke('approval.answer', { ref, how: 'once' }),
    card.ref,
  )
  expect(answered).toMatchObject({ ok: true })
  const { surface } = (await opening).data as { surface: string }
  const made = (await state()).surfaces.find(one => one.id === surface)
  expect(made).toMatchObject({ preset: 'command', name: 'command', alias: 'notes', workspace: '', openedBy: 'asker' })
  await app.page.getByRole('treeitem', { name: /^Opened by agents/ }).waitFor()

  await app.page.getByText('command', { exact: true }).first().click()
  await app.page.getByRole('button', { name: 'New surface' }).first().click()
  await app.page.getByRole('button', { name: /, login shell$/ }).click()
  await until('a shell of the person beside it', async () => (await state()).surfaces.length === 3)
  expect((await asker.call('close_surface', { surface })).data).toMatchObject({ exit: {} })
  await until('it to be gone', async () => (await state()).surfaces.length === 2)
})
