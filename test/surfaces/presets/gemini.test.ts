import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { geminiPreset } from '../../../main/surfaces/presets/gemini.ts'
import type { Start } from '../../../main/surfaces/presets/model.ts'

const FOLDER = "/home/dev/it's here/surfaces/s_1"
const FILE = path.join(FOLDER, 'gemini/system-defaults.json')
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/
const OURS = {
  httpUrl: 'http://127.0.0.1:4823/mcp',
  headers: { Authorization: `Bearer \${GATEHOUSE_TOKEN}` },
  timeout: 900_000,
}

function started(more: Partial<Start> = {}) {
  return geminiPreset.launch({
    shell: '/bin/bash',
    program: '/opt/a b/gemini',
    surface: 's_1',
    folder: FOLDER,
    mcp: { url: 'http://127.0.0.1:4823/mcp' },
    hook: { sh: '/bin/sh', args: [`${FOLDER}/hook.sh`], folder: FOLDER },
    resume: null,
    env: { GATEHOUSE_TOKEN: 'a-token' },
    read: () => null,
    version: '0.52.0',
    ...more,
  })
}

/** What it finds in the file it is given, where these files are there. */
function given(there: Record<string, string>, env: Record<string, string> = {}) {
  const [file] = started({ env, read: name => there[name] ?? null }).files!
  return JSON.parse(file!.text)
}

const hook = (event: string) => ({
  hooks: [
    {
      type: 'command',
      name: 'gatehouse',
      command: String.raw`'/bin/sh' '/home/dev/it'\''s here/surfaces/s_1/hook.sh' '${event}'`,
      timeout: 10_000,
    },
  ],
})

describe('Gemini CLI before 0.60 is started', () => {
  test('with a file of defaults for this start alone, and an id of a conversation', () => {
    const { file, args, env, files, conversation, lacks } = started()
    expect(file).toBe('/opt/a b/gemini')
    expect(conversation).toMatch(UUID)
    expect(args).toEqual(['--session-id', conversation])
    expect(env).toEqual({ GEMINI_CLI_SYSTEM_DEFAULTS_PATH: FILE })
    expect(files!.map(one => one.name)).toEqual(['gemini/system-defaults.json'])
    expect(lacks).toBeUndefined()
  })

  test('with our server and hooks that only report, every word quoted', () => {
    expect(given({})).toEqual({
      mcpServers: { gatehouse: OURS },
      hooks: {
        SessionStart: [hook('SessionStart')],
        BeforeAgent: [hook('BeforeAgent')],
        AfterTool: [hook('AfterTool')],
        Notification: [hook('Notification')],
        AfterAgent: [hook('AfterAgent')],
      },
    })
  })

  test.each([
    [
      'a file of defaults that was named',
      '/srv/defaults.json',
      { GEMINI_CLI_SYSTEM_DEFAULTS_PATH: '/srv/defaults.json' },
    ],
    [
      'the file beside the system settings that were named',
      path.join('/srv/gemini', 'system-defaults.json'),
      { GEMINI_CLI_SYSTEM_SETTINGS_PATH: '/srv/gemini/settings.json' },
    ],
  ])('with all that is in %s', (_what, file, env) => {
    const there = {
      general: { vimMode: true },
      mcpServers: { theirs: { command: 'x' } },
      hooks: { AfterAgent: [{ hooks: [{ type: 'command', command: 'y' }] }], BeforeTool: [{ hooks: [] }] },
    }
    const now = given({ [file]: `// of the firm\n${JSON.stringify(there)}` }, env as Record<string, string>)
    expect(now.general).toEqual({ vimMode: true })
    expect(now.mcpServers).toEqual({ theirs: { command: 'x' }, gatehouse: OURS })
    expect(now.hooks.AfterAgent).toEqual([...there.hooks.AfterAgent, hook('AfterAgent')])
    expect(now.hooks.BeforeTool).toEqual([{ hooks: [] }])
  })

  test.each(['{', '[]', '"x"'])('as it is, where the defaults there are %j', text => {
    const { args, env, files, lacks, conversation } = started({ read: () => text })
    expect(args).toEqual(['--session-id', conversation])
    expect([env, files]).toEqual([undefined, undefined])
    expect(lacks).toMatch(/cannot be read/)
  })

  test('with a part alone, where the other is not there', () => {
    expect(JSON.parse(started({ hook: null }).files![0]!.text)).toEqual({ mcpServers: { gatehouse: OURS } })
    expect(Object.keys(JSON.parse(started({ mcp: null }).files![0]!.text))).toEqual(['hooks'])
    expect(started({ mcp: null, hook: null }).files).toBeUndefined()
  })
})

describe('Gemini CLI is started', () => {
  test.each(['0.60.0', '0.61.0', '1.0.0', '10.59.0', null, 'no number'])(
    'as it is, and says what is missing, where it reads no file of ours or may not: %s',
    version => {
      const { args, env, files, lacks, conversation } = started({ version })
      expect(args).toEqual(['--session-id', conversation])
      expect([env, files]).toEqual([undefined, undefined])
      expect(lacks).toMatch(/since version 0\.60/)
    },
  )

  test('to go on with exactly the conversation it had', () => {
    const { args, conversation } = started({ resume: '11111111-2222-4333-8444-555555555558' })
    expect(args).toEqual(['--resume', '11111111-2222-4333-8444-555555555558'])
    expect(conversation).toBe('11111111-2222-4333-8444-555555555558')
  })

  test('with its token in no file and no argument, and its own permissions and trust untouched', () => {
    const said = JSON.stringify([started(), started({ version: '0.61.0', resume: 'x' })])
    expect(said).not.toContain('a-token')
    expect(said).not.toMatch(
      /yolo|skip-trust|approval-mode|allowed-tools|"trust"|GEMINI_CLI_TRUST|GEMINI_CLI_HOME|BeforeTool/,
    )
  })
})
