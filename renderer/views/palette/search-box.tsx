// The search box of the title bar: it opens the palette. A click leaves the caret where it is until the palette takes it.
import { Search } from 'lucide-react'
import { togglePalette, usePalette } from '../../keys/palette-open.ts'
import { ActionKeys } from '../../ui/kbd.tsx'
import { keepFocus } from '../../ui/keep-focus.ts'

const WORDS = 'Search surfaces, agents, commands'

export function SearchBox() {
  const open = usePalette(palette => palette.open)
  return (
    <button
      type="button"
      className="search"
      aria-haspopup="dialog"
      aria-expanded={open}
      title={WORDS}
      onMouseDown={keepFocus}
      onClick={togglePalette}
    >
      <Search className="i i14" />
      <span className="tr">{WORDS}</span>
      <span className="sp" />
      <ActionKeys action="palette" />
    </button>
  )
}
