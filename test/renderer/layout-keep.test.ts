import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { DEFAULT_LAYOUT, type Layout } from '../../preload/contract.ts'
import { useAllKeys } from '../../renderer/state/all-keys.ts'
import { keepLayout, loadKept } from '../../renderer/state/keep.ts'
import { begin, follow, newId, showInTab, useLayout } from '../../renderer/state/layout.ts'
import { fromKept } from '../../renderer/state/layout-kept.ts'
import { NO_TABS } from '../../renderer/state/layout-tabs.ts'
import { useSidebar } from '../../renderer/state/sidebar.ts'
import { shown } from './support/tabs.ts'

let saves: Layout[]
let page: EventTarget
let stop: () => void
let main: { layout: Layout; opened: string[] }

beforeEach(() => {
  vi.useFakeTimers()
  saves = []
  page = new EventTarget()
  main = { layout: DEFAULT_LAYOUT, opened: [] }
  const gatehouse = {
    async invoke(name: string, input: { layout: Layout }) {
      if (name === 'layout.get') return { ok: true, value: main }
      saves.push(structuredClone(input.layout))
      return { ok: true, value: {} }
    },
  }
  vi.stubGlobal('window', Object.assign(page, { gatehouse }))
  useLayout.setState({ ...NO_TABS, closing: null })
  useSidebar.setState(DEFAULT_LAYOUT.sidebar)
  stop = keepLayout()
})
afterEach(() => {
  stop()
  vi.unstubAllGlobals()
  vi.useRealTimers()
})
const surfaces = () => shown(useLayout.getState())

it('several changes in a row are one save, a moment later', () => {
  showInTab('s_aaaa')
  showInTab('s_bbbb')
  useAllKeys.setState({ surfaces: ['s_bbbb'] })
  expect(saves).toEqual([])
  vi.advanceTimersByTime(300)
  expect(saves).toMatchObject([
    { tabs: [{ root: { surface: 's_aaaa' } }, { root: { surface: 's_bbbb' } }], allKeys: ['s_bbbb'] },
  ])
})

it('what changes nothing of it is not saved again', () => {
  vi.advanceTimersByTime(300)
  const before = saves.length
  useLayout.setState({ closing: 's_aaaa' })
  vi.advanceTimersByTime(1000)
  expect(saves).toHaveLength(before)
})

it('a page that goes saves at once', () => {
  showInTab('s_cccc')
  page.dispatchEvent(new Event('pagehide'))
  expect(saves.at(-1)).toMatchObject({ tabs: [{ root: { surface: 's_cccc' } }] })
})

it('what was kept is there before anything is drawn, and the sidebar with it', async () => {
  const root = { kind: 'pane' as const, id: 'n1', surface: 's_aaaa' }
  const tabs = [{ id: 'n2', root, focused: 'n1', zoomed: null }]
  const sidebar = { ...DEFAULT_LAYOUT.sidebar, width: 300 }
  main = { layout: { tabs, tab: 'n2', sidebar, allKeys: ['s_aaaa'] }, opened: [] }
  const kept = await loadKept()
  begin(fromKept(kept!.layout, newId), ['s_aaaa', 's_bbbb'])
  expect(surfaces()).toEqual(['s_aaaa'])
  expect([useSidebar.getState().width, useAllKeys.getState().surfaces]).toEqual([300, ['s_aaaa']])
})

it('at the first start what is open is laid out; later ones join when asked for', () => {
  begin(NO_TABS, ['s_aaaa', 's_bbbb'])
  follow(['s_aaaa', 's_bbbb', 's_cccc'])
  expect(surfaces()).toEqual(['s_aaaa', 's_bbbb'])
  expect(useLayout.getState().tabs).toHaveLength(1)
})

it('what this start opened for a person comes in a tab of its own in front; what agents opened does not', () => {
  const kept = () => {
    begin(NO_TABS, ['s_aaaa'])
    return useLayout.getState()
  }
  begin(kept(), ['s_aaaa', 's_flag', 's_agent'], ['s_flag', 's_gone'])
  expect(surfaces()).toEqual(['s_aaaa', 's_flag'])
  expect(useLayout.getState().tab).toBe(useLayout.getState().tabs[1]!.id)
})

it('panes of surfaces that are gone go; with the last of them the next surface is shown', () => {
  begin(NO_TABS, ['s_aaaa', 's_bbbb'])
  follow(['s_bbbb', 's_cccc'])
  expect(surfaces()).toEqual(['s_bbbb'])
  follow(['s_cccc'])
  expect(surfaces()).toEqual(['s_cccc'])
  follow([])
  expect(useLayout.getState()).toMatchObject({ tabs: [], tab: null })
})
