// What a person sees and does in a terminal of the window.
import type { Locator, Page } from 'playwright-core'
import { until } from './app.ts'

/** The pane that shows the surface of this name. */
export function pane(page: Page, name: string): Locator {
  return page.getByRole('group', { name: new RegExp(`^${name}, terminal`) })
}

/** The rows of a pane's terminal as text. */
async function rows(page: Page, name: string): Promise<string> {
  return (await pane(page, name).locator('.xterm-rows > div').allInnerTexts()).join('\n').replaceAll('\u00a0', ' ')
}

/** A person clicks into the terminal and types; `Enter` and the like by Playwright's names. */
export async function type(page: Page, name: string, text: string, key?: string): Promise<void> {
  await pane(page, name).locator('.xterm-screen').click()
  await page.keyboard.type(text)
  if (key) await page.keyboard.press(key)
}

/** A key that goes down several times within one turn of the page, where the keyboard is. */
export function atOnce(page: Page, key: { key: string; code: string; repeat?: boolean; times: number }): Promise<void> {
  return page.evaluate(({ times, ...pressed }) => {
    const down = () => new KeyboardEvent('keydown', { ...pressed, bubbles: true, cancelable: true })
    for (let n = 0; n < times; n++) document.activeElement!.dispatchEvent(down())
  }, key)
}

/** Waits until the terminal shows `text`. */
export async function sees(page: Page, name: string, text: string | RegExp): Promise<void> {
  await until(`"${text}" in ${name}`, async () => {
    const shown = await rows(page, name)
    return typeof text === 'string' ? shown.includes(text) : text.test(shown)
  })
}

/**
 * Waits until main takes the surface of this name for one that is at rest, which comes after its prompt is drawn: a send waits for
 * that no longer than a second, and only such a one is closed without a question.
 */
export async function atRest(page: Page, name: string): Promise<void> {
  await until(`${name} at rest`, () =>
    page.evaluate(async wanted => {
      const state = await window.gatehouse.invoke('state.get', {})
      return state.ok && state.value.surfaces.find(one => one.name === wanted)?.state.is === 'idle'
    }, name),
  )
}

/** Where the first characters of a row that begins with `text` are, in px of the window. */
export function placeOnScreen(page: Page, text: string): Promise<{ x: number; y: number }> {
  return until(`where ${text} is`, () =>
    page.evaluate(wanted => {
      for (const row of document.querySelectorAll('.xterm-rows > div')) {
        if (!(row.textContent ?? '').replaceAll('\u00a0', ' ').startsWith(wanted)) continue
        const { left, top, height } = row.getBoundingClientRect()
        return { x: left + 20, y: top + height / 2 }
      }
      return null
    }, text),
  )
}
