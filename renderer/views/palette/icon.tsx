// The picture in front of a row of the palette.
import {
  AppWindow,
  ArrowRight,
  Cable,
  CircleQuestionMark,
  ClipboardPen,
  Clock,
  Columns2,
  Eye,
  FilePlus2,
  FolderInput,
  Hand,
  Keyboard,
  Lock,
  LockOpen,
  type LucideIcon,
  Maximize,
  OctagonPause,
  PanelLeft,
  Pencil,
  Plus,
  Rows2,
  Search,
  Settings,
  SquareTerminal,
  StickyNote,
  TextCursorInput,
  X,
} from 'lucide-react'
import { COMMANDS, type CommandId, type MenuName } from '../../../preload/contract.ts'
import { useSlice } from '../../state/app-state.ts'
import type { PaletteItem } from '../../state/palette.ts'
import { AgentTile, GateMark, SurfaceTile } from '../../ui/marks.tsx'

const OF_MENU: Readonly<Record<MenuName, LucideIcon>> = {
  ...{ file: FilePlus2, edit: ClipboardPen, view: Eye, go: ArrowRight },
  ...{ surface: SquareTerminal, agents: Hand, window: AppWindow, help: CircleQuestionMark },
}
const OF_COMMAND: Partial<Record<CommandId, LucideIcon>> = {
  ...{ new: Plus, launch: Plus, 'split-right': Columns2, 'split-down': Rows2, close: X, quit: X, settings: Settings },
  ...{ find: Search, sidebar: PanelLeft, connect: Cable, zoom: Maximize, rename: Pencil, move: FolderInput },
  ...{ adopt: AppWindow, reconnect: Cable, 'let-go': X },
  ...{ 'all-keys': Keyboard, keys: Keyboard, pause: OctagonPause, drafts: StickyNote, 'select-all': TextCursorInput },
}

export function PaletteIcon({ deed }: Pick<PaletteItem, 'deed'>) {
  const surfaces = useSlice('surfaces')
  const dormant = useSlice('dormant')
  const agents = useSlice('agents')
  if (deed.is === 'preset') return <SurfaceTile preset={deed.preset} backend="pty" />
  if (deed.is === 'place') return <SurfaceTile preset="tmux" backend="tmux" />
  if (deed.is === 'lock' || deed.is === 'let') {
    const DeedIcon = deed.is === 'let' ? Clock : deed.on ? Lock : LockOpen
    return (
      <span className="pal-ic">
        <DeedIcon className="i" />
      </span>
    )
  }
  if (deed.is === 'grant' || deed.is === 'pause' || deed.is === 'revoke') {
    return <AgentTile id={deed.agent} name={agents.find(({ id }) => id === deed.agent)?.name ?? deed.agent} />
  }
  if (deed.is === 'surface') {
    const surface = surfaces.find(({ id }) => id === deed.surface)
    const preset = surface?.preset ?? dormant.find(({ id }) => id === deed.surface)?.preset ?? 'shell'
    return <SurfaceTile preset={preset} backend={surface?.backend ?? 'pty'} />
  }
  const Icon = OF_COMMAND[deed.command] ?? OF_MENU[COMMANDS[deed.command].menu]
  return <span className="pal-ic">{deed.command === 'grants' ? <GateMark /> : <Icon className="i" />}</span>
}
