// The selected cell: its level, what happens above it, and why the answer is what it is, in main's own words.
import { ArrowRight, CornerDownLeft, Eye, Hand, Minus, TextCursor } from 'lucide-react'
import type { Level } from '../../../preload/contract.ts'
import { useSlice } from '../../state/app-state.ts'
import { ANY, findCell, nextLevel, withAsk, withLevel } from '../../state/grants.ts'
import { cellIsFor, insideRow, ownSurfaceWords } from '../../state/inside.ts'
import { type Grant, LEVEL_MEANS, LEVEL_WORD } from '../../state/words.ts'
import { AgentTile, SurfaceTile } from '../../ui/marks.tsx'
import { Seg } from '../../ui/seg.tsx'
import { changeCell } from './change.ts'
import { Why } from './why.tsx'

const ICONS = { none: Minus, read: Eye, type: TextCursor, submit: CornerDownLeft } as const
const ORDER: readonly Level[] = ['none', 'read', 'type', 'submit']

export function Inspector({ agent, surface, locked }: { agent: string; surface: string; locked: boolean }) {
  const cell = findCell(useSlice('cells'), agent, surface)
  const who = useSlice('agents').find(other => other.id === agent)
  const shared = cellIsFor(who, useSlice('surfaces'), useSlice('about'))
  const own = ownSurfaceWords(who, surface)
  const fixed = locked || shared?.fixed === true
  const grant: Grant = cell ?? { level: 'none', ask: null }
  const change = (to: Grant | null) => changeCell(agent, surface, to)
  const next = nextLevel(grant.level)
  return (
    <section className="card insp" aria-label="Selected grant">
      <div>
        <Head agent={agent} surface={surface}>
          <button
            type="button"
            className="btn sm gh inherit"
            disabled={fixed || !cell?.here}
            onClick={() => change(null)}
          >
            Use inherited
          </button>
        </Head>
        <div>
          <div className="lab" style={{ marginBottom: 5 }}>
            Level
          </div>
          <Seg
            label="Level"
            wide
            value={grant.level}
            disabled={fixed}
            choices={ORDER.map((level, rank) => ({
              value: level,
              tone: level,
              label: <LevelLabel level={level} rank={rank} />,
            }))}
            onChoose={level => change(withLevel(grant, level))}
          />
          <div className="s12 t3" style={{ marginTop: 6 }}>
            {agent === ANY && grant.level === 'none'
              ? 'Sees nothing, unless a more exact rule says otherwise.'
              : LEVEL_MEANS[grant.level]}
          </div>
        </div>
        {next && (
          <div>
            <div className="row">
              <span className="sp">If it wants to {grant.ask ?? next}</span>
              <Seg
                label={`If it wants to ${grant.ask ?? next}`}
                value={grant.ask ? 'ask' : 'deny'}
                disabled={fixed}
                choices={[
                  { value: 'deny', label: 'Deny' },
                  {
                    value: 'ask',
                    label: (
                      <>
                        <Hand className="i i14" />
                        Ask me
                      </>
                    ),
                  },
                ]}
                onChoose={choice => change(withAsk(grant, choice === 'ask'))}
              />
            </div>
          </div>
        )}
        {own !== null && <div className="s12 t2">{own}</div>}
        {shared !== null && <div className="s12 t2">{shared.why}</div>}
        <span className="sp" />
        <div className="t3 s11">Changes apply at once and are written to the activity record.</div>
      </div>
      <Why agent={agent} surface={surface} />
    </section>
  )
}

function LevelLabel({ level, rank }: { level: Level; rank: number }) {
  const Icon = ICONS[level]
  return (
    <>
      <Icon className="i i14" />
      {LEVEL_WORD[level]}
      <span className="t3 s11" aria-hidden="true">
        {rank}
      </span>
    </>
  )
}

function Head({ agent, surface, children }: { agent: string; surface: string; children: React.ReactNode }) {
  const who = useSlice('agents').find(other => other.id === agent)
  const agentName = who?.name ?? 'Any agent'
  const surfaces = useSlice('surfaces')
  const about = useSlice('about')
  const inside = who && insideRow(who, surfaces, about)
  const there = surfaces.find(other => other.id === surface)
  return (
    <div className="insp-head">
      <AgentTile id={agent} name={agentName} />
      <span className="h2 tr" title={agentName}>
        {inside?.name ?? agentName}
      </span>
      <ArrowRight className="i i14" color="var(--tx-3)" />
      <SurfaceTile preset={there?.preset ?? '*'} backend={there?.backend ?? 'pty'} />
      <span className="h2 tr">{there?.name ?? 'Any surface'}</span>
      {children}
    </div>
  )
}
