// What hooks tell, read with care: JSON of any shape, for whatever runs in a surface can write it. (pure)

export type Fields = Readonly<Record<string, unknown>>

/** Null = no object. */
export function fieldsOf(value: unknown): Fields | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : null
}

/** Undefined = no text, or an empty one. */
export function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
