// Drawing a terminal with WebGL, where a person chose that: as long as it has one of the few contexts, and never longer than the
// context lives. Everything else is drawn as page elements.
import type { Terminal } from '@xterm/xterm'
import { createLeases } from './leases.ts'

/** A page gets 16 of them; some are the browser's own. */
const leases = createLeases<Terminal>(8)

export interface GlDrawing {
  set(on: boolean): void
  dispose(): void
}

/** For a terminal that is open. `redrawn`: it may be of another size now. */
export function glDrawing(terminal: Terminal, redrawn: () => void): GlDrawing {
  let wanted = false
  let addon: { dispose(): void } | null = null

  function drop() {
    addon?.dispose()
    addon = null
    leases.giveBack(terminal)
    terminal.element?.classList.remove('gl')
  }
  // The addon waits three seconds for a context to come back, and shows nothing until then.
  const lost = () => {
    drop()
    redrawn()
  }
  terminal.element?.addEventListener('webglcontextlost', lost, { capture: true })

  async function begin() {
    const { WebglAddon } = await import('@xterm/addon-webgl')
    if (!wanted || addon) return
    const loading = new WebglAddon()
    try {
      terminal.loadAddon(loading)
    } catch {
      // There is no WebGL here: it stays as it is.
      loading.dispose()
      leases.giveBack(terminal)
      return
    }
    addon = loading
    loading.onContextLoss(lost)
    terminal.element?.classList.add('gl')
    redrawn()
  }

  return {
    set(on) {
      if (on === wanted) return
      wanted = on
      if (on) leases.take(terminal, () => void begin())
      else {
        drop()
        redrawn()
      }
    },
    dispose() {
      wanted = false
      terminal.element?.removeEventListener('webglcontextlost', lost, { capture: true })
      drop()
    },
  }
}
