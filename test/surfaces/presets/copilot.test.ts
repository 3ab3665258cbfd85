import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { copilotPreset } from '../../../main/surfaces/presets/copilot.ts'
import type { Start } from '../../../main/surfaces/presets/model.ts'

const FOLDER = "/home/dev/it's here/surfaces/s_1"
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}$/

function started(more: Partial<Start> = {}) {
  return copilotPreset.launch({
    shell: '/bin/bash',
    program: '/opt/a b/copilot',
    surface: 's_1',
    folder: FOLDER,
    mcp: { url: 'http://127.0.0.1:4823/mcp' },
    hook: { sh: '/bin/sh', args: [`${FOLDER}/hook.sh`], folder: FOLDER },
    resume: null,
    version: null,
    env: { GATEHOUSE_TOKEN: 'a-token', COPILOT_HOME: '/home/dev/copilot' },
    read: () => null,
    ...more,
  })
}

describe('Copilot CLI is started', () => {
  test('with our server and hooks for this start alone, and an id of a conversation', () => {
    const { file, args, env, files, conversation } = started()
    expect(file).toBe('/opt/a b/copilot')
    expect(conversation).toMatch(UUID)
    expect(args).toEqual([
      '--additional-mcp-config',
      `@${path.join(FOLDER, 'copilot/mcp.json')}`,
      '--plugin-dir',
      path.join(FOLDER, 'copilot/plugin'),
      `--session-id=${conversation}`,
    ])
    expect(env).toBeUndefined()
    expect(files!.map(one => one.name)).toEqual([
      'copilot/mcp.json',
      'copilot/plugin/plugin.json',
      'copilot/plugin/hooks.json',
    ])
  })

  test('with a server that takes its token from the environment and may be waited for', () => {
    expect(JSON.parse(started().files![0]!.text)).toEqual({
      mcpServers: {
        gatehouse: {
          type: 'http',
          url: 'http://127.0.0.1:4823/mcp',
          headers: { Authorization: `Bearer \${GATEHOUSE_TOKEN}` },
          tools: ['*'],
          timeout: 900_000,
        },
      },
    })
  })

  test('with hooks that only report, each by a line of a shell in which every word is quoted', () => {
    const [, about, listed] = started().files!
    expect(JSON.parse(about!.text)).toMatchObject({ name: 'gatehouse', hooks: 'hooks.json' })
    const { version, hooks } = JSON.parse(listed!.text)
    expect(version).toBe(1)
    expect(Object.keys(hooks)).toEqual([
      'sessionStart',
      'userPromptSubmitted',
      'postToolUse',
      'postToolUseFailure',
      'notification',
      'agentStop',
      'errorOccurred',
      'sessionEnd',
    ])
    const bash = String.raw`'/bin/sh' '/home/dev/it'\''s here/surfaces/s_1/hook.sh' 'agentStop'`
    expect(hooks.agentStop).toEqual([{ type: 'command', bash, timeoutSec: 10 }])
  })

  test('to go on with exactly the conversation it had', () => {
    const { args, conversation } = started({ resume: '0cb916db-26aa-40f2-86b5-1ba81b225fd2' })
    expect(conversation).toBe('0cb916db-26aa-40f2-86b5-1ba81b225fd2')
    expect(args.at(-1)).toBe('--session-id=0cb916db-26aa-40f2-86b5-1ba81b225fd2')
    expect(args.join(' ')).not.toMatch(/--(?:resume|continue)/)
  })

  test('with an id of its own each time', () => {
    expect(started().conversation).not.toBe(started().conversation)
  })

  test('without what is not there', () => {
    const bare = started({ mcp: null, hook: null })
    expect(bare.args).toEqual([`--session-id=${bare.conversation}`])
    expect(bare.files).toEqual([])
  })

  test('with its token in no file and no argument, its own permissions, home and updates untouched', () => {
    const said = JSON.stringify([started(), started({ resume: '0cb916db-26aa-40f2-86b5-1ba81b225fd2' })])
    expect(said).not.toContain('a-token')
    expect(said).not.toMatch(
      /--(?:allow|yolo|trust|autopilot|mode|no-auto-update)|COPILOT_|permissionRequest|preToolUse/,
    )
  })
})
