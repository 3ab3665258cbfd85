// The field that finds agents and surfaces by name, where there are many.
import { Search, X } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import { toMatrix } from '../../keys/grants.ts'
import { useGrantsView } from '../../state/grants-view.ts'

export function Filter({ noMatch }: { noMatch: boolean }) {
  const filter = useGrantsView(view => view.filter)
  const set = (text: string) => useGrantsView.setState({ filter: text })
  const key = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Escape' && filter !== '') set('')
    else if (event.key === 'ArrowDown' || event.key === 'Enter') toMatrix()
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <div className="mx-filter">
      <Search className="i i14" />
      <input
        aria-label="Find an agent or a surface"
        aria-invalid={noMatch}
        placeholder="Find agent or surface"
        spellCheck={false}
        autoComplete="off"
        maxLength={64}
        value={filter}
        onChange={event => set(event.target.value)}
        onKeyDown={key}
      />
      {filter !== '' && (
        <button type="button" className="ib x24" title="Show all" aria-label="Show all" onClick={() => set('')}>
          <X className="i i14" />
        </button>
      )}
    </div>
  )
}
