// The canvas: the tree of panes, drawn with movable gutters.
import { Fragment } from 'react'
import { Group, Panel, Separator } from 'react-resizable-panels'
import { useSlice } from '../state/app-state.ts'
import { resized, useLayout } from '../state/layout.ts'
import type { LayoutNode, SplitNode } from '../state/layout-tree.ts'
import { FirstRun } from './first-run.tsx'
import { Pane } from './pane.tsx'

export function Canvas() {
  const root = useLayout(layout => layout.root)
  const none = useSlice('surfaces').length === 0
  if (none || !root) return <FirstRun />
  return (
    <div className="canvas">
      <Node node={root} />
    </div>
  )
}

function Node({ node }: { node: LayoutNode }) {
  return node.kind === 'pane' ? <Pane key={node.surface} id={node.surface} paneId={node.id} /> : <Split node={node} />
}

function Split({ node }: { node: SplitNode }) {
  const ids = node.children.map(child => child.id)
  const layout = Object.fromEntries(node.children.map((child, index) => [child.id, node.sizes[index]!]))
  return (
    <Group
      // Other children are another group: it starts from the tree's sizes again.
      key={ids.join()}
      orientation={node.direction === 'row' ? 'horizontal' : 'vertical'}
      defaultLayout={layout}
      onLayoutChanged={sizes =>
        resized(
          node.id,
          ids.map(id => sizes[id] ?? 0),
        )
      }
    >
      {node.children.map((child, index) => (
        <Fragment key={child.id}>
          {index > 0 && <Separator className="gutter" />}
          <Panel id={child.id} minSize={node.direction === 'row' ? '240px' : '120px'}>
            <Node node={child} />
          </Panel>
        </Fragment>
      ))}
    </Group>
  )
}
