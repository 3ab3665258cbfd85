// What a person's bytes do to the input line. (pure) A reader of one stream: it keeps its place between calls, because a
// long paste arrives in pieces. It knows keys, not programs: only a plain Enter is taken to send the line off.

/** What one stretch of a person's bytes was. Reports (focus, mouse) are the terminal's, not typing. */
export interface KeyReader {
  /** `typed`: at least one key. `entered`: a plain Enter sent the line off. `after`: keys came after the last such Enter. */
  read(data: string): { readonly typed: boolean; readonly entered: boolean; readonly after: boolean }
}

const ESC = '\x1b'
const PASTE_START = '\x1b[200~'
const PASTE_END = '\x1b[201~'
const QUOTE = '\x16'
/** a lone report: focus in and out, SGR mouse, urxvt mouse, X10 mouse with its three bytes */
const REPORT = /^\x1b\[(?:[IO]|<\d+;\d+;\d+[Mm]|\d+;\d+;\d+M|M[\s\S]{3})/

export function createKeyReader(): KeyReader {
  let pasting = false
  /** bytes held back: they may be the beginning of a paste bracket */
  let held = ''
  /** the next key belongs to the one before (ESC, or C-v which quotes it) */
  let bound = false

  return {
    read(data) {
      let rest = held + data
      let typed = false
      let entered = false
      let after = false
      const key = () => {
        typed = true
        after = true
      }
      held = ''
      while (rest !== '') {
        if (pasting) {
          const end = rest.indexOf(PASTE_END)
          key()
          if (end < 0) {
            held = possibleStart(rest, PASTE_END)
            break
          }
          pasting = false
          rest = rest.slice(end + PASTE_END.length)
          continue
        }
        if (rest.startsWith(PASTE_START)) {
          pasting = true
          rest = rest.slice(PASTE_START.length)
          key()
          continue
        }
        if (PASTE_START.startsWith(rest)) {
          held = rest
          key()
          break
        }
        const report = REPORT.exec(rest)
        if (report) {
          rest = rest.slice(report[0].length)
          continue
        }
        const first = rest[0]!
        rest = rest.slice(1)
        if (first === '\r' && !bound) {
          typed = true
          entered = true
          after = false
        } else {
          key()
        }
        bound = first === ESC || first === QUOTE
      }
      return { typed, entered, after }
    },
  }
}

/** The longest end of `text` that could begin `mark`. */
function possibleStart(text: string, mark: string): string {
  for (let length = Math.min(mark.length - 1, text.length); length > 0; length -= 1) {
    if (mark.startsWith(text.slice(-length))) return text.slice(-length)
  }
  return ''
}
