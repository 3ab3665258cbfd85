// The name of an icon in the sidebar, and what its row would say, after 400 ms or with the keyboard on it.
import { Tooltip } from '@base-ui/react/tooltip'
import type { ReactElement, ReactNode } from 'react'
import { layers } from '../ui/layers.ts'

export function SideTip(props: {
  name: string
  line: string
  ours: boolean
  trigger: ReactElement
  children: ReactNode
}) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger delay={400} render={props.trigger as ReactElement<Record<string, unknown>>}>
        {props.children}
      </Tooltip.Trigger>
      <Tooltip.Portal container={layers}>
        <Tooltip.Positioner positionMethod="fixed" className="menu-layer" side="right" sideOffset={8}>
          <Tooltip.Popup className="tip">
            <span className="b">{props.name}</span>
            {props.line !== '' && <span className={`ll ${props.ours ? 'ours' : ''}`}>{props.line}</span>}
          </Tooltip.Popup>
        </Tooltip.Positioner>
      </Tooltip.Portal>
    </Tooltip.Root>
  )
}
