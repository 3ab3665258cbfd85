// What an agent asks for when it opens a surface, and what is wrong with that whoever asks. (pure) Whether it may is open.ts.
import path from 'node:path'
import { hostSchema, nameSchema } from '../../preload/contract.ts'
import { deceiving } from './deceiving.ts'
import type { Trouble } from './refusals.ts'
import { say } from './sentences.ts'
import { checkText } from './text-filter.ts'

export interface OpenRequest {
  /** exactly one of the three */
  readonly preset?: string
  readonly command?: string
  /** a pane of tmux, to be taken up as it runs; nothing else goes with it */
  readonly adopt?: AdoptTarget
  /** an alias: the surface's own name is never an agent's to give */
  readonly name?: string
  /** begins with `/` or `~`; absent = the person's home */
  readonly cwd?: string
  /** another computer, by ssh's name, with a preset alone; absent = this one */
  readonly host?: string
  /** submitted once the program is ready for it */
  readonly prompt?: string
  readonly signal?: AbortSignal
  /** called at once and every 15 s while it waits for a person */
  readonly onProgress?: ((waitedMs: number) => void) | undefined
}

/** Exact: a session's whole name, and where it has several panes one of them. */
export interface AdoptTarget {
  readonly session: string
  /** `%37` */
  readonly pane?: string
}

const MAX_FOLDER = 4096
const MAX_SESSION = 200

/** Null = nothing. `presets` are those there are. */
export function badRequest(request: OpenRequest, presets: readonly string[]): Trouble | null {
  const { preset, command, name, cwd, prompt, adopt, host } = request
  if (adopt !== undefined) return badTarget(adopt)
  if (preset !== undefined && command !== undefined) return bad('command', say.presetAndCommand(), say.oneToOpen())
  if (preset === undefined && command === undefined) return bad('preset', say.nothingToOpen(), say.oneToOpen())
  if (preset !== undefined && !presets.includes(preset)) {
    return bad('preset', say.noPreset(preset), say.thesePresets(presets))
  }
  if (host !== undefined && !hostSchema.safeParse(host).success) return bad('host', say.badHost(), say.wholeHost())
  if (host !== undefined && command !== undefined) return bad('command', say.commandElsewhere(), say.oneElsewhere())
  return badCommand(command) ?? badAlias(name) ?? badFolder(cwd) ?? badPrompt(prompt)
}

function badTarget({ session, pane }: AdoptTarget): Trouble | null {
  const acting = checkText(session, { allowTab: false })
  if (acting || session === '' || session.length > MAX_SESSION) {
    return bad('session_name', say.badSession(), say.wholeSession())
  }
  return pane === undefined || /^%\d{1,9}$/.test(pane) ? null : bad('pane', say.badPane(pane), say.paneId())
}

function badCommand(command: string | undefined): Trouble | null {
  if (command === undefined) return null
  if (command.trim() === '') return bad('command', say.emptyCommand(), say.oneToOpen())
  const acting = checkText(command, { allowTab: true })
  return (
    acting && bad('command', say.actingHere('command', acting.name, acting.codePoint, acting.index), say.plainText())
  )
}

/** It is shown beside names that a person gave, so it is held to what theirs are. */
function badAlias(name: string | undefined): Trouble | null {
  if (name === undefined) return null
  const isName = nameSchema.safeParse(name).success && deceiving(name).length === 0
  return isName ? null : bad('name', say.badAlias(), say.plainName())
}

function badFolder(cwd: string | undefined): Trouble | null {
  if (cwd === undefined) return null
  const found = checkText(cwd, { allowTab: false })
  if (found) return bad('cwd', say.actingHere('cwd', found.name, found.codePoint, found.index), say.wholeFolder())
  const isWhole = path.isAbsolute(cwd) || cwd === '~' || cwd.startsWith('~/')
  return isWhole && cwd.length <= MAX_FOLDER ? null : bad('cwd', say.relativeFolder(cwd), say.wholeFolder())
}

function badPrompt(prompt: string | undefined): Trouble | null {
  if (prompt === undefined) return null
  if (prompt === '') return bad('prompt', say.emptyText(), say.leaveOut('prompt'))
  const found = checkText(prompt, { allowTab: true })
  if (!found) return null
  const why = say.badText(found.name, found.codePoint, found.index)
  return { code: 'bad_text', why, index: found.index, codePoint: found.codePoint, field: 'prompt' }
}

function bad(field: string, why: string, fix: string): Trouble {
  return { code: 'bad_arguments', why, field, fix }
}
