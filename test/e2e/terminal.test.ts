// A terminal as a person uses it: finding text, opening what it names, dropping and pasting files, the right button, larger
// text, input methods. One window for all of them.
import fs from 'node:fs/promises'
import path from 'node:path'
import type { CDPSession } from 'playwright-core'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { ROOT, type RunningWindow, startWindow, until } from '../helpers/app.ts'
import { type DataFolder, dataFolder } from '../helpers/data-folder.ts'
import { currentClient, type TestClient } from '../helpers/mcp-clients.ts'
import { pane, placeOnScreen, sees, type } from '../helpers/terminal.ts'

const RECORDER = path.join(ROOT, 'test/helpers/recorder.mjs')
const ARTIFACTS = path.join(ROOT, 'test/.artifacts/pictures')
/** A picture of one pixel. */
const PIXEL = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=='

let folder: DataFolder
let shown: RunningWindow
let reader: TestClient
let cdp: CDPSession
let work: string
let told: string
let lines = 0

const shell = () => pane(shown.page, 'shell')
const find = () => shown.page.getByRole('search')
const clipboard = () => shown.app.evaluate(({ clipboard: board }) => board.readText())
const surface = async () => {
  const state = await shown.page.evaluate(() => window.gatehouse.invoke('state.get', {}))
  if (!state.ok) throw new Error(state.message)
  return state.value.surfaces[0]!
}
/** Sets some settings, for good. */
const set = (patch: object) => shown.page.evaluate(one => window.gatehouse.invoke('settings.set', one), patch)
/** Runs a line in the shell and waits until it is done, and the shell at its prompt again. */
async function run(line: string): Promise<void> {
  lines += 1
  await type(shown.page, 'shell', `${line}; echo did-$((${lines}))-`, 'Enter')
  await sees(shown.page, 'shell', new RegExp(`^did-${lines}-\\n\\$\\s*$`, 'm'))
}
/** What has been typed on the line is taken away again. */
const emptyLine = () => shown.page.keyboard.press('Control+u')
/** Starts a program that writes down what it is given; `modes` is printed before. */
async function record(name: string, modes = ''): Promise<() => Promise<string>> {
  const file = path.join(work, name)
  await type(shown.page, 'shell', `sh record.sh ${name} '${modes}' '${RECORDER}'`, 'Enter')
  await sees(shown.page, 'shell', /^ready/m)
  return () => fs.readFile(file, 'utf8')
}
/** The program goes, and the shell is back. */
async function endRecord(): Promise<void> {
  await fs.writeFile(path.join(work, 'end'), '')
  await sees(shown.page, 'shell', /^\$\s*$/m)
  await fs.rm(path.join(work, 'end'))
}
const placeOf = (text: string) => placeOnScreen(shown.page, text)

beforeAll(async () => {
  folder = await dataFolder(['reader'], [{ id: 'r1', agents: 'reader', surfaces: '*', level: 'read' }])
  work = await fs.realpath(folder.dir)
  await fs.mkdir(path.join(work, 'src'))
  await fs.writeFile(path.join(work, 'src/a.ts'), 'export {}\n')
  told = path.join(work, 'editor.json')
  const editor = path.join(work, 'editor.mjs')
  await fs.writeFile(
    editor,
    `import fs from 'node:fs'
fs.writeFileSync('${told}.new', JSON.stringify(process.argv.slice(2)))
fs.renameSync('${told}.new', '${told}')\n`,
  )
  await fs.copyFile(path.join(ROOT, 'test/helpers/record.sh'), path.join(work, 'record.sh'))
  const settings = { editor: [process.execPath, editor, '{file}', '{line}', '{column}'] }
  await fs.writeFile(path.join(work, 'settings.json'), JSON.stringify(settings), { mode: 0o600 })
  const flags = ['--mcp-port=0', '--open=shell', '--name=shell', `--cwd=${work}`]
  shown = await startWindow([`--user-data-dir=${folder.dir}`, ...flags])
  reader = await currentClient(shown.ready.mcp, folder.agents['reader']!.token)
  cdp = await shown.page.context().newCDPSession(shown.page)
  await sees(shown.page, 'shell', /[$#%❯>]\s*$/m)
  await run("PS1='$ '; clear")
}, 60_000)
afterAll(async () => {
  await reader?.close().catch(() => {})
  await shown?.stop()
  await folder?.remove()
})
beforeEach(() => shown.app.evaluate(({ clipboard: board }) => board.writeText('mine')))

describe('find', () => {
  test('marks, counts and walks; case and regular expressions; the terminal keeps its size and gets the keyboard back', async () => {
    const { cols, rows } = await surface()
    await run('clear; for n in 1 2 3; do echo "ap""ple $n"; done; echo "AP""PLE pie"')
    await shown.page.keyboard.press('Control+Shift+F')
    await shown.page.keyboard.type('apple')
    const says = (words: string | RegExp) => find().getByRole('status').filter({ hasText: words }).waitFor()
    await says('4 of 4')
    await shown.page.keyboard.press('Enter')
    await says('1 of 4')
    await shown.page.keyboard.press('Shift+Enter')
    await says('4 of 4')
    await find().getByRole('button', { name: 'Match case' }).click()
    await says(/of 3$/)
    await shell().screenshot({ path: path.join(ARTIFACTS, 'find.png') })
    await find().getByRole('button', { name: 'Regular expression' }).click()
    await find().getByLabel('Find', { exact: true }).fill('apple [12]')
    await says(/of 2$/)
    await find().getByLabel('Find', { exact: true }).fill('apple (')
    await says(/^Not a regular expression: /)
    expect(await surface()).toMatchObject({ cols, rows })
    await find().getByLabel('Find', { exact: true }).press('Escape')
    await until('no bar', async () => (await find().count()) === 0)
    await run('echo back')
  })

  test('begins with what is selected', async () => {
    await run('clear; echo needle-in-hay')
    const { x, y } = await placeOf('needle')
    await shown.page.mouse.dblclick(x, y)
    await shown.page.keyboard.press('Control+Shift+F')
    expect(await find().getByLabel('Find', { exact: true }).inputValue()).toMatch(/^needle/)
    // The keyboard is in the bar at once.
    await shown.page.keyboard.press('Escape')
    await until('no bar', async () => (await find().count()) === 0)
  })
})

test('a file that is named opens in the editor at its line on Ctrl click alone, and its title says which', async () => {
  await run("clear; echo 'src/a.ts:3:7: here'; echo 'src/none.ts:1: gone'")
  const { x, y } = await placeOf('src/a.ts')
  const title = () => shell().locator('.xterm-host').getAttribute('title')
  await shown.page.mouse.move(x, y)
  await until(
    'the title',
    async () => (await title()) === `Hold Ctrl and click to open ${work}/src/a.ts, line 3, column 7`,
  )
  await shown.page.mouse.click(x, y)
  const none = await placeOf('src/none.ts')
  await shown.page.mouse.move(none.x, none.y)
  await until('no title', async () => !(await title()))
  await shown.page.mouse.move(x, y)
  await until('the title', async () => (await title()) !== '')
  expect(await fs.stat(told).catch(() => null)).toBeNull()
  await shown.page.keyboard.down('Control')
  // Where the title was there for too short a time the first click only says which file it is.
  const opens = () => shown.page.mouse.click(x, y).then(() => fs.readFile(told, 'utf8').catch(() => null))
  const args = await until('the editor', opens)
  await shown.page.keyboard.up('Control')
  expect(JSON.parse(args)).toEqual([`${work}/src/a.ts`, '3', '7'])
})

describe('files', () => {
  test('that are dropped are typed as the shell reads them, with nothing run', async () => {
    const strange = path.join(work, "it's a $(touch ran) file.txt")
    await fs.writeFile(strange, 'x')
    const plain = path.join(work, 'src/a.ts')
    await run('clear')
    await type(shown.page, 'shell', "printf '<%s>\\n' ")
    const { x, y, width, height } = (await shell().locator('.xterm-screen').boundingBox())!
    const at = { x: x + width / 2, y: y + height / 2 }
    const data = { items: [], files: [strange, plain], dragOperationsMask: 1 }
    for (const kind of ['dragEnter', 'dragOver', 'drop'] as const) {
      await cdp.send('Input.dispatchDragEvent', { type: kind, ...at, data })
    }
    await sees(shown.page, 'shell', 'src/a.ts ')
    await shown.page.keyboard.press('Enter')
    await sees(shown.page, 'shell', new RegExp(`^<${work}/it's a \\$\\(touch ran\\) file.txt>`, 'm'))
    await sees(shown.page, 'shell', new RegExp(`^<${work}/src/a.ts>`, 'm'))
    expect(await fs.stat(path.join(work, 'ran')).catch(() => null)).toBeNull()
  })

  test('an image on the clipboard is saved for this user alone, its path is typed, and the pane says so', async () => {
    await shown.app.evaluate(async (electron, pixel) => {
      const bytes = Buffer.from(pixel, 'base64')
      const board = electron.clipboard as unknown as { writeImage?(image: unknown): void }
      if (board.writeImage) board.writeImage(electron.nativeImage.createFromBuffer(bytes))
      else await electron.clipboard.write([new electron.ClipboardItem({ 'image/png': new Blob([bytes]) })])
    }, PIXEL)
    await type(shown.page, 'shell', 'clear', 'Enter')
    await shown.page.keyboard.press('Control+Shift+V')
    await shell().getByRole('status').filter({ hasText: 'The image was saved as' }).waitFor()
    const [name] = await fs.readdir(path.join(work, 'pastes'))
    await sees(shown.page, 'shell', `pastes/${name} `)
    const file = path.join(work, 'pastes', name!)
    expect((await fs.readFile(file)).subarray(1, 4).toString()).toBe('PNG')
    expect(((await fs.stat(file)).mode & 0o777).toString(8)).toBe('600')
    await emptyLine()
  })
})

describe('the right button', () => {
  const item = (name: string | RegExp) => shown.page.getByRole('menuitem', { name })

  test('brings a menu that copies and finds; the keyboard goes back', async () => {
    await run('clear; echo needle')
    const { x, y } = await placeOf('needle')
    await shown.page.mouse.dblclick(x, y)
    await shown.page.mouse.click(x, y, { button: 'right' })
    await item('Split right').waitFor()
    await shown.page.screenshot({ path: path.join(ARTIFACTS, 'terminal-menu.png') })
    await item(/^Copy/).click()
    await until('the clipboard', async () => (await clipboard()) === 'needle')
    await shown.page.keyboard.type('echo typed-')
    await sees(shown.page, 'shell', 'echo typed-')
    await emptyLine()
    await shown.page.mouse.click(x, y, { button: 'right' })
    await item(/^Select all/).waitFor()
    await shown.page.keyboard.press('Escape')
    await until('no menu', async () => (await shown.page.getByRole('menu').count()) === 0)
    await run('echo again')
  })

  test('says where a link goes', async () => {
    await run("clear; echo 'src/a.ts:3'")
    const { x, y } = await placeOf('src/a.ts')
    await shown.page.mouse.move(x, y)
    // Before the file is found the menu says nothing of it.
    const words = `Hold Ctrl and click to open ${work}/src/a.ts, line 3`
    await until('the title', async () => (await shell().locator('.xterm-host').getAttribute('title')) === words)
    await shown.page.mouse.click(x, y, { button: 'right' })
    await item(/^Open .*src\/a\.ts, line 3$/).waitFor()
    await item('Copy path').click()
    await until('the clipboard', async () => (await clipboard()) === `${work}/src/a.ts`)
  })

  test('is the program’s that asked for the mouse, and with Shift the menu’s', async () => {
    const given = await record('mouse', String.raw`\033[?1000h\033[?1006h`)
    const { x, y } = await placeOf('ready')
    await shown.page.mouse.click(x, y, { button: 'right' })
    await until('the report', async () => (await given()).includes('\x1b[<2;'))
    expect(await shown.page.getByRole('menu').count()).toBe(0)
    await shown.page.keyboard.down('Shift')
    await shown.page.mouse.click(x, y, { button: 'right' })
    await shown.page.keyboard.up('Shift')
    await item(/^Paste/).waitFor()
    await shown.page.keyboard.press('Escape')
    await endRecord()
  })
})

test('clearing takes the scrollback from the window, the mirror and agents, and leaves the screen', async () => {
  await run('seq 1000 1200')
  const { id } = await surface()
  const lines = async () =>
    (await reader.call('read_surface', { surface: id, what: 'scrollback' })).data.lines as string[]
  await until('it to be read', async () => (await lines()).includes('1001'))
  const before = await shell().locator('.xterm-rows').textContent()
  await shown.page.keyboard.press('Control+Shift+X')
  await until('no scrollback', async () => !(await lines()).includes('1001'))
  expect(await lines()).toContain('1200')
  await shown.page.keyboard.press('Shift+PageUp')
  // A key that comes before the window has heard of it scrolls what is about to go.
  await shown.page.evaluate(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))))
  await until('the same screen', async () => (await shell().locator('.xterm-rows').textContent()) === before)
})

describe('the text', () => {
  test('grows by keys and by the wheel, the program has fewer rows then, and goes back', async () => {
    const { rows } = await surface()
    await shown.page.keyboard.press('Control+Shift+=')
    await shown.page.keyboard.press('Control+Shift+=')
    await until('fewer rows', async () => (await surface()).rows < rows)
    const fewer = (await surface()).rows
    await sees(shown.page, 'shell', '1200')
    await shell().locator('.xterm-screen').hover()
    await shown.page.keyboard.down('Control')
    await shown.page.mouse.wheel(0, -120)
    await shown.page.keyboard.up('Control')
    await until('fewer still', async () => (await surface()).rows < fewer)
    await shown.page.keyboard.press('Control+Shift+0')
    await until('all rows', async () => (await surface()).rows === rows)
  })

  test('is what the settings say on a terminal that is open', async () => {
    const first = shell().locator('.xterm-rows > div').first()
    const rowHeight = () => first.evaluate(row => row.clientHeight)
    expect(await rowHeight()).toBe(18)
    await set({ lineHeight: 2, cursorStyle: 'bar', fontFamily: 'No Such Font' })
    await until('higher rows', async () => (await rowHeight()) === 25)
    await until('a bar', async () => (await shell().locator('.xterm-cursor-bar').count()) === 1)
    await set({ lineHeight: null, cursorStyle: null, fontFamily: null })
    await until('rows as at first', async () => (await rowHeight()) === 18)
  })

  test('is there for a screen reader once one runs', async () => {
    const tree = shell().locator('.xterm-accessibility')
    expect(await tree.count()).toBe(0)
    await set({ screenReader: 'on' })
    await tree.waitFor({ state: 'attached' })
    await set({ screenReader: null })
    await until('none', async () => (await tree.count()) === 0)
    await shown.app.evaluate(({ app }) => app.setAccessibilitySupportEnabled(true))
    await tree.waitFor({ state: 'attached' })
    await shown.app.evaluate(({ app }) => app.setAccessibilitySupportEnabled(false))
    await until('none', async () => (await tree.count()) === 0)
  })
})

test('Shift+Enter is a key of its own where the program asked for that, and Enter in a shell', async () => {
  const given = await record('kitty', String.raw`\033[>1u`)
  await shown.page.keyboard.press('Shift+Enter')
  await until('the key', async () => (await given()) === '\x1b[13;2u')
  await endRecord()
  await type(shown.page, 'shell', 'echo by-shift-$((1+1))', 'Shift+Enter')
  await sees(shown.page, 'shell', /^by-shift-2/m)
})

test('what an input method composes arrives once, whole and in order, and no shortcut acts meanwhile', async () => {
  const given = await record('ime')
  await shown.page.evaluate(() => {
    const seen: string[] = []
    Object.assign(window, { composed: seen })
    for (const name of ['compositionstart', 'compositionend']) {
      window.addEventListener(name, () => seen.push(name), { capture: true })
    }
  })
  await shown.page.keyboard.type('a')
  await until('what is in front', async () => (await given()) === 'a')
  for (const text of ['に', 'にほ', 'にほん', 'にほんご']) {
    await cdp.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length })
  }
  expect(await given()).toBe('a')
  const held = {
    type: 'keydown',
    key: 'F',
    code: 'KeyF',
    ctrlKey: true,
    shiftKey: true,
    bubbles: true,
    isComposing: true,
    // As every key has it that an input method has taken.
    keyCode: 229,
  }
  await shown.page.evaluate(init => document.activeElement!.dispatchEvent(new KeyboardEvent('keydown', init)), held)
  expect(await find().count()).toBe(0)
  await cdp.send('Input.insertText', { text: '日本語' })
  await until('the word', async () => (await given()).length >= 4)
  await shown.page.keyboard.type('b')
  await until('what follows', async () => (await given()).endsWith('b'))
  expect(await given()).toBe('a日本語b')
  expect(await shown.page.evaluate(() => (window as unknown as { composed: string[] }).composed)).toEqual([
    'compositionstart',
    'compositionend',
  ])
  await endRecord()
})

test('synchronized output is never drawn in part', async () => {
  await run('clear')
  await shown.page.evaluate(() => {
    const torn: string[] = []
    Object.assign(window, { torn })
    const rows = document.querySelector('.xterm-rows')!
    new MutationObserver(() => {
      const text = rows.textContent ?? ''
      if (text.includes('top1') !== text.includes('end1')) torn.push(text)
    }).observe(rows, { childList: true, subtree: true, characterData: true })
  })
  // Several frames, and far from the second after which xterm draws what it has.
  const print = String.raw`clear; printf '\033[?2026ht''op1\n'; sleep 0.1; printf 'en''d1\n\033[?2026l'`
  await run(print)
  await sees(shown.page, 'shell', 'end1')
  expect(await shown.page.evaluate(() => (window as unknown as { torn: string[] }).torn)).toEqual([])
})

test('a terminal that loses its graphics context shows its text as before', async () => {
  await run('clear; echo still-$((1+1))-here')
  await set({ renderer: 'webgl' })
  const canvas = shell().locator('.xterm-screen canvas').first()
  const hasGl = await shown.page.evaluate(() => document.createElement('canvas').getContext('webgl2') !== null)
  if (hasGl) {
    await until('a canvas', async () => (await shell().locator('.xterm.gl').count()) === 1)
    await canvas.evaluate(element => {
      for (const one of element.parentElement!.querySelectorAll('canvas')) {
        one.getContext('webgl2')?.getExtension('WEBGL_lose_context')?.loseContext()
      }
    })
  }
  await until('no context', async () => (await shell().locator('.xterm.gl').count()) === 0)
  await sees(shown.page, 'shell', /^still-2-here/m)
  await set({ renderer: null })
  await run('echo it goes on')
})

test.runIf(process.platform === 'linux')('the middle button pastes what was selected last', async () => {
  await run('clear; echo middle-$((1+1))')
  const { x, y } = await placeOf('middle-2')
  await shown.page.mouse.dblclick(x, y)
  await shown.page.mouse.click(x, y + 60, { button: 'middle' })
  await sees(shown.page, 'shell', /\$ middle-2\s*$/m)
  expect(await clipboard()).toBe('mine')
  await emptyLine()
  await set({ copyOnSelect: true })
  await until('the clipboard', async () => {
    // The window hears of the setting a moment later.
    await shown.page.mouse.dblclick(x, y)
    return (await clipboard()).trimEnd() === 'middle-2'
  })
  await set({ copyOnSelect: null })
})
