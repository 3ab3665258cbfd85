// The lines of the policy in words, in the order of the file, beside the file itself. Each can be found, shown and taken away.
import { Search, Undo2 } from 'lucide-react'
import { type KeyboardEvent, useRef, useState } from 'react'
import type { RuleLine } from '../../../preload/contract.ts'
import { call } from '../../api.ts'
import { told } from '../../keys/actions.ts'
import { focusManager } from '../../keys/focus.ts'
import { useSlice } from '../../state/app-state.ts'
import { isLocked } from '../../state/policy.ts'
import { usePolicyDraft } from '../../state/policy-draft.ts'
import { usePolicyPage } from '../../state/policy-page.ts'
import { lineKey, matching, neighbour, removedWords, sumWords } from '../../state/policy-rules.ts'
import { lastLineOf } from '../../state/policy-text.ts'
import { offerUndo, withdrawUndo } from '../../state/undo-toast.ts'
import { count } from '../../state/words.ts'
import { useMedia } from '../../ui/use-media.ts'
import { Code } from './code.tsx'
import { RuleRow } from './rule-row.tsx'

const STEP = 200
/** Where list and file stand side by side. */
const WIDE = '(min-width: 1100px)'

export function RulesPart() {
  const { rules, undo, undoOf } = useSlice('grants')
  const policy = useSlice('policy')
  const chosen = usePolicyPage(page => page.line)
  const text = usePolicyDraft(draft => draft.accepted?.text ?? null)
  const wide = useMedia(WIDE)
  const [query, setQuery] = useState('')
  const [most, setMost] = useState(STEP)
  const search = useRef<HTMLInputElement>(null)
  const list = useRef<HTMLUListElement>(null)
  const locked = isLocked(policy)
  const found = matching(rules, query)
  const shown = found.slice(0, most)
  const line = rules.find(one => lineKey(one) === chosen) ?? null
  const choose = (one: RuleLine | null) => usePolicyPage.setState({ line: one && lineKey(one) })
  const toRow = (one: RuleLine | null) => {
    const row = one && list.current?.querySelector<HTMLElement>(`[data-line="${CSS.escape(lineKey(one))}"]`)
    focusManager.element(row || search.current)
  }
  const remove = async (one: RuleLine) => {
    const next = neighbour(found, lineKey(one))
    if (!(await told(call('policy.remove', { kind: one.kind, id: one.id })))) return
    offerUndo(removedWords(one))
    choose(next)
    toRow(next)
  }
  const back = async () => {
    withdrawUndo()
    await told(call('policy.undo', { of: undoOf ?? null }))
  }
  const key = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing || !(event.target instanceof HTMLElement)) return
    const here = shown.findIndex(
      one => event.target instanceof HTMLElement && event.target.dataset['line'] === lineKey(one),
    )
    const withMod = event.ctrlKey || event.metaKey
    // A key that is held takes nothing more away, and nothing more back.
    if (event.repeat && (withMod || event.key === 'Delete')) {
      if (here !== -1) event.preventDefault()
      return
    }
    if (withMod && event.key.toLowerCase() === 'z' && !event.shiftKey && undo !== null && !locked) void back()
    else if (here === -1 || withMod || event.altKey) return
    else if (event.key === 'Delete' && !locked) void remove(shown[here]!)
    else {
      const to = { ArrowDown: here + 1, ArrowUp: here - 1, Home: 0, End: shown.length - 1 }[event.key]
      if (to === undefined) return
      toRow(shown[Math.min(Math.max(to, 0), shown.length - 1)]!)
    }
    event.preventDefault()
  }
  if (rules.length === 0) {
    return <p className="none t2">{policy.ruling === 'nothing' ? 'No policy is in force.' : NONE}</p>
  }
  // One of them is in the order of Tab; arrows go to the others.
  const first = shown.find(one => lineKey(one) === chosen) ?? shown[0]
  return (
    <div className="cols">
      <div className="col">
        <div className="tools">
          <label className="fieldb query">
            <Search className="i i14" />
            <input
              ref={search}
              type="search"
              aria-label="Find a rule"
              placeholder="Find a rule"
              spellCheck={false}
              autoComplete="off"
              value={query}
              onChange={event => setQuery(event.target.value)}
              onKeyDown={event => {
                if (event.key !== 'Escape' || query === '') return
                event.stopPropagation()
                event.preventDefault()
                setQuery('')
              }}
            />
          </label>
          {!locked && (
            <button
              type="button"
              className="btn gh"
              title={undo === null ? 'Nothing to take back' : `Take back: ${undo}`}
              aria-disabled={undo === null}
              onClick={() => undo !== null && void back()}
            >
              <Undo2 className="i i14" />
              Undo
            </button>
          )}
        </div>
        <p className="s12 t3 sums" role="status">
          {query === ''
            ? sumWords(rules)
            : found.length === 0
              ? ''
              : `${count(found.length, 'match')}`.replace('matchs', 'matches')}
        </p>
        {found.length === 0 && (
          <p className="none t2">
            No match.{' '}
            <button
              type="button"
              className="btn sm"
              onClick={() => {
                setQuery('')
                focusManager.element(search.current)
              }}
            >
              Clear the search
            </button>
          </p>
        )}
        {found.length > 0 && (
          <ul ref={list} className="card rules" aria-label="Rules, locks and open rules" onKeyDown={key}>
            {shown.map(one => (
              <RuleRow
                key={lineKey(one)}
                line={one}
                open={one === line}
                inTabOrder={one === first}
                text={wide ? null : text}
                locked={locked}
                onOpen={() => choose(one === line ? null : one)}
                onRemove={() => void remove(one)}
              />
            ))}
          </ul>
        )}
        {found.length > most && (
          <div className="row left">
            <span className="s12 t2">{count(found.length - most, 'more line')} not shown.</span>
            <button type="button" className="btn sm" onClick={() => setMost(most + STEP)}>
              Show more
            </button>
          </div>
        )}
      </div>
      {wide && text !== null && (
        <div className="col">
          <Code
            text={text}
            label="The policy file, to be read"
            marks={line ? [{ tone: 'chosen', from: line.line, to: lastLineOf(text, line.line) }] : []}
            shown={line?.line ?? null}
          />
        </div>
      )}
    </div>
  )
}

const NONE =
  'There are no rules yet: no agent may do anything. Give an agent a level in Grants, or begin with a starting point.'
