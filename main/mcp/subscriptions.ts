// Which resources one agent wants to hear of, over all its open streams. Each is watched once however many ask, so that no
// stream hears of a change twice. How often news come is the watcher's.
import type { Agent } from '../gate/model.ts'

/** Calls `changed` when what the URI names may have changed. Returns what ends that; null = nothing to watch there. */
export type WatchResource = (agent: Agent, uri: string, changed: () => void) => (() => void) | null

export function createSubscriptions(watch: WatchResource, publish: (uri: string) => void) {
  const watched = new Map<string, { streams: number; stop: () => void }>()

  function add(agent: Agent, uri: string): boolean {
    const found = watched.get(uri)
    if (found) {
      found.streams += 1
      return true
    }
    const stop = watch(agent, uri, () => publish(uri))
    if (stop) watched.set(uri, { streams: 1, stop })
    return stop !== null
  }

  function remove(uri: string): void {
    const found = watched.get(uri)
    if (!found) return
    found.streams -= 1
    if (found.streams > 0) return
    watched.delete(uri)
    found.stop()
  }

  return {
    /** One stream more; the result takes it away again. */
    add(agent: Agent, uris: readonly string[]): () => void {
      const added = [...new Set(uris)].filter(uri => add(agent, uri))
      return () => {
        for (const uri of added) remove(uri)
      }
    },
  }
}
