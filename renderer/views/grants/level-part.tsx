// The level of the selected cell, and what happens when the agent wants the next one.
import { CornerDownLeft, Eye, Hand, Minus, TextCursor } from 'lucide-react'
import type { Level } from '../../../preload/contract.ts'
import { changeCell } from '../../keys/grants-change.ts'
import { ANY, nextLevel, withAsk, withLevel } from '../../state/grants.ts'
import { type Grant, LEVEL_MEANS, LEVEL_WORD } from '../../state/words.ts'
import { Seg } from '../../ui/seg.tsx'

const ICONS = { none: Minus, read: Eye, type: TextCursor, submit: CornerDownLeft } as const
const ORDER: readonly Level[] = ['none', 'read', 'type', 'submit']

interface Props {
  readonly at: { readonly agent: string; readonly surface: string }
  readonly grant: Grant
  readonly fixed: boolean
}

export function LevelPart({ at, grant, fixed }: Props) {
  const next = nextLevel(grant.level)
  const asked = grant.ask ?? next
  return (
    <>
      <div>
        <div className="lab">Level</div>
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
          onChoose={level => changeCell(at, grant, withLevel(grant, level))}
        />
        <div className="s12 t3 means">{grant.level === 'none' ? nothing(at, grant) : LEVEL_MEANS[grant.level]}</div>
      </div>
      {next && asked && (
        <div>
          <div className="row">
            <span className="sp">If it wants to {asked}</span>
            <Seg
              label={`If it wants to ${asked}`}
              value={grant.ask ? 'ask' : 'deny'}
              disabled={fixed}
              choices={[
                { value: 'deny', label: 'Deny' },
                { value: 'ask', label: <AskMe /> },
              ]}
              onChoose={choice => changeCell(at, grant, withAsk(grant, choice === 'ask'))}
            />
          </div>
          <div className="s12 t3 of-ask">
            {LEVEL_WORD[asked]}: {LEVEL_MEANS[asked]}
          </div>
        </div>
      )}
    </>
  )
}

/** What no access means there. */
function nothing({ agent, surface }: Props['at'], { ask }: Grant): string {
  if (agent === ANY || surface === ANY) return 'Sees nothing, unless a more exact rule says otherwise.'
  return ask ? 'Sees the name of this surface, and nothing else of it.' : 'For the agent this surface does not exist.'
}

export function AskMe() {
  return (
    <>
      <Hand className="i i14" />
      Ask me
    </>
  )
}

function LevelLabel({ level, rank }: { level: Level; rank: number }) {
  const Icon = ICONS[level]
  return (
    <>
      <Icon className="i i14" />
      {LEVEL_WORD[level]}
      <span className="rank s11" aria-hidden="true">
        {rank}
      </span>
    </>
  )
}
