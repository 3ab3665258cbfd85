// What the states of the window that are looked at have in common.
import type { Page } from 'playwright-core'
import { until } from '../../helpers/app.ts'
import { currentClient } from '../../helpers/mcp-clients.ts'
import type { Scene } from './scene.ts'

export interface Viewed {
  readonly name: string
  /** looked at in the first size alone */
  readonly once?: boolean
  open(scene: Scene): Promise<void>
  close(scene: Scene): Promise<void>
}

export const press = (page: Page, ...keys: string[]) =>
  keys.reduce((last, key) => last.then(() => page.keyboard.press(key)), Promise.resolve())

/** Opened by its key, and closed by the same. */
export function byKey(name: string, key: string, there: (page: Page) => Promise<unknown>): Viewed {
  return {
    name,
    async open({ shown }) {
      await press(shown.page, key)
      await there(shown.page)
    },
    close: ({ shown }) => press(shown.page, key),
  }
}

export const agent = ({ folder, shown }: Scene, id: string) => currentClient(shown.ready.mcp, folder.agents[id]!.token)

/** What is not the same twice stands as in the design. */
export const still = (page: Page) =>
  page.evaluate(() => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    for (let one = texts.nextNode(); one; one = texts.nextNode()) {
      if (one.parentElement?.closest('.xterm, .findings')) continue
      one.nodeValue = (one.nodeValue ?? '')
        .replace(/\b\d+ (s|min) ago\b|\bjust now\b/, '12 s ago')
        .replace(/\b\d\d:\d\d(:\d\d)?\b/, (_, seconds) => (seconds ? '09:41:08' : '09:41'))
    }
    /** The first of its texts says it; what stands beside them stays. */
    const say = (what: string, words: string) => {
      for (const one of document.querySelectorAll(what)) {
        const [first, ...others] = [...one.childNodes].filter(node => node instanceof Text && node.nodeValue !== '')
        if (first) first.nodeValue = words
        for (const other of others) other.nodeValue = ''
      }
    }
    // Here they have the paths of this test.
    say('.page.policy .where .m', '~/.config/Gatehouse/policy.json')
    for (const row of document.querySelectorAll('.act-text.wide > .tr:first-child')) {
      if (row.textContent?.startsWith('Open ')) row.textContent = 'Open show'
    }
    say('.facts .m', '/usr/bin/cursor, pid 48213')
    say('.tg .num, [data-testid=temporary] .num', '11 min left')
    for (const cell of document.querySelectorAll('.cell .cn')) cell.setAttribute('data-left', '11m')
    say('.act-took', '10 ms')
    say('.act-steps li:not(.next) .num', '09:41:08.128')
    say('.act-steps .next .num', 'until 10:11')
    say('.act-dh .s11', '#8f21c0')
    say('.act-head .num', '1,284 today')
    say('.act-export .title17', 'Export 1,284 entries')
  })

/** Every program has been quiet for a while: the shapes beside the names stand still. */
export const quiet = (page: Page) =>
  until('all programs to be quiet', () =>
    page.evaluate(async () => {
      const state = await window.gatehouse.invoke('state.get', {})
      return state.ok && state.value.surfaces.every(surface => surface.state.is === 'unknown')
    }),
  )
