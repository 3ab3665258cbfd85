// At the sidebar's foot: the temporary grant that ends first. It goes by itself when its time is over.
import { Clock } from 'lucide-react'
import { endTemporary, showGrant } from '../keys/grant-deeds.ts'
import { useSlice } from '../state/app-state.ts'
import { isLocked } from '../state/policy.ts'
import { temporaryCard } from '../state/temporary.ts'
import { LEVEL_WORD } from '../state/words.ts'
import { keepFocus } from '../ui/keep-focus.ts'
import { Ladder } from '../ui/ladder.tsx'
import { AgentTile } from '../ui/marks.tsx'
import { useNow } from '../ui/use-now.ts'

export function TemporaryGrant({ icons }: { icons: boolean }) {
  const { temporary } = useSlice('grants')
  return temporary.length === 0 ? null : <Card icons={icons} />
}

function Card({ icons }: { icons: boolean }) {
  const { temporary } = useSlice('grants')
  const fixed = isLocked(useSlice('policy'))
  const card = temporaryCard(temporary, useSlice('agents'), useSlice('surfaces'), useNow(1000))
  if (!card) return null
  const { grant, agentName, surfaceName, left, part, more } = card
  const words = `Temporary grant: ${agentName} in ${surfaceName}, ${LEVEL_WORD[grant.level]}, ${left}`
  const open = () => showGrant(grant.agent, grant.surface, false)
  if (icons) {
    return (
      <button
        type="button"
        className="ib tg-icon"
        title={words}
        aria-label={`${words}. Open Grants`}
        onMouseDown={keepFocus}
        onClick={open}
      >
        <Clock className="i" color={`var(--l-${grant.level})`} />
      </button>
    )
  }
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is for a form
    <div className="tg" role="group" aria-label="Temporary grant" data-testid="temporary-grant">
      <button type="button" className="tg-open" title="Show it in Grants" onMouseDown={keepFocus} onClick={open}>
        <span className="tg-row s12 t3">
          <Clock className="i i14" />
          <span className="sp tr">Temporary grant</span>
          <span className="t2 num">{left}</span>
        </span>
        <span className="tg-row s12">
          <AgentTile id={grant.agent} name={agentName} size="x16" />
          <span className="sp tr">
            <span className="b">{agentName}</span> <span className="t3">in</span>{' '}
            <span className="b">{surfaceName}</span>
          </span>
          <Ladder level={grant.level} ask={null} />
          <span style={{ color: `var(--l-${grant.level})` }}>{LEVEL_WORD[grant.level]}</span>
        </span>
      </button>
      {part !== null && (
        <span className="tg-line" aria-hidden="true">
          <i style={{ width: `${part * 100}%`, color: `var(--l-${grant.level})` }} />
        </span>
      )}
      <span className="tg-row s12">
        <span className="sp t3">{more > 0 && `and ${more} more`}</span>
        <button
          type="button"
          className="btn sm gh"
          disabled={fixed}
          aria-label={`End now: ${agentName} in ${surfaceName}`}
          onMouseDown={keepFocus}
          onClick={() => void endTemporary(grant.rule, `Ended: ${agentName} in ${surfaceName}`)}
        >
          End now
        </button>
      </span>
    </div>
  )
}
