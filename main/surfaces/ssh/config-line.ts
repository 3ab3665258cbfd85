// One line of an ssh config as ssh reads it: a keyword, and words after it that may be quoted. (pure)

export interface ConfigLine {
  /** in lower case */
  readonly keyword: string
  readonly words: readonly string[]
}

/** Null = a blank line, a comment, or one that ssh would not take either. */
export function readLine(text: string): ConfigLine | null {
  const line = /^[\s\f]*([A-Za-z0-9]+)(?:[\s\f]*=[\s\f]*|[\s\f]+|(?=["']))(.*)$/s.exec(text)
  if (!line) return null
  const words = wordsOf(line[2]!)
  return words === null ? null : { keyword: line[1]!.toLowerCase(), words }
}

/** Null = a quote that is not closed. An unquoted word that begins with `#` begins a comment. */
function wordsOf(text: string): string[] | null {
  const words: string[] = []
  let word: string | null = null
  let quote = ''
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at]!
    const next = text[at + 1]
    if (character === '\\' && (next === '"' || next === "'" || next === '\\' || (quote === '' && next === ' '))) {
      word = (word ?? '') + next
      at += 1
    } else if (quote !== '') {
      if (character === quote) quote = ''
      else word += character
    } else if (character === '"' || character === "'") {
      quote = character
      word ??= ''
    } else if (/\s/.test(character)) {
      if (word !== null) words.push(word)
      word = null
    } else if (character === '#' && word === null) {
      break
    } else {
      word = (word ?? '') + character
    }
  }
  if (quote !== '') return null
  return word === null ? words : [...words, word]
}
