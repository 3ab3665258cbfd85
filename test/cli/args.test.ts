import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type Host, parseArgs } from '../../main/args.ts'
import { helpText } from '../../main/flags.ts'

const linux: Host = { env: {}, platform: 'linux', home: '/home/ann', cwd: '/src/app' }
const parse = (...argv: string[]) => {
  const parsed = parseArgs(argv, linux)
  if (!parsed.ok) throw new Error(parsed.faults.map(fault => fault.message).join('\n'))
  return parsed.args
}
const faults = (...argv: string[]) => {
  const parsed = parseArgs(argv, linux)
  return parsed.ok ? [] : parsed.faults.map(fault => fault.message)
}
const surface = { preset: 'shell', command: null, name: null, workspace: null, cwd: null }

test('without flags everything is as the settings and the platform say', () => {
  expect(parse()).toEqual({
    dataDir: '/home/ann/.config/gatehouse',
    mcpPort: null,
    policy: null,
    headless: false,
    open: [],
    show: null,
  })
})

test.each<[string, Partial<Host>, string]>([
  ['Linux', {}, '/home/ann/.config/gatehouse'],
  ['Linux with XDG_CONFIG_HOME', { env: { XDG_CONFIG_HOME: '/cfg' } }, '/cfg/gatehouse'],
  ['Linux with a relative XDG_CONFIG_HOME', { env: { XDG_CONFIG_HOME: 'cfg' } }, '/home/ann/.config/gatehouse'],
  ['Linux with an empty XDG_CONFIG_HOME', { env: { XDG_CONFIG_HOME: '' } }, '/home/ann/.config/gatehouse'],
  ['macOS', { platform: 'darwin', home: '/Users/ann' }, '/Users/ann/Library/Application Support/Gatehouse'],
  ['Windows', { platform: 'win32', env: { APPDATA: 'C:\\Users\\ann\\Roaming' } }, 'C:\\Users\\ann\\Roaming\\Gatehouse'],
  [
    'Windows without APPDATA',
    { platform: 'win32', home: 'C:\\Users\\ann' },
    'C:\\Users\\ann\\AppData\\Roaming\\Gatehouse',
  ],
])('the data folder on %s', (_name, host, dataDir) => {
  expect(parseArgs([], { ...linux, ...host })).toMatchObject({ ok: true, args: { dataDir } })
})

describe('--flag=value and --flag value are the same', () => {
  test.each([
    ['--user-data-dir', '/data', { dataDir: '/data' }],
    ['--user-data-dir', 'data', { dataDir: '/src/app/data' }],
    ['--user-data-dir', '~/data', { dataDir: '/home/ann/data' }],
    ['--mcp-port', '0', { mcpPort: 0 }],
    ['--mcp-port', '65535', { mcpPort: 65_535 }],
    ['--policy', 'p.json', { policy: '/src/app/p.json' }],
    ['--open', 'codex', { open: [{ ...surface, preset: 'codex' }] }],
    ['--open', 'my-own-2', { open: [{ ...surface, preset: 'my-own-2' }] }],
    ['--open-command', 'npm test -- --watch', { open: [{ ...surface, command: 'npm test -- --watch' }] }],
  ])('%s %s', (flag, value, expected) => {
    expect(parse(`${flag}=${value}`)).toMatchObject(expected)
    expect(parse(flag, value)).toEqual(parse(`${flag}=${value}`))
  })
})

test('a value may hold =, and after = it may begin with dashes', () => {
  expect(parse('--open-command=A=1 ./run').open[0]?.command).toBe('A=1 ./run')
  expect(parse('--open-command=--version').open[0]?.command).toBe('--version')
})

test('name, workspace and folder belong to the surface before them', () => {
  const { open } = parse(
    '--open=shell',
    '--name=api',
    '--cwd=sub',
    '--open-command',
    'top',
    '--workspace',
    'ops',
    '--name',
    ' load ',
    '--open=shell',
  )
  expect(open).toEqual([
    { ...surface, name: 'api', cwd: '/src/app/sub' },
    { ...surface, command: 'top', workspace: 'ops', name: 'load' },
    surface,
  ])
})

test.each([
  ['--headless', { headless: true }],
  ['--version', { show: 'version' }],
  ['--help', { show: 'help' }],
])('%s', (flag, expected) => {
  expect(parse(flag)).toMatchObject(expected)
})

test.each([
  '--no-sandbox',
  '--log-level=3',
  '--remote-debugging-port=9222',
  '--inspect',
  '--inspect=0',
  '--inspect-brk=127.0.0.1:9229',
  '--ozone-platform=wayland',
  '--disable-gpu',
  '--enable-features=A,B',
  '-psn_0_12345',
])('%s is left to Electron', flag => {
  expect(parse(flag, '--headless')).toEqual(parse('--headless'))
})

test.each([
  [['--hedless'], '--hedless is not a flag of Gatehouse. See --help.'],
  [['--no-sandboxx'], '--no-sandboxx is not a flag of Gatehouse. See --help.'],
  [['-v'], '-v is not a flag of Gatehouse. See --help.'],
  [['somewhere'], 'somewhere stands alone. See --help.'],
  [['--headless=yes'], '--headless takes no value. Write --headless alone.'],
  [['--mcp-port'], '--mcp-port needs a value. Write --mcp-port=N.'],
  [['--policy='], '--policy needs a value. Write --policy=FILE.'],
  [['--mcp-port=65536'], '--mcp-port cannot be "65536". Use 1 to 65535, or 0 for any free port.'],
  [['--mcp-port=-1'], '--mcp-port cannot be "-1". Use 1 to 65535, or 0 for any free port.'],
  [['--mcp-port=4e3'], '--mcp-port cannot be "4e3". Use 1 to 65535, or 0 for any free port.'],
  [['--mcp-port=1', '--mcp-port=2'], '--mcp-port is there twice. Keep one.'],
  ...['Vim', 'my tool', '-x', 'a'.repeat(32)].map((id): [string[], string] => [
    [`--open=${id}`],
    `--open cannot be ${JSON.stringify(id)}. Use one of shell, claude, codex, gemini, opencode, copilot, or the id of a preset of your own.`,
  ]),
  [['--name=api'], '--name belongs to a surface. Put it after --open or --open-command.'],
  [['--open=shell', '--name=a', '--name=b'], '--name is there twice for one surface. Keep one.'],
  [
    ['--open=shell', '--name=a\u0007'],
    '--name cannot be "a\\u0007". Use 1 to 64 characters, with no control characters.',
  ],
])('%j is an error that names the flag and the fix', (argv, message) => {
  expect(faults(...argv)).toEqual([message])
})

test.each(['-no-sandbox', ' --no-sandbox', '\t-browser-subprocess-path=/x'])(
  'no word that Chromium would take for a switch is a value: %j',
  word => {
    for (const flag of ['--name', '--cwd', '--workspace', '--open-command'])
      expect(faults('--open=shell', flag, word)[0]).toContain(`${flag} needs a value.`)
    expect(parse('--open=shell', `--name=${word.trim()}`).open[0]?.name).toBe(word.trim())
  },
)

test('all faults are told, in order, and a missing value does not swallow the next flag', () => {
  expect(faults('--policy', '--headless', '--bogus', '--mcp-port=x').map(message => message.split(' ')[0])).toEqual([
    '--policy',
    '--bogus',
    '--mcp-port',
  ])
})

test('every flag of the help is accepted, and every accepted flag is in the help', () => {
  const inHelp = new Set(helpText().match(/--[a-z-]+(?=[= ]|$)/gm))
  const ours = ['--user-data-dir', '--mcp-port', '--policy', '--headless', '--open', '--open-command']
  for (const flag of [...ours, '--name', '--workspace', '--cwd', '--version', '--help']) {
    expect([...inHelp], flag).toContain(flag)
    expect(faults(flag).join(), flag).not.toContain('not a flag')
  }
})

test('any command line gives a value or faults, never an exception', () => {
  const word = fc.oneof(
    fc.string(),
    fc.constantFrom('--open=shell', '--name', '--cwd=~', '--mcp-port', '--headless', '--', '=', '--='),
  )
  fc.assert(
    fc.property(fc.array(word, { maxLength: 8 }), argv => {
      const parsed = parseArgs(argv, linux)
      return parsed.ok || parsed.faults.length > 0
    }),
  )
})
