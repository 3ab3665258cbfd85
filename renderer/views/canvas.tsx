// The canvas: the tree of panes of the tab in front, drawn with movable gutters; or, over it, the one pane that is zoomed.
import { Fragment, useEffect } from 'react'
import { Group, Panel, Separator, useGroupRef } from 'react-resizable-panels'
import { focusManager } from '../keys/focus.ts'
import { handleKey } from '../keys/handles.ts'
import { resized, useLayout } from '../state/layout.ts'
import { GUTTER, SMALLEST } from '../state/layout-drop.ts'
import { shownTab } from '../state/layout-tabs.ts'
import { evened, type LayoutNode, panes, type SplitNode } from '../state/layout-tree.ts'
import { FirstRun } from './first-run.tsx'
import { Slot } from './slot.tsx'
import { CANVAS_ID, tabElement } from './tabs.tsx'

export function Canvas() {
  const tab = useLayout(shownTab)
  const many = useLayout(({ tabs }) => tabs.length > 1)
  useEffect(() => {
    // Before the gutter hears of it, which lets go of the focus then.
    window.addEventListener('pointerup', giveBack, { capture: true })
    return () => window.removeEventListener('pointerup', giveBack, { capture: true })
  }, [])
  if (!tab) return <FirstRun />
  const zoomed = panes(tab.root).find(({ id }) => id === tab.zoomed)
  const panel = many ? ({ role: 'tabpanel', 'aria-labelledby': tabElement(tab.id) } as const) : {}
  return (
    <div className="canvas" id={CANVAS_ID} data-canvas {...panel}>
      {/* Under a zoomed pane the others keep their size and run on; they only cannot be seen or reached. */}
      <div key={tab.id} className={`panes ${zoomed ? 'under' : ''}`} inert={zoomed !== undefined}>
        <Node node={tab.root} zoomed={tab.zoomed} />
      </div>
      {zoomed && (
        <div className="panes">
          <Slot pane={zoomed} />
        </div>
      )}
    </div>
  )
}

interface Part<N> {
  readonly node: N
  readonly zoomed: string | null
}

function Node({ node, zoomed }: Part<LayoutNode>) {
  if (node.kind === 'split') return <Split node={node} zoomed={zoomed} />
  return <Slot pane={node} empty={node.id === zoomed} />
}

function Split({ node, zoomed }: Part<SplitNode>) {
  const group = useGroupRef()
  const ids = node.children.map(child => child.id)
  const layoutOf = (sizes: readonly number[]) => Object.fromEntries(ids.map((id, index) => [id, sizes[index]!]))
  const even = (handle: number) => {
    const sizes = evened(node.sizes, handle)
    group.current?.setLayout(layoutOf(sizes))
    resized(node.id, sizes)
  }
  return (
    <Group
      // Other children are another group: it starts from the tree's sizes again.
      key={ids.join()}
      groupRef={group}
      orientation={node.direction === 'row' ? 'horizontal' : 'vertical'}
      defaultLayout={layoutOf(node.sizes)}
      resizeTargetMinimumSize={{ coarse: 24, fine: 12 }}
      onLayoutChanged={(sizes, { isUserInteraction }) => {
        // What a narrow window makes of them is not what the person set.
        if (!isUserInteraction) return
        resized(
          node.id,
          ids.map(id => sizes[id] ?? 0),
        )
      }}
    >
      {node.children.map((child, index) => (
        <Fragment key={child.id}>
          {index > 0 && (
            <Separator
              className="gutter"
              aria-label="Resize panes"
              disableDoubleClick
              onDoubleClick={() => even(index - 1)}
              onKeyDown={event => handleKey(event, () => even(index - 1))}
            />
          )}
          <Panel id={child.id} minSize={`${least(child, node.direction)}px`}>
            <Node node={child} zoomed={zoomed} />
          </Panel>
        </Fragment>
      ))}
    </Group>
  )
}

/** A gutter that is dragged takes the focus: the terminal gets it back with the end of the drag. By key it stays. */
function giveBack(): void {
  if (document.activeElement?.matches('.gutter')) focusManager.back()
}

/** The smallest size of a part in that direction, px. */
function least(node: LayoutNode, direction: SplitNode['direction']): number {
  if (node.kind === 'pane') return direction === 'row' ? SMALLEST.width : SMALLEST.height
  const all = node.children.map(child => least(child, direction))
  if (node.direction !== direction) return Math.max(...all)
  return all.reduce((sum, size) => sum + size, (all.length - 1) * GUTTER)
}
