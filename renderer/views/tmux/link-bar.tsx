// A bar over a pane that is not reached: what is the matter, when it is tried again, and what a person can do.
import { TriangleAlert, Unplug } from 'lucide-react'
import type { SurfaceSummary } from '../../../preload/contract.ts'
import { reconnect } from '../../keys/tmux.ts'
import { linkWords } from '../../state/tmux-words.ts'
import { keepFocus } from '../../ui/keep-focus.ts'
import { useNow } from '../../ui/use-now.ts'

interface Props {
  readonly surface: SurfaceSummary
  /** a person typed meanwhile */
  readonly unsent: boolean
}

/** `low`: at the bottom, for the cursor is near the top. */
export function LinkBar({ surface, unsent, low }: Props & { low: boolean }) {
  const shown = surface.link !== null && surface.link.is !== 'live'
  return (
    <>
      {shown && <Bar surface={surface} unsent={unsent} low={low} />}
      {/* There before it says anything, so that it is heard; what changes every second is not. */}
      <Said surface={surface} unsent={unsent} />
    </>
  )
}

function Said({ surface: { link, host, name, tmux }, unsent }: Props) {
  if (tmux === null) return null
  const words = linkWords(link, host, 0)
  return (
    <span className="hidden" role="status">
      {words === null ? '' : `${name}: ${words.says}${unsent ? ' What you type is not sent.' : ''}`}
    </span>
  )
}

function Bar({ surface, unsent, low }: Props & { low: boolean }) {
  const { id, link, host, name } = surface
  const now = useNow(link?.is === 'lost' ? 1000 : 60_000)
  const words = linkWords(link, host, now)
  if (words === null) return null
  const Icon = unsent ? TriangleAlert : Unplug
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is no bar
    <div
      className={`tx-link ${link?.is ?? ''} ${low ? 'low' : ''}`}
      role="group"
      aria-label={`Connection of ${name}`}
      data-testid="link-bar"
    >
      <Icon className="i i14" />
      <span className="tx-says">
        <span className="b" title={words.more}>
          {words.says}
        </span>{' '}
        {words.retries !== '' && <span>{words.retries} </span>}
        {unsent ? (
          <span className="tx-unsent">What you type is not sent.</span>
        ) : (
          <span className="t3">{words.more}</span>
        )}
      </span>
      {words.can === 'reconnect' && (
        <button type="button" className="btn sm" onMouseDown={keepFocus} onClick={() => reconnect(id)}>
          Reconnect
        </button>
      )}
    </div>
  )
}
