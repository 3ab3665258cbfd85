// Names, titles and folders that programs chose, in a form in which nothing of them is hidden. Pure.
import { exactTokens } from './exact-text.ts'

/** The text in one line, with every character that cannot be seen named, as in `<U+202E>`. */
export function seenText(text: string): string {
  return exactTokens(text, [])
    .map(token => {
      if (token.kind === 'chip') return `<${token.codePoint}>`
      return token.kind === 'lf' || token.kind === 'tab' ? ' ' : token.raw
    })
    .join('')
}
