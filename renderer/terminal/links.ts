// Links in a terminal: http and https alone, opened by main on a Ctrl or Command click; the host is shown on hover.
import { WebLinksAddon } from '@xterm/addon-web-links'
import type { ILinkHandler, Terminal } from '@xterm/xterm'
import { call } from '../api.ts'

function webUrl(text: string): URL | null {
  const url = URL.canParse(text) ? new URL(text) : null
  return url && (url.protocol === 'http:' || url.protocol === 'https:') ? url : null
}

/** What makes links of `terminal` work, and the options it must be made with. */
export function linkHandling(title: (text: string) => void): {
  linkHandler: ILinkHandler
  load(terminal: Terminal): void
} {
  const open = (event: MouseEvent, text: string) => {
    const url = webUrl(text)
    if (url && (event.ctrlKey || event.metaKey)) void call('link.open', { url: url.href })
  }
  const hover = (_: MouseEvent, text: string) => {
    const url = webUrl(text)
    title(
      url
        ? `Hold ${navigator.platform.startsWith('Mac') ? 'Command' : 'Ctrl'} and click to open ${url.host}: ${url.href}`
        : '',
    )
  }
  const leave = () => title('')
  return {
    linkHandler: { activate: open, hover, leave, allowNonHttpProtocols: false },
    load: terminal => terminal.loadAddon(new WebLinksAddon(open, { hover, leave })),
  }
}
