// The control of a setting, by its kind. What it sets acts at once.
import type { SettingsPatch, SettingsValues } from '../../../preload/contract.ts'
import { changeSettings, useSetting } from '../../state/settings.ts'
import type { Row } from '../../state/settings-table.ts'
import { limits, type NumberName, numberFrom, stepped } from '../../state/settings-text.ts'
import { Seg } from '../../ui/seg.tsx'
import { EditorControl } from './editor.tsx'
import { Field, type Told } from './field.tsx'
import { FontControl } from './font.tsx'
import { SchemeControl } from './schemes.tsx'
import { ForwardControl, InTmuxControl } from './tmux.tsx'

export function ControlOf({ row, ...told }: { row: Row } & Told) {
  const value = useSetting(row.name)
  const { control } = row
  const set = (next: SettingsValues[typeof row.name]) => void changeSettings({ [row.name]: next } as SettingsPatch)
  if (control.is === 'switch') return <Switch on={value === true} onSet={set} {...told} />
  if (control.is === 'seg') {
    return (
      <Seg
        label={row.title}
        describedBy={told.describedBy}
        value={String(value)}
        choices={control.choices}
        onChoose={set as (next: string) => void}
      />
    )
  }
  if (control.is === 'number') {
    return <NumberControl name={row.name as NumberName} step={control.step} unit={control.unit} {...told} />
  }
  if (control.is === 'font') return <FontControl {...told} />
  if (control.is === 'editor') return <EditorControl {...told} />
  if (control.is === 'presets') return <InTmuxControl {...told} />
  if (control.is === 'hosts') return <ForwardControl {...told} />
  return <SchemeControl dark={control.dark} {...told} />
}

function Switch({ on, onSet, label, describedBy }: Told & { on: boolean; onSet(next: boolean): void }) {
  return (
    <button
      type="button"
      role="switch"
      className="switch"
      aria-checked={on}
      aria-label={label}
      aria-describedby={describedBy}
      onClick={() => onSet(!on)}
    >
      <span className="knob" />
    </button>
  )
}

function NumberControl({ name, step, unit, ...told }: Told & { name: NumberName; step: number; unit: string }) {
  const value = useSetting(name)
  return (
    <Field
      text={String(value)}
      read={text => numberFrom(name, text)}
      onValue={next => void changeSettings({ [name]: next })}
      write={String}
      step={(from, by) => stepped(name, from, by * step)}
      inputMode={limits(name).whole ? 'numeric' : 'decimal'}
      after={unit && <span className="s12 t3">{unit}</span>}
      {...told}
    />
  )
}
