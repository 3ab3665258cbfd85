// Sizes of the terminals' text, from a person's settings: the font, and the height of a row as xterm will draw it.
import { setting } from '../state/settings.ts'

const OURS = '"JetBrains Mono Variable"'
/** Ours, and what stands in for it until it is loaded. */
const FALLBACKS = `${OURS}, "JetBrains Mono", ui-monospace, "DejaVu Sans Mono", monospace`
const GENERIC = /^(?:ui-monospace|monospace|serif|sans-serif|system-ui)$/

/** The families of a person's font setting, ours behind them: a font that is not here is passed by. */
export function familyOf(chosen: string): string {
  const names = chosen
    .split(',')
    .map(name => name.replace(/["'\\]/g, '').trim())
    .filter(Boolean)
    .map(name => (GENERIC.test(name) ? name : `"${name}"`))
  return [...names, FALLBACKS].join(', ')
}

/** What makes xterm's rows `wanted` px high: it multiplies the font's `own` height in device pixels and rounds down. */
export function rowOf(wanted: number, own: number, pixelRatio: number): { factor: number; height: number } {
  const factor = Math.max(1, (wanted * pixelRatio + 0.01) / own)
  return { factor, height: Math.floor(own * factor) / pixelRatio }
}

export interface Metrics {
  readonly fontFamily: string
  /** px */
  readonly fontSize: number
  /** xterm's own: a part of the font's height */
  readonly lineHeight: number
  /** of a row, px */
  readonly cellHeight: number
}

/** As of now. Only right once the font is loaded. */
export function metrics(): Metrics {
  const fontSize = setting('fontSize')
  const fontFamily = familyOf(setting('fontFamily'))
  const wanted = Math.round(fontSize * setting('lineHeight'))
  const context = document.createElement('canvas').getContext('2d')
  if (!context) return { fontFamily, fontSize, lineHeight: 1, cellHeight: wanted }
  context.font = `${fontSize}px ${fontFamily}`
  const box = context.measureText('W')
  const own = Math.ceil((box.fontBoundingBoxAscent + box.fontBoundingBoxDescent) * devicePixelRatio)
  const { factor, height } = rowOf(wanted, own, devicePixelRatio)
  return { fontFamily, fontSize, lineHeight: factor, cellHeight: height }
}

const loading = new Map<string, Promise<unknown>>()

/** Loads the faces in use, each once. A terminal opened before would measure its cells with another font. */
export function fontsReady(): Promise<unknown> {
  const family = familyOf(setting('fontFamily')).split(', ')[0]!
  const wanted = family === OURS ? [OURS] : [OURS, family]
  return Promise.allSettled(
    wanted.map(name => {
      const there = loading.get(name)
      if (there) return there
      const loaded = Promise.allSettled([400, 700].map(weight => document.fonts.load(`${weight} 12px ${name}`)))
      loading.set(name, loaded)
      return loaded
    }),
  )
}
