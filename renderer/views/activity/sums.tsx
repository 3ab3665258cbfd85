// Sums of what matches, per agent and surface, with the sends of the last hour. A row narrows the list to it.
import { ArrowRight } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { ActivitySum } from '../../../preload/contract.ts'
import { call } from '../../api.ts'
import { focusList } from '../../keys/activity.ts'
import { choose, useActivity } from '../../state/activity.ts'
import { entries, many } from '../../state/activity-words.ts'
import { useSlice } from '../../state/app-state.ts'
import { count } from '../../state/words.ts'
import { ActorTile } from './who.tsx'

/** They are not summed up more often, ms. */
const CALM_MS = 1000
const MOST = 60

interface Summed {
  readonly sums: readonly ActivitySum[]
  readonly entries: number
  readonly fault: string | null
}

export function Sums() {
  const summed = useSums()
  if (!summed) return <div className="act-sums" aria-busy="true" />
  if (summed.fault !== null) return <p className="act-sums t2 pad">{summed.fault}</p>
  const { sums } = summed
  const left = sums.length - MOST
  return (
    <section className="act-sums" aria-label="Sums">
      <table>
        <thead className="lab">
          <tr>
            <th scope="col">{entries(summed.entries)}</th>
            <th scope="col">Sends</th>
            <th scope="col">Refused</th>
            <th scope="col">Asked</th>
            <th scope="col">Reads</th>
            <th scope="col">Sends per minute, last hour</th>
          </tr>
        </thead>
        <tbody>
          {sums.slice(0, MOST).map(sum => (
            <Sum key={`${sum.actor} ${sum.surface.id}`} sum={sum} />
          ))}
        </tbody>
      </table>
      {sums.length === 0 && <p className="t3 s12 pad">Nothing that was sent or read matches.</p>}
      {left > 0 && <p className="t3 s12 pad">{count(left, 'more pair')} of agent and surface with less.</p>}
    </section>
  )
}

function Sum({ sum }: { sum: ActivitySum }) {
  const { actor, actorName, surface, sends, refused, asked, reads, minutes } = sum
  const only = () => {
    choose({ actors: [actor], surfaces: [surface.id] })
    focusList()
  }
  return (
    <tr>
      <th scope="row">
        <button type="button" className="act-pair" title="Show only these" onClick={only}>
          <ActorTile id={actor} name={actorName} small />
          <span className="hidden">Only </span>
          <span className="tr">{actorName}</span>
          <ArrowRight className="i i12" />
          <span className="hidden"> in </span>
          <span className="tr t2">{surface.name}</span>
        </button>
      </th>
      <td>{many(sends)}</td>
      <td className={refused > 0 ? 'stop' : ''}>{many(refused)}</td>
      <td>{many(asked)}</td>
      <td>{many(reads)}</td>
      <td>
        <Bars minutes={minutes} />
      </td>
    </tr>
  )
}

const HIGH = 16
const WIDE = 3

function Bars({ minutes }: { minutes: readonly number[] }) {
  const all = minutes.reduce((sum, n) => sum + n, 0)
  const most = Math.max(0, ...minutes)
  const top = Math.max(4, most)
  const words =
    all === 0 ? 'No sends in the last hour' : `${count(all, 'send')} in the last hour, at most ${most} in a minute`
  return (
    <svg className="act-bars" width={minutes.length * WIDE} height={HIGH} role="img" aria-label={words}>
      <title>{words}</title>
      {minutes.map((n, index) => {
        const height = n === 0 ? 1 : Math.max(2, Math.round((n / top) * HIGH))
        return (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: a minute has no identity but its place
            key={index}
            className={n === 0 ? 'none' : ''}
            x={index * WIDE}
            y={HIGH - height}
            width={WIDE - 1}
            height={height}
            fill={n === 0 ? 'var(--line-2)' : 'var(--l-submit)'}
          />
        )
      })}
    </svg>
  )
}

/** Of the filter in force, renewed as the record grows. */
function useSums(): Summed | null {
  const filter = useActivity(state => state.pages.filter)
  const { head } = useSlice('activity')
  const [summed, setSummed] = useState<Summed | null>(null)
  const asked = useRef({ at: 0, ticket: 0, filter })
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new record is why it is asked again
  useEffect(() => {
    const isOther = asked.current.filter !== filter
    const wait = isOther ? 0 : Math.max(0, asked.current.at + CALM_MS - performance.now())
    let timer: number | undefined = window.setTimeout(async () => {
      timer = undefined
      const ticket = asked.current.ticket + 1
      asked.current = { at: performance.now(), ticket, filter }
      const answer = await call('activity.sums', { filter })
      if (asked.current.ticket !== ticket) return
      setSummed(answer.ok ? { ...answer.value, fault: null } : { sums: [], entries: 0, fault: answer.message })
    }, wait)
    return () => window.clearTimeout(timer)
  }, [filter, head])
  return summed
}
