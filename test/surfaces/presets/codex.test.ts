import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { scanToml } from '../../../main/mcp/clients/toml-scan.ts'
import { codexPreset } from '../../../main/surfaces/presets/codex.ts'
import type { Start } from '../../../main/surfaces/presets/model.ts'

const TOKEN = 'token-that-is-in-the-environment-only'
const ID = '01a1fffc-3749-7830-9cf3-b471fe44fc5a'

function start(change: Partial<Start> = {}): Start {
  return {
    shell: '/bin/bash',
    program: '/opt/codex',
    surface: 's1',
    folder: '/tmp/a b/s1',
    mcp: { url: 'http://127.0.0.1:4823/mcp' },
    hook: { sh: '/bin/sh', args: ['/tmp/a b/s1/hook.sh'], folder: '/tmp/a b/s1' },
    resume: null,
    version: null,
    env: { HOME: '/home/dev', GATEHOUSE_TOKEN: TOKEN },
    read: () => null,
    ...change,
  }
}

/** What `-c` is given, in order. */
function overrides(args: readonly string[]): string[] {
  return args.filter((_, at) => args[at - 1] === '-c')
}

/** As Codex reads one: the value is TOML. */
function value(override: string): unknown {
  const scanned = scanToml(`${override}\n`)
  if ('offset' in scanned) throw new Error(`not TOML at ${scanned.offset}: ${override}`)
  return scanned.tables[0]!.keys[0]!.value
}

const hook = (event: string, timeout = 10) =>
  `hooks.${event}=[{hooks=[{type="command",command="/bin/sh -c 'exec /bin/sh \\"$GATEHOUSE_HOOK\\" ${event}'",timeout=${timeout}}]}]`

const HOOKS = [
  hook('UserPromptSubmit'),
  hook('PreToolUse'),
  hook('PermissionRequest'),
  hook('PostToolUse'),
  hook('Stop'),
  hook('Interrupt', 3),
  hook('SessionEnd', 3),
]

describe('how Codex is started', () => {
  test('a new one: our server and our hooks for this run alone, and nothing else', () => {
    const launch = codexPreset.launch(start())
    const expected = [
      'mcp_servers.gatehouse.url="http://127.0.0.1:4823/mcp"',
      'mcp_servers.gatehouse.bearer_token_env_var="GATEHOUSE_TOKEN"',
      'mcp_servers.gatehouse.tool_timeout_sec=900',
      ...HOOKS,
      'shell_environment_policy.exclude=["GATEHOUSE_TOKEN"]',
    ]
    expect(launch).toEqual({
      file: '/opt/codex',
      args: expected.flatMap(one => ['-c', one]),
      env: { GATEHOUSE_HOOK: '/tmp/a b/s1/hook.sh' },
    })
  })

  test('a conversation is taken up again by its id, and by nothing that is none', () => {
    const { args } = codexPreset.launch(start({ resume: ID }))
    expect([args[0], args.at(-1)]).toEqual(['resume', ID])
    expect(args.slice(1, -1)).toEqual(codexPreset.launch(start()).args)
    for (const resume of ['--last', 'the latest', `${ID} --last`, ''])
      expect(codexPreset.launch(start({ resume })).args).toEqual(codexPreset.launch(start()).args)
  })

  test('a server of the person with our name is off for this run, and ours has another', () => {
    const tables = [
      '[mcp_servers.gatehouse]\ncommand = "x"\n',
      'mcp_servers."gatehouse".command = "x"',
      '[ mcp_servers . gatehouse ]',
    ]
    for (const text of tables) {
      const asked: string[] = []
      const read = (file: string) => {
        asked.push(file)
        return `model = "m"\n${text}\n`
      }
      expect(overrides(codexPreset.launch(start({ read })).args).slice(0, 4)).toEqual([
        'mcp_servers.gatehouse.enabled=false',
        'mcp_servers.gatehouse_surface.url="http://127.0.0.1:4823/mcp"',
        'mcp_servers.gatehouse_surface.bearer_token_env_var="GATEHOUSE_TOKEN"',
        'mcp_servers.gatehouse_surface.tool_timeout_sec=900',
      ])
      expect(asked).toEqual(['/home/dev/.codex/config.toml'])
    }
  })

  test('other servers, and the name in a remark, change nothing', () => {
    for (const text of [
      '[mcp_servers.gatehouse2]',
      '[mcp_servers.other]\nargs = ["gatehouse"]',
      '# [mcp_servers.gatehouse]',
    ])
      expect(codexPreset.launch(start({ read: () => text })).args).toEqual(codexPreset.launch(start()).args)
  })

  test('their settings are looked for where CODEX_HOME says', () => {
    const read = (file: string) => (file === '/etc/codex home/config.toml' ? '[mcp_servers.gatehouse]' : null)
    const env = { HOME: '/home/dev', CODEX_HOME: '/etc/codex home' }
    expect(overrides(codexPreset.launch(start({ read, env })).args)[0]).toBe('mcp_servers.gatehouse.enabled=false')
  })

  test('what its shell may inherit is the person’s to say, where they have said it', () => {
    for (const text of [
      '[shell_environment_policy]\ninherit = "core"',
      'shell_environment_policy.exclude = ["AWS_*"]',
    ]) {
      const { args } = codexPreset.launch(start({ read: () => text }))
      expect(args.join(' ')).not.toContain('shell_environment_policy')
    }
    const { args } = codexPreset.launch(start({ read: () => '# shell_environment_policy' }))
    expect(args).toEqual(codexPreset.launch(start()).args)
  })

  test('without a server or without hooks the rest stays', () => {
    expect(overrides(codexPreset.launch(start({ mcp: null })).args)).toEqual(HOOKS)
    const launch = codexPreset.launch(start({ hook: null }))
    expect(overrides(launch.args)).toHaveLength(4)
    expect(launch.env).toBeUndefined()
  })

  test('what a hook runs is the same text in every surface: trust goes by it', () => {
    const other = start({ hook: { sh: '/bin/sh', args: ['/var/x/s2/hook.sh'], folder: '/var/x/s2' }, surface: 's2' })
    const hooks = (one: Start) => overrides(codexPreset.launch(one).args).filter(arg => arg.startsWith('hooks.'))
    expect(hooks(other)).toEqual(hooks(start()))
  })

  test('the token is in no argument and no file, and nothing turns off what Codex asks', () => {
    const launch = codexPreset.launch(start({ resume: ID, read: () => '[mcp_servers.gatehouse]' }))
    expect(JSON.stringify(launch)).not.toContain(TOKEN)
    expect(launch.files).toBeUndefined()
    expect(launch.args.join(' ')).not.toMatch(/danger|yolo|bypass|trust|sandbox|approv|full-auto|--last|notify/i)
  })

  test('every value is TOML, whatever stands in it', () => {
    const url = fc.oneof(
      fc.webUrl(),
      fc.string({ unit: fc.constantFrom('"', '\\', "'", ' ', '\n', '\u007f', '\u0001', 'é', '#') }),
    )
    fc.assert(
      fc.property(url, text => {
        const [first] = overrides(codexPreset.launch(start({ mcp: { url: text } })).args)
        expect(value(first!)).toBe(text)
      }),
    )
    for (const one of HOOKS) {
      const [group] = value(one) as { hooks: { command: string }[] }[]
      expect(group!.hooks[0]!.command).toMatch(/^\/bin\/sh -c 'exec \/bin\/sh "\$GATEHOUSE_HOOK" \w+'$/)
    }
  })
})
