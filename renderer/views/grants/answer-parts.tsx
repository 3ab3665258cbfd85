// What an agent that may submit, or ask to, may do beside text: answer dialogs, interrupt, type where nothing is shown. And at level
// Type, whether its text may go to a shell's prompt.
import { ChevronDown, ChevronRight } from 'lucide-react'
import type { Cell, SubPart } from '../../../preload/contract.ts'
import { changeParts } from '../../keys/grants-change.ts'
import { useGrantsView } from '../../state/grants-view.ts'
import { Seg } from '../../ui/seg.tsx'
import { AskMe } from './level-part.tsx'

interface Props {
  readonly at: { readonly agent: string; readonly surface: string }
  readonly cell: Cell
  readonly fixed: boolean
}

const EFFECTS = [
  { value: 'deny', label: 'Deny' },
  { value: 'ask', label: <AskMe /> },
  { value: 'allow', label: 'Allow' },
] as const
const SHORT = { deny: 'no', ask: 'asks', allow: 'yes' } as const

/** Where the level reaches to submit, if only by asking. */
export function AnswerPart(props: Props) {
  return submitsIn(props.cell) && <Part {...props} part="answer" label="Answer dialogs" />
}

const submitsIn = ({ level, ask }: Cell) => level === 'submit' || ask === 'submit'

export function MoreParts({ at, cell, fixed }: Props) {
  const more = useGrantsView(view => view.more)
  const submits = submitsIn(cell)
  const types = cell.level === 'type'
  const Shut = more ? ChevronDown : ChevronRight
  const summary = [
    submits ? `Interrupt: ${SHORT[cell.interrupt]}. Secrets: ${SHORT[cell.secret]}.` : '',
    types ? `Insert at a prompt: ${cell.insertAtPrompt ? 'yes' : 'no'}.` : '',
  ]
  return (
    <>
      <button
        type="button"
        className="more s12 t3"
        aria-expanded={more}
        onClick={() => useGrantsView.setState({ more: !more })}
      >
        <Shut className="i i12" />
        More
        {!more && <span className="tr s11">{summary.filter(Boolean).join(' ')}</span>}
      </button>
      {more && submits && (
        <>
          <Part
            {...{ at, cell, fixed }}
            part="interrupt"
            label="Interrupt"
            means="Keys that stop or end what runs: C-c, C-d, C-z, C-\ and Escape."
          />
          <Part
            {...{ at, cell, fixed }}
            part="secret"
            label="Secrets"
            means="Typing where the program hides what is typed, as for a password. Not seen through ssh or tmux."
          />
        </>
      )}
      {more && types && (
        <div>
          <div className="row">
            <span className="sp">
              Insert at a shell's prompt <span className="tag">Best effort</span>
            </span>
            <Seg
              label="Insert at a shell's prompt"
              value={cell.insertAtPrompt ? 'on' : 'off'}
              disabled={fixed}
              choices={[
                { value: 'off', label: 'Off' },
                { value: 'on', label: 'On' },
              ]}
              onChoose={to => void changeParts(at, { insertAtPrompt: to === 'on' })}
            />
          </div>
          <div className="s12 t3 of-ask">
            Text then goes onto an empty prompt instead of into a draft. Gatehouse checks what it can see; what the
            shell does with the text is its own.
          </div>
        </div>
      )}
    </>
  )
}

function Part({ at, cell, fixed, part, label, means }: Props & { part: SubPart; label: string; means?: string }) {
  return (
    <div>
      <div className="row">
        <span className="sp">{label}</span>
        <Seg
          label={label}
          value={cell[part]}
          disabled={fixed}
          choices={EFFECTS}
          onChoose={effect => void changeParts(at, { [part]: effect })}
        />
      </div>
      {means !== undefined && <div className="s12 t3 of-ask">{means}</div>}
    </div>
  )
}
