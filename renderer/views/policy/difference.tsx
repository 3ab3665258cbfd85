// The difference of two texts as a person reads it: signs and colours, and every character that hides or acts as a chip.
import { useMemo, useState } from 'react'
import { exactTokens, type Token } from '../../state/exact-text.ts'
import { count } from '../../state/words.ts'
import { Tokens } from '../drafts/exact-text.tsx'
import { type DiffLine, difference } from './lines.ts'

const STEP = 300
/** Of one line, in UTF-16 units. */
const LINE_STEP = 2000
const SIGNS = { same: ' ', added: '+', removed: '−' } as const

export function Difference({ before, after }: { before: string; after: string }) {
  const { lines, added, removed } = useMemo(() => difference(before, after), [before, after])
  const [most, setMost] = useState(STEP)
  const left = lines.slice(most).filter(line => line.kind === 'added' || line.kind === 'removed').length
  if (added + removed === 0) return <p className="t2">The text is the same.</p>
  return (
    <>
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset is no text */}
      <div
        className="diff sel"
        role="group"
        aria-label={`The difference: ${count(added, 'line')} added, ${count(removed, 'line')} taken out`}
      >
        {lines.slice(0, most).map((line, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: lines have no identity but their place
          <Line key={index} line={line} />
        ))}
      </div>
      {lines.length > most && (
        <div className="row left">
          <span className="s12 t2">{count(left, 'more changed line')} not shown.</span>
          <button type="button" className="btn sm" onClick={() => setMost(most + STEP)}>
            Show more
          </button>
        </div>
      )}
    </>
  )
}

function Line({ line }: { line: DiffLine }) {
  if (line.kind === 'gap') return <div className="dln gap">{count(line.lines, 'line')} as before</div>
  const word = { same: '', added: 'added: ', removed: 'taken out: ' }[line.kind]
  return (
    <div className={`dln ${line.kind}`}>
      <span className="no num">{line.after ?? ''}</span>
      <span className="sign" aria-hidden="true">
        {SIGNS[line.kind]}
      </span>
      <span className="text">
        {word && <span className="hidden">{word}</span>}
        <Exact text={line.text} />
      </span>
    </div>
  )
}

export function Exact({ text }: { text: string }) {
  const [most, setMost] = useState(LINE_STEP)
  const rest = text.length - most
  return (
    <>
      <Tokens tokens={withBlanks(exactTokens(text.slice(0, most), []))} />
      {rest > 0 && (
        <button type="button" className="inv lf" onClick={() => setMost(most + 10 * LINE_STEP)}>
          {count(rest, 'more character')}
        </button>
      )}
    </>
  )
}

/** Spaces as themselves: a policy is indented, and dots would hide what differs. */
function withBlanks(tokens: readonly Token[]): Token[] {
  const joined: Token[] = []
  for (const token of tokens) {
    const last = joined.at(-1)
    if (token.kind !== 'space' && token.kind !== 'text') joined.push(token)
    else if (last?.kind === 'text') joined[joined.length - 1] = { kind: 'text', raw: last.raw + token.raw }
    else joined.push({ kind: 'text', raw: token.raw })
  }
  return joined
}
