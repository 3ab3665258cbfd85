import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { claudePreset } from '../../../main/surfaces/presets/claude.ts'
import type { Launch, Start } from '../../../main/surfaces/presets/model.ts'
import { testFolder } from '../support.ts'

const ID = '5f1c9a9e-0a53-4c0e-9a43-0d5a1f6c1a11'
const TOKEN = 'made-up-token'
const FOLDER = '/data/of a person/surfaces/s_1'
const HOOKS = '/data/of a person/hooks'
const START: Start = {
  shell: '/bin/bash',
  program: '/opt/bin/claude',
  surface: 's_1',
  folder: FOLDER,
  mcp: { url: 'http://127.0.0.1:4823/mcp' },
  hook: { sh: '/bin/sh', args: [`${HOOKS}/hook.sh`], folder: HOOKS },
  resume: null,
  version: null,
  env: { HOME: '/a/home', GATEHOUSE_TOKEN: TOKEN },
  read: () => null,
}
const MCP = ['--mcp-config', `${FOLDER}/claude-mcp.json`]
const SETTINGS = ['--settings', `${FOLDER}/claude-settings.json`]

const launch = (change: Partial<Start> = {}) => claudePreset.launch({ ...START, ...change })
const file = ({ files = [] }: Launch, name: string) => JSON.parse(files.find(one => one.name === name)?.text ?? 'null')

describe('Claude Code is started', () => {
  test('with our server and our hooks in two files for this run', () => {
    const started = launch()
    expect(started.file).toBe('/opt/bin/claude')
    expect(started.args).toEqual([...MCP, ...SETTINGS])
    expect(started.files?.map(({ name }) => name)).toEqual(['claude-mcp.json', 'claude-settings.json'])
    expect(started).not.toHaveProperty('env')
    expect(started).not.toHaveProperty('conversation')
  })

  test('with the server as it is, time for a person to answer, and the token only by its name', () => {
    expect(file(launch(), 'claude-mcp.json')).toEqual({
      mcpServers: {
        gatehouse: {
          type: 'http',
          url: 'http://127.0.0.1:4823/mcp',
          headers: { Authorization: `Bearer \${GATEHOUSE_TOKEN}` },
          timeout: 900_000,
        },
      },
    })
  })

  test('with settings that hold hooks and nothing else, one for each event, quoted', () => {
    const settings = file(launch(), 'claude-settings.json')
    expect(Object.keys(settings)).toEqual(['hooks'])
    expect(Object.keys(settings.hooks)).toEqual([
      'SessionStart',
      'UserPromptSubmit',
      'PreToolUse',
      'PermissionRequest',
      'PostToolUse',
      'PostToolUseFailure',
      'Notification',
      'Stop',
      'StopFailure',
      'SessionEnd',
    ])
    for (const [event, groups] of Object.entries(settings.hooks)) {
      const command = `'/bin/sh' '${HOOKS}/hook.sh' '${event}'`
      expect(groups).toEqual([{ hooks: [{ type: 'command', command, timeout: 10 }] }])
    }
  })

  test('with a hook that a shell runs from a folder of any name', () => {
    const folder = path.join(testFolder(), `it's "a" $(folder) \`of\` blanks`)
    mkdirSync(folder, { recursive: true })
    const script = path.join(folder, 'hook.sh')
    writeFileSync(script, 'echo "$0 $1"; cat')
    const hook = { sh: '/bin/sh', args: [script], folder }
    const { command } = file(launch({ hook }), 'claude-settings.json').hooks.Stop[0].hooks[0]
    expect(execFileSync(command, { shell: '/bin/sh', input: '{"a":1}' }).toString()).toBe(`${script} Stop\n{"a":1}`)
  })

  test('without what is not there', () => {
    expect(launch({ mcp: null }).args).toEqual(SETTINGS)
    expect(launch({ hook: null }).args).toEqual(MCP)
    expect(launch({ mcp: null, hook: null })).toEqual({ file: '/opt/bin/claude', args: [] })
  })

  test('to go on with exactly one conversation, by its id', () => {
    expect(launch({ resume: ID }).args).toEqual([...MCP, ...SETTINGS, '--resume', ID])
  })

  test.each(['', 'the last one', '--dangerously-skip-permissions', `${ID} --print`, '../x'])(
    'anew where %j is no id of a conversation',
    resume => {
      expect(launch({ resume }).args).toEqual([...MCP, ...SETTINGS])
    },
  )

  test('with its own permissions as they are, and the token in no argument and no file', () => {
    for (const resume of [null, ID]) {
      const all = JSON.stringify(launch({ resume }))
      expect(all).not.toContain(TOKEN)
      expect(all).not.toMatch(/dangerously|skip-permissions|permission-mode|allowed-?tools|permissions"|bypass|trust/i)
    }
  })
})

test('it is looked for where its installers put it', () => {
  const { program, agent, interactiveShell } = claudePreset
  expect({ agent, interactiveShell }).toEqual({ agent: true, interactiveShell: false })
  expect(program?.names).toEqual(['claude'])
  expect(program?.version).toEqual(['--version'])
  expect(program?.folders).toEqual(expect.arrayContaining(['~/.local/bin', '~/.claude/local', '/opt/homebrew/bin']))
})
