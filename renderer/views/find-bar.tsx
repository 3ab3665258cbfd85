// The bar that finds text in a terminal: over its upper right corner, so that rows and columns stay as they are.
import { CaseSensitive, ChevronDown, ChevronUp, Regex, X } from 'lucide-react'
import type { KeyboardEvent, ReactNode } from 'react'
import { closeFind, findNext, lookFor } from '../keys/find.ts'
import { countWords, useFind } from '../state/find.ts'
import { keepFocus } from '../ui/keep-focus.ts'

export function FindBar({ surface }: { surface: string }) {
  const find = useFind()
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Escape') closeFind()
    else if (event.key === 'F3' || (event.key === 'Enter' && event.target instanceof HTMLInputElement)) {
      findNext(event.shiftKey ? 'previous' : 'next')
    } else return
    event.preventDefault()
    event.stopPropagation()
  }
  return (
    <search className="find" aria-label="Find in this terminal" data-find-of={surface} onKeyDown={onKeyDown}>
      <input
        type="text"
        className="find-in"
        aria-label="Find"
        placeholder="Find"
        spellCheck={false}
        aria-invalid={find.fault !== null}
        value={find.text}
        onChange={event => lookFor({ text: event.target.value })}
      />
      <span className={`find-n ${find.fault === null ? '' : 'stop'}`} role="status" aria-live="polite">
        {find.fault ?? countWords(find)}
      </span>
      <Toggle label="Match case" on={find.matchCase} onFlip={matchCase => lookFor({ matchCase })}>
        <CaseSensitive className="i i14" />
      </Toggle>
      <Toggle label="Regular expression" on={find.regex} onFlip={regex => lookFor({ regex })}>
        <Regex className="i i14" />
      </Toggle>
      <Step label="Previous match" act={() => findNext('previous')}>
        <ChevronUp className="i i14" />
      </Step>
      <Step label="Next match" act={() => findNext('next')}>
        <ChevronDown className="i i14" />
      </Step>
      <Step label="Close" act={closeFind}>
        <X className="i i14" />
      </Step>
    </search>
  )
}

function Toggle(props: { label: string; on: boolean; onFlip(on: boolean): void; children: ReactNode }) {
  return (
    <button
      type="button"
      className={`ib x24 ${props.on ? 'on' : ''}`}
      aria-label={props.label}
      title={props.label}
      aria-pressed={props.on}
      onMouseDown={keepFocus}
      onClick={() => props.onFlip(!props.on)}
    >
      {props.children}
    </button>
  )
}

function Step(props: { label: string; act(): void; children: ReactNode }) {
  return (
    <button
      type="button"
      className="ib x24"
      aria-label={props.label}
      title={props.label}
      onMouseDown={keepFocus}
      onClick={() => props.act()}
    >
      {props.children}
    </button>
  )
}
