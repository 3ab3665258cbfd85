// What main says of a text of the policy: its faults and tests with their lines, and what it would change for agents.
import { Check, TriangleAlert, X } from 'lucide-react'
import { useMemo } from 'react'
import type { PolicyCheck } from '../../../preload/contract.ts'
import { exactTokens, warningLine } from '../../state/exact-text.ts'
import { sentence } from '../../state/policy.ts'
import { checkWords, ownFaults, stands } from '../../state/policy-check.ts'
import { goToPlace } from '../../state/policy-page.ts'
import { Changes } from './changes.tsx'

interface Props {
  readonly check: PolicyCheck
  /** what it is of */
  readonly text: string
  /** that is the text that is shown */
  readonly current: boolean
  readonly unsaved: boolean
}

export function Findings({ check, text, current, unsaved }: Props) {
  const faults = ownFaults(check)
  const unseen = useMemo(() => warningLine(exactTokens(text, [])), [text])
  return (
    <>
      <h2 className="h2">Faults</h2>
      <p className="hidden" id="policy-findings" role="status">
        {current ? checkWords(check) : ''}
      </p>
      {faults.length === 0 && (
        <p className="t2 fine">
          {current && <Check className="i i14" color="var(--ok)" />}
          {current ? 'None.' : 'Checking…'}
        </p>
      )}
      {faults.length > 0 && (
        <ul className="card finds" aria-label="Faults">
          {faults.map(({ line, column, message }) => (
            <li key={`${line} ${column} ${message}`}>
              <button type="button" className="find-row" onClick={() => goToPlace(line, column)}>
                <TriangleAlert className="i i14 wrong" />
                <span className="sp">{sentence(message)}</span>
                <span className="m s11 t3">
                  <span className="hidden">line </span>
                  {line}:{column}
                </span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {unseen !== null && (
        <p className="warn">
          <TriangleAlert className="i i14" />
          The text has {unseen}.
        </p>
      )}
      <Tests check={check} faulty={faults.length > 0} />
      {unsaved && (
        <>
          <h2 className="h2">What agents may do differently</h2>
          {stands(check) ? (
            <Changes changes={check.changes} notes={check.notes} />
          ) : (
            <p className="t2">It cannot be saved until this is right.</p>
          )}
        </>
      )}
    </>
  )
}

function Tests({ check: { tests }, faulty }: { check: PolicyCheck; faulty: boolean }) {
  const hold = tests.filter(({ ok }) => ok).length
  return (
    <>
      <h2 className="h2">
        Tests
        {tests.length > 0 && (
          <span className="t3 s12">
            {' '}
            {hold} of {tests.length} hold
          </span>
        )}
      </h2>
      {tests.length === 0 && (
        <p className="t2">
          {faulty
            ? 'They run when the faults are gone.'
            : 'The file has none. A test says what must stay allowed or denied.'}
        </p>
      )}
      {tests.length > 0 && (
        <ul className="card finds" aria-label="Tests of the file">
          {[...tests]
            .sort((a, b) => Number(a.ok) - Number(b.ok))
            .map(({ index, line, words, ok, why }) => (
              <li key={index}>
                <button type="button" className="find-row" onClick={() => goToPlace(line)}>
                  {ok ? <Check className="i i14" color="var(--ok)" /> : <X className="i i14 wrong" />}
                  <span className="sp">
                    <span className="hidden">{ok ? 'Holds: ' : 'Fails: '}</span>
                    {words}
                    <span className="find-why s12 t3">{why}</span>
                  </span>
                  <span className="m s11 t3">
                    <span className="hidden">line </span>
                    {line}
                  </span>
                </button>
              </li>
            ))}
        </ul>
      )}
    </>
  )
}
