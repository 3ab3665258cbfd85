// The window as the design shows it: four terminals with what agents print, three agents, a lock. Nothing in it moves.
import { createHash } from 'node:crypto'
import fs from 'node:fs/promises'
import path from 'node:path'
import { ROOT, type RunningWindow, startWindow, until } from '../../helpers/app.ts'
import { type DataFolder, dataFolder } from '../../helpers/data-folder.ts'
import { sees } from '../../helpers/terminal.ts'

export interface Scene {
  readonly folder: DataFolder
  readonly shown: RunningWindow
  end(): Promise<void>
}

/** A folder of each MCP client. */
const TRACES = [
  ...['.claude', '.codex', '.gemini', '.cursor', '.copilot', '.codeium/windsurf'],
  ...['.config/Code', '.config/Claude', '.config/opencode', '.config/zed'],
]

const show = (screens: string, name: string, workspace: string) => [
  `--open-command="${process.execPath}" "${path.join(ROOT, 'test/visual/show.mjs')}" ${screens}`,
  `--name=${name}`,
  `--workspace=${workspace}`,
]

export async function openScene(): Promise<Scene> {
  const folder = await dataFolder(
    ['claude-code', 'cursor', 'codex'],
    [
      { id: 'r1', agents: '*', surfaces: '*', level: 'read' },
      { id: 'r2', agents: 'claude-code', surfaces: { workspace: 'ledgerline' }, level: 'type', ask: 'submit' },
      { id: 'r3', agents: 'claude-code', surfaces: { name: 'tests' }, level: 'submit' },
      { id: 'r4', agents: 'cursor', surfaces: { name: 'shell' }, level: 'type', ask: 'submit' },
      { id: 'r5', agents: 'cursor', surfaces: { workspace: 'infra' }, level: 'submit' },
    ],
    [{ id: 'l1', agents: '*', surfaces: { name: 'prod-*' }, level: 'read', reason: 'production is hands-off' }],
    { 'claude-code': 'Claude Code', cursor: 'Cursor', codex: 'Codex' },
  )
  await sameTokens(folder)
  // All clients are here, whatever this computer has on its PATH.
  const home = path.join(folder.dir, 'home')
  for (const trace of TRACES) await fs.mkdir(path.join(home, trace), { recursive: true })
  // A shell's prompt would name the user and the computer.
  await fs.writeFile(path.join(home, '.bashrc'), "PS1='$ '\n")
  const shown = await startWindow([
    `--user-data-dir=${folder.dir}`,
    '--mcp-port=0',
    ...show('refactor', 'auth refactor', 'ledgerline'),
    ...show('tests', 'tests', 'ledgerline'),
    ...show('shell full', 'shell', 'ledgerline'),
    ...show('logs', 'prod-logs', 'infra'),
  ])
  for (const [name, text] of [
    ['auth refactor', 'Threading'],
    ['tests', 'Duration'],
    ['shell', 'a86e1c4'],
    ['prod-logs', 'POST /v1/refresh'],
  ] as const) {
    await sees(shown.page, name, text)
  }
  // Every program has been quiet for a while: the shapes beside the names stand still.
  await until('all programs to be quiet', () =>
    shown.page.evaluate(async () => {
      const state = await window.gatehouse.invoke('state.get', {})
      return state.ok && state.value.surfaces.every(surface => surface.state.is === 'unknown')
    }),
  )
  return {
    folder,
    shown,
    async end() {
      await shown.stop()
      await folder.remove()
    },
  }
}

/** The policy with its tokens' hashes is looked at: they are the same each time. */
async function sameTokens({ dir, agents }: DataFolder): Promise<void> {
  const file = path.join(dir, 'policy.json')
  const policy = JSON.parse(await fs.readFile(file, 'utf8'))
  for (const agent of Object.values(agents)) {
    agent.token = `gate_${createHash('sha256').update(agent.id).digest('base64url')}`
    policy.agents[agent.id].token = `sha256:${createHash('sha256').update(agent.token).digest('hex')}`
  }
  await fs.writeFile(file, `${JSON.stringify(policy, null, 2)}\n`)
}

/** The first start on a computer that has two agents, whatever this one has. */
export async function openFirst(): Promise<Scene> {
  const folder = await dataFolder([])
  const tools = path.join(folder.dir, 'home/tools')
  await fs.mkdir(tools, { recursive: true })
  for (const [program, version] of [
    ['claude', '2.1.197 (Claude Code)'],
    ['codex', 'codex-cli 0.169.0'],
  ] as const) {
    await fs.writeFile(path.join(tools, program), `#!/bin/sh\necho '${version}'\n`, { mode: 0o755 })
  }
  // What the login shell is asked with.
  await fs.symlink('/usr/bin/env', path.join(tools, 'env'))
  await fs.writeFile(path.join(folder.dir, 'home/.profile'), 'PATH="$HOME/tools"\nexport PATH\n')
  const shown = await startWindow([`--user-data-dir=${folder.dir}`, '--mcp-port=0'])
  await shown.page.getByRole('button', { name: /^Open Claude Code, 2\.1\.197/ }).waitFor()
  await shown.page.getByRole('button', { name: /^Open Codex, .*0\.169\.0/ }).waitFor()
  return {
    folder,
    shown,
    async end() {
      await shown.stop()
      await folder.remove()
    },
  }
}
