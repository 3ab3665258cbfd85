// What says that a program gets every key, and a person's way out of that by a click.
import { Keyboard } from 'lucide-react'
import { toggleAllKeys, useAllKeys } from '../state/all-keys.ts'
import { keepFocus } from '../ui/keep-focus.ts'

export function AllKeysTag({ surface, name }: { surface: string; name: string }) {
  const on = useAllKeys(({ surfaces }) => surfaces.includes(surface))
  if (!on) return null
  return (
    <button
      type="button"
      className="tag every-key"
      aria-label={`Every key goes to the program in ${name}. Take back the keys of Gatehouse`}
      title="Only the keys that pause are Gatehouse's here. Click to take back the others; the search box and the menu work by mouse too."
      onMouseDown={keepFocus}
      onClick={() => toggleAllKeys(surface)}
    >
      <Keyboard className="i i12" />
      <span className="tr">Every key goes to the program</span>
    </button>
  )
}
