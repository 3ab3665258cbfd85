// One setting: what it is called, one line about it, what it was at first, its control. A changed one is marked and can be reset.
import { type ReactNode, useId } from 'react'
import { DEFAULT_SETTINGS } from '../../../preload/contract.ts'
import { useSlice } from '../../state/app-state.ts'
import { changeSettings } from '../../state/settings.ts'
import { isChanged, type Row, valueWords } from '../../state/settings-table.ts'
import { ControlOf } from './controls.tsx'

export function SettingRow({ row, names }: { row: Row; names: Readonly<Record<string, string>> }) {
  const { values } = useSlice('settings')
  const titleId = useId()
  const helpId = useId()
  const changed = isChanged(row.name, values)
  const first = valueWords(row, DEFAULT_SETTINGS[row.name], names)
  return (
    <Line
      titleId={titleId}
      title={row.title}
      name={row.name}
      changed={changed}
      tall={row.control.is === 'scheme'}
      below={
        <p className="s12 t2" id={helpId}>
          {row.help} <span className="t3 set-first">First: {first}.</span>
        </p>
      }
      onReset={() => void changeSettings({ [row.name]: null })}
    >
      <ControlOf row={row} label={row.title} describedBy={helpId} />
    </Line>
  )
}

interface LineProps {
  readonly titleId: string
  readonly title: string
  /** in settings.json */
  readonly name: string
  readonly changed: boolean
  /** the control needs the whole width */
  readonly tall: boolean
  readonly below: ReactNode
  readonly children: ReactNode
  onReset(): void
}

function Line({ titleId, title, name, changed, tall, below, children, onReset }: LineProps) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset has no such layout
    <div
      className={`set-row ${tall ? 'tall' : ''} ${changed ? 'changed' : ''}`}
      role="group"
      aria-labelledby={titleId}
      data-setting={name}
    >
      <div className="set-words">
        <div className="set-title">
          <h3 className="b" id={titleId}>
            {title}
          </h3>
          {changed && <span className="tag set-tag">Changed</span>}
          {changed && (
            <button type="button" className="btn sm gh" aria-label={`Reset ${title}`} onClick={onReset}>
              Reset
            </button>
          )}
        </div>
        {below}
      </div>
      <div className="set-control">{children}</div>
    </div>
  )
}
