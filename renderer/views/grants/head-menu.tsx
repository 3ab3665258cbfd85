// What can be done with a head of the matrix: an agent, a surface, a workspace.
import {
  ArrowUpRight,
  Cable,
  ChevronDown,
  ChevronRight,
  CornerDownLeft,
  Eye,
  FileText,
  Lock,
  LockOpen,
  Minus,
  OctagonPause,
  Pencil,
  Play,
  RotateCcw,
  TextCursor,
  TrendingUp,
} from 'lucide-react'
import type { RuleLine } from '../../../preload/contract.ts'
import { call } from '../../api.ts'
import { act, goTo, told } from '../../keys/actions.ts'
import { removeLock, setWorkspace } from '../../keys/grants-change.ts'
import { useSlice } from '../../state/app-state.ts'
import { ANY, strongest } from '../../state/grants.ts'
import type { Head } from '../../state/grants-grid.ts'
import { foldColumns, useGrantsView } from '../../state/grants-view.ts'
import { lockHere, workspaceRule } from '../../state/grants-words.ts'
import { closePanel, selectCell, showPolicy } from '../../state/panel.ts'
import { type Grant, grantSentence, workspaceName } from '../../state/words.ts'
import { ContextMenu } from '../../ui/context-menu.tsx'
import type { MenuEntry } from '../../ui/menu.tsx'

interface Props {
  readonly head: Head
  /** CSS px in the window */
  readonly at: { readonly x: number; readonly y: number }
  /** the policy cannot be changed now */
  readonly locked: boolean
  onClose(): void
}

export function HeadMenu({ head, ...props }: Props) {
  if (head.of === 'agent') return <AgentMenu id={head.id} {...props} />
  return head.of === 'surface' ? <SurfaceMenu id={head.id} {...props} /> : <WorkspaceMenu id={head.id} {...props} />
}

type MenuProps = Omit<Props, 'head'> & { readonly id: string }

/** The inspector of this cell, with the lock that is to be written. */
function writeLock(agent: string, surface: string): void {
  selectCell(agent, surface)
  useGrantsView.setState({ locking: { agent, surface } })
}

interface Limit {
  readonly agent: string
  readonly surface: string
  readonly set: string
  readonly remove: string
}

function lockEntries({ agent, surface, set, remove }: Limit, rules: readonly RuleLine[]): MenuEntry[] {
  const there = lockHere(rules, agent, surface)
  const write = { label: set, icon: <Lock className="i i14" />, act: () => writeLock(agent, surface) }
  if (!there) return [write]
  return [write, { label: remove, icon: <LockOpen className="i i14" />, act: () => void removeLock(there.id) }]
}

function AgentMenu({ id, locked, ...place }: MenuProps) {
  const agent = useSlice('agents').find(one => one.id === id)
  const surfaces = useSlice('surfaces')
  const { rules } = useSlice('grants')
  // No rule and no lock can name one agent inside a surface.
  const canLock = !locked && (id === ANY || agent?.inside === null)
  const set = id === ANY ? 'Limit every agent…' : 'Limit this agent…'
  const limit = lockEntries({ agent: id, surface: ANY, set, remove: 'Remove this limit' }, rules)
  if (!agent) {
    const icon = <FileText className="i i14" />
    const file = { label: 'Rules and file', icon, line: canLock, act: () => showPolicy('rules') }
    return <ContextMenu label="Any agent" entries={canLock ? [...limit, file] : [file]} {...place} />
  }
  const own = surfaces.find(surface => surface.id === agent.inside)
  const entries: MenuEntry[] = [
    ...(canLock ? limit : []),
    {
      label: agent.paused === null ? 'Pause this agent' : 'Resume this agent',
      icon: agent.paused === null ? <OctagonPause className="i i14" /> : <Play className="i i14" />,
      act: () => void told(call('agent.pause', { id, on: agent.paused === null })),
    },
  ]
  if (canLock) {
    const rename = () => useGrantsView.setState({ renaming: id })
    entries.push({ label: 'Rename…', icon: <Pencil className="i i14" />, line: true, act: rename })
  }
  entries.push(
    own
      ? { label: `Go to ${own.name}`, icon: <ArrowUpRight className="i i14" />, act: () => toTerminal(own.id) }
      : { label: 'Go to Connect', icon: <Cable className="i i14" />, act: () => void act('connect') },
  )
  return <ContextMenu label={agent.name} entries={entries} {...place} />
}

function SurfaceMenu({ id, locked, ...place }: MenuProps) {
  const surface = useSlice('surfaces').find(one => one.id === id)
  const { rules } = useSlice('grants')
  const widest = strongest(useSlice('cells'), id)
  const entries: MenuEntry[] = locked
    ? []
    : lockEntries({ agent: ANY, surface: id, set: 'Lock to…', remove: 'Unlock' }, rules)
  entries.push({
    label: `Go to ${surface?.name ?? 'it'}`,
    icon: <CornerDownLeft className="i i14" />,
    line: entries.length > 0,
    act: () => toTerminal(id),
  })
  if (widest) {
    entries.push({
      label: 'Show the strongest grant',
      icon: <TrendingUp className="i i14" />,
      act: () => selectCell(widest.agent, id),
    })
  }
  return <ContextMenu label={surface?.name ?? 'Surface'} entries={entries} {...place} />
}

const CHOICES: readonly { readonly to: Grant; readonly Icon: typeof Eye }[] = [
  { to: { level: 'none', ask: null }, Icon: Minus },
  { to: { level: 'none', ask: 'read' }, Icon: Minus },
  { to: { level: 'read', ask: null }, Icon: Eye },
  { to: { level: 'read', ask: 'type' }, Icon: Eye },
  { to: { level: 'type', ask: null }, Icon: TextCursor },
  { to: { level: 'type', ask: 'submit' }, Icon: TextCursor },
  { to: { level: 'submit', ask: null }, Icon: CornerDownLeft },
]

function WorkspaceMenu({ id: workspace, locked, ...place }: MenuProps) {
  const rule = workspaceRule(useSlice('grants').rules, workspace)
  const folded = useGrantsView(view => view.folded.includes(workspace))
  const fold: MenuEntry = {
    label: folded ? 'Show its columns' : 'Fold its columns',
    icon: folded ? <ChevronRight className="i i14" /> : <ChevronDown className="i i14" />,
    act: () => foldColumns(workspace, !folded),
  }
  const label = `Workspace ${workspaceName(workspace)}`
  // Nothing can be said of surfaces that are in no workspace.
  if (locked || workspace === '') return <ContextMenu label={label} entries={[fold]} {...place} />
  const choices = CHOICES.map(({ to, Icon }): MenuEntry => {
    const checked = rule !== null && rule.level === to.level && rule.ask === to.ask
    return {
      label: `Any agent: ${grantSentence(to)}`,
      icon: <Icon key={to.level} className="i i14" />,
      checked,
      act: () => setWorkspace(workspace, rule, to),
    }
  })
  const none: MenuEntry = {
    label: 'No rule for it',
    icon: <RotateCcw className="i i14" />,
    line: true,
    checked: rule === null,
    act: () => rule && setWorkspace(workspace, rule, null),
  }
  return <ContextMenu label={label} entries={[...choices, none, { ...fold, line: true }]} {...place} />
}

/** In a narrow window Grants covers the terminals (grants.css). */
function toTerminal(surface: string): void {
  if (window.matchMedia('(max-width: 1239px)').matches) closePanel()
  goTo(surface)
}
