// That a small window at 200 % hides nothing that is needed, and what the pictures do not show by the same rules as they
// (support/accessible.ts).
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startWindow } from '../helpers/app.ts'
import { dataFolder } from '../helpers/data-folder.ts'
import { pane, sees } from '../helpers/terminal.ts'
import { pressableAndStill, violations } from './support/accessible.ts'
import { openScene, type Scene } from './support/scene.ts'
import { SIZES, sized, withTheme } from './support/sizes.ts'
import { VIEWS } from './support/views.ts'

let scene: Scene

beforeAll(async () => {
  scene = await openScene()
}, 90_000)
afterAll(() => scene?.end())

const view = (name: string) => VIEWS.find(one => one.name === name)!
/** Inside the window, and nothing lies over its middle. */
const SEEN = (one: Element) => {
  const { left, top, right, bottom } = one.getBoundingClientRect()
  const over = document.elementFromPoint((left + right) / 2, (top + bottom) / 2)
  return left >= 0 && top >= 0 && right <= innerWidth && bottom <= innerHeight && (over === one || one.contains(over))
}

/** Scrolled to, its middle is in sight: all of it may be more than there is room for. */
const REACHED = (one: Element) => {
  one.scrollIntoView({ block: 'center' })
  const { left, top, right, bottom } = one.getBoundingClientRect()
  const over = document.elementFromPoint((left + right) / 2, (top + bottom) / 2)
  return over === one || one.contains(over)
}

test('the smallest window at 200 % keeps the policy and the pause in sight, and every answer can be reached', async () => {
  const { page } = scene.shown
  await sized(scene, { ...SIZES[2]!, width: 960, height: 600 })
  await view('paused').open(scene)
  for (const words of [/^Policy: /, /^Agents paused/]) {
    expect(await page.getByText(words).evaluate(SEEN), String(words)).toBe(true)
  }
  expect(await page.getByTestId('pause').first().evaluate(SEEN)).toBe(true)
  await view('paused').close(scene)
  for (const [name, card] of [
    ['approval', page.getByTestId('approval-card')],
    ['draft', pane(page, 'shell').getByTestId('draft-card')],
  ] as const) {
    await view(name).open(scene)
    expect(await card.locator('.pl').evaluate(REACHED), name).toBe(true)
    for (const button of await card.getByRole('button').all()) {
      expect(await button.evaluate(REACHED), `${name}: ${await button.textContent()}`).toBe(true)
    }
    await view(name).close(scene)
  }
  await sized(scene, SIZES[0]!)
}, 60_000)

test('what was not started again has no violations', async () => {
  const folder = await dataFolder([])
  const args = [`--user-data-dir=${folder.dir}`, '--mcp-port=0']
  const first = await startWindow([...args, '--open-command=echo built; exec sleep 1000', '--name=build'])
  await sees(first.page, 'build', 'built')
  await first.stop()
  const shown = await startWindow(args)
  try {
    await shown.page.getByRole('group', { name: 'build was not started' }).waitFor()
    for (const theme of ['dark', 'light'] as const) {
      await withTheme(shown.page, theme)
      expect(await violations(shown.page), theme).toEqual([])
    }
    await pressableAndStill(shown.page, 'dormant')
  } finally {
    await shown.stop()
    await folder.remove()
  }
})
