// The head of a row: the agent, where it runs or when it called. It is pressed for its menu; beside it, on its own, Pause.
// biome-ignore-all lint/a11y/useSemanticElements: a table cannot be laid out in these columns
// biome-ignore-all lint/a11y/useFocusableInteractive: while its name is written, the field has the focus

import { Lock } from 'lucide-react'
import type { AgentSummary } from '../../../preload/contract.ts'
import { toMatrix } from '../../keys/grants.ts'
import { useSlice } from '../../state/app-state.ts'
import { ANY } from '../../state/grants.ts'
import { useGrantsView } from '../../state/grants-view.ts'
import { lockHere } from '../../state/grants-words.ts'
import { insideRow } from '../../state/inside.ts'
import { ago } from '../../state/words.ts'
import { AgentTile } from '../../ui/marks.tsx'
import { useNow } from '../../ui/use-now.ts'
import { NameField } from '../connect/agent-name.tsx'
import { PauseAgent } from './pause-agent.tsx'

interface Props {
  /** null = the default row */
  agent: AgentSummary | null
  on: boolean
  stop: boolean
  locked: boolean
}

export function RowHead({ agent, on, stop, locked }: Props) {
  const now = useNow(10_000)
  const surfaces = useSlice('surfaces')
  const about = useSlice('about')
  const inside = agent && insideRow(agent, surfaces, about)
  const renaming = useGrantsView(view => agent !== null && !locked && view.renaming === agent.id)
  const limit = lockHere(useSlice('grants').rules, agent?.id ?? ANY, ANY)
  const name = agent?.name ?? 'Any agent'
  const called =
    agent === null ? 'Default row' : agent.lastCall ? `called ${ago(agent.lastCall.at, now)}` : 'no call yet'
  const paused = agent !== null && agent.paused !== null
  const sub = inside?.place ?? called
  const close = (byKey: boolean) => {
    useGrantsView.setState({ renaming: null })
    if (byKey) requestAnimationFrame(toMatrix)
  }
  if (agent !== null && renaming) {
    return (
      <div className="rh naming" role="rowheader" aria-colindex={1}>
        <AgentTile id={agent.id} name={name} />
        <NameField agent={agent} onClose={close} />
      </div>
    )
  }
  return (
    <div
      className={`rh ${on ? 'hl' : ''} ${agent?.lastCall === null ? 't2' : ''}`}
      role="rowheader"
      aria-colindex={1}
      aria-haspopup="menu"
      data-head="agent"
      data-id={agent?.id ?? ANY}
      data-stop={stop ? '' : undefined}
      tabIndex={stop ? 0 : -1}
    >
      <AgentTile id={agent?.id ?? ANY} name={name} />
      <span className="names">
        <span className="tr" title={inside ? `${name}, ${called}` : name}>
          {inside?.name ?? name}
        </span>
        <span className={`tr s11 ${paused ? 'stopped' : 't3'}`} title={inside?.place}>
          {paused ? (inside ? `Paused, ${inside.place}` : 'Paused') : sub}
        </span>
      </span>
      {limit && <Lock className="i i12 limit" role="img" aria-label={`Limited to ${limit.level}`} />}
      {agent !== null && <PauseAgent id={agent.id} name={name} paused={agent.paused} small />}
    </div>
  )
}
