// Pictures of every state, from the real window, beside the committed ones in test/visual/: both themes, at 1440×900, at
// 960×600 and at 200 %, or at the first alone. `UPDATE_PICTURES=1` renews them: look at them beside the design before committing. They are compared
// only on the Electron they were made with. At the first size each state is checked for accessibility as well, while it is there.
import fs from 'node:fs/promises'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ROOT } from '../helpers/app.ts'
import { captured, differs } from '../helpers/picture.ts'
import { pressableAndStill, violations } from './support/accessible.ts'
import { openFirst, openScene, type Scene } from './support/scene.ts'
import { SIZES, type Size, sized, withTheme } from './support/sizes.ts'
import { FIRST_VIEWS, VIEWS } from './support/views.ts'
import { TMUX } from './support/views-tmux.ts'

const VISUAL = path.join(ROOT, 'test/visual')
const ARTIFACTS = path.join(ROOT, 'test/.artifacts/pictures')
const MADE_WITH = 'electron-version.txt'
const UPDATE = process.env['UPDATE_PICTURES'] === '1'
/** How much of a picture may differ: the port's digits, a caret, a clock. */
const TOLERANCE = 0.01

let scene: Scene
let comparable: boolean

beforeAll(async () => {
  await fs.mkdir(ARTIFACTS, { recursive: true })
  scene = await openScene()
  const version = await scene.shown.app.evaluate(() => process.versions['electron'])
  const madeWith = await fs.readFile(path.join(VISUAL, MADE_WITH), 'utf8').catch(() => '')
  comparable = madeWith.trim() === version
  if (UPDATE) await fs.writeFile(path.join(VISUAL, MADE_WITH), `${version}\n`)
}, 90_000)
afterAll(() => scene?.end())

async function picture(view: string, { suffix, scale }: Size, { app, page } = scene.shown): Promise<void> {
  const name = `${view}${suffix}`
  // Nothing is under the pointer.
  await page.mouse.move(0, 0)
  for (const theme of ['dark', 'light'] as const) {
    await withTheme(page, theme)
    const taken = scale === 100 ? await page.screenshot({ animations: 'disabled', caret: 'hide' }) : await captured(app)
    const file = `${name}-${theme}.png`
    await fs.writeFile(path.join(ARTIFACTS, file), taken)
    if (UPDATE) await fs.writeFile(path.join(VISUAL, file), taken)
    else if (comparable) {
      const part = await differs(app, taken, await fs.readFile(path.join(VISUAL, file)))
      const words = `${file} differs from test/visual/; the new one is in test/.artifacts/pictures`
      expect.soft(part, words).toBeLessThan(TOLERANCE)
    } else expect(taken.length).toBeGreaterThan(10_000)
    if (suffix === '') expect.soft(await violations(page), `${name}, ${theme}`).toEqual([])
  }
  await withTheme(page, 'dark')
  if (suffix === '') await pressableAndStill(page, name)
}

describe.each(SIZES)('$name', size => {
  beforeAll(() => sized(scene, size), 30_000)

  test.each(VIEWS.filter(({ once }) => !once || size === SIZES[0]))('$name', async view => {
    await view.open(scene)
    await picture(view.name, size)
    await view.close(scene)
  })
})

describe('tmux', () => {
  let own: Scene
  beforeAll(async () => {
    own = await openScene()
  }, 90_000)
  afterAll(() => own?.end())

  test.each(TMUX)('$name', async view => {
    for (const size of view.once ? SIZES.slice(0, 1) : SIZES) {
      await sized(own, size)
      await view.open(own)
      await picture(view.name, size, own.shown)
      await view.close(own)
    }
    await sized(own, SIZES[0]!)
  })
})

test('the first start', async () => {
  const first = await openFirst()
  for (const size of SIZES) {
    await sized(first, size)
    await picture('first', size, first.shown)
  }
  await sized(first, SIZES[0]!)
  for (const view of FIRST_VIEWS) {
    await view.open(first)
    await picture(view.name, SIZES[0]!, first.shown)
    await view.close(first)
  }
  await first.end()
})
