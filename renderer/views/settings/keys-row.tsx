// One command with its key: what it has, whether that is another than at first, and how to give it another.
import { type FocusEvent, useId, useRef } from 'react'
import { COMMANDS, type CommandId } from '../../../preload/contract.ts'
import { firstKey, isChanged, judge, keyWords } from '../../keys/bindings.ts'
import { focusManager } from '../../keys/focus.ts'
import { shortcutParts } from '../../keys/shortcuts.ts'
import { useSlice } from '../../state/app-state.ts'
import { Kbd } from '../../ui/kbd.tsx'
import { KeyField } from './keys-field.tsx'

interface Props {
  readonly command: CommandId
  /** what a person has pressed for it; null = nothing yet; undefined = nobody changes it */
  readonly pressed: string | null | undefined
  onChange(pressed: string | null | undefined): void
  /** Sets it, and takes it from who has it. */
  onSet(written: string): void
}

export function KeyRow({ command, pressed, onChange, onSet }: Props) {
  const { platform } = useSlice('about')
  const own = useSlice('settings').values.keys
  const button = useRef<HTMLButtonElement>(null)
  const saidId = useId()
  const { title } = COMMANDS[command]
  const written = shortcutParts(command, platform, own).join(' ')
  const changed = isChanged(command, platform, own)
  const recording = pressed !== undefined
  const found = pressed ? judge(command, pressed, platform, own) : null
  const leave = () => {
    onChange(undefined)
    focusManager.element(button.current)
  }
  const set = (key: string) => {
    onSet(key)
    leave()
  }
  /** At once where nothing speaks against it. */
  const press = (key: string) => {
    const { fault, clash } = judge(command, key, platform, own)
    if (fault !== null || clash !== null) onChange(key)
    else set(key)
  }
  const left = ({ currentTarget, relatedTarget }: FocusEvent) => {
    if (recording && relatedTarget !== null && !currentTarget.contains(relatedTarget)) onChange(undefined)
  }
  const warning = changed && written !== '' ? judge(command, written, platform, own).warning : null
  const clash = found?.clash && found.fault === null ? COMMANDS[found.clash].title : null
  return (
    <li className={`keys-row ${changed ? 'changed' : ''}`} data-command={command} onBlur={left}>
      <span className="keys-t">
        {title}
        {changed && <span className="tag set-tag">Changed</span>}
      </span>
      <span className="keys-k">
        {recording ? (
          <KeyField
            label={`New key for ${title}. Escape leaves it, Backspace takes it away.`}
            platform={platform}
            pressed={pressed}
            describedBy={saidId}
            onKey={press}
            onLeave={leave}
          />
        ) : written === '' ? (
          <span className="t3">None</span>
        ) : (
          <>
            <Kbd keys={written} />
            <span className="hidden">{keyWords(written, platform)}</span>
          </>
        )}
      </span>
      <span className="keys-b">
        {changed && !recording && (
          <button
            type="button"
            className="btn sm gh"
            aria-label={`Reset the key of ${title}`}
            onClick={() => press(firstKey(command, platform))}
          >
            Reset
          </button>
        )}
        <button
          ref={button}
          type="button"
          className="btn sm"
          aria-label={recording ? `Cancel the new key of ${title}` : `Change the key of ${title}`}
          onClick={() => (recording ? leave() : onChange(null))}
        >
          {recording ? 'Cancel' : 'Change'}
        </button>
      </span>
      <span className={`keys-say s12 ${found?.fault ? 'stop' : 't2'}`} id={saidId} aria-live="polite">
        {recording && !found && 'Escape leaves it, Backspace takes the key away.'}
        {found?.fault}
        {clash !== null && (
          <>
            {clash} has this key.{' '}
            <button type="button" className="btn sm" onClick={() => set(pressed!)}>
              Take it from {clash}
            </button>
          </>
        )}
        {!recording && warning}
      </span>
    </li>
  )
}
