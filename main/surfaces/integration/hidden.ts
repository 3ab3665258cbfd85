// Keeps a surface's nonce out of what agents read: a person may have printed the shell's variables. (pure)

/** The rows with every place of the nonce masked, also where it goes on in the next row. As many rows as were given. */
export function withoutNonce(rows: readonly string[], nonce: string): string[] {
  if (rows.length === 0) return []
  const anywhere = new RegExp([...nonce].join('\\n?'), 'g')
  return rows
    .join('\n')
    .replace(anywhere, found => found.replace(/[^\n]/g, '*'))
    .split('\n')
}
