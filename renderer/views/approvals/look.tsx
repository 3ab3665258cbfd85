// The first answer where what stood there is not there any more: asks main for the question as it is now.
import { RotateCw } from 'lucide-react'
import type { ApprovalView } from '../../../preload/contract.ts'
import { perform } from '../../keys/approvals.ts'
import { Kbd } from '../../ui/kbd.tsx'
import { usePress } from './use-press.ts'

export function Look({ view, armed }: { view: ApprovalView; armed: boolean }) {
  const press = usePress(view.ref, began => perform('look', began))
  return (
    <button className="btn lg pri" aria-disabled={!armed} aria-keyshortcuts="Y" data-answer="look" {...press}>
      <RotateCw className="i i14" />
      Look again
      <span className="sp" />
      <span className="ak">
        <Kbd keys="Y" />
      </span>
    </button>
  )
}
