// A token that turns up in another program: its sends wait for a person, its reading goes on. Real programs, real window.
import { execFile } from 'node:child_process'
import fs from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type RunningWindow, startWindow, until } from '../helpers/app.ts'
import { type DataFolder, dataFolder } from '../helpers/data-folder.ts'
import type { ToolData } from '../helpers/mcp-clients.ts'
import { pane, sees } from '../helpers/terminal.ts'

const CALL = path.join(import.meta.dirname, 'support/call-tool.mjs')
const PROMPT = /[$#%❯>]\s*$/m

let folder: DataFolder
let shown: RunningWindow

const card = () => shown.page.getByTestId('approval-card')
const button = (how: string) => card().locator(`[data-answer="${how}"]`)
const handled = () => shown.page.getByTestId('handled').first()

/** The same Node under another path: to whoever looks at the process, another program. */
async function otherProgram(name: string): Promise<string> {
  const to = path.join(folder.dir, name)
  await fs.copyFile(process.execPath, to, fs.constants.COPYFILE_FICLONE)
  return to
}

/** Calls a tool with Cursor's token by a process of its own. */
async function by(program: string, tool: string, args: object): Promise<ToolData> {
  const { token } = folder.agents['cursor']!
  const argv = [CALL, shown.ready.mcp, token, tool, JSON.stringify(args)]
  const { stdout } = await promisify(execFile)(program, argv, { timeout: 50_000 })
  return JSON.parse(stdout)
}

const submit = (program: string, text: string) => by(program, 'submit_text', { surface: 'shell', text })
const read = (program: string) => by(program, 'read_surface', { surface: 'shell', what: 'scrollback' })

async function asked(): Promise<void> {
  await until('a question', async () => (await shown.page.getByTestId('waiting').textContent())?.startsWith('1 '))
  await shown.page.keyboard.press('Control+Shift+A')
  await shown.page.locator('[data-testid=approval-card][data-armed=true]').waitFor()
}

beforeAll(async () => {
  folder = await dataFolder(['cursor'], [{ id: 'r1', agents: 'cursor', surfaces: '*', level: 'submit' }], [], {
    cursor: 'Cursor',
  })
  shown = await startWindow([`--user-data-dir=${folder.dir}`, '--mcp-port=0', '--open=shell', '--name=shell'])
  await sees(shown.page, 'shell', PROMPT)
})
afterAll(async () => {
  await shown?.stop()
  await folder?.remove()
})

describe.runIf(process.platform === 'linux')('a token in another program', () => {
  test('the first program that uses it is not asked about', async () => {
    expect(await submit(process.execPath, 'echo first-$((40+2))')).toMatchObject({ outcome: 'submitted' })
    await sees(shown.page, 'shell', 'first-42')
  })

  test('waits to send until it is accepted, reads meanwhile, and then sends without being asked about', async () => {
    const other = await otherProgram('copied')
    const sent = submit(other, 'echo second-$((40+3))')
    await asked()
    await card().getByText('Cursor now comes from another program').waitFor()
    const fact = (name: string) => card().locator('.facts > div', { hasText: name }).locator('dd')
    expect(await fact('Program').textContent()).toContain(other)
    await fact('Program').getByRole('img', { name: 'verified' }).waitFor()
    expect(await fact('Runs in').textContent()).toContain('no surface')
    await card().getByText('reading goes on').waitFor()
    expect(await card().locator('[data-answer]').allTextContents()).toEqual([
      expect.stringContaining('Refuse and block'),
      expect.stringContaining('Not now'),
      expect.stringContaining('Accept this program'),
    ])
    // The program it was before goes on as it did, and the new one may read.
    expect(await submit(process.execPath, 'echo between-$((40+4))')).toMatchObject({ outcome: 'submitted' })
    // Sent is not yet printed.
    const seen = await until('what it printed', async () => {
      const text = (await read(other)).lines!.join('\n')
      return text.includes('between-44') && text
    })
    expect(seen).not.toContain('second')
    await shown.page.keyboard.press('y')
    expect(await sent).toMatchObject({ outcome: 'submitted' })
    await shown.page.keyboard.press('Escape')
    await sees(shown.page, 'shell', 'second-43')
    expect(await submit(other, 'echo again-$((40+5))')).toMatchObject({ outcome: 'submitted' })
    await sees(shown.page, 'shell', 'again-45')
  })

  test('is refused when the person says not now, is asked about again, and is locked out with its agent by block', async () => {
    const other = await otherProgram('stolen')
    const sent = submit(other, 'echo third')
    await asked()
    await shown.page.keyboard.press('d')
    expect(await sent).toMatchObject({ code: 'refused_by_person' })
    await handled().getByText('Denied').waitFor()
    await shown.page.keyboard.press('Escape')
    expect((await read(other)).lines!.join('\n')).not.toContain('third')
    const again = submit(other, 'echo fourth')
    await asked()
    await button('block').click()
    await card().getByText('Cursor gets nothing anywhere from now on').waitFor()
    await button('block').click()
    expect(await again).toMatchObject({ code: 'refused_by_person' })
    expect((await read(process.execPath)).code).toBe('no_such_surface')
    expect(await pane(shown.page, 'shell').locator('.xterm-rows').textContent()).not.toContain('fourth')
  })
})
