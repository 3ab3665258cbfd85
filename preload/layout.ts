// How the window is arranged, as it is kept from one start to the next: tabs of panes, the sidebar. A part of the contract.
import { z } from 'zod'
import { surfaceIdSchema } from './words.ts'

const nodeId = z.string().min(1).max(32)
export interface PaneShape {
  kind: 'pane'
  id: string
  surface: string
}
export interface SplitShape {
  kind: 'split'
  id: string
  direction: 'row' | 'column'
  children: NodeShape[]
  sizes: number[]
}
export type NodeShape = PaneShape | SplitShape

const paneSchema = z.object({ kind: z.literal('pane'), id: nodeId, surface: surfaceIdSchema })
const nodeSchema: z.ZodType<NodeShape> = z.lazy(() => z.discriminatedUnion('kind', [paneSchema, splitSchema]))
const splitSchema = z
  .object({
    kind: z.literal('split'),
    id: nodeId,
    /** `row`: side by side */
    direction: z.enum(['row', 'column']),
    children: z.array(nodeSchema).min(2).max(50),
    /** percent, one for each child */
    sizes: z.array(z.number().min(0).max(100)),
  })
  .refine(split => split.sizes.length === split.children.length, 'sizes: one for each child')

const tabSchema = z.object({
  id: nodeId,
  root: nodeSchema,
  /** pane ids */
  focused: nodeId.nullable(),
  zoomed: nodeId.nullable(),
})

export const layoutSchema = z.object({
  tabs: z.array(tabSchema).max(100),
  /** of the tab in front */
  tab: nodeId.nullable(),
  sidebar: z.object({
    mode: z.enum(['full', 'icons']),
    /** px */
    width: z.number().min(200).max(360),
    /** workspaces that are folded */
    shut: z.array(z.string()).max(200),
    /** surface ids and workspaces as a person put them; what is in neither comes after */
    order: z.array(z.string()).max(1000),
    workspaces: z.array(z.string()).max(200),
  }),
  /** surfaces whose program gets every key but Pause */
  allKeys: z.array(surfaceIdSchema).max(1000),
})
export type Layout = z.infer<typeof layoutSchema>

export const DEFAULT_LAYOUT: Layout = {
  tabs: [],
  tab: null,
  sidebar: { mode: 'full', width: 256, shut: [], order: [], workspaces: [] },
  allKeys: [],
}

export const layoutCalls = {
  /**
   * As it was left, with the ids that surfaces have now. `opened`: surfaces that this start's flags opened, until a layout was saved
   * that could know them.
   */
  'layout.get': {
    in: z.object({}).strict(),
    out: z.object({ layout: layoutSchema, opened: z.array(surfaceIdSchema) }),
  },
  /** Kept for the next start, and for this window should it crash. Failure `not_written`. */
  'layout.save': { in: z.object({ layout: layoutSchema }).strict(), out: z.object({}).strict() },
} as const
