// What a person's settings make of a terminal: the options of a new one, and the same put on one that is open.
import type { ITerminalOptions, Terminal } from '@xterm/xterm'
import { screenReaderRuns } from '../state/screen-reader.ts'
import { setting } from '../state/settings.ts'
import { type Metrics, metrics } from './metrics.ts'
import { terminalTheme } from './theme.ts'

/** Those of a person, without colours. */
function chosen({ fontFamily, fontSize, lineHeight }: Metrics) {
  const reader = setting('screenReader')
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches
  return {
    ...{ fontFamily, fontSize, lineHeight },
    cursorStyle: setting('cursorStyle'),
    cursorBlink: setting('cursorBlink') && !still,
    minimumContrastRatio: setting('minimumContrast'),
    scrollback: setting('scrollback'),
    screenReaderMode: reader === 'auto' ? screenReaderRuns() : reader === 'on',
  } satisfies ITerminalOptions
}

export function firstOptions(): ITerminalOptions {
  return {
    ...chosen(metrics()),
    allowProposedApi: true,
    logLevel: 'off',
    fontWeightBold: 700,
    theme: terminalTheme(),
    cursorInactiveStyle: 'outline',
    overviewRuler: { width: 8 },
    macOptionIsMeta: true,
  }
}

/** Puts them on an open terminal; xterm passes by what is the same. Returns the sizes it has then. */
export function applyOptions(terminal: Terminal): Metrics {
  const sizes = metrics()
  Object.assign(terminal.options, chosen(sizes))
  return sizes
}
