// Pauses one agent, or lets it go on: nothing it sends is delivered meanwhile. No key does it from elsewhere.
import { OctagonPause, Play } from 'lucide-react'
import { call } from '../../api.ts'
import { told } from '../../keys/actions.ts'
import { keepFocus } from '../../ui/keep-focus.ts'

interface Props {
  id: string
  name: string
  /** ms since the epoch, or null */
  paused: number | null
  /** an icon alone */
  small?: boolean
}

export function PauseAgent({ id, name, paused, small = false }: Props) {
  const word = paused === null ? 'Pause' : 'Resume'
  const icon = paused === null ? <OctagonPause className="i i14" /> : <Play className="i i14" />
  return (
    <button
      type="button"
      className={small ? `ib x24 pause-one ${paused === null ? '' : 'is'}` : `btn sm ${paused === null ? 'gh' : ''}`}
      title={`${word} ${name}`}
      aria-label={`${word} ${name}`}
      data-testid={`pause-${id}`}
      // In the matrix it is reached by the menu of its row: the grid has one stop.
      tabIndex={small ? -1 : 0}
      onMouseDown={keepFocus}
      onClick={() => void told(call('agent.pause', { id, on: paused === null }))}
    >
      {icon}
      {!small && word}
    </button>
  )
}
