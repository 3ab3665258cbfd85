// The logical line that the cursor is on, as agents read it. (pure)
import { lineText } from './rows.ts'
import type { Screen } from './screen.ts'

const MOST = 1000

/** Without blanks at its end; of a longer one the last 1000 characters. On the alternate screen too. */
export function cursorLine({ grid, rows }: Pick<Screen, 'grid' | 'rows'>, hide: (rows: string[]) => string[]): string {
  const { active } = grid
  const cursor = active.baseY + active.cursorY
  const last = active.baseY + rows - 1
  let from = cursor
  let to = cursor
  while (from > Math.max(0, cursor - MOST) && active.getLine(from)?.isWrapped) from -= 1
  while (to < last && active.getLine(to + 1)?.isWrapped) to += 1
  const [text = ''] = hide([lineText(active, from, to)])
  const characters = [...text]
  return characters.length > MOST ? characters.slice(-MOST).join('') : text
}
