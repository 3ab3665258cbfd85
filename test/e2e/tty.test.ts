// That the terminal's state is known inside Electron too, where koffi is loaded as in the packaged app.
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RunningWindow, startWindow } from '../helpers/app.ts'
import { type DataFolder, dataFolder } from '../helpers/data-folder.ts'
import { currentClient } from '../helpers/mcp-clients.ts'
import { sees } from '../helpers/terminal.ts'

const RULES = [{ id: 'r-runner', agents: 'runner', surfaces: '*', level: 'submit' }]
let folder: DataFolder
let window: RunningWindow

beforeAll(async () => {
  folder = await dataFolder(['runner'], RULES)
  const asks = `--open-command=stty -echo; printf 'Pass''word: '; exec cat`
  window = await startWindow([`--user-data-dir=${folder.dir}`, '--mcp-port=0', asks, '--name=asks'])
})
afterAll(async () => {
  await window?.stop()
  await folder?.remove()
})

test('a program that switched the echo off is known to ask for a secret', async () => {
  await sees(window.page, 'asks', 'Password:')
  const client = await currentClient(window.ready.mcp, folder.agents['runner']!.token)
  const refused = await client.call('submit_text', { surface: 'asks', text: 'hunter2' })
  expect(refused).toMatchObject({ isError: true, data: { code: 'secret_prompt' } })
  await client.close()
})
