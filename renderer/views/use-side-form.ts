// The form the sidebar has now: the kept one, but icons in a narrow window unless a person asked for more.
import { NARROW, type SidebarState, useSidebar, useSideView } from '../state/sidebar.ts'
import { useMedia } from '../ui/use-media.ts'

export function useSideForm(): SidebarState['mode'] {
  const narrow = useMedia(NARROW)
  const mode = useSidebar(side => side.mode)
  const peek = useSideView(view => view.peek)
  return narrow ? (peek ? 'full' : 'icons') : mode
}
