// What an agent that is new, or comes from another program, shall start with.
import { type ApprovalView, LEVELS, type Level } from '../../../preload/contract.ts'
import { setStart, startOf, useDesk } from '../../state/desk.ts'
import { nextLevel } from '../../state/grants.ts'
import { LEVEL_WORD } from '../../state/words.ts'
import { Ladder } from '../../ui/ladder.tsx'

const MEANS: Readonly<Record<Level, string>> = {
  none: 'Connected, but sees no surfaces',
  read: 'Sees the screen. Cannot type.',
  type: 'Drafts text for you to run; the program sees nothing',
  submit: 'May read, insert text and press Enter',
}

export function Start({ view }: { view: ApprovalView }) {
  const start = useDesk(state => startOf(view, state.start))
  if (!view.answers.includes('start')) return null
  return (
    <fieldset className="starts">
      <legend className="t2">Pick how much it may do to start with. Change it in Grants at any time.</legend>
      {LEVELS.map(level => (
        <label key={level} className={`radio ${level} ${level === start.level ? 'on' : ''}`}>
          <input
            type="radio"
            name="start-level"
            value={level}
            checked={level === start.level}
            onChange={() => setStart(view, { ...start, level })}
          />
          <span className="knob" />
          <span className="b">{LEVEL_WORD[level]}</span>
          <span className="t2 s12">{MEANS[level]}</span>
          <Ladder level={level} ask={null} />
        </label>
      ))}
      <label className="asks">
        <input
          type="checkbox"
          checked={start.asks && nextLevel(start.level) !== null}
          disabled={nextLevel(start.level) === null}
          onChange={event => setStart(view, { ...start, asks: event.target.checked })}
        />
        Ask me when it wants to do more
      </label>
    </fieldset>
  )
}
