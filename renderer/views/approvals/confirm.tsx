// A second yes, in place, for what lasts: a standing rule, a lock.
import type { ApprovalView } from '../../../preload/contract.ts'
import { confirm } from '../../keys/approvals.ts'
import { keyOf } from '../../state/approval-keys.ts'
import { answerMeans, answerWord } from '../../state/approval-words.ts'
import { type Confirming, isReady, setMode } from '../../state/desk.ts'
import { Kbd } from '../../ui/kbd.tsx'
import { keepFocus } from '../../ui/keep-focus.ts'
import { useArmed } from '../../ui/use-armed.ts'
import { usePress } from './use-press.ts'

export function Confirm({ view, mode, armed }: { view: ApprovalView; mode: Confirming; armed: boolean }) {
  const { how } = mode
  // Only what it draws.
  const still = useArmed(`${view.ref} ${mode.at}`) && armed
  const press = usePress(
    view.ref,
    began => confirm(mode, began),
    () => isReady(mode),
  )
  return (
    <footer className="apf confirm">
      <p>
        {answerMeans(how, view, Date.now())}.{' '}
        {how === 'block'
          ? 'It is a lock: it holds until you take it out of the policy.'
          : 'You can change it in Grants.'}
      </p>
      <div className="row">
        <button
          className={`btn lg ${how === 'block' ? 'stopsolid' : 'pri'}`}
          aria-disabled={!still}
          aria-keyshortcuts={keyOf(how)}
          data-answer={how}
          {...press}
        >
          {answerWord(how, view)}
          <Kbd keys={keyOf(how)} />
        </button>
        <span className="sp" />
        <button type="button" className="btn lg gh" onMouseDown={keepFocus} onClick={() => setMode(null)}>
          Back
          <Kbd keys="esc" quiet />
        </button>
      </div>
    </footer>
  )
}
