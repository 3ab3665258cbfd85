// What a person changed in the policy in this run, so that it can be taken back: the text as it was before each change, for as
// long as nobody else changed it since. It writes nothing; edits.ts does.
const MOST = 50

interface Step {
  /** the whole text before */
  readonly before: string
  /** names the text that the change left */
  readonly after: string
  /** names the text before */
  readonly from: string
  /** for the person: `Cursor in shell: Read, was Type` */
  readonly words: string
  /** for the record */
  readonly recorded: string
}

export interface UndoLog {
  add(step: Step): void
  /** The latest change, if the text that `hash` names is what it left. */
  latest(hash: string | undefined): Step | null
  /** The latest was taken back, which left the text that `hash` names. */
  takenBack(hash: string): void
}

export function createUndoLog(): UndoLog {
  const steps: Step[] = []
  return {
    add(step) {
      steps.push(step)
      if (steps.length > MOST) steps.shift()
    },
    latest(hash) {
      const last = steps.at(-1)
      return last && last.after === hash ? last : null
    },
    takenBack(hash) {
      const last = steps.pop()
      const earlier = steps.at(-1)
      // what had ended is not brought back, so the text may be another one than that of then
      if (last && earlier?.after === last.from) steps[steps.length - 1] = { ...earlier, after: hash }
    },
  }
}
