// The offer to take back what somebody was just given. It takes no focus; the keys of the matrix and the panel's buttons do the same.
import { undo } from '../../keys/grants-change.ts'
import { useSlice } from '../../state/app-state.ts'
import { useUndoToast } from '../../state/undo-toast.ts'
import { keepFocus } from '../../ui/keep-focus.ts'

export function UndoToast() {
  const words = useUndoToast(toast => toast.words)
  const { undo: last } = useSlice('grants')
  return (
    <div role="status" className="undo-toast">
      {words !== null && (
        <div className="notice row" data-testid="undo-toast">
          <span className="sp">{words}.</span>
          <button
            type="button"
            className="btn sm"
            title={last === null ? 'Undo' : `Undo: ${last}`}
            onMouseDown={keepFocus}
            onClick={() => void undo()}
          >
            Undo
          </button>
        </div>
      )}
    </div>
  )
}
