// One filter: a button that says what is chosen, and a menu behind it. What is ticked acts at once; the menu stays open.
import { Menu as Base } from '@base-ui/react/menu'
import { Check, ChevronDown } from 'lucide-react'
import { Fragment, type ReactNode } from 'react'
import { layers } from '../../ui/layers.ts'

export interface Option<T extends string> {
  readonly value: T
  readonly label: string
  readonly icon?: ReactNode
  /** it has one of its own kind only */
  readonly note?: string
}

interface Props<T extends string> {
  /** null: what is chosen says enough */
  label: string | null
  name: string
  /** what is chosen, in a word */
  word: string
  /** any of them may be chosen, else exactly one */
  many: boolean
  /** in parts, with a line between them */
  parts: readonly (readonly Option<T>[])[]
  chosen: readonly T[]
  onChoose(value: T): void
  /** none is chosen from now on */
  onAny?(): void
  onOpen?(): void
}

export function FilterMenu<T extends string>(props: Props<T>) {
  const { label, name, word, parts, onOpen } = props
  const on = props.onAny !== undefined && props.chosen.length > 0
  return (
    <Base.Root modal={false} onOpenChange={open => open && onOpen?.()}>
      <Base.Trigger
        className={`fieldb act-filter ${on ? 'on' : ''}`}
        aria-label={label === null ? `${name}: ${word}` : undefined}
      >
        {label} <span className={label === null ? '' : 't3 tr'}>{word}</span>
        {label === null && <ChevronDown className="i i12" />}
      </Base.Trigger>
      <Base.Portal container={layers}>
        <Base.Positioner positionMethod="fixed" className="menu-layer" side="bottom" align="end" sideOffset={4}>
          <Base.Popup className="menu act-menu" aria-label={name}>
            {props.onAny && (
              <Item label="Any" many={false} checked={props.chosen.length === 0} stays={false} act={props.onAny} />
            )}
            {parts
              .filter(part => part.length > 0)
              .map((part, index) => (
                <Fragment key={part[0]!.value}>
                  {(index > 0 || props.onAny) && <div className="menu-line" />}
                  {part.map(option => (
                    <Item
                      key={option.value}
                      {...option}
                      many={props.many}
                      checked={props.chosen.includes(option.value)}
                      stays={props.many}
                      act={() => props.onChoose(option.value)}
                    />
                  ))}
                </Fragment>
              ))}
          </Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  )
}

function Item(props: {
  label: string
  icon?: ReactNode
  note?: string
  many: boolean
  checked: boolean
  stays: boolean
  act(): void
}) {
  return (
    <Base.CheckboxItem
      className="menu-item"
      checked={props.checked}
      closeOnClick={!props.stays}
      onCheckedChange={props.act}
    >
      {props.icon}
      <span className="tr">{props.label}</span>
      {props.note !== undefined && <span className="t3 s12">{props.note}</span>}
      <span className="sp" />
      {props.checked && <Check className="i i14" />}
    </Base.CheckboxItem>
  )
}
