// Every state of the window by the rules that can be checked by a program (axe), in both themes; that what is pressed is large
// enough, that nothing moves where a person wants no motion, and that a small window at 200 % hides nothing that is needed.
import fs from 'node:fs/promises'
import { createRequire } from 'node:module'
import type axe from 'axe-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startWindow } from '../helpers/app.ts'
import { dataFolder } from '../helpers/data-folder.ts'
import { pane, sees } from '../helpers/terminal.ts'
import { openScene, type Scene } from './support/scene.ts'
import { SIZES, sized, withTheme } from './support/sizes.ts'
import type { Viewed } from './support/viewed.ts'
import { FIRST_VIEWS, VIEWS } from './support/views.ts'
import { TMUX } from './support/views-tmux.ts'

/** Of the terminals' rows the contrast is xterm's to keep, per cell; what programs print has no structure to check. */
const OUTSIDE = ['.xterm-rows', '.xterm-screen']

let scene: Scene
let source: string

beforeAll(async () => {
  source = await fs.readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
  scene = await openScene()
}, 90_000)
afterAll(() => scene?.end())

/** What axe finds, one line each. */
async function violations(page: Scene['shown']['page']): Promise<string[]> {
  // By the debugger: the page's own policy lets no other script in.
  await page.evaluate(source)
  const { violations: found } = await page.evaluate(
    outside =>
      (window as unknown as { axe: typeof axe }).axe.run(
        { exclude: outside.map(one => [one]) },
        { resultTypes: ['violations'] },
      ),
    OUTSIDE,
  )
  return found.flatMap(({ id, nodes }) => nodes.map(node => `${id}: ${node.html.slice(0, 160)} ${node.failureSummary}`))
}

const PRESSED = 'button, a[href], select, input, [role=tab], [role=treeitem], [role=option], [role^=menuitem]'
/** What may be smaller than 24 by 24 px, and why. */
const SMALL = [
  // Not seen and not reached: the button beside it opens the system's dialog.
  'input[type=file].hidden',
  // Only its focus is there; the terminal around it is what is clicked.
  '.xterm-helper-textarea',
]

/** What can be pressed and is smaller than 24 by 24 px. A field in a label is as large as the label. */
function tooSmall(page: Scene['shown']['page']): Promise<string[]> {
  return page.evaluate(
    ([pressed, small]) =>
      [...document.querySelectorAll<HTMLElement>(pressed!)]
        .filter(one => one.checkVisibility({ visibilityProperty: true }) && !one.matches(small!))
        .flatMap(one => {
          const { width, height } = (one.closest('label') ?? one).getBoundingClientRect()
          return width >= 24 && height >= 24 ? [] : [`${width} by ${height}: ${one.outerHTML.slice(0, 160)}`]
        }),
    [PRESSED, SMALL.join()],
  )
}

/** What turns, slides or fades. */
function moving(page: Scene['shown']['page']): Promise<string[]> {
  return page.evaluate(() =>
    document
      .getAnimations()
      .filter(({ playState }) => playState === 'running')
      .map(({ effect }) => (effect instanceof KeyframeEffect ? (effect.target?.outerHTML ?? '') : '').slice(0, 160)),
  )
}

/** Of one state: by axe in both themes, what is too small, and what moves. */
async function check(view: Viewed, at: Scene): Promise<void> {
  const { page } = at.shown
  await view.open(at)
  for (const theme of ['dark', 'light'] as const) {
    await withTheme(page, theme)
    expect.soft(await violations(page), `${view.name}, ${theme}`).toEqual([])
  }
  await withTheme(page, 'dark')
  expect.soft(await tooSmall(page), view.name).toEqual([])
  expect.soft(await moving(page), view.name).toEqual([])
  await view.close(at)
}

test.each([...VIEWS, ...TMUX])('$name has no violations', view => check(view, scene))

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

test('the first start has no violations', async () => {
  const folder = await dataFolder([])
  const shown = await startWindow([`--user-data-dir=${folder.dir}`, '--mcp-port=0'])
  const end = async () => {}
  try {
    const heading = shown.page.getByRole('heading', { name: 'Open your first surface' })
    await check({ name: 'first', open: () => heading.waitFor(), close: end }, { folder, shown, end })
    for (const view of FIRST_VIEWS) await check(view, { folder, shown, end })
  } finally {
    await shown.stop()
    await folder.remove()
  }
})

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
    expect(await tooSmall(shown.page)).toEqual([])
  } finally {
    await shown.stop()
    await folder.remove()
  }
})
