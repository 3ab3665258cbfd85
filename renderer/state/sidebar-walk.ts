// The keys that walk a tree, and the letters that jump to a name. Pure.
import type { TreeItem } from './sidebar-rows.ts'

type Walked = { readonly to: string } | { readonly fold: string; readonly shut: boolean }

/** Where a key leads from an item; null = it is none of these keys, or it leads nowhere. */
export function walked(items: readonly TreeItem[], from: string, key: string): Walked | null {
  const at = items.findIndex(item => item.key === from)
  const item = items[at]
  if (!item) return null
  const to = (index: number) => {
    const other = items[Math.min(Math.max(index, 0), items.length - 1)]
    return other && other !== item ? { to: other.key } : null
  }
  switch (key) {
    case 'ArrowDown':
      return to(at + 1)
    case 'ArrowUp':
      return to(at - 1)
    case 'Home':
      return to(0)
    case 'End':
      return to(items.length - 1)
    case 'ArrowRight':
      if (item.open === null) return null
      return item.open ? to(at + 1) : { fold: item.workspace, shut: false }
    case 'ArrowLeft':
      if (item.open === null) return to(items.findLastIndex((other, index) => index < at && other.open !== null))
      return item.open ? { fold: item.workspace, shut: true } : null
    default:
      return null
  }
}

/**
 * The next item whose name begins with what was typed, round the end; null = none does. One letter goes on from where one is, and
 * so does the same letter again where no name begins with it twice; more letters may stay there.
 */
export function jumped(items: readonly Pick<TreeItem, 'key' | 'name'>[], from: string, typed: string): string | null {
  const sought = typed.toLowerCase()
  const [first = ''] = sought
  const at = Math.max(
    items.findIndex(item => item.key === from),
    0,
  )
  const find = (start: string, after: number) => {
    const round = [...items.slice(at + after), ...items.slice(0, at + after)]
    return round.find(item => item.name.toLowerCase().startsWith(start))?.key ?? null
  }
  const found = find(sought, sought.length === 1 ? 1 : 0)
  return found === null && [...sought].every(letter => letter === first) ? find(first, 1) : found
}
