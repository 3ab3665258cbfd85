// Names what in a text cannot be seen, and offers it without: that is a change of the text, and nothing is sent by it.
import { TriangleAlert } from 'lucide-react'
import { type Token, warningLine } from '../../state/exact-text.ts'
import { keepFocus } from '../../ui/keep-focus.ts'

/** `onClean` gets the text without them; absent = it cannot be changed here. `off`: not yet. */
export function Unseen(props: { tokens: readonly Token[]; off?: boolean; onClean?(text: string): void }) {
  const { tokens, onClean } = props
  const warning = warningLine(tokens)
  if (warning === null) return null
  const chips = tokens.filter(token => token.kind === 'chip').length
  const left = () => tokens.flatMap(token => (token.kind === 'chip' ? [] : [token.raw])).join('')
  return (
    <div className="warn">
      <TriangleAlert className="i i14" />
      <span className="sel sp">{warning}</span>
      {onClean && (
        <button
          type="button"
          className="btn sm gh"
          aria-disabled={props.off ?? false}
          onMouseDown={keepFocus}
          onClick={() => !props.off && onClean(left())}
        >
          Remove {chips === 1 ? 'it' : 'them'}
        </button>
      )}
    </div>
  )
}
