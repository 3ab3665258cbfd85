// What names and ids look like, for what has to know it before anything that parses is loaded. words.ts and presets.ts make the
// contract's schemas of them.

/** UTF-16 units of a name */
export const MOST_NAME = 64
/** One line, no control characters. */
export const NAME = /^[^\p{C}\p{Zl}\p{Zp}]+$/u
export const PRESET_ID = /^[a-z0-9][a-z0-9-]{0,30}$/

/** Is this the name of a surface, a workspace or an agent, blanks around it aside? */
export function isName(text: string): boolean {
  const name = text.trim()
  return name.length > 0 && name.length <= MOST_NAME && NAME.test(name)
}
