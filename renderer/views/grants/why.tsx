// Why the answer is what it is, in main's own words: the verdict, then every rule that matches and every lock.
import { Ban, Check, ChevronRight, Lock, OctagonPause } from 'lucide-react'
import type { Candidate, Cell, RuleLine, SelectedBy } from '../../../preload/contract.ts'
import { removeLock } from '../../keys/grants-change.ts'
import { useSlice } from '../../state/app-state.ts'
import { ANY, findCell } from '../../state/grants.ts'
import { useGrantsView } from '../../state/grants-view.ts'
import { nameOfSurface, ruleTitle } from '../../state/grants-words.ts'
import { byTheClock, clockTime, type Grant, grantSentence, LEVEL_WORD } from '../../state/words.ts'
import { Ladder } from '../../ui/ladder.tsx'
import { LockForm } from './lock-form.tsx'
import type { WhyAnswer } from './use-why.ts'

interface Props {
  readonly agent: string
  readonly surface: string
  readonly list: WhyAnswer | null
  /** the policy cannot be changed now */
  readonly locked: boolean
  /** a lock can be written for this cell */
  readonly canLock: boolean
}

export function Why({ agent, surface, list, locked, canLock }: Props) {
  const cell = findCell(useSlice('cells'), agent, surface)
  const { paused } = useSlice('gate')
  const surfaces = useSlice('surfaces')
  const writing = useGrantsView(({ locking }) => locking?.agent === agent && locking.surface === surface)
  const grant: Grant = cell ?? { level: 'none', ask: null }
  const tone = grant.level === 'none' && grant.ask ? grant.ask : grant.level
  return (
    <div className="why-side">
      <div className="insp-head">
        <span className="h2">Why this answer</span>
        <span className="sp" />
        {paused ? (
          <span className="tag stop">
            <Ban className="i i12" />
            Denied while paused
          </span>
        ) : (
          <span className={`tag ${tone}`}>
            <Ladder level={grant.level} ask={grant.ask} />
            {grantSentence(grant)}
          </span>
        )}
      </div>
      {paused && (
        <div className="why win stop">
          <OctagonPause className="i i14" />
          <span className="two">
            <span>All agents are paused</span>
            <span className="s11 t2">
              {paused.by === 'person' ? 'You' : paused.by}, {clockTime(paused.since, false)}. Reading goes on; nothing
              is sent until you resume.
            </span>
          </span>
        </div>
      )}
      <WhyList cell={cell} list={list} tone={tone} paused={paused !== null} locked={locked} />
      {writing && canLock ? (
        <LockForm key={`${agent} ${surface}`} agent={agent} surface={surface} />
      ) : (
        <Order
          by={paused ? null : (list?.rules.find(rule => rule.used)?.by ?? null)}
          tone={tone}
          locks={list ? list.locks.length : cell?.lock ? 1 : 0}
          on={surface === ANY ? null : nameOfSurface(surface, surfaces)}
          onLock={canLock ? () => useGrantsView.setState({ locking: { agent, surface } }) : null}
        />
      )}
    </div>
  )
}

interface ListProps {
  readonly cell: Cell | undefined
  readonly list: WhyAnswer | null
  readonly tone: string
  readonly paused: boolean
  readonly locked: boolean
}

function WhyList({ cell, list, tone, paused, locked }: ListProps) {
  const { rules: lines } = useSlice('grants')
  const lineOf = (kind: RuleLine['kind'], id: string | null) => lines.find(one => one.kind === kind && one.id === id)
  const winner = list?.rules.find(({ used }) => used)
  const rule = winner?.rule ?? cell?.rule ?? null
  const says = list?.verdict.why ?? cell?.why ?? null
  const win = `why ${paused ? '' : 'win'} ${tone}`
  const locks = list?.locks ?? (cell?.lock ? [{ id: cell.lock, level: null, reason: null }] : [])
  return (
    <ul
      className="whys"
      aria-label="Rules and locks that match"
      data-testid="why-list"
      data-grants="why"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must scroll by keys
      tabIndex={0}
    >
      <li className={win} aria-current={!paused}>
        {paused ? <span className="n">1</span> : <Check className="i i14" role="img" aria-label="In force" />}
        <span className="two">
          <span>{titleOf(rule, lineOf('rule', rule), winner)}</span>
          <span className="s11 t2">
            {says === null ? 'No rule matches, so the agent has nothing here.' : byTheClock(says)}
          </span>
          <span className="s11 t3">
            {rule ? `Rule ${rule}. ${cell?.here || cell?.until != null ? 'Set here.' : 'Inherited.'}` : 'No rule.'}
            {paused && ' Back when you resume.'}
          </span>
        </span>
        <WayWord one={winner} />
      </li>
      {list?.rules
        .filter(({ used }) => !used)
        .map((one, index) => (
          <li key={one.rule} className="why">
            <span className="n">{index + (winner ? 2 : 1)}</span>
            <span className="two">
              <span>{titleOf(one.rule, lineOf('rule', one.rule), one)}</span>
              <span className="s11">{byTheClock(one.why)}</span>
            </span>
            <WayWord one={one} />
          </li>
        ))}
      {locks.map(lock => (
        <LockRow key={lock.id} {...lock} line={lineOf('lock', lock.id)} locked={locked} />
      ))}
    </ul>
  )
}

/** `Cursor in shell: Type, ask to submit`; a built-in rule stands in no file. */
function titleOf(rule: string | null, line: RuleLine | undefined, one: Candidate | undefined): string {
  if (line) return ruleTitle(line)
  if (rule === null) return 'No rule'
  return `Built-in rule ${rule}${one ? `: ${grantSentence(one)}` : ''}`
}

interface LockProps {
  readonly id: string
  readonly level: Cell['level'] | null
  readonly reason: string | null
  readonly line: RuleLine | undefined
  readonly locked: boolean
}

function LockRow({ id, level, reason, line, locked }: LockProps) {
  const most = level ?? line?.level ?? null
  const why = reason ?? line?.reason ?? null
  return (
    <li className="why lock">
      <Lock className="i i14" />
      <span className="two">
        <span>
          Lock {id}
          {most !== null && ` leaves at most ${most === 'none' ? 'nothing' : LEVEL_WORD[most]}`}
          {why !== null && <>: {why}</>}
        </span>
        {line && (
          <span className="s11">
            For {line.agents}, {line.surfaces}.
          </span>
        )}
      </span>
      {!locked && (
        <button
          type="button"
          className="btn sm gh"
          title={line ? `Remove it for ${line.agents}, ${line.surfaces}` : undefined}
          onClick={() => void removeLock(id)}
        >
          Remove this lock
        </button>
      )}
    </li>
  )
}

const WAY: Readonly<Record<SelectedBy, string>> = {
  id: 'this one',
  name: 'name',
  pattern: 'pattern',
  workspace: 'workspace',
  kind: 'preset',
  any: 'any',
}
const ORDER = Object.entries(WAY)

/** How the rule selects the surface, as main says. */
function WayWord({ one }: { one: Candidate | undefined }) {
  return one?.by && <span className="by s11">{WAY[one.by]}</span>
}

interface OrderProps {
  readonly by: SelectedBy | null
  readonly tone: string
  readonly locks: number
  /** a surface's name; null = any */
  readonly on: string | null
  /** null = none can be written */
  readonly onLock: (() => void) | null
}

function Order({ by, tone, locks, on, onLock }: OrderProps) {
  return (
    <div className="order">
      <div className="lab">The most exact surface decides</div>
      <div className="ways-in s11 t3">
        {ORDER.map(([way, word], index) => (
          <span key={way} className={way === by ? `is ${tone}` : ''}>
            {index > 0 && <ChevronRight className="i i12" />}
            {word}
          </span>
        ))}
      </div>
      <div className="s11 t3">Then the agent, by name before any. Then temporary.</div>
      <div className="row s11 t3">
        <Lock className="i i12" />
        <span className="tr">Locks cap every rule</span>
        <span className="sp" />
        {locks === 0 && <span className="tr">None {on === null ? 'here' : `on ${on}`}</span>}
        {onLock && (
          <button type="button" className="btn sm gh" onClick={onLock}>
            Lock to…
          </button>
        )}
      </div>
    </div>
  )
}
