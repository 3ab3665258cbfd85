// The field over the rows of the box: words that have to stand in them.
import { Search } from 'lucide-react'
import { useTmux } from '../../state/tmux.ts'

export function Filter({ label, onEnter }: { label: string; onEnter(): void }) {
  const query = useTmux(tmux => tmux.query)
  return (
    <label className="la-folder tx-filter">
      <Search className="i i14" />
      <input
        type="text"
        aria-label={label}
        placeholder={label}
        spellCheck={false}
        autoComplete="off"
        value={query}
        onChange={event => useTmux.setState({ query: event.target.value })}
        onKeyDown={event => {
          if (event.nativeEvent.isComposing || event.repeat || event.key !== 'Enter') return
          event.preventDefault()
          event.stopPropagation()
          onEnter()
        }}
      />
    </label>
  )
}
