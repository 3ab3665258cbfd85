// Three ways to begin, what each would change here before it is applied, and which one the policy is as now.
import { Check, TriangleAlert } from 'lucide-react'
import { useEffect, useState } from 'react'
import { type CallOutput, STARTING_POINTS, type StartingPoint } from '../../../preload/contract.ts'
import { call } from '../../api.ts'
import { focusManager } from '../../keys/focus.ts'
import { useSlice } from '../../state/app-state.ts'
import { isUnsaved, lookAtText, usePolicyDraft } from '../../state/policy-draft.ts'
import { usePolicyPage } from '../../state/policy-page.ts'
import { POINTS } from '../../state/policy-points.ts'
import { offerUndo } from '../../state/undo-toast.ts'
import { Changes } from './changes.tsx'
import { Difference } from './difference.tsx'
import { tabOf } from './parts.tsx'

type Preview = CallOutput<'policy.starting'>

export function StartingPart() {
  const { like } = useSlice('grants')
  const chosen = usePolicyPage(page => page.point)
  return (
    <div className="starting">
      <p className="t2">
        A way to begin. It takes the place of all rules and open rules; agents, locks and tests stay as they are. Look
        at what it changes first.
      </p>
      <div className="points">
        {STARTING_POINTS.map(point => (
          <Card key={point} point={point} current={like === point} open={chosen === point} />
        ))}
      </div>
      {like === null && <p className="s12 t3">The policy is as you wrote it: none of the three.</p>}
      {chosen && <Shown key={chosen} point={chosen} current={like === chosen} />}
    </div>
  )
}

function Card({ point, current, open }: { point: StartingPoint; current: boolean; open: boolean }) {
  const { name, lead, may, asks, never, gives } = POINTS[point]
  return (
    <section className={`card point ${open ? 'on' : ''}`} aria-label={name}>
      <div className="row">
        <h2 className="h1 sp">{name}</h2>
        {current && (
          <span className="tag">
            <Check className="i i12" />
            In force
          </span>
        )}
      </div>
      <p className="s12 t2">{lead}</p>
      <dl>
        <dt>May</dt>
        <dd>{may}</dd>
        <dt>Asks</dt>
        <dd>{asks}</dd>
        <dt>Never</dt>
        <dd>{never}</dd>
      </dl>
      {gives !== null && (
        <p className="warn">
          <TriangleAlert className="i i14" />
          <span>{gives}</span>
        </p>
      )}
      <button
        type="button"
        className="btn"
        aria-expanded={open}
        onClick={() => usePolicyPage.setState({ point: open ? null : point })}
      >
        {open ? 'Hide' : 'Show'} what {name} changes
      </button>
    </section>
  )
}

/** What the point would change, asked again when the policy is another. */
function Shown({ point, current }: { point: StartingPoint; current: boolean }) {
  const accepted = usePolicyDraft(draft => draft.accepted)
  const unsaved = usePolicyDraft(isUnsaved)
  const [preview, setPreview] = useState<Preview | null>(null)
  const [trouble, setTrouble] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const { name } = POINTS[point]
  // biome-ignore lint/correctness/useExhaustiveDependencies: what it changes depends on the accepted text
  useEffect(() => {
    let wanted = true
    void call('policy.starting', { point }).then(answer => {
      if (!wanted) return
      setPreview(answer.ok ? answer.value : null)
      setTrouble(answer.ok ? null : answer.message)
    })
    return () => {
      wanted = false
    }
  }, [point, accepted?.hash])
  const apply = async () => {
    if (!preview || busy) return
    setBusy(true)
    const written = await call('policy.write', { text: preview.text, hash: preview.hash })
    await lookAtText()
    setBusy(false)
    if (!written.ok) return setTrouble(written.message)
    offerUndo(`${name} applied`)
    // The button is gone: there is nothing left to apply.
    focusManager.element(tabOf('starting'))
  }
  const same = preview !== null && accepted !== null && preview.text === accepted.text
  return (
    <section className="preview" aria-label={`What ${name} changes`}>
      <h2 className="h2">What agents may do differently with {name}</h2>
      {trouble !== null && (
        <div className="warn" role="alert" aria-live="polite">
          <TriangleAlert className="i i14" />
          {trouble}
        </div>
      )}
      {preview && <Changes changes={preview.check.changes} notes={preview.check.notes} />}
      {preview?.check.faults.map(({ line, message }) => (
        <p key={`${line} ${message}`} className="warn">
          <TriangleAlert className="i i14" />
          {message}
        </p>
      ))}
      {preview && !same && accepted && (
        <details>
          <summary className="s12 t2">The text</summary>
          <Difference key={preview.hash} before={accepted.text} after={preview.text} />
        </details>
      )}
      <div className="tools">
        <span className="sp s12 t2">
          {unsaved && 'What you wrote in File is not saved. It stays there and will have to be put together with this.'}
        </span>
        {!same && (
          <button
            type="button"
            className="btn pri lg"
            aria-disabled={!preview || busy || preview.check.faults.length > 0}
            onClick={() => preview && preview.check.faults.length === 0 && void apply()}
          >
            <Check className="i i14" />
            Apply {name}
          </button>
        )}
        {(same || current) && <span className="s12 t2">The policy is as {name} already.</span>}
      </div>
    </section>
  )
}
