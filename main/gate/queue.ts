// One queue per surface: a job runs from its check to its write with no other job of that surface in between. It does
// not know what jobs do. Jobs never wait for a person inside it; they leave, wait and come back.

export interface Queue {
  /** Runs `job` when it is its turn. `first`: before all that wait (a person's own act). */
  run<T>(surface: string, job: () => Promise<T>, first?: boolean): Promise<T>
}

export function createQueue(): Queue {
  const lanes = new Map<string, (() => Promise<void>)[]>()

  async function drain(surface: string, lane: (() => Promise<void>)[]): Promise<void> {
    for (let job = lane.shift(); job; job = lane.shift()) await job()
    lanes.delete(surface)
  }

  return {
    run: (surface, job, first = false) =>
      new Promise((resolve, reject) => {
        const turn = () => job().then(resolve, reject)
        const lane = lanes.get(surface)
        if (!lane) {
          const fresh = [turn]
          lanes.set(surface, fresh)
          void drain(surface, fresh)
        } else if (first) lane.unshift(turn)
        else lane.push(turn)
      }),
  }
}
