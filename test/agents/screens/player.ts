// Plays scenes in one running agent and records its settled screens, with what is true of each: a label, and what whoever
// reads the screen may say of it. Nothing recorded names this machine.
import fs from 'node:fs/promises'
import path from 'node:path'
import type { Shot } from '../../../main/status/agents/model.ts'
import { until } from '../../helpers/app.ts'
import type { Planned } from '../stub/server.ts'
import type { Agent } from '../support/agents.ts'
import { type RunningAgent, startAgent } from '../support/running.ts'
import type { Installed } from '../support/versions.ts'

/** A recorded screen. */
export interface Recorded {
  readonly label: string
  readonly expect: Expect
  /** other things that are not wrong to say */
  readonly also?: readonly Expect[]
  /** something stands in the input box; `either`: that depends on the version */
  readonly typed?: true | 'either'
  readonly cols: number
  readonly rows: number
  readonly shot: Shot
}
export type Expect = 'composer' | 'dialog' | 'working' | 'failed' | 'unknown'

export interface Size {
  readonly cols: number
  readonly rows: number
}

export interface TakeOptions extends Pick<Recorded, 'also' | 'typed'> {
  /** it has to show this first */
  readonly shows?: RegExp
  /** how long to wait for that (10 s) */
  readonly timeoutMs?: number
  /** it does not show it for long: recorded at once */
  readonly brief?: boolean
}

export interface Player {
  readonly running: RunningAgent
  /** `command` at a prompt of the shell tool leaves this behind */
  readonly marker: string
  /** Keys of a person, one write after the other, each once the screen is still. */
  press(...keys: readonly string[]): Promise<void>
  /** A person pastes a text; it does not press Enter. */
  paste(text: string): Promise<void>
  /** Says no in a permission dialog: some take no key right after it was drawn. */
  refuse(dialog: RegExp, ...keys: readonly string[]): Promise<void>
  /** Pastes a prompt and presses Enter, and waits until the model was asked. */
  prompt(text: string): Promise<void>
  /** The model's replies to a prompt that contains `word`. */
  plan(word: string, ...replies: readonly Planned[]): void
  shows(what: RegExp, timeoutMs?: number): Promise<void>
  /** Does it show this now? */
  showing(what: RegExp): Promise<boolean>
  /** Records what it shows once it is still, or has a spinner. */
  take(label: string, expect: Expect, options?: TakeOptions): Promise<void>
}

/** One thing after the other in one run of the agent; each begins and ends with an empty input box. */
export interface Scene {
  readonly name: string
  run(player: Player): Promise<void>
}

export interface Walk {
  /** what its title, or a line after that, shows while a turn goes on, and never else */
  readonly working: RegExp
  /** what it asks before its input box is there, the first time it is in a folder */
  start(player: Player): Promise<void>
  readonly scenes: readonly Scene[]
  /** Back to an empty input box from wherever it is. */
  home(player: Player): Promise<void>
  /** Makes it end, from an empty input box. */
  readonly end?: (player: Player) => Promise<void>
}

const STILL_MS = 300
/** A spinner is never still. */
const MOVING_MS = 1500
/** For what still works to end by itself. */
const TURN_MS = 20_000

export interface Played {
  readonly version: string
  readonly screens: readonly Recorded[]
  /** scenes that could not be played, and why */
  readonly missing: readonly string[]
}

export async function play(agent: Agent, walk: Walk, installed: Installed, size: Size): Promise<Played> {
  const dir = await shortFolder()
  const project = path.join(dir, 'me/project')
  await fs.mkdir(path.join(project, 'src'), { recursive: true })
  await fs.writeFile(path.join(project, 'notes.md'), '# Notes\n')
  await fs.writeFile(path.join(project, 'src/main.ts'), "console.log('hello')\n")
  const running = await startAgent(agent, { installed, size, strange: true, dir })
  const screens: Recorded[] = []
  const missing: string[] = []
  const still = async () => {
    await running.still(STILL_MS, MOVING_MS).catch(() => {})
  }
  const over = async () => !walk.working.test(`${running.surface.summary().title}\n${await running.screen()}`)
  const player: Player = {
    running,
    marker: running.marker,
    async press(...keys) {
      for (const key of keys) {
        running.surface.keys(key)
        await still()
      }
    },
    async paste(text) {
      running.surface.keys(`\x1b[200~${text}\x1b[201~`)
      await still()
    },
    async refuse(dialog, ...keys) {
      await player.shows(dialog)
      await running.still(1000, MOVING_MS).catch(() => {})
      await player.press(...keys)
      if (await player.showing(dialog)) await player.press(...keys)
    },
    async prompt(text) {
      const before = running.stub.prompts.length
      await player.paste(text)
      running.surface.keys('\r')
      await until('the prompt to reach the stub', () => running.stub.prompts.length > before, 15_000)
    },
    plan: (word, ...replies) => running.stub.plan(word, replies),
    shows: (what, timeoutMs = 10_000) => running.shows(what, timeoutMs),
    showing: async what => what.test(await running.screen()),
    async take(label, expect, { shows, timeoutMs, brief = false, ...options } = {}) {
      if (shows) await player.shows(shows, timeoutMs)
      if (expect === 'composer') await until('its turn to be over', over)
      if (!brief) await still()
      const shot = await running.shot()
      if (shows && !shows.test(shot.lines.join('\n')))
        throw new Error(`${label} went away again; it shows:\n${shot.lines.join('\n')}`)
      screens.push({ label, expect, ...options, ...size, shot: withoutPlaces(shot, dir) })
    },
  }
  try {
    await walk.start(player)
    for (const scene of walk.scenes) {
      try {
        await scene.run(player)
      } catch (error) {
        missing.push(`${scene.name}: ${(error as Error).message}`)
      }
      await walk.home(player)
      await until('its turn to be over', over, TURN_MS).catch(() => {})
    }
    await walk.end?.(player)
    return { version: running.version, screens, missing }
  } catch (error) {
    missing.push(`it ended there: ${(error as Error).message}`)
    return { version: running.version, screens, missing }
  } finally {
    await running.close()
  }
}

/** As long as what stands for it in a recorded screen. */
async function shortFolder(): Promise<string> {
  for (;;) {
    const dir = `/tmp/g${Math.random().toString(36).slice(2, 6).padEnd(4, '0')}`
    try {
      await fs.mkdir(dir, { mode: 0o700 })
      return dir
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
    }
  }
}

function withoutPlaces(shot: Shot, dir: string): Shot {
  const name = path.basename(dir)
  const clean = (text: string) => text.replaceAll(dir, '/srv/guser').replaceAll(name, 'guser')
  return { ...shot, lines: shot.lines.map(clean), title: clean(shot.title) }
}
