// Where to from an entry: its grant, its draft, its place in the terminal.
import { Ellipsis, SquareTerminal, StickyNote } from 'lucide-react'
import type { ActivityDetail } from '../../../preload/contract.ts'
import { call } from '../../api.ts'
import { told } from '../../keys/actions.ts'
import { focusList, goToDraft, goToGrant, goToPlace } from '../../keys/activity.ts'
import { choose } from '../../state/activity.ts'
import { say } from '../../state/panel.ts'
import { GateMark } from '../../ui/marks.tsx'
import { Menu, type MenuEntry } from '../../ui/menu.tsx'

export function DetailFoot({ detail }: { detail: ActivityDetail }) {
  const { row, draft, open, hash } = detail
  const { surface } = row
  const isAgent = row.actor !== 'person' && row.actor !== 'gatehouse'
  const copy = async (text: string, words: string) => {
    if (await told(call('clipboard.write', { text }))) say(words)
  }
  const only = (change: Parameters<typeof choose>[0]) => {
    choose(change)
    focusList()
  }
  const more: MenuEntry[] = [
    {
      label: 'Copy as JSON',
      act: () => void copy(JSON.stringify(detail, null, 2), 'The entry is copied as JSON.'),
    },
    { label: 'Copy its hash', act: () => void copy(hash, 'The hash is copied.') },
    { label: `Only ${row.actorName}`, line: true, act: () => only({ actors: [row.actor] }) },
    ...(surface ? [{ label: `Only ${surface.name}`, act: () => only({ surfaces: [surface.id] }) }] : []),
  ]
  return (
    <footer className="act-df">
      {isAgent && surface && (
        <button type="button" className="btn sm" onClick={() => goToGrant(row.actor, surface.id)}>
          <GateMark className="i i14" />
          Open this grant
        </button>
      )}
      {surface && draft?.waits && (
        <button type="button" className="btn sm" onClick={() => goToDraft(surface.id, draft.ref)}>
          <StickyNote className="i i14" />
          Go to draft
        </button>
      )}
      {surface && open && (row.enter === 'enter' || row.enter === 'none') && (
        <button type="button" className="btn sm" onClick={() => goToPlace(surface.id, row.seq)}>
          <SquareTerminal className="i i14" />
          Show in the terminal
        </button>
      )}
      <span className="sp" />
      <Menu label="More" className="ib" entries={more}>
        <Ellipsis className="i" />
      </Menu>
    </footer>
  )
}
