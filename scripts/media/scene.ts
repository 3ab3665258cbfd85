// What the pictures have in common: a home with a project in it, and the window in dark at a size of its own, drawn with two pixels for one.
import { execFileSync } from 'node:child_process'
import fs from 'node:fs/promises'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { withTheme } from '../../test/e2e/support/sizes.ts'
import { still } from '../../test/e2e/support/viewed.ts'
import { ROOT, type RunningWindow, startWindow } from '../../test/helpers/app.ts'
import type { DataFolder } from '../../test/helpers/data-folder.ts'

export const PICTURES = path.join(ROOT, 'docs/pictures')

/** Hashes of commits are made of these too: the pictures stay the same. */
const GIT = {
  GIT_AUTHOR_NAME: 'You',
  GIT_AUTHOR_EMAIL: 'you@example.com',
  GIT_COMMITTER_NAME: 'You',
  GIT_COMMITTER_EMAIL: 'you@example.com',
  GIT_AUTHOR_DATE: '2026-03-02T09:41:00Z',
  GIT_COMMITTER_DATE: '2026-03-02T09:41:00Z',
  GIT_PAGER: 'cat',
}

const RC = `${Object.entries(GIT)
  .map(([name, value]) => `export ${name}='${value}'`)
  .join('\n')}
PS1='\\n\\[\\e[34m\\]\\w\\[\\e[0m\\] \\[\\e[35m\\]auth/rotate-tokens\\[\\e[0m\\]\\n\\[\\e[32m\\]$\\[\\e[0m\\] '
`

const FILES: Readonly<Record<string, readonly [before: string, after: string]>> = {
  'src/auth/login.ts': ['const family = null\n', 'const family = await families.create(user)\n'],
  'src/auth/session.ts': ['return sign({ sub: t.sub }, REFRESH_TTL)\n', 'return family.next(t)\n'],
  'test/auth/rotate.test.ts': ['expect(res.status).toBe(200)\n', 'expect(res.status).toBe(401)\n'],
}

/** A clone with three changed files, `~/src/ledgerline`. The home folder. */
export async function project({ dir }: DataFolder): Promise<string> {
  const home = path.join(dir, 'home')
  const top = path.join(home, 'src/ledgerline')
  const git = (...args: string[]) =>
    execFileSync('git', ['-C', top, ...args], { env: { ...process.env, ...GIT, HOME: home } })
  const write = async (which: 0 | 1) => {
    for (const [name, texts] of Object.entries(FILES)) {
      await fs.mkdir(path.dirname(path.join(top, name)), { recursive: true })
      await fs.writeFile(path.join(top, name), texts[which])
    }
  }
  await write(0)
  await fs.writeFile(path.join(home, '.bashrc'), RC)
  await fs.writeFile(path.join(home, '.bash_profile'), '. ~/.bashrc\n')
  git('init', '-q', '-b', 'auth/rotate-tokens')
  git('add', '-A')
  git('commit', '-qm', 'Add token family table and migration')
  await write(1)
  return home
}

/** The window, `width` × `height` CSS px, each of them `density` px. */
export async function opened(
  folder: DataFolder,
  [width, height, density]: readonly [number, number, number],
  flags: string[],
): Promise<RunningWindow> {
  const own = [`--user-data-dir=${folder.dir}`, '--mcp-port=0', `--force-device-scale-factor=${density}`]
  const shown = await startWindow([...own, ...flags])
  const { app, page } = shown
  await app.evaluate(({ BrowserWindow }, [w, h]) => BrowserWindow.getAllWindows()[0]!.setSize(w!, h!), [width, height])
  await page.waitForFunction(
    ([w, h, d]) => innerWidth === w && innerHeight === h && devicePixelRatio === d,
    [width, height, density],
  )
  await withTheme(page, 'dark')
  return shown
}

/** What is another at each run stands as it usually is. */
export async function usual(page: Page): Promise<void> {
  await still(page)
  await page.evaluate(() => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let one = texts.nextNode(); one; one = texts.nextNode()) {
      if (!one.parentElement?.closest('.xterm'))
        one.nodeValue = (one.nodeValue ?? '').replace(/^127\.0\.0\.1:\d+$/, '127.0.0.1:4823')
    }
  })
}

/** A pointer as people know it, its tip at the middle of what is pointed at, or a little beside it. */
export async function pointAt(page: Page, x: number, y: number): Promise<void> {
  await page.mouse.move(x, y)
  await page.evaluate(
    ([left, top]) => {
      const id = 'pointer-of-the-film'
      let pointer = document.getElementById(id)
      if (!pointer) {
        pointer = document.createElement('div')
        pointer.id = id
        const shape = document.createElementNS('http://www.w3.org/2000/svg', 'svg')
        const arrow = document.createElementNS('http://www.w3.org/2000/svg', 'path')
        const attributes = {
          d: 'M2 1 L2 17.5 L6.1 13.7 L8.9 20 L11.7 18.8 L9 12.7 L14.6 12.5 Z',
          fill: '#fff',
          stroke: '#000',
          'stroke-width': '1.3',
        }
        for (const [name, value] of Object.entries(attributes)) arrow.setAttribute(name, value)
        shape.setAttribute('width', '18')
        shape.setAttribute('height', '24')
        shape.append(arrow)
        pointer.append(shape)
        Object.assign(pointer.style, {
          position: 'fixed',
          zIndex: '2147483647',
          pointerEvents: 'none',
          width: '18px',
          height: '24px',
        })
        document.body.append(pointer)
      }
      Object.assign(pointer.style, { left: `${left! - 2}px`, top: `${top! - 1}px` })
    },
    [x, y],
  )
}
