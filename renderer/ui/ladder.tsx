// The ladder: three rising bars. Solid = allowed, hollow = asks, stub = denied. It reads without colour.
import { type Grant, grantSentence, RANK } from '../state/words.ts'

const STEPS = ['read', 'type', 'submit'] as const

/** `words` gives it a name of its own; leave it out where the words stand beside it. */
export function Ladder({ level, ask, words = false }: Grant & { words?: boolean }) {
  const allowed = RANK[level]
  const asked = ask ? RANK[ask] : 0
  const label = words ? { role: 'img', 'aria-label': grantSentence({ level, ask }) } : { 'aria-hidden': true as const }
  return (
    <span className="lv" {...label}>
      <svg viewBox="0 0 16 12" aria-hidden="true">
        {STEPS.map((step, index) => {
          const height = 6 + index * 3
          const x = index * 6
          if (index < allowed) {
            return (
              <rect
                key={step}
                className="solid"
                x={x}
                y={12 - height}
                width="4"
                height={height}
                rx="1"
                fill={`var(--l-${level})`}
              />
            )
          }
          if (index < asked) {
            const stroke = `var(--l-${ask})`
            return (
              <rect
                key={step}
                className="hollow"
                x={x + 0.5}
                y={12.5 - height}
                width="3"
                height={height - 1}
                rx="1"
                fill="none"
                stroke={stroke}
              />
            )
          }
          return <rect key={step} className="stub" x={x} y="10" width="4" height="2" rx=".8" fill="var(--line-3)" />
        })}
      </svg>
    </span>
  )
}
