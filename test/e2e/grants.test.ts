// Grants in the running app: what a person sets there by mouse or by keyboard alone holds for the next call of a real client, is
// taken back by Undo, ends by itself, and is capped by locks. 40 agents by 8 surfaces.
import fs from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type RunningWindow, startWindow, until } from '../helpers/app.ts'
import { type DataFolder, dataFolder } from '../helpers/data-folder.ts'
import { currentClient, type TestClient } from '../helpers/mcp-clients.ts'
import { pane, sees } from '../helpers/terminal.ts'

const BOTS = Array.from({ length: 38 }, (_, n) => `bot-${n + 3}`)
/** Beside the shell. */
const OTHERS = ['build', 'tests', 'docs', 'prod-1', 'prod-2', 'logs', 'queue']

let folder: DataFolder
let shown: RunningWindow
let client: TestClient
let shell: string

const page = () => shown.page
const press = async (...keys: string[]) => {
  for (const key of keys) await page().keyboard.press(key)
}
const state = async () => {
  const got = await page().evaluate(() => window.gatehouse.invoke('state.get', {}))
  if (!got.ok) throw new Error(got.message)
  return got.value
}
const policy = async () => JSON.parse(await fs.readFile(path.join(folder.dir, 'policy.json'), 'utf8'))
const cell = (agent = 'Cursor', surface = 'shell', says = '') =>
  page().getByRole('gridcell', { name: new RegExp(`^${agent} in ${surface}: ${says}`) })
const inspector = () => page().getByRole('region', { name: 'Selected grant' })
const toast = () => page().getByTestId('undo-toast')
/** The name of what has the keyboard. */
const focused = () =>
  page().evaluate(() => {
    const { activeElement: element } = document
    return element?.getAttribute('aria-label') ?? element?.textContent ?? ''
  })
const focusIs = (what: RegExp) => until(`the keyboard at ${what}`, async () => what.test(await focused()))
const send = async () => (await client.call('submit_text', { surface: 'shell', text: ':' })).data
/** A shell that is not at its prompt yet refuses for another reason. */
const passes = () => until('a send that passes', async () => (await send()).outcome === 'submitted')
const isRefused = (code = 'denied') => until(`${code}`, async () => (await send()).code === code)

/** By keys alone: into Grants, to the cell of Cursor in shell. */
async function toCell(): Promise<void> {
  await page().evaluate(() => (document.activeElement as HTMLElement | null)?.blur())
  for (let step = 0; step < 8; step++) {
    if (await page().evaluate(() => document.activeElement?.closest('[role="grid"]') != null)) break
    await press('F6')
  }
  await press('Control+Home', 'ArrowDown', 'ArrowRight')
  await focusIs(/^Cursor in shell:/)
}

beforeAll(async () => {
  const rules = [{ id: 'r1', agents: '*', surfaces: '*', level: 'read' }]
  folder = await dataFolder(['cursor', 'codex', ...BOTS], rules, [], { cursor: 'Cursor', codex: 'Codex' })
  const others = OTHERS.flatMap((name, n) => [
    ...['--open-command=cat', `--name=${name}`, `--workspace=${n < 3 ? 'web' : 'infra'}`],
  ])
  shown = await startWindow([
    ...[`--user-data-dir=${folder.dir}`, '--mcp-port=0', '--open=shell', '--name=shell', '--workspace=web', ...others],
  ])
  client = await currentClient(shown.ready.mcp, folder.agents['cursor']!.token)
  await sees(page(), 'shell', /[$#%❯>]\s*$/m)
  shell = (await state()).surfaces.find(({ name }) => name === 'shell')!.id
  await pane(page(), 'shell').locator('.xterm-screen').click()
  await press('Control+Shift+G')
  await cell().waitFor()
})
afterAll(async () => {
  await client?.close()
  await shown?.stop()
  await folder?.remove()
})

describe('raising to Submit holds at once, and Undo takes it back', () => {
  test('by mouse', async () => {
    const raise = async () => {
      await inspector()
        .getByRole('radio', { name: /^Submit/ })
        .click()
      await toast().getByText('Cursor may now submit in shell.').waitFor()
      await cell('Cursor', 'shell', 'Submit. Set here.').waitFor()
    }
    const isBack = async () => {
      await cell('Cursor', 'shell', 'Read. Inherited.').waitFor()
      await toast().waitFor({ state: 'detached' })
      await isRefused()
    }
    await isRefused()
    await cell().click()
    await raise()
    // The toast stands for five seconds alone: a send has no place in them.
    await toast().getByRole('button', { name: 'Undo' }).click()
    await isBack()
    await raise()
    await passes()
    await inspector().getByRole('button', { name: /^Undo/ }).click()
    await isBack()
  })

  test('by keyboard alone, and it is said', async () => {
    await toCell()
    await press('3')
    await toast().waitFor()
    await page().getByTestId('grants-said').getByText('Cursor in shell: Submit. Set here.').waitFor()
    await passes()
    await press('Control+z')
    await cell('Cursor', 'shell', 'Read. Inherited.').waitFor()
    await isRefused()
    await focusIs(/^Cursor in shell: Read/)
    const records = await folder.activity()
    expect(records.filter(({ kind }) => kind === 'policy').length).toBeGreaterThanOrEqual(4)
  })
})

test('cycling by Space or by clicks never lands on Submit', async () => {
  await toCell()
  const seen = ['Type.', 'Type, ask to submit.', 'None, no access.', 'Read.', 'Type.']
  for (const says of seen) {
    await press('Space')
    await cell('Cursor', 'shell', `${says} Set here`).waitFor()
  }
  await cell().click()
  await cell('Cursor', 'shell', 'Type, ask to submit. Set here').waitFor()
  expect((await client.call('my_access', { surface: 'shell' })).data.surfaces![0]).toMatchObject({ level: 'type' })
})

test('a key that is held, and the double click that chooses a cell, change it once or not at all', async () => {
  await toCell()
  await press('Backspace')
  await cell('Cursor', 'shell', 'Read. Inherited').waitFor()
  await press('1')
  await cell('Cursor', 'shell', 'Read. Set here').waitFor()
  const records = async () => (await folder.activity()).filter(({ kind }) => kind === 'policy').length
  const before = await records()
  for (const [key, says] of [
    ['Space', 'Type.'],
    ['Enter', 'Type, ask to submit.'],
  ] as const) {
    for (let n = 0; n < 4; n++) await page().keyboard.down(key)
    await page().keyboard.up(key)
    await cell('Cursor', 'shell', `${says} Set here`).waitFor()
  }
  await page().getByTestId('cell-codex-*').dblclick()
  await page().getByTestId('cell-codex-*').and(page().locator('[aria-selected="true"]')).waitFor()
  await cell().click()
  await press('a')
  await cell('Cursor', 'shell', 'Type. Set here').waitFor()
  // Space, Enter and the key after them
  expect(await records()).toBe(before + 3)
})

test('Use inherited takes the rule of the cell away', async () => {
  await inspector().getByRole('button', { name: 'Use inherited' }).click()
  await cell('Cursor', 'shell', 'Read. Inherited.').waitFor()
  expect((await policy()).rules).toHaveLength(1)
})

test('submit for 5 min shows what is left, and ends when a person says so', async () => {
  await cell().click({ button: 'right' })
  await inspector().getByRole('button', { name: 'Allow submit for 5 min' }).click()
  await cell('Cursor', 'shell', 'Submit. Temporary, [45] min left').waitFor()
  await inspector()
    .getByTestId('temporary')
    .getByText(/^[45] min left/)
    .waitFor()
  await passes()
  await inspector().getByRole('button', { name: 'End now' }).click()
  await cell('Cursor', 'shell', 'Read. Inherited.').waitFor()
  await isRefused()
})

test('a rate, by keyboard alone, refuses the next send and says when it may again', async () => {
  await toCell()
  await press('3')
  await cell('Cursor', 'shell', 'Submit').waitFor()
  await press('r')
  await focusIs(/^Rate limit/)
  await page().keyboard.type('1')
  await press('Enter')
  await cell('Cursor', 'shell', 'Submit. Set here. 1 send per minute.').waitFor()
  await focusIs(/^Cursor in shell: Submit/)
  // The minute of the one that passed before may be over with the next send.
  const { retry_after_ms } = await until('the one that still passes, or passed before', async () => {
    const sent = await send()
    return sent.code === 'rate_limited' ? sent : null
  })
  expect(retry_after_ms).toBeGreaterThan(0)
  expect((await policy()).rules.at(-1).limits).toEqual([{ max: 1, window: 'minute', per: 'pair' }])
  await inspector().getByRole('button', { name: 'Remove the rate limit' }).click()
  await cell('Cursor', 'shell', 'Submit. Set here.$').waitFor()
  await passes()
})

test('W leads to why, which is what main answers', async () => {
  await toCell()
  await press('w')
  await focusIs(/^Rules and locks/)
  const list = page().getByTestId('why-list')
  const why = await page().evaluate(
    id => window.gatehouse.invoke('policy.why', { agent: 'cursor', surface: id, intent: 'submit' }),
    shell,
  )
  if (!why.ok) throw new Error(why.message)
  await list.getByText(why.value.verdict.why).waitFor()
  for (const one of why.value.rules.filter(({ used }) => !used)) await list.getByText(one.why).waitFor()
  expect(await list.getByRole('listitem').count()).toBe(why.value.rules.length)
})

test('a limit from the head of the row caps what the agent may, by keyboard alone, and goes again', async () => {
  await toCell()
  await press('ArrowLeft', 'ArrowLeft')
  await focusIs(/^Cursor/)
  await press('Enter')
  const item = page().getByRole('menuitem', { name: 'Limit this agent…' })
  await item.waitFor()
  await item.press('Enter')
  await focusIs(/^Read/)
  await press('Tab', 'Tab')
  await focusIs(/^Reason for the lock/)
  await page().keyboard.type('only looking today')
  await press('Enter')
  await cell('Cursor', 'shell', 'Read. Set here. Locked.').waitFor()
  await isRefused()
  expect((await policy()).locks).toMatchObject([{ agents: 'cursor', surfaces: '*', reason: 'only looking today' }])
  await cell().click()
  await inspector().getByText('Lock l1 leaves at most Read: only looking today').waitFor()
  await inspector().getByRole('button', { name: 'Remove this lock' }).click()
  await cell('Cursor', 'shell', 'Submit. Set here.').waitFor()
  await passes()
})

test('the head of a column locks its surface for everybody', async () => {
  await page().getByRole('columnheader', { name: 'shell' }).click({ button: 'right' })
  await page().getByRole('menuitem', { name: 'Lock to…' }).click()
  await page().getByRole('form').getByRole('radio', { name: 'None' }).click()
  await page().getByRole('form').getByRole('button', { name: 'Lock' }).click()
  await page().getByRole('columnheader', { name: 'shell, locked' }).waitFor()
  await isRefused('no_such_surface')
  await page().getByRole('columnheader', { name: 'shell, locked' }).click()
  await page().getByRole('menuitem', { name: 'Unlock' }).click()
  await page().getByRole('columnheader', { name: 'shell', exact: true }).waitFor()
})

test('the head of a workspace sets its rule, and folds its columns, by keyboard alone', async () => {
  await toCell()
  await press('ArrowUp', 'ArrowUp', 'ArrowUp')
  await focusIs(/^Workspace web, 4 surfaces. No rule./)
  await press('Enter')
  await page().getByRole('menuitemcheckbox', { name: 'Any agent: Read, ask to type' }).press('Enter')
  await page().getByRole('columnheader', { name: 'Workspace web, 4 surfaces. Rule: Read, ask to type.' }).waitFor()
  await cell('bot-3', 'tests', 'Read, ask to type. Inherited.').waitFor()
  expect((await policy()).rules).toContainEqual(
    expect.objectContaining({ agents: '*', surfaces: { workspace: 'web' }, level: 'read', ask: 'type' }),
  )
  // The menu gives the keyboard back after it has gone.
  await focusIs(/^Workspace web, 4 surfaces/)
  await press('Enter')
  await page().getByRole('menuitem', { name: 'Fold its columns' }).press('Enter')
  await cell('bot-3', 'tests').waitFor({ state: 'detached' })
  await page().getByRole('gridcell', { name: 'bot-3 in web, 4 surfaces: Read, ask to type. Folded.' }).click()
  await cell('bot-3', 'tests').waitFor()
})

test('opening surfaces is granted in the default column of an agent', async () => {
  await page().getByTestId('cell-codex-*').click()
  const open = inspector().getByRole('radiogroup', { name: 'Open surfaces' })
  await open.getByRole('radio', { name: 'Ask me' }).click()
  await inspector().getByRole('textbox', { name: 'At most so many surfaces at once' }).fill('5')
  await page().keyboard.press('Enter')
  await until('the rule', async () => (await policy()).open[0]?.max === 5)
  expect((await policy()).open).toMatchObject([{ agents: 'codex', grant: 'ask', max: 5 }])
  await open.getByRole('radio', { name: 'No' }).click()
  await until('no rule', async () => ((await policy()).open ?? []).length === 0)
  // what is said for any agent counts for it then, and is shown
  await page().getByTestId('cell-*-*').click()
  await open.getByRole('radio', { name: 'Allow' }).click()
  await page().getByTestId('cell-codex-*').click()
  await inspector().getByText('Rule o1: any agent opens without asking.').waitFor()
  await open.getByRole('radio', { name: 'As any agent', checked: true }).waitFor()
  await open.getByRole('radio', { name: 'No' }).click()
  await until('a no', async () => (await policy()).open.at(-1).max === 0)
  // A click on what the window shows as chosen changes nothing, and it hears of the file later.
  await open.getByRole('radio', { name: 'No', checked: true }).waitFor()
  await open.getByRole('radio', { name: 'As any agent' }).click()
  await until('no rule of its own', async () => (await policy()).open.length === 1)
  await page().getByTestId('cell-*-*').click()
  await open.getByRole('radio', { name: 'No' }).click()
  await until('no rule', async () => ((await policy()).open ?? []).length === 0)
})

test('an agent gets another name in its row, by keyboard alone', async () => {
  await toCell()
  await press('ArrowDown', 'Home', 'ArrowLeft', 'Shift+F10')
  await page().getByRole('menuitem', { name: 'Rename…' }).press('Enter')
  await focusIs(/^Name of Codex/)
  await page().keyboard.type('Second')
  await press('Enter')
  await cell('Second').waitFor()
  await focusIs(/^Second/)
})

describe('40 agents', () => {
  test('are walked through by keys, to cells that were not drawn', async () => {
    const grid = page().getByRole('grid', { name: 'Grants' })
    await toCell()
    expect(await cell('bot-40').count()).toBe(0)
    expect(await grid.getAttribute('aria-rowcount')).toBe('43')
    expect(await grid.getAttribute('aria-colcount')).toBe('10')
    await press('Control+End')
    await focusIs(/^bot-40 in queue: Read/)
    const seen = await page().evaluate(() => {
      const { bottom, right } = document.activeElement!.getBoundingClientRect()
      const view = document.querySelector('.mx-scroll')!.getBoundingClientRect()
      return bottom <= view.bottom && right <= view.right
    })
    expect(seen).toBe(true)
    expect(await grid.getByRole('row').count()).toBeLessThan(25)
    await press('PageUp', 'Home')
    await focusIs(/^bot-3\d in any surface/)
    await press('Control+Home')
    await focusIs(/^Any agent in any surface/)
  })

  test('are found by name; Escape shows all again', async () => {
    const field = page().getByRole('textbox', { name: 'Find an agent or a surface' })
    await field.fill('bot-39')
    await cell('bot-39').waitFor()
    expect(await page().getByRole('rowheader').count()).toBe(2)
    await field.press('ArrowDown')
    await focusIs(/in any surface/)
    await field.fill('prod')
    await until('two surfaces', async () => (await page().getByRole('columnheader', { name: /^prod/ }).count()) === 2)
    expect(await cell().count()).toBe(0)
    await field.press('Escape')
    await cell().waitFor()
  })
})

test('Rules and file leads to the policy page, Escape in Grants to the terminal', async () => {
  await toCell()
  await press('Escape')
  await focusIs(/^Terminal input, shell/)
  await page().getByRole('button', { name: 'Rules and file' }).click()
  await page().getByRole('region', { name: 'Policy' }).waitFor()
  await press('Escape')
})

test('a click that went down on a cell whose surface is gone acts on nothing', async () => {
  await pane(page(), 'shell').locator('.xterm-screen').click()
  await press('Control+Shift+G')
  await cell('bot-3', 'queue').click()
  const none = inspector().getByRole('radio', { name: /^None/ })
  await none.hover()
  const records = async () => (await folder.activity()).filter(({ kind }) => kind === 'policy').length
  const before = await records()
  await page().mouse.down()
  const queue = (await state()).surfaces.find(({ name }) => name === 'queue')!.id
  await page().evaluate(id => window.gatehouse.invoke('surface.close', { id, sure: true }), queue)
  await inspector()
    .getByText('Any surface', { exact: true })
    .or(inspector().getByText('shell', { exact: true }))
    .first()
    .waitFor()
  await page().mouse.up()
  // and what took its place acts once it has stood still
  await page().locator('.insp[data-armed="true"]').waitFor()
  await inspector().getByRole('radio', { name: /^Type/ }).click()
  await cell('Cursor', 'shell', 'Type').waitFor()
  expect(await records()).toBe(before + 1)
})
