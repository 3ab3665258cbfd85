// The colours and attributes that a row of tmux's ends with, so that any of its cells can be drawn again alone. (pure)

export interface Pen {
  /** Follows one row. */
  row(text: string): void
  /** What sets a new terminal's pen to this one. */
  bytes(): string
}

/** which attribute each number switches on, and which ones another switches off */
const OFF: Readonly<Record<number, readonly number[]>> = {
  22: [1, 2],
  23: [3],
  24: [4, 21],
  25: [5, 6],
  27: [7],
  28: [8],
  29: [9],
  55: [53],
}
const COLOURS: Readonly<Record<number, number>> = { 39: 38, 49: 48, 59: 58 }

export function createPen(): Pen {
  /** by what it is: 1 bold … 38 ink, 48 paper, 58 the underline's */
  const on = new Map<number, string>()

  function take(parameters: string) {
    const parts = parameters.split(';')
    for (let at = 0; at < parts.length; at += 1) {
      const part = parts[at]!
      const code = Number.parseInt(part || '0', 10)
      if (code === 0) on.clear()
      else if (code === 38 || code === 48 || code === 58) {
        const count = part.includes(':') ? 0 : parts[at + 1] === '2' ? 4 : 2
        on.set(code, parts.slice(at, at + count + 1).join(';'))
        at += count
      } else if (COLOURS[code]) on.delete(COLOURS[code])
      else if (OFF[code]) for (const attribute of OFF[code]) on.delete(attribute)
      else if ((code >= 30 && code < 38) || (code >= 90 && code < 98)) on.set(38, part)
      else if ((code >= 40 && code < 48) || (code >= 100 && code < 108)) on.set(48, part)
      else on.set(code, part)
    }
  }

  return {
    row(text) {
      for (const found of text.matchAll(/\x1b\[([\d;:]*)m/g)) take(found[1]!)
    },
    bytes: () => `\x1b[0${[...on.values()].map(one => `;${one}`).join('')}m`,
  }
}
