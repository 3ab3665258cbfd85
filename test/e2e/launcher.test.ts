// A person opens agents: what is on the PATH of their login shell is in the list with its version and opens by one key; what is not
// says how to get it; a preset of their own opens beside them.
import fs from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type RunningWindow, runHeadless, startHeadless, startWindow, until } from '../helpers/app.ts'
import { type DataFolder, dataFolder } from '../helpers/data-folder.ts'
import { sees } from '../helpers/terminal.ts'

let folder: DataFolder
let home: string
let shown: RunningWindow

/** A program on the login shell's PATH that tells what it was started with. */
async function program(name: string, version: string): Promise<void> {
  const text = `#!/bin/sh
if [ "$1" = --version ]; then echo "${version}"; exit; fi
env > "$HOME/${name}.env"
echo "${name} runs in $(pwd) with $#"
exec sleep 1000
`
  await fs.writeFile(path.join(home, 'tools', name), text, { mode: 0o755 })
}

const environment = async (name: string) => fs.readFile(path.join(home, `${name}.env`), 'utf8')
const state = async () => {
  const got = await shown.page.evaluate(() => window.gatehouse.invoke('state.get', {}))
  if (!got.ok) throw new Error(got.message)
  return got.value
}
/** What is read of what has the keyboard. */
const focused = () =>
  shown.page.evaluate(() => {
    const { activeElement: here } = document
    return here?.getAttribute('aria-label') ?? here?.querySelector(':scope > .hidden')?.textContent ?? ''
  })
const button = (name: RegExp) => shown.page.getByRole('button', { name })

beforeAll(async () => {
  folder = await dataFolder([])
  home = path.join(folder.dir, 'home')
  await fs.mkdir(path.join(home, 'tools'), { recursive: true })
  await fs.mkdir(path.join(home, 'notes'))
  // Nothing but what is put here is on the PATH, whatever this computer has.
  for (const tool of ['env', 'sleep']) {
    const real = `/usr/bin/${tool}`
    await fs.symlink(
      await fs.access(real).then(
        () => real,
        () => `/bin/${tool}`,
      ),
      path.join(home, 'tools', tool),
    )
  }
  await fs.writeFile(path.join(home, '.profile'), 'PATH="$HOME/tools"\nexport PATH\n')
  await program('claude', '2.1.99 (Claude Code)')
  await program('notes', 'not asked')
  const notes = { id: 'notes', title: 'My notes', command: ['notes', '--all'], cwd: '~/notes', agent: true }
  const presets = [notes, { ...notes, id: 'two', env: { GATEHOUSE_TOKEN: 'mine' } }]
  await fs.writeFile(path.join(folder.dir, 'settings.json'), JSON.stringify({ presets }), { mode: 0o600 })
  shown = await startWindow([`--user-data-dir=${folder.dir}`, '--mcp-port=0'])
})
afterAll(async () => {
  await shown?.stop()
  await folder?.remove()
})

test('an agent that is on the PATH of the login shell is there with its version, and opens by one key', async () => {
  await button(/^Open Claude Code, 2\.1\.99/).waitFor()
  await shown.page.keyboard.press('1')
  await sees(shown.page, 'claude', `claude runs in ${home}`)
  const env = await until('its environment', () => environment('claude'))
  const { surfaces } = await state()
  expect(surfaces).toMatchObject([{ name: 'claude', preset: 'claude', openedBy: 'person' }])
  expect(env).toMatch(/^GATEHOUSE_TOKEN=gate_\S+$/m)
  expect(env).toContain(`GATEHOUSE_URL=${shown.ready.mcp}\n`)
  expect(env).toContain(`GATEHOUSE_SURFACE=${surfaces[0]!.id}\n`)
  await until('the keyboard in it', async () => (await focused()) === 'Terminal input, claude')
})

test('one that is not there says how to install it, and is there once it is and a person looks again', async () => {
  await shown.page.keyboard.press('Control+Shift+N')
  const dialog = shown.page.getByRole('dialog', { name: 'New surface' })
  await dialog.getByText(/^Install: npm install -g @openai\/codex/).waitFor()
  expect(await button(/^Open Codex/).count()).toBe(0)
  await dialog.getByRole('button', { name: 'Copy how to install Codex' }).click()
  const copied = await until('a copy', async () => {
    const read = await shown.page.evaluate(() => window.gatehouse.invoke('clipboard.read', {}))
    return read.ok && read.value.text
  })
  expect(copied).toBe('npm install -g @openai/codex')
  await program('codex', 'codex-cli 0.58.0')
  await dialog.getByRole('button', { name: 'Look again' }).click()
  await button(/^Open Codex, codex-cli 0\.58\.0/).waitFor()
})

test('one that went away in the meantime says so, with its command', async () => {
  await fs.rm(path.join(home, 'tools/codex'))
  await button(/^Open Codex/).click()
  const alert = shown.page.getByRole('alert').filter({ hasText: 'Codex was not found' })
  await alert.getByText(/To install it: npm install -g @openai\/codex/).waitFor()
  await alert.getByRole('button', { name: 'Copy the command' }).waitFor()
  await until('Codex to be off the list', async () => (await button(/^Open Codex/).count()) === 0)
})

test('Escape takes New surface away and gives the keyboard back', async () => {
  await shown.page.keyboard.press('Escape')
  await shown.page.getByRole('dialog', { name: 'New surface' }).waitFor({ state: 'detached' })
  await until('the keyboard back', async () => (await focused()) === 'Terminal input, claude')
})

test('a preset of the person’s own opens in its folder, in a split, by keys alone; a bad one is named with its fix', async () => {
  await shown.page.keyboard.press('Control+Shift+N')
  const dialog = shown.page.getByRole('dialog', { name: 'New surface' })
  await dialog.getByText(/presets\[1\] \("two"\) is left out: env cannot be that\..*GATEHOUSE_ are not yours/).waitFor()
  await until('the first in the list', async () => /^Open Claude Code/.test(await focused()))
  await shown.page.keyboard.press('ArrowDown')
  expect(await focused()).toMatch(/login shell$/)
  await shown.page.keyboard.press('ArrowDown')
  expect(await focused()).toMatch(/^Open My notes/)
  await shown.page.keyboard.press('Control+Enter')
  await sees(shown.page, 'notes', `notes runs in ${path.join(home, 'notes')} with 1`)
  await sees(shown.page, 'claude', 'claude runs')
  expect(await until('its environment', () => environment('notes'))).toMatch(/^GATEHOUSE_TOKEN=gate_\S+$/m)
  expect((await state()).surfaces.map(({ name, workspace }) => [name, workspace])).toContainEqual(['notes', 'notes'])
})

test('a folder that a person writes is where it opens; one that is not there is said', async () => {
  await shown.page.keyboard.press('Control+Shift+N')
  const field = shown.page.getByLabel('Folder')
  await field.fill('/no/such/folder')
  await shown.page.keyboard.press('Enter')
  await shown.page.getByRole('alert').filter({ hasText: 'There is no folder /no/such/folder.' }).waitFor()
  await field.fill('~/tools')
  await shown.page.keyboard.press('Enter')
  await sees(shown.page, 'claude 2', `claude runs in ${path.join(home, 'tools')}`)
})

test('what an agent finished while a person was elsewhere is seen once they are at its terminal', async () => {
  const events = (await environment('claude')).match(/^GATEHOUSE_EVENTS=(.+)$/m)![1]!
  const tell = async (event: string) => {
    const file = path.join(events, `${Date.now()}-test`)
    await fs.writeFile(`${file}.part`, `${event}\n${JSON.stringify({ session_id: 's', hook_event_name: event })}`)
    await fs.rename(`${file}.part`, `${file}.json`)
  }
  const is = async () => (await state()).surfaces.find(({ name }) => name === 'claude 2')!.state.is
  await shown.page.keyboard.press('Control+Tab')
  await tell('UserPromptSubmit')
  await until('work', async () => (await is()) === 'working')
  await tell('Stop')
  await until('work that nobody has seen', async () => (await is()) === 'done_unseen')
  await shown.page.keyboard.press('Control+Tab')
  await until('it to be seen', async () => (await is()) === 'idle')
})

test('a preset of the person’s own opens at the start', async () => {
  const other = await dataFolder([])
  const presets = [{ id: 'echoes', title: 'Echoes', command: ['/bin/sh', '-c', 'echo $0; exec cat', 'it runs'] }]
  await fs.writeFile(path.join(other.dir, 'settings.json'), JSON.stringify({ presets }), { mode: 0o600 })
  const args = [`--user-data-dir=${other.dir}`, '--mcp-port=0', '--open=echoes', '--name=mine']
  const running = await startHeadless(args)
  await running.stop()
  const opened = (await other.activity()).find(({ kind, intent }) => kind === 'surface' && intent === 'open')
  expect(opened).toMatchObject({ actor: 'person', text: 'echoes', outcome: 'delivered', surface: { name: 'mine' } })
  await other.remove()
})

test('a preset that is not there keeps the app from starting, before anything is opened', async () => {
  const other = await dataFolder([])
  const args = [`--user-data-dir=${other.dir}`, '--mcp-port=0', '--open=nothing-like-it']
  const { code, stdout, stderr } = await runHeadless(args)
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
  expect(stderr).toMatch(/There is no preset "nothing-like-it"\. There are: shell, claude, .*\./)
  expect(await fs.readdir(other.dir)).not.toContain('endpoint.json')
  await other.remove()
})
