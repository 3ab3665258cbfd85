// The known word nearest to a mistyped one, for "did you mean". Owns no list of words.

/** The nearest of `words`, or null when none is near enough to be what was meant. */
export function nearest(word: string, words: readonly string[]): string | null {
  const typed = word.slice(0, 40).toLowerCase()
  let best: string | null = null
  let least = Math.max(1, Math.ceil(typed.length / 3)) + 1
  for (const candidate of words) {
    const far = distance(typed, candidate.toLowerCase())
    if (far < least) {
      best = candidate
      least = far
    }
  }
  return best
}

/** Edits from one to the other: insertions, deletions, changes and swaps of neighbours. */
function distance(a: string, b: string): number {
  let before: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1
      let least = Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same)
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, (before[j - 2] ?? 0) + 1)
      next.push(least)
    }
    before = row
    row = next
  }
  return row[b.length] ?? 0
}
