// A person's tmux server with the app beside it, and agents that speak to it as to Yaver and claude-sessions-mcp. What happened is
// asked of tmux and of files that its programs write.
import { execFileSync, spawnSync } from 'node:child_process'
import fs from 'node:fs/promises'
import path from 'node:path'
import { startHeadless, until } from './app.ts'
import { type DataFolder, dataFolder } from './data-folder.ts'
import { currentClient, legacyClient, mcporterClient, type TestClient } from './mcp-clients.ts'

export type Args = Record<string, unknown>
interface Answer {
  readonly isError: boolean
  readonly data: Args
}
const CLIENTS = { 'SDK v1': legacyClient, 'SDK v2': currentClient, mcporter: mcporterClient }
export type Caller = (tool: string, args?: Args) => Promise<Answer>

const RULES = [
  { id: 'r-runner', agents: 'runner', surfaces: '*', level: 'submit', answer: 'allow' },
  { id: 'r-typist', agents: 'typist', surfaces: '*', level: 'type' },
  { id: 'r-starter', agents: ['starter', 'asker', 'placed'], surfaces: { openedBy: 'self' }, level: 'submit' },
]
const LOCKS = [{ id: 'l-vault', agents: '*', surfaces: { name: 'vault*' }, level: 'none' }]
const OPEN = [
  { id: 'o-runner', agents: 'runner', presets: ['shell', 'tmux'], prompt: 'allow', max: 20, grant: 'allow' },
  { id: 'o-starter', agents: 'starter', command: 'ask', prompt: 'allow', grant: 'allow' },
  { id: 'o-asker', agents: 'asker', presets: ['tmux'], grant: 'ask' },
  { id: 'o-placed', agents: 'placed', presets: ['tmux'], cwd: ['/usr/**'], grant: 'allow' },
]
/** A shell without anybody's files. */
export const SHELL = 'bash --norc --noprofile'

export type TmuxProfiles = Awaited<ReturnType<typeof startTmuxProfiles>>

/** `sessions`: what the person has started before the app, a shell in each. */
export async function startTmuxProfiles(sessions: readonly string[]) {
  const folder: DataFolder = await dataFolder(
    ['runner', 'typist', 'starter', 'asker', 'placed'],
    RULES,
    LOCKS,
    {},
    OPEN,
  )
  const home = path.join(folder.dir, 'home')
  await fs.mkdir(home, { recursive: true })
  await fs.writeFile(path.join(folder.dir, 'settings.json'), JSON.stringify({ inTmux: ['shell'] }), { mode: 0o600 })
  const open: TestClient[] = []

  /** One tmux command, as the person would run it. */
  function tmux(...args: string[]): string {
    const { TMUX: _, TMUX_PANE: __, ...inherited } = process.env
    const env = { ...inherited, HOME: home, TMUX_TMPDIR: home, LANG: 'C.UTF-8' }
    return execFileSync('tmux', ['-u', '-f', '/dev/null', ...args], { env, encoding: 'utf8', stdio: 'pipe' }).trimEnd()
  }
  const session = (name: string, command = SHELL) =>
    tmux('new-session', '-d', '-P', '-F', '#{pane_id}', '-s', name, '-x', '100', '-y', '30', command)
  for (const name of sessions) session(name)
  const app = await startHeadless([`--user-data-dir=${folder.dir}`, '--mcp-port=0'])

  /** Of the person's own sessions: Gatehouse's, in which windows are linked, are not among them. */
  const listed = (format: string) =>
    [...new Set(tmux('list-panes', '-a', '-F', `#{?#{@gatehouse},,${format}}`).split('\n'))].filter(Boolean)
  const marks = async (name: string) => {
    const text = await fs.readFile(path.join(folder.dir, name), 'utf8').catch(() => '')
    return text.split('\n').filter(Boolean)
  }
  return {
    ...{ folder, tmux, session, listed, marks },
    paneIds: () => listed('#{pane_id}').sort(),
    pidOf: (pane: string) => tmux('display-message', '-p', '-t', pane, '#{pane_pid}'),
    /** It waits at its prompt. */
    prompts: (pane: string) =>
      until(`the prompt of ${pane}`, () => /[#$] *$/m.test(tmux('capture-pane', '-p', '-t', pane))),
    async connect(profile: string, agent = 'runner', kind: keyof typeof CLIENTS = 'SDK v2'): Promise<Caller> {
      const client = await CLIENTS[kind](`${app.ready.mcp}/${profile}`, folder.agents[agent]!.token)
      open.push(client)
      return async (tool, args = {}) => (await client.call(tool, args)) as unknown as Answer
    },
    /** A command that leaves the id of the pane it ran in, one line for each run. */
    marking: (name: string) => `echo "ran-in-$TMUX_PANE" >> "${path.join(folder.dir, name)}"`,
    /** What it has left, once there is any of it. */
    ran: (name: string) => until(`${name} to run`, async () => ((await marks(name)).length > 0 ? marks(name) : null)),
    async stop() {
      await Promise.all(open.map(client => client.close()))
      await app.stop()
      try {
        tmux('kill-server')
      } catch {
        // It has ended with its last session.
      }
      // Its shells write their histories as they end.
      await fs.rm(folder.dir, { recursive: true, force: true, maxRetries: 20, retryDelay: 50 })
    },
  }
}

/** Again while the program is not ready for it. */
export const surely = (call: Caller, tool: string, args: Args) =>
  until(`${tool} ${JSON.stringify(args)}`, async () => {
    const answer = await call(tool, args)
    const isBusy = ['no_answer', 'dialog_open', 'person_typing', 'not_connected'].includes(String(answer.data['code']))
    return isBusy ? null : answer
  })

export function isRunning(pid: string): boolean {
  // One that has ended and that nobody has asked about yet still takes signals; tmux 3.3a now and then does not ask.
  return /^[^Z\s]/.test(spawnSync('ps', ['-o', 'stat=', '-p', pid], { encoding: 'utf8' }).stdout)
}
