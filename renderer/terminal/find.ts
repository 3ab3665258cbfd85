// Finding text in one terminal: the search addon, there only while somebody looks, with the page's own colours.
import { type ISearchOptions, SearchAddon } from '@xterm/addon-search'
import type { Terminal } from '@xterm/xterm'
import { MOST_MATCHES } from '../state/find.ts'

export interface Wanted {
  readonly text: string
  readonly matchCase: boolean
  readonly regex: boolean
}

/** What is wrong with it, in words; null = nothing. */
export function patternFault({ text, matchCase, regex }: Wanted): string | null {
  if (!regex || text === '') return null
  try {
    // As the search reads it.
    if (!new RegExp(text, matchCase ? 'g' : 'gi').test('')) return null
    return 'This regular expression also matches nothing at all.'
  } catch (error) {
    const why = error instanceof Error ? error.message.replace(/^Invalid regular expression: .*: /, '') : String(error)
    return `Not a regular expression: ${why}.`
  }
}

export interface TerminalFind {
  /** `toward`: `here` stays at what is found already while it still fits. */
  find(wanted: Wanted, toward: 'here' | 'next' | 'previous'): void
  /** Takes the marks away; what was found last stays selected. */
  end(): void
}

/**
 * `found`: how many there are, and which of them is selected, from 0; -1 = none of those counted. `looks`: somebody does, or not any
 * more.
 */
export function terminalFind(
  terminal: Terminal,
  found: (count: number, at: number) => void,
  looks: (on: boolean) => void,
): TerminalFind {
  let addon: SearchAddon | null = null
  let how = ''

  function begin(): SearchAddon {
    const made = new SearchAddon({ highlightLimit: MOST_MATCHES })
    terminal.loadAddon(made)
    made.onDidChangeResults(({ resultCount, resultIndex }) => found(resultCount, resultIndex))
    addon = made
    looks(true)
    return made
  }

  return {
    find(wanted, toward) {
      const search = addon ?? begin()
      if (wanted.text === '' || patternFault(wanted) !== null) {
        search.clearDecorations()
        return found(0, -1)
      }
      // The addon marks anew for another text alone, not for another way to read it.
      const now = JSON.stringify([wanted.matchCase, wanted.regex])
      if (now !== how) search.clearDecorations()
      how = now
      const options = { caseSensitive: wanted.matchCase, regex: wanted.regex, decorations: marks() }
      if (toward === 'next') search.findNext(wanted.text, options)
      else search.findPrevious(wanted.text, options)
    },
    end() {
      addon?.dispose()
      addon = null
      looks(false)
    },
  }
}

/** Read from the tokens each time: the theme may be another one. */
function marks(): NonNullable<ISearchOptions['decorations']> {
  const style = getComputedStyle(document.documentElement)
  const token = (name: string) => style.getPropertyValue(`--${name}`).trim()
  return {
    matchBackground: token('l-type-bg'),
    matchBorder: token('l-type'),
    matchOverviewRuler: token('l-type'),
    activeMatchBackground: token('sel'),
    activeMatchBorder: token('you'),
    activeMatchColorOverviewRuler: token('you'),
  }
}
