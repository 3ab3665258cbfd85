// Links in a terminal: http and https alone, opened by main on a Ctrl or Command click, and only once their host
// was shown: what a program printed over a link may be anything.
import { WebLinksAddon } from '@xterm/addon-web-links'
import type { ILinkHandler, Terminal } from '@xterm/xterm'
import { call } from '../api.ts'
import { say } from '../state/panel.ts'
import type { OverLink } from '../state/terminal-menu.ts'
import { createSeen } from './seen.ts'

/** as long as main takes them */
const MOST_CHARACTERS = 8192
const SHOWN_CHARACTERS = 300

function webUrl(text: string): URL | null {
  const url = text.length <= MOST_CHARACTERS && URL.canParse(text) ? new URL(text) : null
  // What is not ASCII in an address comes out longer.
  if (!url || url.href.length > MOST_CHARACTERS) return null
  return url.protocol === 'http:' || url.protocol === 'https:' ? url : null
}

/** What makes links of `terminal` work, and the options it must be made with. `now`: ms of a clock that never jumps. */
export function linkHandling(
  title: (text: string) => void,
  now = () => performance.now(),
): {
  linkHandler: ILinkHandler
  load(terminal: Terminal): void
  /** the link under the pointer */
  over(): OverLink | null
} {
  const seen = createSeen(now)
  let under: URL | null = null

  const open = (event: MouseEvent, text: string) => {
    const url = webUrl(text)
    if (!url || !(event.ctrlKey || event.metaKey)) return
    if (seen.mayOpen(url.href)) void call('link.open', { url: url.href })
    else say(`That link goes to ${url.host}. Click again to open it.`)
  }
  const hover = (_: MouseEvent, text: string) => {
    const url = webUrl(text)
    under = url
    if (url) seen.rests(url.href)
    else seen.leaves()
    const key = navigator.platform.startsWith('Mac') ? 'Command' : 'Ctrl'
    title(url ? `Hold ${key} and click to open ${url.host}: ${shortened(url.href)}` : '')
  }
  const leave = () => {
    seen.leaves()
    under = null
    title('')
  }
  return {
    linkHandler: { activate: open, hover, leave, allowNonHttpProtocols: false },
    over: () => under && { kind: 'web', href: under.href, host: under.host },
    load: terminal => terminal.loadAddon(new WebLinksAddon(open, { hover, leave })),
  }
}

function shortened(href: string): string {
  return href.length > SHOWN_CHARACTERS ? `${href.slice(0, SHOWN_CHARACTERS)}…` : href
}
