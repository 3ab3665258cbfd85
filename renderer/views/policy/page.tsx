// The policy: its rules, its file, what comes from elsewhere, and ways to begin. What somebody else left in the file comes first:
// a person accepts exactly what is shown or puts the accepted one back; nothing else does either.
import { FileDiff, Lock, OctagonAlert, TriangleAlert, X } from 'lucide-react'
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef } from 'react'
import type { PolicyStatus } from '../../../preload/contract.ts'
import { leavePanel } from '../../keys/actions.ts'
import { focusManager } from '../../keys/focus.ts'
import { useSlice } from '../../state/app-state.ts'
import { usePanel } from '../../state/panel.ts'
import { whyLocked } from '../../state/policy.ts'
import { isUnsaved, lookAtText, usePolicyDraft } from '../../state/policy-draft.ts'
import { takeAsked, usePolicyPage } from '../../state/policy-page.ts'
import { type PagePart, shownPart } from '../../state/policy-parts.ts'
import { ago, shortFolder } from '../../state/words.ts'
import { useNow } from '../../ui/use-now.ts'
import { Decide } from './decide.tsx'
import { FilePart } from './file.tsx'
import { HeldChange } from './held.tsx'
import { ImportPart } from './import.tsx'
import { labelledBy, PANEL, Parts } from './parts.tsx'
import { RulesPart } from './rules.tsx'
import { StartingPart } from './starting.tsx'
import { useHeld } from './use-held.ts'

export function PolicyPage() {
  const policy = useSlice('policy')
  const held = useHeld()
  const unsaved = usePolicyDraft(isUnsaved)
  const part = usePolicyPage(state => shownPart(policy, state.part, state.chosen))
  const page = useRef<HTMLElement>(null)
  // Opened by a person's click or key.
  useLayoutEffect(() => focusManager.element(page.current), [])
  useAsked()
  useFollowed()
  const key = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.nativeEvent.isComposing) return
    event.preventDefault()
    event.stopPropagation()
    leavePanel()
  }
  return (
    <section ref={page} className="page policy" aria-label="Policy" tabIndex={-1} onKeyDown={key}>
      <div className="page-in">
        <Head policy={policy} />
        <Parts policy={policy} shown={part} unsaved={unsaved} />
        {part !== 'held' && <Bar policy={policy} />}
        <div className="part" id={PANEL} role="tabpanel" aria-labelledby={labelledBy(part)}>
          {part === 'held' && held && !held.ok && (
            <div className="warn" role="alert" aria-live="polite">
              <TriangleAlert className="i i14" />
              {held.message}
            </div>
          )}
          {part === 'held' && held?.ok && <HeldChange policy={policy} held={held.value} />}
          <Body part={part} />
        </div>
      </div>
      {part === 'held' && held?.ok && (
        <Decide policy={policy} held={held.value} onDone={() => focusManager.element(page.current)} />
      )}
    </section>
  )
}

function Body({ part }: { part: PagePart }) {
  switch (part) {
    case 'held':
      return null
    case 'rules':
      return <RulesPart />
    case 'file':
      return <FilePart />
    case 'import':
      return <ImportPart />
    case 'starting':
      return <StartingPart />
  }
}

/** A part that another view of the window asked for. */
function useAsked(): void {
  const asked = usePanel(panel => panel.policyPart)
  useLayoutEffect(() => {
    if (asked === null) return
    takeAsked(asked)
    usePanel.setState({ policyPart: null })
  }, [asked])
}

/** The accepted text, asked again whenever something that stands in it changed. */
function useFollowed(): void {
  const policy = useSlice('policy')
  const agents = useSlice('agents').filter(({ inside }) => inside === null)
  const grants = useSlice('grants')
  const what = JSON.stringify([policy, agents.map(({ id, name }) => [id, name]), grants.rules])
  const cells = useSlice('cells')
  // biome-ignore lint/correctness/useExhaustiveDependencies: each of them may be another because the text is
  useEffect(() => void lookAtText(), [what, cells])
}

function Head({ policy }: { policy: PolicyStatus }) {
  const { home } = useSlice('about')
  const now = useNow(5000)
  const { held, managed, fault } = policy
  return (
    <div className="page-head">
      <div>
        <h1 className="title21">{held ? 'The policy was changed outside Gatehouse' : 'Policy'}</h1>
        <p className="t2 where">
          {held && <FileDiff className="i i14" />}
          <span className="m s12 tr sel" title={policy.file}>
            {shortFolder(policy.file, home)}
          </span>
          {held && <span className="when">found {ago(held.at, now)}</span>}
          {!held && !managed && !fault && <span className="when">The policy is as it was accepted.</span>}
        </p>
      </div>
      <button type="button" className="ib" title="Close" aria-label="Close the policy" onClick={leavePanel}>
        <X className="i" />
      </button>
    </div>
  )
}

/** Why nothing can be changed here, when that is so. */
function Bar({ policy }: { policy: PolicyStatus }) {
  const why = whyLocked(policy)
  if (!why) return null
  return (
    <div className={`bar ${why.stop ? 'paused' : ''}`} role="status">
      {why.stop ? <OctagonAlert className="i i20" /> : <Lock className="i" />}
      <span className="two sel">
        <span className="b">{why.head}</span>
        <span className={`s12 ${why.stop ? 't2' : 't3'}`}>{why.text}</span>
      </span>
    </div>
  )
}
