// What can be done with a row of the sidebar, at the pointer or at the row.
import { Columns2, CornerDownLeft, FolderInput, Keyboard, Pencil, Play, Rows2, ShieldCheck, X } from 'lucide-react'
import { goTo } from '../keys/actions.ts'
import { startDormant } from '../keys/dormant.ts'
import { closeRow, renameRow, showInGrants, splitWith } from '../keys/sidebar.ts'
import { switchAllKeys } from '../keys/surface.ts'
import { useAllKeys } from '../state/all-keys.ts'
import type { SideRow } from '../state/sidebar-rows.ts'
import { ContextMenu } from '../ui/context-menu.tsx'
import { Kbd } from '../ui/kbd.tsx'
import type { MenuEntry } from '../ui/menu.tsx'
import { endings } from './endings.tsx'

interface Props {
  readonly row: SideRow
  /** CSS px in the window */
  readonly at: { readonly x: number; readonly y: number }
  readonly icons: boolean
  onClose(): void
}

export function RowMenu({ row, at, icons, onClose }: Props) {
  const { id, name } = row
  const allKeys = useAllKeys(({ surfaces }) => surfaces.includes(id))
  const visit: MenuEntry = {
    label: 'Go to',
    icon: <CornerDownLeft className="i i14" />,
    keys: <Kbd keys="enter" quiet />,
    act: () => goTo(id),
  }
  const start: MenuEntry = {
    label: 'Start again',
    icon: <Play className="i i14" />,
    act: () => {
      goTo(id)
      void startDormant(id, false)
    },
  }
  const close: MenuEntry = {
    label: 'Close',
    icon: <X className="i i14" />,
    keys: <Kbd keys="del" quiet />,
    line: true,
    act: () => void closeRow(id),
  }
  const own: MenuEntry[] = [
    {
      label: 'Rename…',
      icon: <Pencil className="i i14" />,
      keys: <Kbd keys="F2" quiet />,
      line: true,
      act: () => renameRow(id, 'name', !icons),
    },
    {
      label: 'Move to workspace…',
      icon: <FolderInput className="i i14" />,
      act: () => renameRow(id, 'workspace', false),
    },
    {
      label: 'Split right with it',
      icon: <Columns2 className="i i14" />,
      line: true,
      act: () => splitWith(id, 'row'),
    },
    { label: 'Split down with it', icon: <Rows2 className="i i14" />, act: () => splitWith(id, 'column') },
    { label: 'Show in Grants', icon: <ShieldCheck className="i i14" />, line: true, act: () => showInGrants(id) },
    {
      label: 'Send every key to the program',
      icon: <Keyboard className="i i14" />,
      checked: allKeys,
      act: () => void switchAllKeys(id),
    },
  ]
  const entries =
    row.kind === 'surface'
      ? [visit, ...own, ...endings(row.surface, <Kbd keys="del" quiet />, () => void closeRow(id))]
      : [visit, start, close]
  return <ContextMenu label={name} at={at} entries={entries} onClose={onClose} />
}
