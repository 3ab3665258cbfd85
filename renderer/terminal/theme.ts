// Colours of the terminals, read from the tokens so that both themes have one source.
import type { ITheme } from '@xterm/xterm'
import { SCHEME_COLOURS, type Scheme } from '../../preload/contract.ts'
import { call } from '../api.ts'
import { schemeInForce } from '../state/schemes/index.ts'
import { setting } from '../state/settings.ts'

/** The token of each of the sixteen, in the window's own colours. */
export const OWN_TOKENS: Readonly<Record<string, string>> = {
  black: 'a-k',
  red: 'a-r',
  green: 'a-g',
  yellow: 'a-y',
  blue: 'a-b',
  magenta: 'a-m',
  cyan: 'a-c',
  white: 'a-w',
  brightBlack: 'tx-3',
  brightRed: 'a-r',
  brightGreen: 'a-g',
  brightYellow: 'a-y',
  brightBlue: 'a-b',
  brightMagenta: 'a-m',
  brightCyan: 'a-c',
  brightWhite: 'tx',
}

/** The scheme in force; null = the window's own colours. */
function schemeNow(): Scheme | null {
  const values = { darkScheme: setting('darkScheme'), lightScheme: setting('lightScheme'), schemes: setting('schemes') }
  return schemeInForce(values, document.documentElement.classList.contains('dark'))
}

/** The theme in force on the page. */
export function terminalTheme(): ITheme {
  const scheme = schemeNow()
  return scheme ? themeOf(scheme) : ownTheme()
}

/** Tells the terminals' surroundings on the page, and programs that ask, which colours there are now. */
export function tintTerminals(): void {
  const scheme = schemeNow()
  const { style } = document.documentElement
  const set = (name: string, colour: string | undefined) =>
    colour === undefined ? style.removeProperty(name) : style.setProperty(name, colour)
  // Of the terminals alone: the rest of the window keeps its own.
  set('--term-bg', scheme?.background)
  set('--term-dim', scheme ? `color-mix(in srgb, ${scheme.foreground} 75%, ${scheme.background})` : undefined)
  const theme: Readonly<Record<string, unknown>> = { ...terminalTheme() }
  const drawing = document.createElement('canvas').getContext('2d')
  if (!drawing) return
  const colour = (name: string) => {
    // A style sheet may say it shorter: it is read back with all its digits.
    drawing.fillStyle = String(theme[name])
    return String(drawing.fillStyle)
  }
  void call('window.colours', {
    foreground: colour('foreground'),
    background: colour('background'),
    cursor: colour('cursor'),
    sixteen: SCHEME_COLOURS.map(colour),
  })
}

function themeOf({ background, foreground, cursor, cursorText, selection, colours }: Scheme): ITheme {
  return {
    background,
    foreground,
    cursor,
    cursorAccent: cursorText,
    selectionBackground: selection,
    ...colours,
    overviewRulerBorder: '#00000000',
    // alpha as two more digits
    scrollbarSliderBackground: `${foreground}33`,
    scrollbarSliderHoverBackground: `${foreground}66`,
    scrollbarSliderActiveBackground: `${foreground}66`,
  }
}

function ownTheme(): ITheme {
  const style = getComputedStyle(document.documentElement)
  const token = (name: string) => style.getPropertyValue(`--${name}`).trim()
  return {
    background: token('term'),
    foreground: token('a-w'),
    cursor: token('you'),
    cursorAccent: token('on-you'),
    selectionBackground: token('sel'),
    ...Object.fromEntries(Object.entries(OWN_TOKENS).map(([name, from]) => [name, token(from)])),
    overviewRulerBorder: '#00000000',
    scrollbarSliderBackground: token('line-2'),
    scrollbarSliderHoverBackground: token('line-3'),
    scrollbarSliderActiveBackground: token('line-3'),
  }
}
