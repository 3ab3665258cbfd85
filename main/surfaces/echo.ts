// Two waits of a delivery: until the program has shown what was typed, and until the line was seen to leave after Enter.
// Both hear the parser and a clock; neither writes.
import type { Clock } from './clock.ts'
import type { Target } from './deliver.ts'
import type { Look } from './screen.ts'

const ECHO_QUIET_MS = 30
const ECHO_MOST_MS = 500
const SUBMIT_MOST_MS = 2000
const GROUP_EVERY_MS = 50

/**
 * `echoed`: something was printed and then nothing for 30 ms. `silent`: 500 ms passed without that.
 * `stopped`: a person's key or the program's end came first. `written` says that all bytes are in.
 */
export function awaitEcho(
  target: Target,
  clock: Clock,
  written: () => boolean,
): Promise<'echoed' | 'silent' | 'stopped'> {
  return new Promise(resolve => {
    let quiet: (() => void) | null = null
    const done = (how: 'echoed' | 'silent' | 'stopped') => {
      quiet?.()
      most()
      unhear()
      resolve(how)
    }
    const most = clock.after(ECHO_MOST_MS, () => done('silent'))
    const hush = () => {
      quiet?.()
      quiet = clock.after(ECHO_QUIET_MS, () => (written() ? done('echoed') : hush()))
    }
    const unhear = target.onEvent(event => {
      if (event === 'parsed') hush()
      else done('stopped')
    })
  })
}

/** Resolves with what showed that the line left, or null after 2 s. `at` is how it was just before Enter. */
export function awaitSubmit(
  target: Target,
  clock: Clock,
  at: Look & { readonly group: number | null },
): Promise<string | null> {
  return new Promise(resolve => {
    let tick: () => void = () => {}
    const done = (evidence: string | null) => {
      tick()
      most()
      unhear()
      resolve(evidence)
    }
    const check = () => {
      const evidence = lineLeft(at, target)
      if (evidence) done(evidence)
      return evidence !== null
    }
    const again = () => {
      tick = clock.after(GROUP_EVERY_MS, () => check() || again())
    }
    const most = clock.after(SUBMIT_MOST_MS, () => done(null))
    const unhear = target.onEvent(event => {
      if (event === 'exit') done('the program ended')
      else if (event === 'parsed') check()
    })
    again()
  })
}

/** What has changed since `at` that only happens when a program takes its line. */
function lineLeft(at: Look & { readonly group: number | null }, target: Target): string | null {
  const now = target.look()
  if (now.pasteOffs !== at.pasteOffs) return 'the program took the line and left its prompt'
  if (now.alt !== at.alt) return 'the program changed to another screen'
  if (now.row > at.row) return 'the cursor moved below the line'
  const group = target.group()
  if (group !== null && at.group !== null && group !== at.group) return 'another program came to the foreground'
  return null
}
