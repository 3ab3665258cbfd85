import { describe, expect, test } from 'vitest'
import { surfaceEnv } from '../../main/surfaces/env.ts'

const spec = { surface: 's_abc123', shell: '/bin/zsh', platform: 'linux' as const }
const envOf = (base: NodeJS.ProcessEnv, platform: NodeJS.Platform = 'linux') => surfaceEnv(base, { ...spec, platform })

test('says what terminal it is, which surface, and which shell', () => {
  expect(envOf({ TERM: 'dumb', TERM_PROGRAM: 'outer', SHELL: '/bin/old' })).toMatchObject({
    TERM: 'xterm-256color',
    COLORTERM: 'truecolor',
    TERM_PROGRAM: 'gatehouse',
    GATEHOUSE_SURFACE: 's_abc123',
    SHELL: '/bin/zsh',
  })
})

test.each([
  'ELECTRON_RUN_AS_NODE',
  'npm_config_cache',
  'npm_lifecycle_event',
  'INIT_CWD',
  'NODE_ENV',
  'VITE_DEV_SERVER_URL',
  'VITEST',
  'GATEHOUSE_TOKEN',
  'GATEHOUSE_URL',
  'TMUX',
  'STY',
  'WINDOWID',
  'COLUMNS',
  'VTE_VERSION',
  'KITTY_WINDOW_ID',
  'TERM_PROGRAM_VERSION',
  'CHROME_DESKTOP',
])('%s stays out', name => {
  expect(envOf({ [name]: 'x' })).not.toHaveProperty(name)
})

test("the person's own stays, whatever it is called", () => {
  const own = {
    EDITOR: 'vim',
    NPM_TOKEN: 'x',
    NODE_OPTIONS: '--x',
    SSH_AUTH_SOCK: '/s',
    WINDOWS: '1',
    LANG: 'de_DE.UTF-8',
  }
  expect(envOf(own)).toMatchObject(own)
})

test('of the AppImage that Gatehouse may be, nothing stays: not its variables, and none of its folders', () => {
  const APPDIR = '/tmp/.mount_GatehoX'
  const image = { APPIMAGE: '/home/me/Gatehouse.AppImage', APPDIR, ARGV0: './Gatehouse.AppImage', OWD: '/home/me' }
  const folders = {
    PATH: `${APPDIR}:${APPDIR}/usr/sbin:/usr/bin:/bin`,
    LD_LIBRARY_PATH: `${APPDIR}/usr/lib`,
    XDG_DATA_DIRS: `${APPDIR}/usr/share:/usr/share`,
  }
  const env = envOf({ ...image, ...folders, EDITOR: 'vim' })
  for (const name of [...Object.keys(image), 'LD_LIBRARY_PATH']) expect(env).not.toHaveProperty(name)
  expect(env).toMatchObject({ PATH: '/usr/bin:/bin', XDG_DATA_DIRS: '/usr/share', EDITOR: 'vim' })
  // Names that somebody uses without one are theirs.
  expect(envOf({ OWD: '/x', ARGV0: 'y', PATH: '/usr/bin:' })).toMatchObject({
    OWD: '/x',
    ARGV0: 'y',
    PATH: '/usr/bin:',
  })
})

test("npm's folders leave the PATH only where npm put them", () => {
  const PATH = '/src/node_modules/.bin:/lib/npm/node_modules/@npmcli/run-script/lib/node-gyp-bin:/usr/bin'
  expect(envOf({ PATH, npm_execpath: '/npm', NODE: '/node', COLOR: '1' })).toMatchObject({ PATH: '/usr/bin' })
  expect(envOf({ PATH, npm_execpath: '/npm', NODE: '/node' })).not.toHaveProperty('NODE')
  expect(envOf({ PATH, NODE: '/node' })).toMatchObject({ PATH, NODE: '/node' })
})

describe('the locale is UTF-8', () => {
  const table: [string, NodeJS.ProcessEnv, Record<string, string | undefined>][] = [
    ['none set', {}, { LANG: 'C.UTF-8', LC_CTYPE: 'C.UTF-8' }],
    ['a UTF-8 LANG is kept', { LANG: 'de_DE.UTF-8' }, { LANG: 'de_DE.UTF-8', LC_CTYPE: undefined }],
    ['spelled otherwise too', { LANG: 'de_DE.utf8' }, { LANG: 'de_DE.utf8' }],
    ['a UTF-8 LC_ALL is kept', { LC_ALL: 'fr_FR.UTF-8', LANG: 'C' }, { LC_ALL: 'fr_FR.UTF-8', LANG: 'C' }],
    [
      'another LC_ALL goes',
      { LC_ALL: 'C', LANG: 'de_DE.UTF-8' },
      { LC_ALL: undefined, LANG: 'de_DE.UTF-8', LC_CTYPE: 'C.UTF-8' },
    ],
    ['an old LANG goes', { LANG: 'de_DE@euro' }, { LANG: 'C.UTF-8', LC_CTYPE: 'C.UTF-8' }],
    ['a UTF-8 LC_CTYPE is enough', { LANG: 'C', LC_CTYPE: 'en_US.UTF-8' }, { LANG: 'C', LC_CTYPE: 'en_US.UTF-8' }],
    ['an empty LC_ALL is none', { LC_ALL: '', LANG: 'de_DE.UTF-8' }, { LANG: 'de_DE.UTF-8', LC_CTYPE: undefined }],
  ]
  test.each(table)('%s', (_what, base, expected) => {
    const env = envOf(base)
    for (const [name, value] of Object.entries(expected)) expect(env[name]).toBe(value)
  })
  test('by the name macOS has for it', () => expect(envOf({}, 'darwin')['LANG']).toBe('en_US.UTF-8'))
})
