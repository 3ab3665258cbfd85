// The sidebar: every surface, by workspace, with its state and the strongest level any agent has there. In full or as icons.
import { Plus } from 'lucide-react'
import { useEffect } from 'react'
import { LEVELS } from '../../preload/contract.ts'
import { toggleLauncher } from '../keys/launch.ts'
import { useSlice } from '../state/app-state.ts'
import { NARROW, SIDE_WIDTH, useSidebar, useSideView } from '../state/sidebar.ts'
import { groupsOf } from '../state/sidebar-order.ts'
import { filtered, rowsOf } from '../state/sidebar-rows.ts'
import { LEVEL_WORD } from '../state/words.ts'
import { ActionKeys } from '../ui/kbd.tsx'
import { keepFocus } from '../ui/keep-focus.ts'
import { Ladder } from '../ui/ladder.tsx'
import { useMedia } from '../ui/use-media.ts'
import { SideEdge } from './sidebar-edge.tsx'
import { SideFilter } from './sidebar-filter.tsx'
import { SideTree } from './sidebar-tree.tsx'
import { TemporaryGrant } from './temporary-card.tsx'
import { useSideForm } from './use-side-form.ts'

export function Sidebar() {
  const surfaces = useSlice('surfaces')
  const drafts = useSlice('drafts')
  const approvals = useSlice('approvals')
  const dormant = useSlice('dormant')
  const arrangement = useSidebar()
  const filter = useSideView(view => view.filter)
  const said = useSideView(view => view.said)
  const narrow = useMedia(NARROW)
  // The full form in a narrow window was for then.
  useEffect(() => {
    if (!narrow) useSideView.setState({ peek: false })
  }, [narrow])
  const icons = useSideForm() === 'icons'
  const width = icons ? SIDE_WIDTH.icons : arrangement.width
  const rows = rowsOf({ surfaces, drafts, approvals, dormant })
  const groups = filtered(groupsOf(rows, arrangement), filter)
  const shown = groups.reduce((sum, group) => sum + group.rows.length, 0)
  const all = rows.length
  const count = shown === all ? String(all) : `${shown} of ${all}`
  return (
    <nav className={`side ${icons ? 'icons' : ''}`} aria-label="Surfaces" style={{ width }}>
      <div className="side-head">
        {!icons && (
          <>
            <span className="h2">Surfaces</span>
            {all > 0 && <span className="t3 num s12">{count}</span>}
            <span className="sp" />
          </>
        )}
        {all > 0 && <SideFilter />}
        <button
          type="button"
          className="ib x24"
          title="New surface"
          aria-label="New surface"
          aria-haspopup="dialog"
          onMouseDown={keepFocus}
          onClick={toggleLauncher}
        >
          <Plus className="i" />
        </button>
      </div>
      {all === 0 ? (
        !icons && <Empty />
      ) : (
        <>
          {shown === 0 ? <NoMatch icons={icons} /> : <SideTree groups={groups} icons={icons} />}
          <TemporaryGrant icons={icons} />
          {!icons && (
            <button type="button" className="side-new" onMouseDown={keepFocus} onClick={toggleLauncher}>
              <Plus className="i i14" />
              New surface
              <span className="sp" />
              <ActionKeys action="launch" />
            </button>
          )}
        </>
      )}
      <span className="hidden" role="status" data-testid="side-said">
        {said}
      </span>
      {!narrow && <SideEdge width={width} />}
    </nav>
  )
}

function NoMatch({ icons }: { icons: boolean }) {
  return (
    <div className="side-empty none">
      {!icons && 'No surface is in that state. '}
      <button
        type="button"
        className="link"
        onMouseDown={keepFocus}
        onClick={() => useSideView.setState({ filter: 'all' })}
      >
        {icons ? 'All' : 'Show all'}
      </button>
    </div>
  )
}

const MEANS = {
  none: 'sees nothing',
  read: 'sees the screen',
  type: 'drafts for you',
  submit: 'text and Enter',
} as const

function Empty() {
  return (
    <>
      <div className="side-empty">
        Nothing open yet.
        <br />
        Surfaces group here by workspace.
      </div>
      <span className="sp" />
      <div className="legend">
        <div className="lab">What agents may do</div>
        {LEVELS.map(level => (
          <div className="row" key={level}>
            <Ladder level={level} ask={null} />
            <span className="b">{LEVEL_WORD[level]}</span>
            <span className="t3">{MEANS[level]}</span>
          </div>
        ))}
      </div>
    </>
  )
}
