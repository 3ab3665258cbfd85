// Every write into a pseudo-terminal, seen where all of them pass: agents' bytes, a person's keys, the mirror's answers.
// A test file mocks main/surfaces/pty.ts with `spied`; without that `markWrites` throws.
import type * as PtyModule from '../../../main/surfaces/pty.ts'

const writes = new Map<string, string[]>()

/** The module with an `openPty` that keeps a log. */
export async function spied(original: () => Promise<typeof PtyModule>): Promise<typeof PtyModule> {
  const real = await original()
  return {
    ...real,
    openPty(spec, clock) {
      const pty = real.openPty(spec, clock)
      const log: string[] = []
      writes.set(spec.env['GATEHOUSE_SURFACE'] ?? '', log)
      const write: typeof pty.write = (bytes, by) => {
        log.push(Buffer.from(bytes).toString())
        return pty.write(bytes, by)
      }
      return Object.create(pty, { write: { value: write } })
    },
  }
}

/** What a terminal answers to a program's question; an agent's text can never hold ESC. */
const REPLY = /^\x1b(\[[?>]?[\d;]*(\$?[a-zA-Z])|[P\]][^\x07\x1b]*(\x07|\x1b\\))/

/** A place in the record of a surface's writes. `since` gives what went in after it, without the mirror's answers. */
export function markWrites(surface: string): { since(): string[] } {
  const log = writes.get(surface)
  if (!log) throw new Error(`no pseudo-terminal was opened for ${surface}`)
  const from = log.length
  return { since: () => log.slice(from).filter(bytes => !REPLY.test(bytes)) }
}
