// The real gate over the real registry in one process: a policy by rules, an activity in memory, an empty home, shells
// with a plain prompt, and `rec`, a program that writes down its arguments.
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createGate } from '../../../main/gate/gate.ts'
import type { Gate } from '../../../main/gate/gate-api.ts'
import type { ActivityEntry, Agent } from '../../../main/gate/model.ts'
import type { Policy, Rule } from '../../../main/policy/model.ts'
import { createRegistry } from '../../../main/surfaces/registry.ts'
import type { OpenSpec, PersonSurface, Registry } from '../../../main/surfaces/surface.ts'
import { shows, until } from '../../surfaces/support.ts'
import { findProgram, PATH } from './programs.ts'
import { type HouseTime, houseTime } from './time.ts'

export interface House {
  readonly gate: Gate
  readonly registry: Registry
  readonly home: string
  readonly time: HouseTime
  readonly records: ActivityEntry[]
  open(spec?: Partial<OpenSpec>): Promise<PersonSurface>
  /** What `rec` was given, each call's arguments joined by a line of `--`. */
  received(): string[]
}

/** the context of a test */
export interface Finishing {
  onTestFinished(run: () => Promise<void>): void
}

interface HouseOptions {
  /** the shell of its surfaces */
  readonly shell?: string
  /** beyond level submit */
  readonly rule?: Partial<Rule>
  /** the gate waits in real time */
  readonly patient?: boolean
}

export const AGENTS: readonly Agent[] = ['ann', 'bob', 'cyd', 'dee'].map(id => ({ id, name: id.toUpperCase() }))

/** Everything of it is ended and removed after the test. Tests that run at the same time need `test` from their context. */
export function openHouse(test: Finishing, options: HouseOptions = {}): House {
  const { shell = 'bash', rule = {}, patient = false } = options
  const file = findProgram(shell)
  if (!file) throw new Error(`${shell} is not here`)
  const home = mkdtempSync(path.join(tmpdir(), 'gatehouse-programs-'))
  furnish(home)
  const time = houseTime(patient)
  const env = { PATH: `${home}/bin:${PATH}`, LANG: 'C.UTF-8', HOME: home, PS1: '$ ', LESSHISTFILE: '-' }
  const registry = createRegistry({ shell: file, env, clock: time.surfaces })
  test.onTestFinished(async () => {
    await registry.closeAll()
    rmSync(home, { recursive: true, force: true, maxRetries: 3 })
  })
  const records: ActivityEntry[] = []
  const policy: Policy = {
    version: 1,
    agents: Object.fromEntries(AGENTS.map(({ id, name }) => [id, { name, token: 'sha256:' }])),
    rules: [{ id: 'r1', agents: '*', surfaces: '*', level: 'submit', ...rule }],
    locks: [],
    open: [],
    tests: [],
  }
  const gate = createGate({
    surfaces: registry,
    policy: () => policy,
    policyFault: () => null,
    activity: {
      append: async entry => records.push(entry),
      noteRead() {},
      status: () => ({ fault: null }),
      async close() {},
    },
    pause: { paused: null, async save() {} },
    agentName: id => id.toUpperCase(),
    clock: time.gate,
  })
  return {
    gate,
    registry,
    home,
    time,
    records,
    async open(spec = {}) {
      const opened = await registry.open({ preset: 'shell', openedBy: 'person', ...spec })
      if (!opened.ok) throw new Error(opened.message)
      return opened.value
    },
    received: () => readReceived(path.join(home, 'received')),
  }
}

/** Start files with a prompt of `$ `, `rec`, and one-letter programs that tell that they ran. */
function furnish(home: string): void {
  const put = (name: string, text: string) => {
    mkdirSync(path.dirname(path.join(home, name)), { recursive: true })
    writeFileSync(path.join(home, name), text)
  }
  const search = `PATH="$HOME/bin:${PATH}"\nexport PATH\nPS1='$ '\n`
  // History expansion would change texts after they arrived whole: bash expands `^` at the start of any pasted line.
  put('.bash_profile', `${search}set +H\n`)
  put('.profile', search)
  put('.zshrc', `${search}unsetopt beep\n`)
  put(
    '.config/fish/config.fish',
    `set -gx PATH $HOME/bin ${PATH.replaceAll(':', ' ')}\nset -g fish_greeting\nfunction fish_prompt; echo -n '$ '; end\n`,
  )
  put('.tmux.conf', 'set -g status off\n')
  put('received', '')
  put('bin/rec', '#!/bin/sh\nprintf \'%s\\0\' "$#" "$@" >>"$HOME/received"\n')
  for (const name of ['y', '1', 'q', '🙂']) put(`bin/${name}`, `#!/bin/sh\nexec rec '${name}'\n`)
  for (const name of ['rec', 'y', '1', 'q', '🙂']) chmodSync(path.join(home, 'bin', name), 0o755)
  symlinkSync(process.execPath, path.join(home, 'bin/node'))
}

function readReceived(file: string): string[] {
  const parts = readFileSync(file, 'utf8').split('\0')
  const calls: string[] = []
  for (let at = 0; at < parts.length - 1; ) {
    const count = Number(parts[at])
    // The last one may still be on its way.
    if (at + count + 1 > parts.length - 1) break
    calls.push(parts.slice(at + 1, at + 1 + count).join('\n--\n'))
    at += count + 1
  }
  return calls
}

/** A person types, then leaves the keyboard alone for long enough. */
export async function type(house: House, surface: PersonSurface, keys: string): Promise<void> {
  for (const key of keys) surface.keys(key)
  house.time.skip(2000)
}

/** Types each and waits for what the program shows then. */
export async function typeSteps(house: House, surface: PersonSurface, steps: readonly Step[]): Promise<void> {
  for (const [keys, shown] of steps) {
    await type(house, surface, keys)
    if (shown !== '') await shows(surface, shown)
  }
}

/** what a person types, and what the screen shows then */
export type Step = readonly [keys: string, shown: string]

export async function receives(house: House, count: number): Promise<string[]> {
  await until(`${count} calls of rec; so far ${JSON.stringify(house.received()).slice(0, 300)}`, () => {
    return house.received().length >= count
  })
  return house.received()
}
