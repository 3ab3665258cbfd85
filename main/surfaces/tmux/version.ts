// tmux's versions and their order. (pure)

export interface Version {
  readonly text: string
  /** 3.3a = 3, 3, 1; one that is being made comes right before the one it becomes */
  readonly order: readonly number[]
}

/** What everything here needs. */
export const OLDEST = '3.2'

/** `3.3a`, `next-3.5`, `3.2-rc3`, `tmux 3.4`; `master` and what else is unknown counts as the newest. */
export function readVersion(said: string): Version {
  const text = said.trim().replace(/^tmux /, '')
  const found = /^(next-)?(\d+)\.(\d+)([a-z]?)(-rc\d*)?/.exec(text)
  if (!found) return { text: text.slice(0, 40), order: [Number.POSITIVE_INFINITY] }
  const [, next, major, minor, letter, candidate] = found
  const patch = letter ? letter.charCodeAt(0) - 96 : 0
  return { text: text.slice(0, 40), order: [Number(major), Number(minor), next ? -2 : candidate ? -1 : patch] }
}

/** Is it this version or a later one? */
export function atLeast(version: Version, wanted: string): boolean {
  const other = readVersion(wanted).order
  for (const [at, value] of version.order.entries()) {
    const difference = value - (other[at] ?? 0)
    if (difference !== 0) return difference > 0
  }
  return true
}
