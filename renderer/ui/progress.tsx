// What a surface's program tells of its progress, as a thin line along the lower edge of whatever stands around it, which has to
// be positioned. Its kind is told by its name and its pattern, never by colour alone.
import type { Progress, SurfaceSummary } from '../../preload/contract.ts'
import { progressWords } from '../state/progress.ts'

/** Nothing while nothing goes on. */
export function ProgressLine({ surface }: { surface: Pick<SurfaceSummary, 'name' | 'progress'> }) {
  const { name, progress } = surface
  if (!progress) return null
  const { is, percent } = progress
  return (
    <span
      className={`prog ${is} ${percent === null ? 'endless' : ''}`}
      role="progressbar"
      aria-label={`Progress of ${name}`}
      aria-valuetext={progressWords(progress)}
      {...share(progress)}
      title={`${name}: ${progressWords(progress)}`}
      data-testid="progress"
    >
      <i style={percent === null ? undefined : { width: `${percent}%` }} />
    </span>
  )
}

function share({ percent }: Progress) {
  return percent === null ? {} : { 'aria-valuenow': percent, 'aria-valuemin': 0, 'aria-valuemax': 100 }
}
