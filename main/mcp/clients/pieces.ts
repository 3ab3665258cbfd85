// What is different between two texts, line by line, with a few lines around it.
import { structuredPatch } from 'diff'
import type { ClientPiece } from '../../../preload/contract.ts'

const AROUND = 3
const KINDS = { ' ': 'same', '-': 'out', '+': 'in' } as const

export function pieces(before: string, after: string): ClientPiece[] {
  const { hunks } = structuredPatch('', '', before, after, '', '', { context: AROUND })
  return hunks.map(({ oldStart, newStart, lines }) => ({
    before: oldStart,
    after: newStart,
    lines: lines.flatMap(line => {
      const kind = KINDS[line[0] as keyof typeof KINDS]
      // the other kind of line says that a file does not end with a line end
      return kind ? [{ kind, text: line.slice(1).replace(/\r$/, '') }] : []
    }),
  }))
}
