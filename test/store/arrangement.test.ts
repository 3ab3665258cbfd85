import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createArrangementCalls } from '../../main/arrangement.ts'
import { type LayoutFile, openLayoutFile } from '../../main/store/layout-file.ts'
import { DEFAULT_LAYOUT } from '../../preload/contract.ts'

let dir: string
let layout: LayoutFile
const open = async () => {
  layout = await openLayoutFile(path.join(dir, 'layout.json'))
  // What it does with settings and terminals is not asked for here.
  const rest = {} as Parameters<typeof createArrangementCalls>[0]
  return createArrangementCalls({ ...rest, layout, flagged: new Set(['s_flag']) })
}
beforeEach(async () => {
  dir = await fs.mkdtemp(path.join(os.tmpdir(), 'gatehouse-arrangement-'))
})
afterEach(async () => {
  await layout.close()
  await fs.rm(dir, { recursive: true })
})

const root = { kind: 'pane' as const, id: 'n1', surface: 's_aaaa' }
const kept = { ...DEFAULT_LAYOUT, tabs: [{ id: 'n2', root, focused: 'n1', zoomed: null }], tab: 'n2' }

it('what the flags opened is told until a layout was saved that could know it, and again in the next run', async () => {
  const calls = await open()
  expect(await calls['layout.get']({})).toEqual({ ok: true, value: { layout: DEFAULT_LAYOUT, opened: ['s_flag'] } })
  await calls['layout.save']({ layout: kept })
  expect(await calls['layout.get']({})).toEqual({ ok: true, value: { layout: kept, opened: [] } })
  await layout.close()
  const next = await open()
  expect(await next['layout.get']({})).toEqual({ ok: true, value: { layout: kept, opened: ['s_flag'] } })
})
