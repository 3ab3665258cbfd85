// What was sent, exactly; what the agent wrote where a person sent something else; and what is masked in it.
import { Check, ChevronsUpDown, Copy, Eye, EyeOff, TriangleAlert } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { ActivityDetail } from '../../../preload/contract.ts'
import { call } from '../../api.ts'
import { told } from '../../keys/actions.ts'
import { isExact } from '../../state/activity-words.ts'
import { exactTokens, lineCount, warningLine } from '../../state/exact-text.ts'
import { foldOf } from '../../state/fold.ts'
import type { Risk } from '../../state/risky-shapes.ts'
import { byTheClock, count } from '../../state/words.ts'
import { ExactText } from '../drafts/exact-text.tsx'
import { Difference } from '../policy/difference.tsx'

const NONE: readonly Risk[] = []

interface Props {
  detail: ActivityDetail
  /** with its secrets */
  bare: boolean
  onReveal(): void
}

export function DetailText({ detail, bare, onReveal }: Props) {
  const { row, text, wrote, draft } = detail
  const [whole, setWhole] = useState(false)
  const tokens = useMemo(() => {
    const fold = whole || text === null ? null : foldOf(text, [])
    return exactTokens(fold ? (text ?? '').slice(0, fold.head) : (text ?? ''), [])
  }, [text, whole])
  if (text === null) {
    if (row.keys) return <Keys keys={row.keys} />
    return row.text === null ? null : <p className="act-said sel">{byTheClock(row.text)}</p>
  }
  if (!isExact(row)) return <p className="act-said sel">{byTheClock(text)}</p>
  const fold = whole ? null : foldOf(text, [])
  const warning = warningLine(exactTokens(text, []))
  const revision = draft && /@(\d+)$/.exec(draft.ref)?.[1]
  const facts = [count([...text].length, 'character'), count(lineCount(text), 'line')]
  return (
    <>
      <ExactText tokens={tokens} risks={NONE} />
      {fold && (
        <button type="button" className="btn sm gh" onClick={() => setWhole(true)}>
          <ChevronsUpDown className="i i12" />
          Show all {fold.all}
        </button>
      )}
      <div className="row s12 t3 act-tl">
        <span>{[...facts, ...(revision ? [`revision ${revision}`] : [])].join(', ')}</span>
        <span className="sp" />
        <CopyText text={text} />
      </div>
      {warning !== null && (
        <div className="warn">
          <TriangleAlert className="i i14" />
          <span>{warning}</span>
        </div>
      )}
      {row.masked && (
        <div className="row s12 t2 act-secret">
          <span className="sp">{bare ? 'Shown with its secrets.' : 'Secrets in it are masked.'}</span>
          <button type="button" className="btn sm" aria-pressed={bare} onClick={onReveal}>
            {bare ? <EyeOff className="i i14" /> : <Eye className="i i14" />}
            {bare ? 'Hide secrets' : 'Show secrets'}
          </button>
        </div>
      )}
      {wrote !== null && (
        <section className="act-edit" aria-label="What was changed">
          <h2 className="lab">{row.actorName} wrote, and you sent</h2>
          {wrote === text ? (
            <p className="t2">They differ in what is masked.</p>
          ) : (
            <Difference before={wrote} after={text} />
          )}
        </section>
      )}
    </>
  )
}

function CopyText({ text }: { text: string }) {
  const [done, setDone] = useState(false)
  const copy = async () => setDone((await told(call('clipboard.write', { text }))) !== null)
  return (
    <button type="button" className="act-copy" onClick={() => void copy()} onBlur={() => setDone(false)}>
      {done ? <Check className="i i12" color="var(--ok)" /> : <Copy className="i i12" />}
      <span role="status">{done ? 'Copied' : 'Copy'}</span>
    </button>
  )
}

function Keys({ keys }: { keys: readonly string[] }) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset is no text
    <div className="pl sel" role="group" aria-label={`Keys: ${keys.join(', ')}`}>
      {keys.map((key, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the same key may come twice; what was recorded never changes
        <span key={index} className="inv ent">
          {key}
        </span>
      ))}
    </div>
  )
}
