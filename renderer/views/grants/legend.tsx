// What the marks of the matrix mean.
import { LEVELS } from '../../../preload/contract.ts'
import { LEVEL_WORD } from '../../state/words.ts'
import { Ladder } from '../../ui/ladder.tsx'

export function Legend() {
  return (
    <div className="levels">
      {LEVELS.map(level => (
        <span key={level}>
          <Ladder level={level} ask={null} />
          {LEVEL_WORD[level]}
        </span>
      ))}
      <span>
        <Ladder level="type" ask="submit" />
        Ask for the next step
      </span>
      <span className="sp" />
      <span className="t3">
        <i className="set" />
        Set here
      </span>
      <span className="t3">
        <i />
        Inherited
      </span>
    </div>
  )
}
