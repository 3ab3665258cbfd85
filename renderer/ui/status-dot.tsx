// The state of a surface as a shape: ring, arc, diamond, cross. Never by colour alone.
import type { SurfaceState } from '../../preload/contract.ts'

export const STATE_WORD: Record<SurfaceState['is'], string> = {
  starting: 'Starting',
  working: 'Working',
  needs_you: 'Needs you',
  idle: 'Idle',
  failed: 'Failed',
  done_unseen: 'Done, not seen',
  exited: 'Exited',
  unknown: 'State unknown',
}

export function StatusDot({ is, title }: { is: SurfaceState['is']; title?: string }) {
  return (
    <span className="st" role="img" aria-label={STATE_WORD[is]} title={title}>
      <svg width="10" height="10" viewBox="0 0 10 10" fill="none" overflow="visible" aria-hidden="true">
        {shape(is)}
      </svg>
    </span>
  )
}

function shape(is: SurfaceState['is']) {
  switch (is) {
    case 'working':
      return (
        <>
          <circle cx="5" cy="5" r="3.8" stroke="var(--line-3)" strokeWidth="1.6" />
          <path
            className="arc"
            d="M5 1.2a3.8 3.8 0 0 1 3.8 3.8"
            stroke="var(--you)"
            strokeWidth="1.8"
            strokeLinecap="round"
          />
        </>
      )
    case 'needs_you':
      return <path d="M5 .2L9.8 5 5 9.8.2 5z" fill="var(--ink)" />
    case 'exited':
      return <path d="M2 2l6 6M8 2L2 8" stroke="var(--tx-3)" strokeWidth="1.5" strokeLinecap="round" />
    case 'failed':
      return <path d="M2 2l6 6M8 2L2 8" stroke="var(--stop)" strokeWidth="1.7" strokeLinecap="round" />
    case 'starting':
      return <circle cx="5" cy="5" r="3.6" stroke="var(--tx-3)" strokeWidth="1.5" strokeDasharray="1.6 1.6" />
    default:
      return <circle cx="5" cy="5" r="2.2" stroke="var(--tx-3)" strokeWidth="1.4" />
  }
}
