// What a program can check of a state of the window: the rules of axe, that what is pressed is large enough, and that nothing moves
// where a person wants no motion.
import fs from 'node:fs/promises'
import { createRequire } from 'node:module'
import type axe from 'axe-core'
import type { Page } from 'playwright-core'
import { expect } from 'vitest'

/** Of the terminals' rows the contrast is xterm's to keep, per cell; what programs print has no structure to check. */
const OUTSIDE = ['.xterm-rows', '.xterm-screen']

let source: string | undefined

/** What axe finds, one line each. */
export async function violations(page: Page): Promise<string[]> {
  // By the debugger: the page's own policy lets no other script in.
  source ??= await fs.readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
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
function tooSmall(page: Page): Promise<string[]> {
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
function moving(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    document
      .getAnimations()
      .filter(({ playState }) => playState === 'running')
      .map(({ effect }) => (effect instanceof KeyframeEffect ? (effect.target?.outerHTML ?? '') : '').slice(0, 160)),
  )
}

/** That all of it can be pressed and none of it moves. `name` is said where it does not hold. */
export async function pressableAndStill(page: Page, name: string): Promise<void> {
  await page.emulateMedia({ reducedMotion: 'reduce' })
  expect.soft(await tooSmall(page), name).toEqual([])
  expect.soft(await moving(page), name).toEqual([])
}
