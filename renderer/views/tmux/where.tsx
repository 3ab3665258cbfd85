// Where a surface is, beside its name: on which machine, and in which pane of tmux. Nothing for a terminal of this computer.
import type { SurfaceSummary } from '../../../preload/contract.ts'
import { seenText } from '../../state/seen-text.ts'
import { besideName, whereSentence } from '../../state/tmux-words.ts'

export function Where({ surface }: { surface: Pick<SurfaceSummary, 'name' | 'tmux' | 'host'> }) {
  const { tmux, host } = surface
  if (tmux === null && host === null) return null
  return (
    <span className="tx-where" title={whereSentence(surface) ?? ''}>
      {host !== null && <b>{seenText(host)}</b>}
      {tmux !== null && <span className="tr">{besideName(surface)}</span>}
    </span>
  )
}
