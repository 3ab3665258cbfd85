// What a person may do with a draft. Off, and seen to be off, until the card has stood still.
import { CornerDownLeft, Pencil, TextCursor, Trash2 } from 'lucide-react'
import { type MouseEvent, useRef } from 'react'
import { ActionKeys, Kbd } from '../../ui/kbd.tsx'
import { keepFocus } from '../../ui/keep-focus.ts'

export type DraftDeed = 'run' | 'insert' | 'edit' | 'discard'

/** `ended`: of the surface's program. */
export function doable(deed: DraftDeed, ended: boolean): boolean {
  return !ended || (deed !== 'run' && deed !== 'insert')
}

/** `of`: the revision they are for. `ended`: nothing reads there any more. `several`: there are others to step to. */
export function DraftButtons(props: {
  of: string
  armed: boolean
  ended: boolean
  program: string
  several: boolean
  onDeed(deed: DraftDeed): void
}) {
  /** the revision that the pointer went down on: a click that ends on a later one is for none */
  const pressed = useRef<string | null>(null)
  const button = (deed: DraftDeed) => ({
    type: 'button' as const,
    // Not `disabled`: a click on a disabled button would move the focus.
    'aria-disabled': !props.armed || !doable(deed, props.ended),
    onMouseDown: keepFocus,
    onPointerDown: () => {
      pressed.current = props.of
    },
    onClick: ({ detail }: MouseEvent) => {
      if (detail === 0 || pressed.current === props.of) props.onDeed(deed)
    },
  })
  return (
    <footer className="dcf">
      <button className="btn pri" {...button('run')}>
        <CornerDownLeft className="i i14" />
        Run
        <span className="dk">
          <Kbd keys="mod enter" />
        </span>
      </button>
      <button className="btn" {...button('insert')}>
        <TextCursor className="i i14" />
        Insert
        <span className="dk">
          <Kbd keys="I" />
        </span>
      </button>
      <button className="btn" {...button('edit')}>
        <Pencil className="i i14" />
        Edit
        <span className="dk">
          <Kbd keys="E" />
        </span>
      </button>
      <button className="btn gh" {...button('discard')}>
        <Trash2 className="i i14" />
        Discard
        <span className="dk">
          <Kbd keys="backspace" />
        </span>
      </button>
      <span className="sp" />
      {props.several && (
        <span className="hint steps s12 t3 focused-only">
          <Kbd keys="J K" />
          next, previous
        </span>
      )}
      <span className="hint s12 t3 focused-only">
        <Kbd keys="esc" />
        back to {props.program}
      </span>
      <span className="hint s12 t3 unfocused-only">
        <ActionKeys action="drafts" quiet={false} />
        to focus <span className="drafts">drafts</span>
      </span>
    </footer>
  )
}
