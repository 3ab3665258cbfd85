// Links in a terminal: http and https alone, opened by main on a Ctrl or Command click, and only once their host
// was shown: what a program printed over a link may be anything.
import { WebLinksAddon } from '@xterm/addon-web-links'
import type { ILinkHandler, Terminal } from '@xterm/xterm'
import { call } from '../api.ts'
import { say } from '../state/panel.ts'
import type { OverLink } from '../state/terminal-menu.ts'

/** as long as main takes them */
const MOST_CHARACTERS = 8192
const SHOWN_CHARACTERS = 300
/** How long the pointer rests on a link before its address has surely been shown, in ms. */
const SEEN_MS = 700

function webUrl(text: string): URL | null {
  const url = text.length <= MOST_CHARACTERS && URL.canParse(text) ? new URL(text) : null
  // What is not ASCII in an address comes out longer.
  if (!url || url.href.length > MOST_CHARACTERS) return null
  return url.protocol === 'http:' || url.protocol === 'https:' ? url : null
}

/** What makes links of `terminal` work, and the options it must be made with. */
export function linkHandling(title: (text: string) => void): {
  linkHandler: ILinkHandler
  load(terminal: Terminal): void
  /** the link under the pointer */
  over(): OverLink | null
} {
  /** the link under the pointer, and since when its host is shown, in ms */
  let shown: { href: string; since: number } | null = null
  let under: URL | null = null

  const open = (event: MouseEvent, text: string) => {
    const url = webUrl(text)
    if (!url || !(event.ctrlKey || event.metaKey)) return
    if (shown?.href === url.href && event.timeStamp - shown.since >= SEEN_MS) {
      void call('link.open', { url: url.href })
      return
    }
    say(`That link goes to ${url.host}. Click again to open it.`)
    shown = { href: url.href, since: event.timeStamp - SEEN_MS }
  }
  const hover = (event: MouseEvent, text: string) => {
    const url = webUrl(text)
    under = url
    shown = url && { href: url.href, since: event.timeStamp }
    const key = navigator.platform.startsWith('Mac') ? 'Command' : 'Ctrl'
    title(url ? `Hold ${key} and click to open ${url.host}: ${shortened(url.href)}` : '')
  }
  const leave = () => {
    shown = null
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
