// Gatehouse with its people side, in this process, for a person who has Claude Code and Codex set up and opens both from their
// presets in one folder. What each program is given is written down on its way, and each has a stub for its model.
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { createCalls } from '../../../main/calls.ts'
import { type Verified, verifyActivity } from '../../../main/gate/verify.ts'
import { openHouse } from '../../../main/house.ts'
import { plainSettings } from '../../../main/store/settings.ts'
import type { PersonSurface } from '../../../main/surfaces/surface.ts'
import type { ApprovalView, Result } from '../../../preload/contract.ts'
import { dataFolder } from '../../helpers/data-folder.ts'
import { habitsOf } from '../lives/habits.ts'
import { type StubModel, startStub } from '../stub/server.ts'
import { ALL } from '../support/agents.ts'
import { alone, quoted } from '../support/environment.ts'
import { programOf } from '../support/versions.ts'

/** Those of the team, by what they do in it: each is the name of its surface too. */
export const TEAM = { planner: 'claude', tester: 'codex' } as const
export type Member = keyof typeof TEAM

export interface TeamHouse {
  /** the folder both work in, with tests that really run */
  readonly project: string
  readonly models: Readonly<Record<Member, StubModel>>
  open(member: Member): Promise<PersonSurface>
  /** Everything its program was given so far, as it was read, with the time in ms since the epoch. */
  given(member: Member): Promise<readonly Given[]>
  /** what waits for the person, as the window is told */
  waiting(): readonly ApprovalView[]
  /** The person's answer, by the call of the window. */
  answer(ref: string, how: 'once'): Promise<Result<{ outcome: string }>>
  /** what the tests printed when they ran, all times; the last word of each is that of this run alone */
  ran(): Promise<readonly string[]>
  activity(): Promise<Activity>
  /** Checks the chain of the activity. */
  verify(): Promise<Verified>
  /** Ends everything. */
  close(): Promise<void>
}

export interface Given {
  readonly at: number
  readonly bytes: Buffer
}
/** A record of the activity, as far as this campaign looks at it. */
export interface Kept {
  readonly seq: number
  readonly time: string
  readonly kind: string
  readonly actor: string
  readonly surface: { readonly name: string } | null
  readonly intent: string | null
  readonly text: string | null
  readonly verdict: { readonly effect: string; readonly rule: string | null; readonly why: string } | null
  readonly approval: string | null
  readonly outcome: string | null
  readonly bytes: number | null
  readonly of?: number
  readonly count?: number
}
export type Activity = readonly Kept[]

/** Two of three hold. The last line has a word that nobody can know before. */
const TESTS = `#!/bin/sh
passed=0
failed=0
check() { if [ "$2" = "$3" ]; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "not ok: $1: $2 is not $3"; fi; }
check sum "$((2 + 2))" 4
check product "$((6 * 7))" 42
check rest "$((7 % 4))" 2
run=$(od -An -N4 -tx4 /dev/urandom | tr -d ' ')
echo "$passed passed, $failed failed, run $run" | tee -a ran.log
[ "$failed" -eq 0 ]
`
const SIZE = { cols: 110, rows: 40 } as const

export async function openTeamHouse(rules: readonly object[]): Promise<TeamHouse> {
  const dir = await fs.realpath(await fs.mkdtemp(path.join(os.tmpdir(), 'gatehouse-team-')))
  const [home, bin] = [path.join(dir, 'me'), path.join(dir, 'bin')]
  const project = path.join(home, 'sums')
  await Promise.all([project, bin].map(folder => fs.mkdir(folder, { recursive: true })))
  await fs.writeFile(path.join(project, 'test.sh'), TESTS)
  const models = { planner: await startStub(), tester: await startStub() }
  const own: Record<string, string> = {}
  const log = (member: Member) => path.join(dir, `given-${member}.jsonl`)
  for (const member of ['planner', 'tester'] as const) {
    const agent = ALL.find(({ id }) => id === TEAM[member])!
    const habits = habitsOf(agent.id)
    Object.assign(own, await agent.seed({ home, project, url: models[member].url }), habits?.env)
    await habits?.settings?.(home)
    const real = quoted(programOf(agent.id, agent.program))
    const tap = [process.execPath, path.join(import.meta.dirname, '../support/tap.mjs'), log(member)]
      .map(quoted)
      .join(' ')
    const script = `#!/bin/sh\ncase "$1" in --version) exec ${real} --version ;; esac\nexec ${tap} ${real} "$@"\n`
    await fs.writeFile(path.join(bin, agent.program), script, { mode: 0o755 })
  }
  const plain = alone(home, { ...own, SHELL: '/bin/bash' })
  const env = { ...plain, PATH: `${bin}${path.delimiter}${plain['PATH']}` }
  // What the system's own login files make of PATH comes before.
  const exports = Object.entries(env).map(([name, value]) => `export ${name}=${quoted(value)}\n`)
  await fs.writeFile(path.join(home, '.bash_profile'), exports.join(''))

  const before = { ...process.env }
  const become = (next: NodeJS.ProcessEnv) => {
    for (const name of Object.keys(process.env)) delete process.env[name]
    Object.assign(process.env, next)
  }
  const folder = await dataFolder([], [...rules])
  become(env)
  const args = { dataDir: folder.dir, mcpPort: 0, policy: null, headless: false, open: [], show: null }
  const rest = { version: 'campaign', settings: plainSettings, window: true, developmentElectron: false }
  const opened = await openHouse({ args, ...rest }).finally(() => become(before))
  if (!opened.ok) throw new Error(opened.message)
  const house = opened.value
  const calls = createCalls(house)
  return {
    project,
    models,
    async open(member) {
      become(env)
      const spec = { preset: TEAM[member], name: member, workspace: 'sums', openedBy: 'person', cwd: project, ...SIZE }
      const surface = await house.openSurface(spec).finally(() => become(before))
      if (!surface.ok) throw new Error(surface.message)
      return surface.value
    },
    async given(member) {
      const lines = (await fs.readFile(log(member), 'utf8').catch(() => '')).split('\n').filter(Boolean)
      return lines.map(line => JSON.parse(line)).map(({ at, hex }) => ({ at, bytes: Buffer.from(hex, 'hex') }))
    },
    waiting: () => house.view.state().approvals.waiting,
    answer: async (ref, how) => calls['approval.answer']({ ref, how }),
    async ran() {
      const text = await fs.readFile(path.join(project, 'ran.log'), 'utf8').catch(() => '')
      return text.split('\n').filter(Boolean)
    },
    activity: async () => (await folder.activity()) as unknown as Activity,
    verify: () => verifyActivity(folder.dir),
    async close() {
      await house.close()
      await Promise.all(Object.values(models).map(model => model.close()))
      await folder.remove()
      await fs.rm(dir, { recursive: true, force: true, maxRetries: 5 })
    },
  }
}
