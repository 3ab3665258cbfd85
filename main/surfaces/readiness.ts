// What a delivery depends on, taken once the parser has caught up, and whether that still holds right before the first byte.
// It reads; what may be done with it is decided by others.
import { isBarePrompt } from './bare-prompt.ts'
import type { Clock } from './clock.ts'
import type { Commands, ShellPhase } from './commands.ts'
import { cursorLine } from './cursor-line.ts'
import { MISREAD, QUIET_MS, sameTold } from './dialog.ts'
import type { Foreground } from './foreground.ts'
import type { Inputs } from './inputs.ts'
import { insertableOf } from './insertable.ts'
import type { LineLedger } from './line.ts'
import { unreachedSentence } from './link-words.ts'
import type { Prompt } from './prompt.ts'
import type { Look, Screen } from './screen.ts'
import type { Dialog, Insertable, Readiness, Unreached } from './surface.ts'
import type { Terminal } from './terminal.ts'
import { sameTty, type Tty } from './tty.ts'

export interface ReadinessSpec {
  readonly terminal: Pick<Terminal, 'tty' | 'prepared' | 'link' | 'where'>
  readonly screen: Screen
  readonly line: Pick<LineLedger, 'now'>
  readonly prompt: Prompt
  readonly commands: Pick<Commands, 'phase'>
  readonly inputs: Pick<Inputs, 'untouched'>
  readonly interactiveShell: boolean
  readonly hide: (rows: string[]) => string[]
  alive(): boolean
  person(): Pick<Readiness, 'sincePersonKey' | 'composing'>
}

export interface ReadinessNow {
  take(): Promise<Readiness>
  /** Why the surface is not as the last `take` of this version of its line found it, or null. */
  changed(): string | null
  /** Why no text may be put on the line of a prompt now, or null. */
  whyNotInsertable(): string | null
}

interface Seen {
  readonly version: number
  readonly group: number | null
  readonly alt: boolean
  readonly paste: boolean
  readonly phase: ShellPhase
  readonly tty: Tty | null
  readonly told: Dialog | null
  readonly misread: boolean
  readonly elsewhere: boolean
}

export function createReadiness(spec: ReadinessSpec, clock: Clock): ReadinessNow {
  const { terminal, screen, line, prompt, commands } = spec
  let seen: Seen | null = null

  function unreached(): Unreached | null {
    const why = unreachedSentence(terminal)
    const link = terminal.link()
    const retryAt = link?.is === 'lost' ? link.retryAt : null
    return why === null ? null : { why, retryMs: retryAt === null ? null : Math.max(0, retryAt - clock.now()) }
  }

  /**
   * Other terminals may show what is in tmux, and nobody here hears what is typed there: only the screen shows it. Where a program
   * draws its own box, or says itself how it stands, that tells nothing.
   */
  function typedElsewhere({ alt, left }: Look): boolean {
    const isOpen = terminal.where() !== null && line.now().by.length === 0
    return isOpen && !alt && prompt.told() === null && !isBarePrompt(left)
  }

  function insertable(look: Look, front: Foreground, tty: Tty | null): Insertable {
    if (look.misread) return { ok: false, why: MISREAD }
    return insertableOf({
      ...prompt.facts(front, tty),
      bracketedPaste: look.bracketedPaste,
      alt: look.alt,
      untouched: spec.inputs.untouched() && line.now().by.length === 0,
    })
  }

  return {
    async take() {
      // What cannot be reached may have nothing to tell for a long time.
      if (!unreached()) await terminal.prepared
      await screen.settled()
      // That takes a moment to see.
      for (let tries = 0; tries < 3 && spec.alive() && spec.interactiveShell && prompt.settles(); tries += 1) {
        const front = prompt.foreground()
        if (front.is !== 'shell' || prompt.dialog(screen.look(), front, terminal.tty()).open === 'no') break
        await clock.wait(QUIET_MS.output)
        await screen.settled()
      }
      const look = screen.look()
      const front = prompt.foreground()
      const tty = terminal.tty()
      const dialog = prompt.dialog(look, front, tty)
      seen = {
        version: line.now().version,
        group: front.group,
        alt: look.alt,
        paste: look.bracketedPaste,
        phase: commands.phase(),
        tty,
        told: prompt.told(),
        misread: look.misread === true,
        elsewhere: typedElsewhere(look),
      }
      const now = line.now()
      return {
        alive: spec.alive(),
        unreached: unreached(),
        line: seen.elsewhere ? { ...now, by: ['person'] } : now,
        dialog,
        tty,
        bracketedPaste: look.bracketedPaste,
        ...spec.person(),
        group: front.group,
        alt: look.alt,
        cursorLine: cursorLine(screen, spec.hide),
        insertable: insertable(look, front, tty),
        betweenCommands: prompt.between(look, front, tty),
      }
    },
    changed() {
      const now = screen.look()
      if (!seen || seen.version !== line.now().version) return null
      if (
        seen.alt !== now.alt ||
        seen.paste !== now.bracketedPaste ||
        seen.group !== prompt.foreground().group ||
        seen.phase !== commands.phase()
      ) {
        return 'the program changed since the check'
      }
      // What could not be read before was asked about; what could be is not certain any more.
      if (now.misread && !seen.misread) return MISREAD
      if (!sameTold(seen.told, prompt.told())) return 'another dialog, or none, is open since the check'
      if (!seen.elsewhere && typedElsewhere(now)) return 'something came to stand on the line since the check'
      return sameTty(seen.tty, terminal.tty()) ? null : 'the program changed its terminal modes'
    },
    whyNotInsertable() {
      const now = insertable(screen.look(), prompt.foreground(), terminal.tty())
      return now.ok ? null : now.why
    },
  }
}
