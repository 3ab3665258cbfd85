// What a piece of work costs, where it must not hang: the processor time of this process, since other programs may have the processor
// for as long as they like. For orders of magnitude; figures are in test/bench/.

/** ms so far; call the result for what was used since. */
export function processorTime(): () => number {
  const start = process.cpuUsage()
  return () => {
    const { user, system } = process.cpuUsage(start)
    return (user + system) / 1000
  }
}
