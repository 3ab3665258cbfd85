import { describe, expect, test } from 'vitest'
import { CLIENTS } from '../../../main/mcp/clients/index.ts'
import type { Host } from '../../../main/mcp/clients/model.ts'
import { shellLine } from '../../../main/mcp/clients/shell-line.ts'
import { configOf, isHere, whereOf } from '../../../main/mcp/clients/where.ts'

/** A computer where exactly these files are. */
function host(platform: NodeJS.Platform, files: readonly string[] = [], env: Host['env'] = {}): Host {
  const home = { linux: '/home/ada', darwin: '/Users/ada', win32: 'C:\\Users\\ada' }[platform as string] ?? '/'
  return { platform, home, env, exists: async file => files.includes(file) }
}

const client = (id: string) => CLIENTS.find(one => one.id === id)!

describe.each([
  [
    'linux',
    {
      'claude-code': '/home/ada/.claude.json',
      'claude-desktop': '/home/ada/.config/Claude/claude_desktop_config.json',
      cursor: '/home/ada/.cursor/mcp.json',
      vscode: '/home/ada/.config/Code/User/mcp.json',
      codex: '/home/ada/.codex/config.toml',
      gemini: '/home/ada/.gemini/settings.json',
      opencode: '/home/ada/.config/opencode/opencode.json',
      copilot: '/home/ada/.copilot/mcp-config.json',
      windsurf: '/home/ada/.codeium/windsurf/mcp_config.json',
      zed: '/home/ada/.config/zed/settings.json',
    },
  ],
  [
    'darwin',
    {
      'claude-code': '/Users/ada/.claude.json',
      'claude-desktop': '/Users/ada/Library/Application Support/Claude/claude_desktop_config.json',
      cursor: '/Users/ada/.cursor/mcp.json',
      vscode: '/Users/ada/Library/Application Support/Code/User/mcp.json',
      codex: '/Users/ada/.codex/config.toml',
      gemini: '/Users/ada/.gemini/settings.json',
      opencode: '/Users/ada/.config/opencode/opencode.json',
      copilot: '/Users/ada/.copilot/mcp-config.json',
      windsurf: '/Users/ada/.codeium/windsurf/mcp_config.json',
      zed: '/Users/ada/.config/zed/settings.json',
    },
  ],
  [
    'win32',
    {
      'claude-code': 'C:\\Users\\ada\\.claude.json',
      'claude-desktop': 'C:\\Users\\ada\\AppData\\Roaming\\Claude\\claude_desktop_config.json',
      cursor: 'C:\\Users\\ada\\.cursor\\mcp.json',
      vscode: 'C:\\Users\\ada\\AppData\\Roaming\\Code\\User\\mcp.json',
      codex: 'C:\\Users\\ada\\.codex\\config.toml',
      gemini: 'C:\\Users\\ada\\.gemini\\settings.json',
      opencode: 'C:\\Users\\ada\\.config\\opencode\\opencode.json',
      copilot: 'C:\\Users\\ada\\.copilot\\mcp-config.json',
      windsurf: 'C:\\Users\\ada\\.codeium\\windsurf\\mcp_config.json',
      zed: 'C:\\Users\\ada\\AppData\\Roaming\\Zed\\settings.json',
    },
  ],
] as const)('on %s', (platform, files) => {
  test.each(Object.entries(files))('the config of %s is %s', async (id, file) => {
    expect(await configOf(client(id), host(platform))).toBe(file)
  })

  test('there is a row for every client', () => {
    expect(Object.keys(files).sort()).toEqual(CLIENTS.map(({ id }) => id).sort())
  })
})

test.each([
  ['claude-code', { CLAUDE_CONFIG_DIR: '/c' }, '/c/.claude.json'],
  ['codex', { CODEX_HOME: '/c' }, '/c/config.toml'],
  ['gemini', { GEMINI_CLI_HOME: '/c' }, '/c/.gemini/settings.json'],
  ['copilot', { COPILOT_HOME: '/c' }, '/c/mcp-config.json'],
  ['opencode', { XDG_CONFIG_HOME: '/c' }, '/c/opencode/opencode.json'],
  ['zed', { XDG_CONFIG_HOME: '/c' }, '/c/zed/settings.json'],
  ['zed', { XDG_CONFIG_HOME: 'not/whole' }, '/home/ada/.config/zed/settings.json'],
  ['vscode', { XDG_CONFIG_HOME: '/c' }, '/c/Code/User/mcp.json'],
])('%s follows %j to %s', async (id, env, file) => {
  expect(await configOf(client(id), host('linux', [], env))).toBe(file)
})

test('of several configs the first that exists is meant, else the first whose folder does', async () => {
  const [jsonc, json] = client('opencode').configs(whereOf(host('linux'))) as [string, string]
  const chosen = (...files: string[]) => configOf(client('opencode'), host('linux', files))
  expect(await chosen(json, '/home/ada/.config/opencode')).toBe(json)
  expect(await chosen(json, jsonc)).toBe(jsonc)
  expect(await chosen('/home/ada/.config/opencode')).toBe(jsonc)
})

test('a packaged Claude Desktop on Windows keeps its config in its package', async () => {
  const LOCALAPPDATA = 'C:\\Users\\ada\\AppData\\Local'
  const folder = `${LOCALAPPDATA}\\Packages\\Claude_pzs8sxrjxfjjc\\LocalCache\\Roaming\\Claude`
  const chosen = (...files: string[]) => configOf(client('claude-desktop'), host('win32', files, { LOCALAPPDATA }))
  expect(await chosen(folder)).toBe(`${folder}\\claude_desktop_config.json`)
  expect(await chosen()).toBe('C:\\Users\\ada\\AppData\\Roaming\\Claude\\claude_desktop_config.json')
})

describe('a client is here', () => {
  test.each(CLIENTS.map(({ id }) => [id]))('%s: not where nothing of it is', async id => {
    expect(await isHere(client(id), host('linux', ['/home/ada', '/usr/bin/ls'], { PATH: '/usr/bin' }))).toBe(false)
  })

  test.each(CLIENTS.map(one => [one.id, one.programs] as const))(
    '%s: by any of its programs on PATH',
    async (id, programs) => {
      for (const name of programs) {
        const env = { PATH: 'not/whole::/opt/none:/opt/bin' }
        expect(await isHere(client(id), host('linux', [`/opt/bin/${name}`], env))).toBe(true)
        expect(await isHere(client(id), host('linux', [`not/whole/${name}`], env))).toBe(false)
      }
    },
  )

  test.each(CLIENTS.map(({ id }) => [id]))('%s: by its folder, or its config alone', async id => {
    const at = whereOf(host('linux'))
    for (const file of [...client(id).traces(at), ...client(id).configs(at)]) {
      expect(await isHere(client(id), host('linux', [file]))).toBe(true)
    }
  })

  test('by the PATH of the terminal, which an app started from a menu does not have, or by its own', async () => {
    const paths = (own: string, terminal: string, file: string) => ({
      ...host('linux', [file], { PATH: own }),
      searchPath: async () => terminal,
    })
    expect(await isHere(client('claude-code'), paths('/usr/bin', '/opt/tools', '/opt/tools/claude'))).toBe(true)
    expect(await isHere(client('codex'), paths('/usr/bin', '/opt/tools', '/opt/tools/claude'))).toBe(false)
    expect(await isHere(client('codex'), paths('/opt/bin', '', '/opt/bin/codex'))).toBe(true)
  })

  test('on Windows by every end a program may have', async () => {
    const env = { Path: 'C:\\none;C:\\npm', PATHEXT: '.EXE;.CMD' }
    expect(await isHere(client('codex'), host('win32', ['C:\\npm\\codex.CMD'], env))).toBe(true)
    expect(await isHere(client('codex'), host('win32', ['C:\\npm\\codex.PS1'], env))).toBe(false)
  })
})

test.each([
  ['linux', ['claude', '--', '/opt/Gate house/gatehouse', "it's"], `claude -- '/opt/Gate house/gatehouse' 'it'\\''s'`],
  ['linux', ['a', '', '$HOME', '{"a":1}'], `a '' '$HOME' '{"a":1}'`],
  ['win32', ['code', 'C:\\Program Files\\', '{"a":"b c"}'], `code "C:\\Program Files\\\\" "{\\"a\\":\\"b c\\"}"`],
  ['win32', ['code', 'C:\\gatehouse.exe', 'a"'], `code C:\\gatehouse.exe "a\\""`],
] as const)('on %s a line of %j can be pasted', (platform, words, line) => {
  expect(shellLine(platform, words)).toBe(line)
})
