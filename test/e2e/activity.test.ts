// The record as a person looks at it, in the real window with real MCP clients: what its rows say as things happen, how they are
// found, what an entry shows, and the way from an entry to its terminal and back.
import fs from 'node:fs/promises'
import path from 'node:path'
import type { Locator } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { ROOT, type RunningWindow, startWindow, until } from '../helpers/app.ts'
import { type DataFolder, dataFolder } from '../helpers/data-folder.ts'
import { currentClient, type TestClient } from '../helpers/mcp-clients.ts'
import { pane, sees } from '../helpers/terminal.ts'

const PROMPT = /[$#%❯>]\s*$/m
const ARTIFACTS = path.join(ROOT, 'test/.artifacts')
/** No token, but it looks like one. */
const TOKEN = ['ghp', '0123456789abcdefghijklmnopqrstuvwx12'].join('_')

let folder: DataFolder
let shown: RunningWindow
let cursor: TestClient
let codex: TestClient
let stranger: TestClient

const press = async (...keys: string[]) => {
  for (const key of keys) await shown.page.keyboard.press(key)
}
const rows = () => shown.page.getByTestId('activity-row')
/** The row whose text begins so. */
const row = (text: string): Locator => rows().filter({ hasText: text }).first()
/** The list does not glide any more: the first row is where it was for ten frames. */
const stands = () =>
  shown.page.evaluate(async () => {
    const place = () => {
      const first = document.querySelector<HTMLElement>('[data-testid=activity-row]')
      return `${first?.dataset['seq']} ${first?.getBoundingClientRect().top}`
    }
    for (let same = 0, last = ''; same < 10; last = place()) {
      await new Promise(requestAnimationFrame)
      same = place() === last ? same + 1 : 0
    }
  })
const detail = () => shown.page.getByTestId('activity-detail')
const grid = () => shown.page.getByRole('grid', { name: 'Entries' })
const button = (name: string | RegExp) => shown.page.getByRole('button', { name })
const focused = () =>
  shown.page.evaluate(() => {
    const { activeElement: element } = document
    return element?.getAttribute('aria-label') ?? element?.textContent ?? null
  })
const focusOn = (name: string) => until(`focus on ${name}`, async () => (await focused()) === name)
/** How many entries the list has. */
const total = async () => Number(await grid().getAttribute('aria-rowcount')) - 1
const lists = (n: number) => until(`${n} entries`, async () => (await total()) === n)
/** The row the keyboard is on. */
const active = async () => {
  const id = await grid().getAttribute('aria-activedescendant')
  return shown.page.locator(`[id="${id}"]`)
}
const reset = async () => {
  const clear = button('Clear filters').first()
  if (await clear.isVisible()) await clear.click()
}

/** A person answers what waits, elsewhere in the window. */
async function answer(how: 'once' | 'edit' | 'deny', text?: string): Promise<void> {
  const given = ([way, words]: readonly [string, string | undefined]) =>
    shown.page.evaluate(
      async ([how, text]) => {
        const state = await window.gatehouse.invoke('state.get', {})
        const ref = state.ok ? state.value.approvals.waiting[0]?.ref : undefined
        if (ref === undefined) return false
        const input = { ref, how, ...(text !== undefined && { text }) } as never
        return (await window.gatehouse.invoke('approval.answer', input)).ok
      },
      [way, words] as const,
    )
  await until(`the answer ${how}`, () => given([how, text]))
}

beforeAll(async () => {
  folder = await dataFolder(
    ['cursor', 'codex', 'stranger'],
    [
      { id: 'r1', agents: 'cursor', surfaces: '*', level: 'submit' },
      { id: 'r2', agents: 'codex', surfaces: { name: 'shell' }, level: 'type', ask: 'submit' },
      { id: 'r3', agents: 'stranger', surfaces: '*', level: 'read' },
    ],
    [],
    { cursor: 'Cursor', codex: 'Codex', stranger: 'Stranger' },
  )
  await fs.mkdir(path.join(folder.dir, 'home'), { recursive: true })
  await fs.writeFile(path.join(folder.dir, 'home/.bashrc'), "PS1='$ '\n")
  shown = await startWindow([
    `--user-data-dir=${folder.dir}`,
    '--mcp-port=0',
    ...['--open=shell', '--name=shell', '--open=shell', '--name=other'],
  ])
  const client = (id: string) => currentClient(shown.ready.mcp, folder.agents[id]!.token)
  ;[cursor, codex, stranger] = await Promise.all([client('cursor'), client('codex'), client('stranger')])
  await sees(shown.page, 'shell', PROMPT)
  await sees(shown.page, 'other', PROMPT)
  await press('Control+Shift+L')
  await focusOn('Activity')
}, 60_000)
// What one leaves behind may not be what the next is blamed for; and how it looked tells more than what was waited for in vain.
afterEach(async ({ task }) => {
  if (task.result?.state !== 'fail') return
  await fs.mkdir(ARTIFACTS, { recursive: true })
  await shown.page.screenshot({ path: path.join(ARTIFACTS, `activity-${task.id}.png`) })
  await press('Escape', 'Escape', 'Escape')
  if (!(await grid().isVisible())) await press('Control+Shift+L')
  await reset()
})
afterAll(async () => {
  await Promise.all([cursor, codex, stranger].map(one => one?.close()))
  await shown?.stop()
  await folder?.remove()
})

describe('rows', () => {
  test('come in by themselves, and say who, where, what came of it, and whether Enter went in', async () => {
    await cursor.call('submit_text', { surface: 'shell', text: 'echo one' })
    await expectRow('echo one', ['Allowed', 'Cursor', 'shell', 'Enter'])
    await codex.call('type_text', { surface: 'shell', text: 'echo two' })
    await expectRow('echo two', ['Draft', 'Codex', 'Drafted, not in the program', 'not sent'])
    await stranger.call('submit_text', { surface: 'other', text: 'echo three' })
    await expectRow('echo three', ['Denied', 'Stranger', 'other', 'not sent'])
    expect(await rows().first().getAttribute('aria-label')).toMatch(
      /^\d\d:\d\d:\d\d, Denied\. Stranger in other: echo three\. .*\. Not sent\. Took /,
    )
    await shown.page.getByText(`${await total()} today`).waitFor()
  })

  test('that wait count down, and become what was answered where they stand', async () => {
    const sent = codex.call('submit_text', { surface: 'shell', text: 'echo asked' })
    const waiting = shown.page.locator('[data-decision=waiting]')
    await waiting.getByText(/^1:\d\d left$/).waitFor()
    const seq = await waiting.getAttribute('data-seq')
    await answer('once')
    await sent
    await shown.page.locator(`[data-seq="${seq}"][data-decision=you_allowed]`).getByText('You allowed').waitFor()
    expect(await shown.page.locator(`[data-seq="${seq}"]`).count()).toBe(1)
  })

  test('stand still for who looks further down, count what is new, and its button goes there', async () => {
    const sends = Array.from({ length: 25 }, (_, n) => ({ surface: 'shell', text: `echo many ${n}`, submit: false }))
    await codex.call('send_many', { sends })
    await row('echo many 24').waitFor()
    await grid().hover()
    await shown.page.mouse.wheel(0, 400)
    await shown.page.getByText('Not live').waitFor()
    await stands()
    const before = await rows().first().getAttribute('data-seq')
    await cursor.call('submit_text', { surface: 'other', text: 'echo late' })
    await stranger.call('submit_text', { surface: 'other', text: 'echo later' })
    await button('2 new').waitFor()
    expect(await rows().first().getAttribute('data-seq')).toBe(before)
    await grid().focus()
    await press('Shift+Tab')
    await focusOn('2 new')
    await press('Enter')
    await row('echo later').waitFor()
    await shown.page.getByText('Live', { exact: true }).waitFor()
    expect(await button('2 new').count()).toBe(0)
  })
})

async function expectRow(text: string, words: readonly string[]): Promise<void> {
  for (const word of words) await row(text).getByText(word, { exact: true }).first().waitFor()
}

describe('filters', () => {
  test('by mouse: what is ticked shows alone, several of one kind together, and Clear filters ends it', async () => {
    const all = await total()
    await button('Decision Any').click()
    await shown.page.getByRole('menuitemcheckbox', { name: 'Denied', exact: true }).click()
    await shown.page.getByRole('menuitemcheckbox', { name: 'Draft', exact: true }).click()
    await press('Escape')
    await button('Decision 2 of them').waitFor()
    await button('Agent Any').click()
    await shown.page.getByRole('menuitemcheckbox', { name: 'Stranger' }).click()
    await press('Escape')
    await lists(2)
    expect(await rows().evaluateAll(found => found.map(one => (one as HTMLElement).dataset['decision']))).toEqual(
      Array(2).fill('denied'),
    )
    await button('Clear filters').click()
    await lists(all)
    await focusOn('Entries')
  })

  test('by keyboard alone: search with /, what is found, no match, and the way out', async () => {
    const all = await total()
    await press('/')
    await focusOn('Search text, rules, reasons')
    await shown.page.keyboard.type('echo asked')
    await lists(1)
    await press('Escape')
    await focusOn('Entries')
    await press('/')
    await shown.page.keyboard.type('nothing says this')
    await shown.page.getByText('No match.').waitFor()
    await press('Tab')
    await focusOn('Decision Any')
    await press('Enter')
    // The menu takes the focus a moment after it is there; before that an arrow is the button's, and Escape the page's.
    await shown.page.getByRole('menu', { name: 'Decision' }).locator('[role^=menuitem]:focus').waitFor()
    await press('Escape')
    await focusOn('Decision Any')
    await press('Tab', 'Tab', 'Tab', 'Enter')
    const menu = shown.page.getByRole('menu', { name: 'Enter' })
    await menu.locator('[role=menuitemcheckbox]:focus').waitFor()
    await press('ArrowDown', 'ArrowDown', 'ArrowDown')
    await menu.locator('[role=menuitemcheckbox]:focus').getByText('Not sent').waitFor()
    await press('Enter')
    await button('Enter Not sent').waitFor()
    await press('Tab', 'Tab')
    await focusOn('Clear filters')
    await press('Enter')
    await lists(all)
    await focusOn('Entries')
  })
})

describe('the list by keyboard', () => {
  test('has one stop, moves by rows, pages and ends, and says which row it is on', async () => {
    await grid().focus()
    await press('Home')
    expect(await (await active()).getAttribute('aria-rowindex')).toBe('2')
    await press('ArrowDown', 'ArrowDown', 'ArrowUp')
    expect(await (await active()).getAttribute('aria-rowindex')).toBe('3')
    await press('PageDown')
    expect(Number(await (await active()).getAttribute('aria-rowindex'))).toBeGreaterThan(8)
    await press('End')
    expect(await (await active()).getAttribute('aria-rowindex')).toBe(String((await total()) + 1))
    await until('the last row in view', async () => (await active()).isVisible())
    await press('Home')
    await focusOn('Entries')
  })

  test('Enter shows the entry and stays; the arrow goes into it, Escape comes back, and Escape again leaves', async () => {
    await press('Enter')
    await detail().getByText('What happened').waitFor()
    await focusOn('Entries')
    await press('ArrowRight')
    await until('focus in the entry', async () => (await focused())?.startsWith('Entry'))
    await press('Escape')
    await focusOn('Entries')
    await press('Escape')
    await until('focus in a terminal', async () => (await focused())?.startsWith('Terminal input'))
    await press('Control+Shift+L')
    await focusOn('Activity')
  })
})

describe('an entry in full', () => {
  test('shows what the agent wrote and what the person sent instead, who decided, and what happened', async () => {
    const sent = codex.call('submit_text', { surface: 'shell', text: 'echo wrong' })
    await row('echo wrong').waitFor()
    await answer('edit', 'echo right')
    await sent
    await row('echo right').click()
    const change = detail().getByRole('region', { name: 'What was changed' })
    await change.getByText('echo wrong').waitFor()
    await change.getByText('echo right').waitFor()
    await detail().getByRole('group', { name: 'Exact text' }).getByText('right').waitFor()
    for (const fact of ['Agent', 'Surface', 'Asked for', 'Got', 'Rule', 'Decided by']) {
      await detail().getByText(fact, { exact: true }).waitFor()
    }
    await detail().getByText('Codex sent the request').waitFor()
  })

  test('keeps a secret masked until a person shows it, and masks it again in the next entry', async () => {
    await codex.call('type_text', { surface: 'shell', text: `export GITHUB_TOKEN=${TOKEN}` })
    await row('export GITHUB_TOKEN').click()
    const text = detail().getByRole('group', { name: 'Exact text' })
    await text.waitFor()
    expect(await shown.page.locator('.page.activity').textContent()).not.toContain(TOKEN)
    await button('Show secrets').click()
    await text.getByText(TOKEN).waitFor()
    await button('Hide secrets').click()
    await text.getByText(TOKEN).waitFor({ state: 'detached' })
    await button('Show secrets').click()
    await text.getByText(TOKEN).waitFor()
    await row('echo right').click()
    await row('export GITHUB_TOKEN').click()
    await button('Show secrets').waitFor()
    expect(await text.textContent()).not.toContain(TOKEN)
  })

  test('goes to its draft and to its grant', async () => {
    await button('Go to draft').click()
    await until('focus on the draft', async () => (await focused())?.startsWith('Draft from'))
    await press('Control+Shift+L')
    await button('Open this grant').click()
    const codexInShell = await shown.page.evaluate(async () => {
      const state = await window.gatehouse.invoke('state.get', {})
      const surface = state.ok && state.value.surfaces.find(one => one.name === 'shell')
      return surface ? `cell-codex-${surface.id}` : ''
    })
    await shown.page.locator(`[data-testid="${codexInShell}"][aria-selected=true]`).waitFor()
    await press('Control+Shift+L')
  })

  test('goes to its place in the terminal, which is marked, and from there back to the entry', async () => {
    await press('/')
    await shown.page.keyboard.type('echo one')
    await lists(1)
    await row('echo one').click()
    const seq = await row('echo one').getAttribute('data-seq')
    // The mark goes by itself after a moment: it is noted as it comes.
    await shown.page.evaluate(() => {
      const noted = { marked: [] as boolean[] }
      Object.assign(window, noted)
      new MutationObserver(() => {
        const mark = document.querySelector('.send-mark')
        if (mark) noted.marked.push(mark.closest('[role=group]')?.ariaLabel?.startsWith('shell, terminal') ?? false)
      }).observe(document.body, { subtree: true, childList: true, attributes: true, attributeFilter: ['class'] })
    })
    await button('Show in the terminal').click()
    const marked = () => shown.page.evaluate(() => (window as unknown as { marked: boolean[] }).marked)
    await until('the mark in its pane', async () => (await marked())[0])
    await until('focus in the terminal', async () => (await focused()) === 'Terminal input, shell')
    const typed = pane(shown.page, 'shell')
      .locator('.xterm-rows > div')
      .filter({ hasText: /echo.one/ })
    await typed.first().click({ button: 'right', position: { x: 20, y: 5 }, force: true })
    await shown.page
      .getByRole('menuitem', { name: 'Show in Activity' })
      .and(shown.page.locator(':not([data-disabled])'))
      .click()
    await shown.page.locator(`[data-seq="${seq}"][aria-selected=true]`).waitFor()
    await detail().getByText('Cursor sent the request').waitFor()
    await reset()
  })
})

describe('all of it', () => {
  test('is summed up per agent and surface, and a sum narrows the list to it', async () => {
    await button('Sums').click()
    await button('Only Stranger in other').click()
    await lists(2)
    await reset()
    await button('Sums').click()
  })

  test('is checked, and the result is said in words', async () => {
    await button('Check the record').click()
    await shown.page.getByText(/^\d+ records, the chain is whole\. It shows damage, not forgery\.$/).waitFor()
  })

  test('is exported as the filters show it, with its secrets masked unless a person says so twice', async () => {
    const file = path.join(folder.dir, 'out.jsonl')
    await shown.app.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = (async () => ({ canceled: false, filePath })) as never
    }, file)
    await press('/')
    await shown.page.keyboard.type('GITHUB')
    await lists(1)
    await button('Export').click()
    const ask = shown.page.getByRole('dialog', { name: 'Export 1 entry' })
    await ask.getByRole('button', { name: 'Export…' }).click()
    const done = shown.page.getByRole('dialog', { name: 'Exported' })
    await done.getByText('1 entry written.').waitFor()
    await done.getByText(file).waitFor()
    await press('Escape')
    const masked = await fs.readFile(file, 'utf8')
    expect(masked).toContain('export GITHUB_TOKEN')
    expect(masked).not.toContain(TOKEN)

    await button('Export').click()
    await ask.getByRole('radio', { name: /Texts as they were sent/ }).check()
    await ask.getByRole('button', { name: 'Export…' }).click()
    await ask.getByText('Whoever has the file has the secrets in it.').waitFor()
    await ask.getByRole('button', { name: 'Export with secrets…' }).click()
    await done.waitFor()
    await press('Escape')
    expect(await fs.readFile(file, 'utf8')).toContain(TOKEN)
  })
})
