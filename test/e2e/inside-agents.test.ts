// An agent that runs inside a surface has a row of its own in Grants while it runs: with what it may do and why, a pause of its
// own, and cells that change for its kind. What outlives its program is said in the pane, and after a kill at the next start.
import fs from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type RunningWindow, startWindow, until } from '../helpers/app.ts'
import { type DataFolder, dataFolder } from '../helpers/data-folder.ts'
import { currentClient } from '../helpers/mcp-clients.ts'
import { pane, sees, type } from '../helpers/terminal.ts'

const CALL = path.join(import.meta.dirname, 'support/call-tool.mjs')
const NAME = 'Claude Code in claude'
/** Does what is typed into it: calls one of our tools with its own token, leaves something behind, ends. Answers go to files. */
const CLAUDE = `#!/bin/sh
if [ "$1" = --version ]; then echo "2.1.99 (Claude Code)"; exit; fi
echo "claude runs"
while read -r word rest; do
  case "$word" in
    call) "${process.execPath}" "${CALL}" "$GATEHOUSE_URL" "$GATEHOUSE_TOKEN" $rest >> "$HOME/answers" ;;
    leave) setsid sleep 1000 & echo "$!" > "$HOME/left" ;;
    quit) exit 0 ;;
  esac
done
`

let folder: DataFolder
let shown: RunningWindow

const start = (...args: string[]) => startWindow([`--user-data-dir=${folder.dir}`, '--mcp-port=0', ...args])
const state = async () => {
  const got = await shown.page.evaluate(() => window.gatehouse.invoke('state.get', {}))
  if (!got.ok) throw new Error(got.message)
  return got.value
}
const agent = async () => (await state()).agents.find(({ name }) => name === NAME)
const cell = (name: string) => shown.page.getByRole('gridcell', { name: new RegExp(`^${NAME} in ${name}:`) })
const rows = () => shown.page.getByRole('rowheader').filter({ hasText: 'in claude' })
const rule = async () => JSON.parse(await fs.readFile(path.join(folder.dir, 'policy.json'), 'utf8')).rules[1]
const answers = async (): Promise<Record<string, unknown>[]> => {
  const text = await fs.readFile(path.join(folder.dir, 'home/answers'), 'utf8')
  return text
    .trim()
    .split('\n')
    .map(line => JSON.parse(line))
}
const alive = (pid: number) => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

/** The agent in the surface calls a tool, by what a person tells it. */
async function calls(tool: string, args: object): Promise<void> {
  await type(shown.page, 'claude', `call ${tool} ${JSON.stringify(args)}`, 'Enter')
}

/** It leaves a process behind: its number. */
async function leaves(): Promise<number> {
  const file = path.join(folder.dir, 'home/left')
  await fs.rm(file, { force: true })
  await type(shown.page, 'claude', 'leave', 'Enter')
  return until('what it leaves', async () => Number(await fs.readFile(file, 'utf8')))
}

/** A person opens Claude Code beside the shell, in its workspace. */
async function opens(): Promise<void> {
  // Beside Grants there is no room for two panes.
  const isOpen = (await shown.page.getByRole('complementary', { name: 'Grants' }).count()) > 0
  if (isOpen) await shown.page.keyboard.press('Control+Shift+G')
  await pane(shown.page, 'shell').locator('.xterm-screen').click()
  await shown.page.keyboard.press('Control+Shift+N')
  await shown.page.getByRole('button', { name: /^Open Claude Code, 2\.1/ }).press('Control+Enter')
  await sees(shown.page, 'claude', 'claude runs')
  if (isOpen) await shown.page.keyboard.press('Control+Shift+G')
}

beforeAll(async () => {
  folder = await dataFolder(['cursor'], [{ id: 'r1', agents: 'cursor', surfaces: '*', level: 'type' }])
  const tools = path.join(folder.dir, 'home/tools')
  await fs.mkdir(tools, { recursive: true })
  for (const tool of ['env', 'sleep', 'setsid']) await fs.symlink(`/usr/bin/${tool}`, path.join(tools, tool))
  await fs.writeFile(path.join(folder.dir, 'home/.profile'), 'PATH="$HOME/tools"\nexport PATH\n')
  await fs.writeFile(path.join(tools, 'claude'), CLAUDE, { mode: 0o755 })
  shown = await start('--open=shell', '--name=shell', '--workspace=web')
  await sees(shown.page, 'shell', /[$#%❯>]\s*$/m)
})
afterAll(async () => {
  await shown?.stop()
  await folder?.remove()
})

describe.runIf(process.platform === 'linux')('an agent inside a surface', () => {
  test('has a row as soon as its program runs, after the connected ones, with what it may do and by which rule', async () => {
    await shown.page.keyboard.press('Control+Shift+G')
    await shown.page.getByRole('gridcell', { name: /^cursor in shell: Type/ }).waitFor()
    expect(await rows().count()).toBe(0)
    await opens()
    await rows().waitFor()
    expect(await rows().textContent()).toMatch(/^Claude Code\s*in claude/)
    expect((await state()).agents.map(({ name }) => name)).toEqual(['cursor', NAME])
    await cell('shell').click()
    const inspector = shown.page.getByRole('region', { name: 'Selected grant' })
    await inspector.getByText('Rule inside. Inherited.').waitFor()
    await inspector
      .getByText(/^The built-in rule inside .*claude@s_\w+/)
      .first()
      .waitFor()
    await cell('claude').click()
    await inspector.getByText(/what it sends here is always refused/).waitFor()
  })

  test('is no client of the Connect page', async () => {
    await shown.page.keyboard.press('Control+Shift+K')
    const list = shown.page.getByRole('list', { name: 'Agents' })
    await list.getByRole('listitem', { name: 'cursor' }).waitFor()
    expect(await list.getByRole('listitem').count()).toBe(1)
    await shown.page.keyboard.press('Control+Shift+G')
  })

  test('gets more only where the inspector says for whom, and then really has it', async () => {
    await cell('shell').click()
    await cell('shell').click()
    await cell('shell').press('2')
    const inspector = shown.page.getByRole('region', { name: 'Selected grant' })
    await inspector.getByText('What you choose is for every Claude Code in the workspace web.').waitFor()
    expect(await rule()).toBe(undefined)
    await inspector.getByRole('radio', { name: /^Type/ }).click()
    await shown.page.getByRole('gridcell', { name: `${NAME} in shell: Type. Set here.` }).waitFor()
    const { surfaces } = await state()
    expect(await rule()).toEqual({
      ...{ id: 'g1', agents: { preset: 'claude', workspace: 'web' }, level: 'type' },
      surfaces: { id: surfaces.find(({ name }) => name === 'shell')!.id },
    })
    await calls('type_text', { surface: 'shell', text: 'echo-hello' })
    await pane(shown.page, 'shell').getByTestId('draft-card').waitFor()
    await until('its last call', async () => (await agent())?.lastCall?.what === 'type_text')
  })

  test('is paused by itself, and goes on', async () => {
    const id = (await agent())!.id
    await shown.page.getByTestId(`pause-${id}`).click()
    await rows().filter({ hasText: 'Paused' }).waitFor()
    await calls('type_text', { surface: 'shell', text: 'echo-paused' })
    await until('the refusal', async () => (await answers()).at(-1)?.['code'] === 'paused')
    expect((await state()).drafts.map(({ text }) => text)).toEqual(['echo-hello'])
    await shown.page.getByTestId(`pause-${id}`).click()
    await rows().filter({ hasText: 'Paused' }).waitFor({ state: 'detached' })
    await calls('type_text', { surface: 'shell', text: 'echo-again' })
    await until('the draft', async () => (await state()).drafts.some(({ text }) => text === 'echo-again'))
  })

  test('is told apart from a prompt where a text would be more than one', async () => {
    const cursor = await currentClient(shown.ready.mcp, folder.agents['cursor']!.token)
    await cursor.call('type_text', { surface: 'claude', text: '!rm -r notes' })
    const habit = pane(shown.page, 'claude').getByTestId('habit')
    await habit.getByText('In Claude Code a text that begins with ! runs a shell command, without the model.').waitFor()
    const id = (await state()).drafts.find(({ agent: by }) => by === 'cursor')!.ref
    await shown.page.evaluate(ref => window.gatehouse.invoke('draft.discard', { ref }), id)
    await cursor.close()
  })

  test('is gone with its program; what outlives that is said in the pane, and ended by closing it', async () => {
    const left = await leaves()
    await type(shown.page, 'claude', 'quit', 'Enter')
    await rows().waitFor({ state: 'detached' })
    expect(await agent()).toBe(undefined)
    const words = `Still running from here: sleep 1000 (pid ${left}). Close ends it.`
    await pane(shown.page, 'claude').getByTestId('left').getByText(words).waitFor()
    expect(alive(left)).toBe(true)
    await pane(shown.page, 'claude').getByRole('button', { name: 'Close', exact: true }).click()
    const question = shown.page.getByRole('alertdialog', {
      name: /^claude has ended, but sleep 1000 \(pid \d+\) still runs/,
    })
    await question.waitFor()
    expect(alive(left)).toBe(true)
    await until('the answer to count', async () => {
      await question
        .getByRole('button', { name: 'Close it' })
        .click({ timeout: 500 })
        .catch(() => {})
      return (await question.count()) === 0
    })
    await until('its end', () => !alive(left))
    // It is taken from the list once nothing of it runs any more.
    await until('the shell alone', async () => (await state()).surfaces.map(({ name }) => name).join() === 'shell')
  })
})

describe.runIf(process.platform === 'linux')('what a killed run leaves behind', () => {
  test('is told at the next start and in its window, and ended there when a person says so', async () => {
    await opens()
    await shown.page.evaluate(() => window.gatehouse.invoke('state.get', {}))
    const left = await leaves()
    const gone = new Promise(resolve => shown.app.process().once('exit', resolve))
    shown.app.process().kill('SIGKILL')
    await gone
    shown = await start()
    const trouble = shown.page.getByTestId('earlier')
    await trouble.getByText(`sleep 1000 (pid ${left})`).waitFor()
    expect(shown.errors()).toContain(`Still running: sleep 1000 (pid ${left})`)
    expect(alive(left)).toBe(true)
    await trouble.getByRole('button', { name: 'End it' }).click()
    await trouble.waitFor({ state: 'detached' })
    await until('its end', () => !alive(left))
    const records = await folder.activity()
    expect(records.at(-1)).toMatchObject({
      ...{ kind: 'surface', actor: 'person', intent: 'close' },
      text: `A person ends what an earlier run left: sleep 1000 (pid ${left}).`,
    })
  })
})
