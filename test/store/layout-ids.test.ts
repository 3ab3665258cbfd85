// A kept layout whose surfaces have new ids: everything else of it stays, and nothing that names a surface is missed.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { withIds } from '../../main/store/layout-ids.ts'
import { DEFAULT_LAYOUT, type Layout, layoutSchema, type NodeShape } from '../../preload/contract.ts'

const id = fc.integer({ min: 0, max: 30 }).map(n => `s_${String(n).padStart(4, '0')}`)
const pane = fc.record({ kind: fc.constant('pane' as const), id: fc.constant('n1'), surface: id })
const { node } = fc.letrec<{ node: NodeShape }>(tie => ({
  node: fc.oneof(
    { maxDepth: 3 },
    pane,
    fc.record({
      kind: fc.constant('split' as const),
      id: fc.constant('n2'),
      direction: fc.constantFrom('row' as const, 'column' as const),
      children: fc.tuple(tie('node'), tie('node')).map(both => [...both]),
      sizes: fc.constant<number[]>([40, 60]),
    }),
  ),
}))
const layout = fc.record({ roots: fc.array(node, { maxLength: 3 }), order: fc.array(id), allKeys: fc.array(id) }).map(
  ({ roots, order, allKeys }): Layout => ({
    ...DEFAULT_LAYOUT,
    tabs: roots.map((root, index) => ({ id: `t${index}`, root, focused: 'n1', zoomed: null })),
    sidebar: { ...DEFAULT_LAYOUT.sidebar, order: [...order, 'a workspace'] },
    allKeys,
  }),
)
const ids = fc.uniqueArray(id, { maxLength: 10 }).map(old => new Map(old.map(one => [one, one.replace('s_', 's_new')])))

test('every id that is another one now is replaced, wherever it stands, and nothing else', () => {
  fc.assert(
    fc.property(layout, ids, (before, map) => {
      const after = withIds(before, map)
      const expected = JSON.stringify(before).replace(/"(s_\d{4})"/g, (_, old) => JSON.stringify(map.get(old) ?? old))
      expect(JSON.stringify(after)).toBe(expected)
      expect(layoutSchema.safeParse(after).success).toBe(true)
    }),
  )
})
