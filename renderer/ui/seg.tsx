// A segmented control: one of a few, as radio buttons.
import type { ReactNode } from 'react'

export interface Choice<T extends string> {
  readonly value: T
  readonly label: ReactNode
  /** the colour class when chosen */
  readonly tone?: string
}

export function Seg<T extends string>(props: {
  label: string
  /** the id of a text */
  describedBy?: string
  value: T | null
  choices: readonly Choice<T>[]
  disabled?: boolean
  wide?: boolean
  onChoose(value: T): void
}) {
  return (
    <div
      className={props.wide ? 'seg wide' : 'seg'}
      role="radiogroup"
      aria-label={props.label}
      aria-describedby={props.describedBy}
    >
      {props.choices.map(choice => {
        const on = choice.value === props.value
        return (
          // biome-ignore lint/a11y/useSemanticElements: a native radio cannot hold the icon and the key
          <button
            key={choice.value}
            type="button"
            role="radio"
            aria-checked={on}
            disabled={props.disabled ?? false}
            className={on ? `on ${choice.tone ?? ''}` : ''}
            onClick={() => props.onChoose(choice.value)}
          >
            {choice.label}
          </button>
        )
      })}
    </div>
  )
}
