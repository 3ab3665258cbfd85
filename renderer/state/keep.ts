// Keeps how the window is arranged: it is loaded before the first drawing and saved a moment after each change. Main has it at once,
// so that a page that is loaded again finds what it left.
import type { CallOutput, Layout } from '../../preload/contract.ts'
import { call } from '../api.ts'
import { useAllKeys } from './all-keys.ts'
import { useLayout } from './layout.ts'
import { toKept } from './layout-kept.ts'
import { useSidebar } from './sidebar.ts'

const PAUSE_MS = 300

let saved = ''

const present = (): Layout => ({
  ...toKept(useLayout.getState()),
  sidebar: useSidebar.getState(),
  allKeys: [...useAllKeys.getState().surfaces],
})

/** As it was left. The sidebar and the surfaces that get every key are so at once; null = main has no answer. */
export async function loadKept(): Promise<CallOutput<'layout.get'> | null> {
  const kept = await call('layout.get', {})
  if (!kept.ok) return null
  const { sidebar, allKeys } = kept.value.layout
  useSidebar.setState(sidebar)
  useAllKeys.setState({ surfaces: allKeys })
  return kept.value
}

/** Starts saving. Returns what stops it. */
export function keepLayout(): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined
  const save = () => {
    clearTimeout(timer)
    timer = undefined
    const layout = present()
    const text = JSON.stringify(layout)
    if (text === saved) return
    saved = text
    void call('layout.save', { layout }).then(answer => {
      if (answer.ok) return
      console.error('gatehouse: the layout was not kept:', answer.message)
    })
  }
  const later = () => {
    timer ??= setTimeout(save, PAUSE_MS)
  }
  const stops = [useLayout.subscribe(later), useSidebar.subscribe(later), useAllKeys.subscribe(later)]
  window.addEventListener('pagehide', save)
  later()
  return () => {
    clearTimeout(timer)
    window.removeEventListener('pagehide', save)
    for (const stop of stops) stop()
  }
}
