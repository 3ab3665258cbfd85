// Which fonts are on this computer, as far as a page can know without asking: by the width of what is drawn with them.

const COMMON = [
  ...['Cascadia Code', 'Cascadia Mono', 'Commit Mono', 'Consolas', 'Courier New', 'DejaVu Sans Mono', 'Fira Code'],
  ...[
    'Fira Mono',
    'Geist Mono',
    'Hack',
    'IBM Plex Mono',
    'Inconsolata',
    'Iosevka',
    'JetBrains Mono',
    'Liberation Mono',
  ],
  ...['Menlo', 'Meslo LG M', 'MesloLGS NF', 'Monaco', 'Monaspace Neon', 'Noto Sans Mono', 'Roboto Mono', 'SF Mono'],
  ...['Source Code Pro', 'Space Mono', 'Ubuntu Mono', 'Victor Mono'],
]
const SAMPLE = 'mmmmmmmmlliWQ@#0123'
const GENERIC = new Set(['monospace', 'serif', 'sans-serif', 'cursive', 'fantasy', 'system-ui', 'ui-monospace'])

let drawing: CanvasRenderingContext2D | null = null

function width(font: string, text: string): number {
  drawing ??= document.createElement('canvas').getContext('2d')
  if (!drawing) return 0
  drawing.font = `72px ${font}`
  return drawing.measureText(text).width
}

/** It stands in for nothing: whatever comes after it in a list, the width is its own. */
function isThere(family: string): boolean {
  return (
    ['serif', 'monospace'].every(
      (after, _, both) => width(`${family}, ${after}`, SAMPLE) === width(`${family}, ${both[0]}`, SAMPLE),
    ) &&
    ['serif', 'monospace', 'sans-serif'].some(after => width(`${family}, ${after}`, SAMPLE) !== width(after, SAMPLE))
  )
}

/** The common fonts for terminals that are on this computer. */
export function commonFonts(): string[] {
  return COMMON.filter(family => isThere(`"${family}"`))
}

/** What a person should know about a font they set; null = nothing. `families`: as in CSS. */
export function fontNote(families: string): string | null {
  const first = families.split(',')[0]!.trim()
  const name = first.replace(/^["']|["']$/g, '')
  if (name === '' || GENERIC.has(name)) return null
  const quoted = `"${name.replaceAll('"', '')}"`
  if (!isThere(quoted)) return `${name} was not found on this computer. The next font in line stands in for it.`
  if (width(`${quoted}, monospace`, 'iiiiii') !== width(`${quoted}, monospace`, 'WWWWWW')) {
    return `The letters of ${name} differ in width. Columns will not line up.`
  }
  return null
}
