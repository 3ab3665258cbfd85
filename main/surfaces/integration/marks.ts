// The marks of our shell integration in the stream: OSC 133 with the surface's own nonce. (pure) Without that nonce anything
// may have printed them, and they mean nothing.

/**
 * `prompt` (B): the shell is about to draw its prompt and read a command. `start` (C): it has read one and runs it; `text`
 * is null where the shell does not surely know it. `end` (D): that command is over.
 */
export type Mark =
  | { readonly is: 'prompt'; readonly keymap: Keymap | null }
  | { readonly is: 'start'; readonly text: string | null }
  | { readonly is: 'end'; readonly exit: number | null }

/** How the shell's line editor takes keys as its prompt begins; `none` = it has no line editor now. */
export type Keymap = 'emacs' | 'vi-insert' | 'vi-command' | 'none'

const KEYMAPS: readonly string[] = ['emacs', 'vi-insert', 'vi-command', 'none'] satisfies Keymap[]

/** The mark in an OSC 133 body (`C;k=NONCE;t=TEXT`), or null when it is none of ours. */
export function parseMark(body: string, nonce: string | null): Mark | null {
  if (!nonce) return null
  const begin = `;k=${nonce}`
  if (!body.startsWith(begin, 1)) return null
  const rest = body.slice(1 + begin.length)
  if (rest !== '' && rest[0] !== ';') return null
  const given = rest.slice(1)
  if (body[0] === 'B') {
    const keymap = /^m=([a-z-]+)$/.exec(given)?.[1]
    return { is: 'prompt', keymap: keymap && KEYMAPS.includes(keymap) ? (keymap as Keymap) : null }
  }
  if (body[0] === 'C') return { is: 'start', text: given.startsWith('t=') ? decoded(given.slice(2)) : null }
  if (body[0] === 'D') return { is: 'end', exit: /^\d{1,5}$/.test(given) ? Number(given) : null }
  return null
}

function decoded(text: string): string {
  return text.replace(/%(25|0A|09)/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
}
