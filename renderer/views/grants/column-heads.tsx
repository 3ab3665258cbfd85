// The heads over the columns: each workspace with its rule, each surface. They are pressed for their menus.
// biome-ignore-all lint/a11y/useSemanticElements: a table cannot be laid out in these columns
// biome-ignore-all lint/a11y/useFocusableInteractive: a head that does nothing is no stop
import { ChevronDown, ChevronRight, Lock } from 'lucide-react'
import type { CSSProperties } from 'react'
import type { SurfaceSummary } from '../../../preload/contract.ts'
import { useSlice } from '../../state/app-state.ts'
import { ANY } from '../../state/grants.ts'
import { type At, GROUPS, type Grid, type Group, HEADS } from '../../state/grants-grid.ts'
import { workspaceRule } from '../../state/grants-words.ts'
import { useLocked } from '../../state/locks.ts'
import { chipWord, count, type Grant, grantSentence, workspaceName } from '../../state/words.ts'
import { Ladder } from '../../ui/ladder.tsx'
import { SurfaceTile } from '../../ui/marks.tsx'
import type { DrawnColumn } from './matrix-row.tsx'

/** A head narrower than this, in CSS px, has no room for the sentence of its rule, or for any word of it. */
const ROOM = { sentence: 220, word: 118 }

export function WorkspaceHeads({
  grid,
  at,
  x,
}: {
  grid: Grid
  at: At
  x(column: number): { x: number; width: number }
}) {
  return grid.groups.map(group => {
    const first = x(group.first)
    const last = x(group.first + group.count - 1)
    const stop = at.row === GROUPS && at.column === group.first
    const style = { left: first.x, width: last.x + last.width - first.x }
    return <WorkspaceHead key={group.workspace} group={group} stop={stop} style={style} />
  })
}

function WorkspaceHead({
  group,
  stop,
  style,
}: {
  group: Group
  stop: boolean
  style: { left: number; width: number }
}) {
  const rule = workspaceRule(useSlice('grants').rules, group.workspace)
  const name = workspaceName(group.workspace)
  const says = rule ? `Rule: ${grantSentence(rule)}` : 'No rule'
  const Fold = group.folded ? ChevronRight : ChevronDown
  return (
    <div className="wsn" style={style} role="presentation">
      <div
        role="columnheader"
        aria-colindex={group.first + 2}
        aria-colspan={group.count}
        aria-haspopup="menu"
        aria-label={`Workspace ${name}, ${count(group.surfaces.length, 'surface')}. ${says}.${group.folded ? ' Folded.' : ''}`}
        title={`${name}. ${says}`}
        data-head="workspace"
        data-id={group.workspace}
        data-testid={`workspace-${group.workspace}`}
        data-stop={stop ? '' : undefined}
        tabIndex={stop ? 0 : -1}
      >
        {group.folded && <Fold className="i i12" />}
        <span className="tr b">{name}</span>
        <span className="sp" />
        {rule && <Rule rule={rule} room={style.width} />}
      </div>
    </div>
  )
}

function Rule({ rule, room }: { rule: Grant; room: number }) {
  return (
    <span className="of">
      {room >= ROOM.sentence && <span className="tr">Rule: {grantSentence(rule)}</span>}
      {room < ROOM.sentence && room >= ROOM.word && <span className="tr">{shortWord(rule)}</span>}
      <Ladder level={rule.level} ask={rule.ask} />
    </span>
  )
}

const shortWord = (rule: Grant) => (rule.level === 'none' && rule.ask ? 'Ask' : chipWord(rule).replace(' only', ''))

interface HeadsProps {
  grid: Grid
  columns: readonly DrawnColumn[]
  surfaces: ReadonlyMap<string, SurfaceSummary>
  selected: string
  at: At
}

export function SurfaceHeads({ grid, columns, surfaces, selected, at }: HeadsProps) {
  return columns.map(({ index, x, width }) => {
    const { key, surface } = grid.columns[index]!
    const style = { left: x, width }
    const group = surface === null ? grid.groups.find(({ first }) => first === index) : undefined
    if (group) {
      return (
        <div key={key} className="ch" role="columnheader" aria-colindex={index + 2} style={style}>
          <span className="nm t3">{count(group.surfaces.length, 'surface')}</span>
        </div>
      )
    }
    const on = surface === selected
    if (surface === ANY) {
      return (
        <div key={key} className={`ch ${on ? 'hl' : ''}`} role="columnheader" aria-colindex={index + 2} style={style}>
          <SurfaceTile preset="*" backend="pty" size="x16" bare />
          <span className="nm">Any surface</span>
        </div>
      )
    }
    const there = surface === null ? undefined : surfaces.get(surface)
    const stop = at.row === HEADS && at.column === index
    return there && <SurfaceHead key={key} {...{ there, on, stop, style, column: index + 2 }} />
  })
}

interface HeadProps {
  there: SurfaceSummary
  on: boolean
  stop: boolean
  style: CSSProperties
  column: number
}

function SurfaceHead({ there: { id, name, preset, backend }, on, stop, style, column }: HeadProps) {
  const locked = useLocked(id)
  return (
    <div
      className={`ch can ${on ? 'hl' : ''}`}
      role="columnheader"
      aria-colindex={column}
      aria-haspopup="menu"
      aria-label={`${name}${locked ? ', locked' : ''}`}
      title={name}
      style={style}
      data-head="surface"
      data-id={id}
      data-testid={`column-${id}`}
      data-stop={stop ? '' : undefined}
      tabIndex={stop ? 0 : -1}
    >
      <span className="locked">
        <SurfaceTile preset={preset} backend={backend} />
        {locked && <Lock className="i i12" />}
      </span>
      <span className="nm">{name}</span>
    </div>
  )
}
