// What the app's processes hold, asked of Electron and of the page itself, and whether it grows.
import type { CDPSession, ElectronApplication } from 'playwright-core'

export interface Sample {
  /** seconds since the start */
  readonly at: number
  /** MiB: resident memory of main and of the page's process, live objects of both after a collection */
  readonly main: number
  readonly page: number
  readonly mainHeap: number
  readonly pageHeap: number
  readonly nodes: number
  readonly listeners: number
}

const MIB = 1024 * 1024

export async function sample(app: ElectronApplication, cdp: CDPSession, at: number): Promise<Sample> {
  await cdp.send('HeapProfiler.collectGarbage')
  const { metrics } = await cdp.send('Performance.getMetrics')
  const metric = (name: string) => metrics.find(one => one.name === name)?.value ?? Number.NaN
  const main = await app.evaluate(({ app: electron }) => {
    ;(globalThis as { gc?: () => void }).gc?.()
    const of = (type: string) =>
      electron
        .getAppMetrics()
        .filter(one => one.type === type)
        .reduce((sum, one) => sum + one.memory.workingSetSize, 0) / 1024
    return { main: of('Browser'), page: of('Tab'), heap: process.memoryUsage().heapUsed }
  })
  return {
    at,
    main: main.main,
    page: main.page,
    mainHeap: main.heap / MIB,
    pageHeap: metric('JSHeapUsedSize') / MIB,
    nodes: metric('Nodes'),
    listeners: metric('JSEventListeners'),
  }
}

export const FIGURES = ['main', 'page', 'mainHeap', 'pageHeap', 'nodes', 'listeners'] as const

/** Of the third of the time after the warm-up and of the last third: medians, and what the last is of the first. */
export function growth(samples: readonly Sample[], warmUp: number) {
  const rest = samples.filter(({ at }) => at >= warmUp)
  const third = Math.floor(rest.length / 3)
  return FIGURES.map(figure => {
    const before = median(rest.slice(0, third).map(one => one[figure]))
    const after = median(rest.slice(-third).map(one => one[figure]))
    return { figure, before, after, ratio: after / before }
  })
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN
}
