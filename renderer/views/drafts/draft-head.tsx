// The head of a draft's card: who wrote it for which surface, and that the program has not seen it.
import { Copy, Ellipsis, ScrollText, StickyNote } from 'lucide-react'
import type { DraftView, SurfaceSummary } from '../../../preload/contract.ts'
import { call } from '../../api.ts'
import { told } from '../../keys/actions.ts'
import { showActivity } from '../../state/panel.ts'
import { clockTime } from '../../state/words.ts'
import { AgentTile } from '../../ui/marks.tsx'
import { Menu } from '../../ui/menu.tsx'

/** `place` of `of`: which of the surface's drafts it is, from 1. */
export function DraftHead(props: { draft: DraftView; to: SurfaceSummary; place: number; of: number }) {
  const { draft, to, place, of } = props
  return (
    <header className="dch">
      <AgentTile id={draft.agent} name={draft.agentName} />
      <span className="tr">
        <b>{draft.agentName}</b> {draft.edited ? 'drafted this, you changed it, for' : 'drafted this for'}{' '}
        <b>{to.name}</b>
      </span>
      <i className="mid" />
      <span className="nin">
        <StickyNote className="i i12" />
        <span className="tr">not in the program yet</span>
      </span>
      <i className="mid when" />
      <span className="t3 num when">{clockTime(draft.at, true)}</span>
      <span className="sp" />
      {of > 1 && (
        <span className="t2 num" data-testid="draft-place">
          {place} of {of}
        </span>
      )}
      <Menu
        label="More for this draft"
        className="ib x24"
        entries={[
          {
            label: 'Copy its text',
            icon: <Copy className="i i14" />,
            act: () => void told(call('clipboard.write', { text: draft.text })),
          },
          {
            label: 'Show in Activity',
            icon: <ScrollText className="i i14" />,
            act: () => showActivity({ actors: [draft.agent], surfaces: [to.id] }),
          },
        ]}
      >
        <Ellipsis className="i i14" />
      </Menu>
    </header>
  )
}
