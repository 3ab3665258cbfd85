// A window while a program prints faster than it can draw: what is seen, what stays possible, and what it has when that is over.
import fs from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ROOT, type RunningWindow, startWindow, until } from '../helpers/app.ts'
import { type DataFolder, dataFolder } from '../helpers/data-folder.ts'
import { pane, sees, type } from '../helpers/terminal.ts'

const PICTURES = path.join(ROOT, 'test/.artifacts/pictures')
const MB = 1024 * 1024
/** One program: a Ctrl+C that comes between two of a loop is for none of them, and the loop goes on. */
const ENDLESS = 'yes "$(head -n 900 flood.txt)"'

let folder: DataFolder
let shown: RunningWindow
let file: string
let rows: string[]

beforeAll(async () => {
  folder = await dataFolder(['reader'], [])
  await fs.mkdir(PICTURES, { recursive: true })
  file = path.join(folder.dir, 'flood.txt')
  rows = Array.from({ length: (16 * MB) / 64 }, (_, n) => `row ${n} `.padEnd(63, String.fromCharCode(97 + (n % 26))))
  const colour = (row: string, n: number) => `\x1b[3${n % 8}m${row}\x1b[0m`
  await fs.writeFile(file, `${rows.map(colour).join('\n')}\n`)
  const shell = `exec env HOME='${folder.dir}' PS1='$ ' bash --norc --noprofile`
  const open = (name: string) => [`--open-command=${shell}`, `--name=${name}`, `--cwd=${folder.dir}`]
  shown = await startWindow([`--user-data-dir=${folder.dir}`, '--mcp-port=0', ...open('floods'), ...open('quiet')])
  await sees(shown.page, 'floods', /^\$\s*$/m)
  await sees(shown.page, 'quiet', /^\$\s*$/m)
})

afterAll(async () => {
  await shown?.stop()
  await folder?.remove()
})

const screenOf = async (name: string) =>
  (await pane(shown.page, name).locator('.xterm-rows > div').allInnerTexts()).join('\n').replaceAll('\u00a0', ' ')
/** So many pages up (below 0) or down. */
async function turnPages(name: string, by: number): Promise<void> {
  await pane(shown.page, name).locator('.xterm-screen').click()
  for (let page = 0; page < Math.abs(by); page += 1)
    await shown.page.keyboard.press(by < 0 ? 'Shift+PageUp' : 'Shift+PageDown')
}
const lastLine = async () => {
  const state = await shown.page.evaluate(() => window.gatehouse.invoke('state.get', {}))
  return state.ok ? state.value.surfaces.find(one => one.name === 'floods')?.lastLine : undefined
}
const picture = (name: string) => shown.page.screenshot({ path: path.join(PICTURES, `flood-${name}.png`) })

describe('a flood of 16 MB', () => {
  test('ends with its last rows on the screen and the rows before them in the scrollback', async () => {
    await type(shown.page, 'floods', 'cat flood.txt', 'Enter')
    await sees(shown.page, 'floods', new RegExp(`row ${rows.length - 1} `))
    await sees(shown.page, 'floods', /^\$\s*$/m)
    await picture('end')
    const last = (await screenOf('floods')).split('\n').filter(row => row.startsWith('row '))
    expect(last.length).toBeGreaterThan(10)
    expect(last).toEqual(rows.slice(-last.length))
    await turnPages('floods', -130)
    const top = async () => Number(/row (\d+) /.exec(await screenOf('floods'))?.[1])
    await until('the top of the scrollback', async () => (await top()) < rows.length - 4000)
    await picture('top')
    expect(await top()).toBeGreaterThan(rows.length - 5100)
    await turnPages('floods', 130)
    await sees(shown.page, 'floods', /^\$\s*$/m)
  })

  test('lets a person type elsewhere meanwhile, and Ctrl+C stops it at once', async () => {
    await type(shown.page, 'floods', ENDLESS, 'Enter')
    await until('the flood', async () => /row \d+ /.test((await screenOf('floods')).split('\n').at(-2) ?? ''))
    await type(shown.page, 'quiet', 'echo typed-$((1+1))', 'Enter')
    await sees(shown.page, 'quiet', /^typed-2/m)
    await picture('typed')
    const before = await screenOf('floods')
    await until('another screen', async () => (await screenOf('floods')) !== before)
    await type(shown.page, 'floods', '', 'Control+c')
    await sees(shown.page, 'floods', /^\$\s*$/m)
    await type(shown.page, 'floods', 'echo stopped-$((1+1))', 'Enter')
    await sees(shown.page, 'floods', /^stopped-2/m)
    await picture('stopped')
  })

  test('leaves what a person reads in the scrollback where it is', async () => {
    const line = 'clear; seq 1 2000; until [ -e go ]; do sleep 0.05; done; head -n 2500 flood.txt; echo over-$((1+1))'
    await type(shown.page, 'floods', line, 'Enter')
    await sees(shown.page, 'floods', /^2000/m)
    await turnPages('floods', -1)
    const read = await until('rows further up', async () => {
      const now = await screenOf('floods')
      return now.includes('2000') ? null : now
    })
    await fs.writeFile(path.join(folder.dir, 'go'), '')
    await until('the end of the flood below', async () => (await lastLine())?.trim() === '$')
    await picture('read')
    expect(await screenOf('floods')).toBe(read)
    await turnPages('floods', 130)
    await sees(shown.page, 'floods', /^over-2/m)
    const last = (await screenOf('floods')).split('\n').filter(row => row.startsWith('row '))
    expect(last).toEqual(rows.slice(2500 - last.length, 2500))
  })
})

test('a terminal that is not shown is not drawn, and none is there for it', async () => {
  const terminals = () => shown.page.locator('.xterm-host').count()
  expect(await terminals()).toBe(2)
  await type(shown.page, 'floods', ENDLESS, 'Enter')
  await shown.page.keyboard.press('Control+Shift+T')
  await until('another tab', async () => (await shown.page.getByRole('tab').count()) > 1)
  await until('its terminal alone', async () => (await terminals()) === 1)
  // A shell that still starts is asked about before it is closed.
  await until('its prompt', async () => {
    const state = await shown.page.evaluate(() => window.gatehouse.invoke('state.get', {}))
    return (
      state.ok && state.value.surfaces.some(one => one.state.is === 'idle' && !['floods', 'quiet'].includes(one.name))
    )
  })
  await shown.page.keyboard.press('Control+Shift+W')
  await until('the first tab', async () => (await terminals()) === 2)
  await until('the flood again', async () => /row \d+ /.test((await screenOf('floods')).split('\n').at(-2) ?? ''))
  await type(shown.page, 'floods', '', 'Control+c')
  await sees(shown.page, 'floods', /^\$\s*$/m)
})
