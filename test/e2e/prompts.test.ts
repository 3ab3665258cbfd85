// A person walks from prompt to prompt in a real window: each lands at the top, whatever the program printed or the size is.
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { ROOT, type RunningWindow, startWindow, until } from '../helpers/app.ts'
import { type DataFolder, dataFolder } from '../helpers/data-folder.ts'
import { pane, sees } from '../helpers/terminal.ts'

const ARTIFACTS = path.join(ROOT, 'test/.artifacts/pictures')

let folder: DataFolder
let shown: RunningWindow

const rows = async () =>
  (await pane(shown.page, 'shell').locator('.xterm-rows > div').allInnerTexts()).map(row =>
    row.replaceAll('\u00a0', ' ').trimEnd(),
  )
const mark = () => pane(shown.page, 'shell').locator('.prompt-mark')
/** A mark goes by itself after a moment: each that comes from now on is noted as it comes. */
const noteMarks = () =>
  shown.page.evaluate(() => {
    const marks: { text: string | null; moving: number }[] = []
    Object.assign(window, { marks })
    const known = new Set<Element>(document.querySelectorAll('.prompt-mark'))
    const look = () => {
      for (const mark of document.querySelectorAll('.prompt-mark')) {
        if (known.has(mark)) continue
        known.add(mark)
        marks.push({ text: mark.textContent, moving: mark.getAnimations({ subtree: true }).length })
      }
    }
    const watched = { childList: true, subtree: true, attributes: true, attributeFilter: ['class'] }
    new MutationObserver(look).observe(document.body, watched)
  })
type Marks = { text: string | null; moving: number }[]
const marks = () => shown.page.evaluate(() => (window as unknown as { marks: Marks }).marks)
const marked = (count: number) => until(`${count} marks`, async () => (await marks()).length === count)
const press = (toward: 'Up' | 'Down') => shown.page.keyboard.press(`Control+Shift+Page${toward}`)
/** Waits until the first row shows it. */
const atTop = (text: string | RegExp) =>
  until(`"${text}" in the first row`, async () => {
    const [first] = await rows()
    return typeof text === 'string' ? first?.endsWith(text) : text.test(first ?? '')
  })
/** Types a line, and waits for the prompt behind what it printed last. */
const run = async (line: string, last: string) => {
  await shown.page.keyboard.type(`${line}\n`)
  await sees(shown.page, 'shell', new RegExp(`^${last}\\n.*[$#%❯>]\\s*$`, 'm'))
}
/** From the prompt of the next command. */
const prompt = (line: string) => new RegExp(`[$#%❯>] ${line.replace(/[.*+?^$()|[\]\\]/g, '\\$&')}$`)

beforeAll(async () => {
  folder = await dataFolder([])
  shown = await startWindow([`--user-data-dir=${folder.dir}`, '--mcp-port=0', '--open=shell', '--name=shell'])
  await sees(shown.page, 'shell', /[$#%❯>]\s*$/m)
  await pane(shown.page, 'shell').locator('.xterm-screen').click()
})
afterAll(async () => {
  await shown?.stop()
  await folder?.remove()
})

test('the key goes back from prompt to prompt and on again, each at the top and marked for a moment', async () => {
  await run('seq 1001 1060', '1060')
  await run('sh -c "seq 2001 2060; exit 3"', '2060')
  // A program that prints the shell's marks is not believed.
  await run(String.raw`printf '\033]133;B\007\033]133;C\007forged\n%.0s' 1 2; seq 3001 3060`, '3060')
  await noteMarks()
  await press('Up')
  await atTop(prompt(String.raw`printf '\033]133;B\007\033]133;C\007forged\n%.0s' 1 2; seq 3001 3060`))
  await marked(1)
  await press('Up')
  await atTop(prompt('sh -c "seq 2001 2060; exit 3"'))
  await marked(2)
  expect(await marks()).toEqual([
    { text: '', moving: 0 },
    { text: 'Exited 3', moving: 0 },
  ])
  await pane(shown.page, 'shell').screenshot({ path: path.join(ARTIFACTS, 'prompt-failed.png') })
  await mark().waitFor({ state: 'detached' })
  await press('Up')
  await atTop(prompt('seq 1001 1060'))
  await press('Up')
  await atTop(prompt('seq 1001 1060'))
  await press('Down')
  await atTop(prompt('sh -c "seq 2001 2060; exit 3"'))
  await press('Down')
  await press('Down')
  await until('the newest line', async () => /[$#%❯>]$/.test((await rows()).findLast(row => row !== '') ?? ''))
})

test('what a person types goes to the program, not to where they looked', async () => {
  await press('Up')
  await atTop(/3060$/)
  await run('echo typed-$((1+1))', 'typed-2')
  await noteMarks()
  await press('Up')
  await marked(1)
  expect((await rows()).join('\n')).toMatch('typed-2')
})

test('at another width and after the page was drawn anew the prompts are where they are', async () => {
  const long = `echo ${'wide '.repeat(50)}| tail -c 9`
  await run(long, 'ide wide')
  await run('seq 4001 4060', '4060')
  await shown.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.setSize(980, 640))
  await until('a narrower terminal', async () => (await rows()).length < 32)
  await press('Up')
  await atTop(prompt('seq 4001 4060'))
  await press('Up')
  await atTop(/[$#%❯>] echo wide wide/)
  await press('Up')
  await press('Up')
  await atTop(/3060$|3001 3060$|[$#%❯>] printf/)
  await shown.page.reload()
  await sees(shown.page, 'shell', /^4060$/m)
  await pane(shown.page, 'shell').locator('.xterm-screen').click()
  await press('Up')
  await atTop(prompt('seq 4001 4060'))
})

test('on the alternate screen nothing jumps, and the way back is as it was', async () => {
  await shown.page.keyboard.type(String.raw`printf '\033[?1049hfull screen'; read x; printf '\033[?1049l'`)
  await shown.page.keyboard.press('Enter')
  await sees(shown.page, 'shell', /^full screen/m)
  await mark().waitFor({ state: 'detached' })
  await press('Up')
  await shown.page.keyboard.press('Enter')
  await sees(shown.page, 'shell', /^4060$/m)
  expect(await mark().count()).toBe(0)
  await press('Up')
  await press('Up')
  await atTop(prompt('seq 4001 4060'))
})

test('what was cleared is no place to go to', async () => {
  await run(String.raw`clear; printf '\033[3J'; seq 5001 5003`, '5003')
  await press('Up')
  await shown.page.getByText('No command with a prompt is known in this terminal.').waitFor()
  await run('seq 6001 6060', '6060')
  await press('Up')
  await atTop(prompt('seq 6001 6060'))
})

test('after the program ended one can still look, at any size', async () => {
  await shown.page.keyboard.type('exit\n')
  await pane(shown.page, 'shell').getByText('Exited 0').waitFor()
  await shown.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.setSize(1300, 700))
  await until('a higher terminal', async () => (await rows()).length > 26)
  await press('Up')
  await press('Up')
  await atTop(prompt('seq 6001 6060'))
})
