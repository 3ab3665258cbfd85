// Fonts and colours of the terminals, read from the tokens so that both themes have one source.
import type { ITheme } from '@xterm/xterm'

export const FONT_SIZE = 12.5
export const CELL_HEIGHT = 18
export const FONT_FAMILY = '"JetBrains Mono Variable", "JetBrains Mono", ui-monospace, "DejaVu Sans Mono", monospace'

/** The theme in force on the page. */
export function terminalTheme(): ITheme {
  const style = getComputedStyle(document.documentElement)
  const token = (name: string) => style.getPropertyValue(`--${name}`).trim()
  return {
    background: token('term'),
    foreground: token('a-w'),
    cursor: token('you'),
    cursorAccent: token('on-you'),
    selectionBackground: token('sel'),
    black: token('a-k'),
    red: token('a-r'),
    green: token('a-g'),
    yellow: token('a-y'),
    blue: token('a-b'),
    magenta: token('a-m'),
    cyan: token('a-c'),
    white: token('a-w'),
    brightBlack: token('tx-3'),
    brightRed: token('a-r'),
    brightGreen: token('a-g'),
    brightYellow: token('a-y'),
    brightBlue: token('a-b'),
    brightMagenta: token('a-m'),
    brightCyan: token('a-c'),
    brightWhite: token('tx'),
    overviewRulerBorder: '#00000000',
    scrollbarSliderBackground: token('line-2'),
    scrollbarSliderHoverBackground: token('line-3'),
    scrollbarSliderActiveBackground: token('line-3'),
  }
}

/** The factor that makes xterm's rows CELL_HEIGHT high: it rounds the font's own height up, in device pixels. */
export function lineHeight(): number {
  const context = document.createElement('canvas').getContext('2d')
  if (!context) return 1
  context.font = `${FONT_SIZE}px ${FONT_FAMILY}`
  const box = context.measureText('W')
  const own = Math.ceil((box.fontBoundingBoxAscent + box.fontBoundingBoxDescent) * devicePixelRatio)
  return Math.max(1, (CELL_HEIGHT * devicePixelRatio + 0.01) / own)
}

let loading: Promise<unknown> | null = null

/** Loads the terminal's faces once. A terminal opened before would measure its cells with another font. */
export function fontsReady(): Promise<unknown> {
  loading ??= Promise.allSettled(
    [`400 ${FONT_SIZE}px`, `700 ${FONT_SIZE}px`].map(face => document.fonts.load(`${face} "JetBrains Mono Variable"`)),
  )
  return loading
}
