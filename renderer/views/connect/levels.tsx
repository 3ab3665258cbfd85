// What a new agent starts with on any surface: one of the four levels, and whether it may ask for the next.
import { LEVELS, type Level } from '../../../preload/contract.ts'
import { nextLevel } from '../../state/grants.ts'
import { LEVEL_WORD } from '../../state/words.ts'
import { Ladder } from '../../ui/ladder.tsx'

const MEANS: Readonly<Record<Level, string>> = {
  none: 'Connected, but sees no surfaces',
  read: 'Sees the screen. Cannot type.',
  type: 'Drafts text for you to run; the program sees nothing',
  submit: 'May read, insert text and press Enter',
}

export interface Start {
  readonly level: Level
  /** ask when it wants to do more */
  readonly asks: boolean
}
export const FIRST_START: Start = { level: 'read', asks: true }

export function grantOf({ level, asks }: Start): { level: Level; ask: Level | null } {
  return { level, ask: asks ? nextLevel(level) : null }
}

export function Levels({ level, asks, onChange }: Start & { onChange(next: Start): void }) {
  const top = nextLevel(level) === null
  return (
    <fieldset className="start-levels">
      <legend className="hidden">It starts with this level on every surface</legend>
      {LEVELS.map(option => (
        <label key={option} className={`radio ${option} ${option === level ? 'on' : ''}`}>
          <input
            type="radio"
            name="client-level"
            value={option}
            checked={option === level}
            onChange={() => onChange({ level: option, asks })}
          />
          <span className="knob" />
          <span className="b">{LEVEL_WORD[option]}</span>
          <span className="t2 s12">{MEANS[option]}</span>
          <Ladder level={option} ask={null} />
        </label>
      ))}
      <label className="ask-check">
        <input
          type="checkbox"
          checked={asks && !top}
          disabled={top}
          onChange={event => onChange({ level, asks: event.target.checked })}
        />
        Ask me when it wants to do more
      </label>
    </fieldset>
  )
}
