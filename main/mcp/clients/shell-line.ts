// A command as one line for the shell a person has: for reading and pasting, never run from here.
const PLAIN = /^[\w@%+=:,./-]+$/
const PLAIN_ON_WINDOWS = /^[\w@+=:,.\\/-]+$/

/** Quoted where needed: for POSIX shells, or on Windows for cmd.exe. A `%NAME%` on Windows cannot be quoted. */
export function shellLine(platform: NodeJS.Platform, words: readonly string[]): string {
  const quote = platform === 'win32' ? quoteForWindows : quoteForPosix
  return words.map(quote).join(' ')
}

function quoteForPosix(word: string): string {
  return PLAIN.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`
}

function quoteForWindows(word: string): string {
  if (PLAIN_ON_WINDOWS.test(word)) return word
  // A backslash counts only before a quote: there, and at the end, it is doubled.
  return `"${word.replace(/(\\*)"/g, '$1$1\\"').replace(/(\\+)$/, '$1$1')}"`
}
