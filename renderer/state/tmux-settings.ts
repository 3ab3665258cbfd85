// The presets that a person can choose to start in tmux. Pure.
import type { Programs } from './words.ts'

export interface TmuxChoice {
  readonly id: string
  readonly title: string
}

/** The shell, then every program known by name, then what was chosen and is not known any more, so that it can be taken back. */
export function tmuxChoices({ programs, shell }: Programs, chosen: readonly string[]): TmuxChoice[] {
  const known = [
    { id: 'shell', title: `Shell (${shell.name})` },
    ...Object.entries(programs).flatMap(([id, { title }]) => (id === 'shell' ? [] : [{ id, title }])),
  ]
  const others = chosen.filter(id => !known.some(one => one.id === id)).map(id => ({ id, title: id }))
  return [...known, ...others]
}

/** `chosen` with or without one of them; the order of choosing is kept. */
export function withChoice(chosen: readonly string[], id: string, on: boolean): string[] {
  const others = chosen.filter(one => one !== id)
  return on ? [...others, id] : others
}
