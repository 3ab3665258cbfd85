// Every state of the window by the rules that can be checked by a program (axe), in both themes.
import fs from 'node:fs/promises'
import { createRequire } from 'node:module'
import type axe from 'axe-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startWindow } from '../helpers/app.ts'
import { dataFolder } from '../helpers/data-folder.ts'
import { openScene, type Scene } from './support/scene.ts'
import { VIEWS, withTheme } from './support/views.ts'

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

test.each(VIEWS)('$name has no violations', async view => {
  await view.open(scene)
  for (const theme of ['dark', 'light'] as const) {
    await withTheme(scene.shown.page, theme)
    expect(await violations(scene.shown.page), theme).toEqual([])
  }
  await withTheme(scene.shown.page, 'dark')
  await view.close(scene)
})

test('the first start has no violations', async () => {
  const folder = await dataFolder([])
  const shown = await startWindow([`--user-data-dir=${folder.dir}`, '--mcp-port=0'])
  try {
    await shown.page.getByRole('heading', { name: 'Open your first surface' }).waitFor()
    for (const theme of ['dark', 'light'] as const) {
      await withTheme(shown.page, theme)
      expect(await violations(shown.page), theme).toEqual([])
    }
  } finally {
    await shown.stop()
    await folder.remove()
  }
})
