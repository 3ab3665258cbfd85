// Which colours the terminals have: the window's own, one that comes with Gatehouse, or one a person imported. Pure.
import type { Scheme, SettingsValues } from '../../../preload/contract.ts'
import { DARK } from './dark.ts'
import { LIGHT } from './light.ts'

/** The id of the window's own colours. They stand in tokens.css, and are both dark and light. */
export const OWN = 'gatehouse'

/** What comes with Gatehouse besides its own. */
export const BUILT_IN: readonly Scheme[] = [...DARK, ...LIGHT]

/** Every scheme but the window's own. */
export function allSchemes(imported: readonly Scheme[]): Scheme[] {
  return [...BUILT_IN, ...imported]
}

/** The scheme in force while the window is dark, or light. Null = the window's own, which also stands in for one that is gone. */
export function schemeInForce(
  values: Pick<SettingsValues, 'darkScheme' | 'lightScheme' | 'schemes'>,
  dark: boolean,
): Scheme | null {
  const id = dark ? values.darkScheme : values.lightScheme
  return allSchemes(values.schemes).find(scheme => scheme.id === id) ?? null
}

/** Ids that an imported scheme cannot have. */
export function takenIds(imported: readonly Scheme[]): Set<string> {
  return new Set([OWN, ...allSchemes(imported).map(({ id }) => id)])
}

/** The contrast of two colours `#rrggbb`, 1 to 21, as WCAG 2 counts it. */
export function contrast(one: string, other: string): number {
  const [high, low] = [light(one), light(other)].sort((a, b) => b - a) as [number, number]
  return (high + 0.05) / (low + 0.05)
}

/** Relative luminance, 0 to 1. */
export function light(colour: string): number {
  const [r, g, b] = [1, 3, 5].map(at => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255
    return part <= 0.03928 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  }) as [number, number, number]
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}

/** The colour as a terminal draws it on a background where less contrast than `minimum` is not let through. */
export function legible(colour: string, background: string, minimum: number): string {
  const pole = light(background) < 0.18 ? 255 : 0
  let drawn = colour
  for (let share = 0.1; contrast(drawn, background) < minimum && share <= 1; share += 0.1) {
    const parts = [1, 3, 5].map(at => {
      const part = Number.parseInt(colour.slice(at, at + 2), 16)
      return Math.round(part + (pole - part) * share)
    })
    drawn = `#${parts.map(part => part.toString(16).padStart(2, '0')).join('')}`
  }
  return drawn
}
