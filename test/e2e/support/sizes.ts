// The sizes and themes the window is looked at in.
import type { Page } from 'playwright-core'
import type { Scene } from './scene.ts'

export interface Size {
  readonly name: string
  /** of its pictures' names */
  readonly suffix: string
  readonly width: number
  readonly height: number
  /** percent */
  readonly scale: number
}

export const SIZES: readonly Size[] = [
  { name: '1440 × 900', suffix: '', width: 1440, height: 900, scale: 100 },
  { name: '960 × 600', suffix: '-narrow', width: 960, height: 600, scale: 100 },
  { name: '200 %', suffix: '-200', width: 1440, height: 900, scale: 200 },
]

/** The window at this size and scale, drawn. */
export async function sized({ shown: { app, page } }: Scene, { width, height, scale }: Size): Promise<void> {
  await app.evaluate(({ BrowserWindow }, [w, h]) => BrowserWindow.getAllWindows()[0]!.setSize(w!, h!), [width, height])
  await page.evaluate(value => window.gatehouse.invoke('settings.set', { scale: value }), scale)
  const css = [width, height].map(length => Math.round((length * 100) / scale))
  await page.waitForFunction(([w, h]) => innerWidth === w && innerHeight === h, css)
  await settled(page)
}

/** Every terminal has the size of its pane, and is drawn so. */
async function settled(page: Page): Promise<void> {
  await page.evaluate(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))))
  await page.waitForFunction(() =>
    [...document.querySelectorAll('.pane .tm')].every(pane => {
      const rows = pane.querySelector('.xterm-rows')
      return !rows || rows.clientHeight <= pane.clientHeight
    }),
  )
}

export async function withTheme(page: Page, theme: 'dark' | 'light'): Promise<void> {
  await page.emulateMedia({ colorScheme: theme, reducedMotion: 'reduce' })
  await page.waitForFunction(wanted => document.documentElement.classList.contains(wanted), theme)
  await page.evaluate(() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done))))
}
