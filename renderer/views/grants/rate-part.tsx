// How many sends a minute or an hour: a number in a field, kept with Enter or by leaving it.
import { X } from 'lucide-react'
import { type KeyboardEvent, useRef, useState } from 'react'
import type { CellLimit } from '../../../preload/contract.ts'
import { toMatrix } from '../../keys/grants.ts'
import { changeParts } from '../../keys/grants-change.ts'
import { limitWords, rateOf } from '../../state/grants-words.ts'
import { say } from '../../state/panel.ts'

type Window = CellLimit['window']

const WINDOWS: readonly { readonly value: Window; readonly word: string }[] = [
  { value: 'minute', word: 'min' },
  { value: 'hour', word: 'hour' },
]

interface Props {
  readonly at: { readonly agent: string; readonly surface: string }
  readonly limit: CellLimit | null
  readonly fixed: boolean
}

export function RatePart({ at, limit, fixed }: Props) {
  const shown = limit ? String(limit.max) : ''
  /** what is being written; null = nothing */
  const [text, setText] = useState<string | null>(null)
  const input = useRef<HTMLInputElement>(null)
  const [chosen, setChosen] = useState<Window>('minute')
  const window = limit?.window ?? chosen
  const windows = WINDOWS.some(({ value }) => value === window)
    ? WINDOWS
    : [...WINDOWS, { value: window, word: typeof window === 'number' ? `${window} s` : window }]
  const set = (max: number | null, per: Window) => {
    if (max === (limit?.max ?? null) && per === limit?.window) return
    if (max === null && limit === null) return
    void changeParts(at, { limit: max === null ? null : { max, window: per, per: limit?.per ?? 'pair' } })
  }
  const save = () => {
    if (text === null) return
    const max = rateOf(text)
    setText(null)
    if (max === undefined) say('A rate limit is a whole number of sends from 1 to 100000.')
    else set(max, window)
  }
  const key = (event: KeyboardEvent) => {
    if (event.key === 'Escape') setText(null)
    else if (event.key === 'Enter') save()
    else return
    event.preventDefault()
    event.stopPropagation()
    toMatrix()
  }
  return (
    <div className="row">
      <span className="sp">Rate limit</span>
      <span className={`fieldb rate num ${fixed ? 'off' : ''}`}>
        <input
          ref={input}
          data-grants="rate"
          aria-label={`Rate limit, sends per ${window}`}
          title={limit ? limitWords(limit) : 'No limit is set'}
          inputMode="numeric"
          maxLength={6}
          placeholder="no"
          disabled={fixed}
          style={{ width: `${Math.max(2, (text ?? shown).length) + 0.6}ch` }}
          value={text ?? shown}
          onChange={event => setText(event.target.value)}
          onKeyDown={key}
          onBlur={save}
        />
        <span>sends /</span>
        <select
          aria-label="Rate limit per"
          disabled={fixed}
          value={String(window)}
          onChange={event => {
            const per = windows.find(({ value }) => String(value) === event.target.value)?.value ?? 'minute'
            setChosen(per)
            if (limit) set(limit.max, per)
          }}
        >
          {windows.map(({ value, word }) => (
            <option key={value} value={value}>
              {word}
            </option>
          ))}
        </select>
        {limit && !fixed && (
          <button
            type="button"
            className="ib x24"
            title="Remove the limit"
            aria-label="Remove the rate limit"
            onClick={() => set(null, window)}
          >
            <X className="i i12" />
          </button>
        )}
      </span>
    </div>
  )
}
