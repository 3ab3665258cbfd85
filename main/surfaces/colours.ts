// Answers to colour queries (OSC 4, 10, 11, 12) from the one dark theme, in the one fixed form. (pure)
// Setting colours is not its business: queries are answered from the theme whatever a program set.

const FOREGROUND = '#DDE0E4'
const BACKGROUND = '#111214'
const ANSI = [
  ['#1B1D21', '#F2777A', '#8FC98B', '#E6C07B', '#7FB2F0', '#C99BE0', '#6FC7C7', '#DDE0E4'],
  ['#5B616B', '#FF9C9E', '#B2E3AE', '#F5DCA3', '#A9CCF7', '#DDBDEE', '#9BE0E0', '#FFFFFF'],
].flat()

/** The replies to one OSC 4 body (`0;?;1;?`). Empty when it asks nothing. */
export function paletteReplies(body: string): string[] {
  const parts = body.split(';')
  const replies: string[] = []
  for (let i = 0; i + 1 < parts.length; i += 2) {
    const index = Number(parts[i])
    if (parts[i + 1] === '?' && /^\d{1,3}$/.test(parts[i]!) && index < 256) {
      replies.push(`\x1b]4;${index};${rgb(paletteColour(index))}\x1b\\`)
    }
  }
  return replies
}

/** The replies to an OSC 10, 11 or 12 body. `10;?;?` asks for 10 and 11: each further part is the next number. */
export function themeReplies(first: 10 | 11 | 12, body: string): string[] {
  const colours = new Map([
    [10, FOREGROUND],
    [11, BACKGROUND],
    [12, FOREGROUND],
  ])
  return body.split(';').flatMap((part, i) => {
    const colour = colours.get(first + i)
    return part === '?' && colour ? [`\x1b]${first + i};${rgb(colour)}\x1b\\`] : []
  })
}

function paletteColour(index: number): string {
  if (index < 16) return ANSI[index]!
  const hex = (value: number) => value.toString(16).padStart(2, '0')
  if (index >= 232) return `#${hex(8 + (index - 232) * 10).repeat(3)}`
  const step = (value: number) => hex(value === 0 ? 0 : 55 + value * 40)
  const cube = index - 16
  return `#${step(Math.floor(cube / 36))}${step(Math.floor(cube / 6) % 6)}${step(cube % 6)}`
}

/** `#DDE0E4` as `rgb:dddd/e0e0/e4e4`. */
function rgb(colour: string): string {
  const parts = [1, 3, 5].map(at => colour.slice(at, at + 2).toLowerCase())
  return `rgb:${parts.map(part => part + part).join('/')}`
}
