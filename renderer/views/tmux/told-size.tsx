// A quiet note where a pane has tmux's size and not its place's.
import type { HostState } from '../../terminal/host.ts'

export function ToldSize({ state: { other } }: { state: HostState }) {
  if (other === null) return null
  const { cols, rows, is } = other
  const why =
    is === 'smaller'
      ? 'tmux says how large this pane is: it may be shown elsewhere as well.'
      : 'tmux says how large this pane is: it may be shown elsewhere as well. Scroll to see the rest.'
  return (
    <div className="tm-told" title={why} data-testid="told-size">
      {cols} × {rows} in tmux
    </div>
  )
}
