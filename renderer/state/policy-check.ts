// Asks about a text while it is being written: a moment after the last key, and only the answer to the latest question
// counts. Also when a check says that the text may be saved. Pure but for the timer it is given.
import type { PolicyCheck, PolicyFault } from '../../preload/contract.ts'

export interface Timers {
  set(run: () => void, ms: number): number
  clear(timer: number): void
}

export interface Asker<Q, A> {
  /** Asks a moment later, unless something newer is asked first. */
  later(question: Q): void
  /** Asks at once. The answer is given back whether or not it still counts. */
  now(question: Q): Promise<A>
  /** What is under way no longer counts. */
  drop(): void
}

/** `heard` gets every answer that still counts. `wait`: ms. */
export function createAsker<Q, A>(
  ask: (question: Q) => Promise<A>,
  heard: (question: Q, answer: A) => void,
  wait: number,
  timers: Timers,
): Asker<Q, A> {
  let turn = 0
  let timer: number | undefined
  function drop() {
    turn += 1
    if (timer !== undefined) timers.clear(timer)
    timer = undefined
  }
  async function now(question: Q): Promise<A> {
    drop()
    const mine = turn
    const answer = await ask(question)
    if (mine === turn) heard(question, answer)
    return answer
  }
  return {
    later(question) {
      drop()
      timer = timers.set(() => void now(question), wait)
    },
    now,
    drop,
  }
}

/** Main takes it up: it has no fault, and its own tests hold. */
export function stands({ faults, tests }: PolicyCheck): boolean {
  return faults.length === 0 && tests.every(({ ok }) => ok)
}

/** The faults that are no test of the file's own: those stand with the tests. */
export function ownFaults({ faults, tests }: PolicyCheck): PolicyFault[] {
  const failed = new Set(tests.filter(({ ok }) => !ok).map(({ index }) => `tests[${index}]`))
  return faults.filter(({ path }) => !failed.has(path))
}

/** Where to look first: line and column of the first fault or failed test; null = all is well. */
export function firstWrong(check: PolicyCheck): { readonly line: number; readonly column: number } | null {
  const failed = check.tests.filter(({ ok }) => !ok).map(({ line }) => ({ line, column: 1 }))
  const all = [...check.faults, ...failed].sort((a, b) => a.line - b.line)
  return all[0] ?? null
}

/** `2 faults, 1 test fails`: for a screen reader and the head of the list. */
export function checkWords(check: PolicyCheck): string {
  const faults = ownFaults(check).length
  const failed = check.tests.filter(({ ok }) => !ok).length
  const words = [
    ...(faults > 0 ? [`${faults} ${faults === 1 ? 'fault' : 'faults'}`] : []),
    ...(failed > 0 ? [`${failed} ${failed === 1 ? 'test fails' : 'tests fail'}`] : []),
  ]
  return words.length > 0 ? words.join(', ') : 'No faults'
}
