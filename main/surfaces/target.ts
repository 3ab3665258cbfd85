// What a delivery and a press see of a surface on a terminal. It only connects.
import { atOnceOf } from './at-once.ts'
import type { Commands } from './commands.ts'
import type { Target } from './deliver.ts'
import type { Inputs } from './inputs.ts'
import type { LineLedger } from './line.ts'
import { unreachedNow } from './link-words.ts'
import type { PressTarget } from './press.ts'
import type { Prompt } from './prompt.ts'
import type { ReadinessNow } from './readiness.ts'
import type { Screen } from './screen.ts'
import type { Terminal } from './terminal.ts'

export interface TargetSpec extends Pick<Target, 'alive' | 'write' | 'typing' | 'personKeys' | 'onEvent'> {
  readonly terminal: Pick<Terminal, 'tty' | 'link' | 'where'>
  readonly screen: Screen
  readonly line: LineLedger
  readonly commands: Commands
  readonly prompt: Prompt
  readonly inputs: Pick<Inputs, 'entered'>
  readonly readiness: ReadinessNow
  /** how often the screen was drawn anew */
  redraws(): number
  /** Bytes of this author go in. */
  wrote(by: string): void
}

export function createTarget(spec: TargetSpec): PressTarget {
  const { terminal, screen, line, commands, prompt, inputs, readiness } = spec
  const { alive, write, typing, personKeys, onEvent, wrote } = spec
  let undo: (() => void)[] = []
  let taker: number | null = null
  return {
    line: {
      ...line,
      enter() {
        undo.push(commands.entered(line.now().by), inputs.entered())
        line.enter()
      },
      attempt(put) {
        undo = []
        const became = line.attempt(put)
        const entered = undo
        return how => {
          if (how === 'never') for (const one of entered) one()
          became(how)
        }
      },
    },
    alive,
    settled: () => screen.settled(),
    look() {
      const marked = commands.phase() === 'prompt'
      const { row, alt, bracketedPaste, pasteOffs, left, above } = screen.look()
      return {
        row,
        alt,
        bracketedPaste,
        pasteOffs,
        left,
        above,
        commands: commands.started(),
        prompts: commands.prompts(),
        redraws: spec.redraws(),
        marked,
      }
    },
    group: prompt.group,
    tty: () => terminal.tty(),
    told: prompt.told,
    atOnce() {
      const front = prompt.foreground()
      const own = terminal.link() === null && terminal.where() === null
      const facts = prompt.facts(front, terminal.tty())
      return atOnceOf({ ...facts, look: screen.look(), told: prompt.told(), own, taker })
    },
    tookLine(group) {
      taker = group
    },
    changed: readiness.changed,
    whyNotInsertable: readiness.whyNotInsertable,
    write,
    far: terminal.link() !== null,
    unreached: () => unreachedNow(terminal),
    typing,
    wrote,
    personKeys,
    onEvent,
    keyModes() {
      const tty = terminal.tty()
      const modes = screen.keyModes()
      // Who lets the kernel act on keys reads none of these: another program left them on, or a file that was shown. Who
      // reads them reads the legacy bytes as well.
      return tty && !tty.canonical && !tty.signals ? modes : { ...modes, kitty: 0, modifyOther: 0 }
    },
  }
}
