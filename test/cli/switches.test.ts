// What an installed Gatehouse refuses on its command line, and where its own arguments begin.
import { describe, expect, test } from 'vitest'
import { FLAGS } from '../../main/flags.ts'
import { isTestBuild } from '../../main/start.ts'
import { ownArguments, refusedSwitch, withoutSandbox } from '../../main/switches.ts'

describe('refused', () => {
  test.each([
    '--remote-debugging-port=9222',
    '--remote-debugging-port',
    '-remote-debugging-port=0',
    '/remote-debugging-port=0',
    '--Remote-Debugging-Port=0',
    '--remote-debugging-pipe',
    '--remote-debugging-address=0.0.0.0',
    '--remote-allow-origins=*',
    '--inspect',
    '--inspect=127.0.0.1:9229',
    '--inspect-brk',
    '--inspect-brk-node=0',
    '--debug-port=1',
    '--js-flags=--expose-gc',
    '--disable-web-security',
    '--renderer-cmd-prefix=sh',
    '--utility-cmd-prefix=sh',
    '--gpu-launcher=sh',
    '--single-process',
    '--browser-subprocess-path=/tmp/x',
  ])('%s, wherever it stands', word => {
    const name = word.split('=')[0]
    expect(refusedSwitch([word])).toBe(name)
    expect(refusedSwitch(['--headless', '--mcp-port=0', word, '--open=shell'])).toBe(name)
  })

  test('blanks around it hide none, and neither does its place as a value: Chromium reads it all the same', () => {
    for (const word of [' --remote-debugging-port=0', '\t-inspect', '--js-flags=x '])
      expect(refusedSwitch(['--open=shell', '--name', word]), JSON.stringify(word)).toBe(word.trim().split('=')[0])
  })

  test('no flag of ours, and none that a system may need', () => {
    const ours = FLAGS.map(({ name }) => `--${name}`)
    const needed = ['--no-sandbox', '--disable-gpu', '--ozone-platform=wayland', '--force-device-scale-factor=2']
    const inValues = ['--open-command=node --inspect app.js', 'inspect', '--name=--inspect']
    for (const word of [...ours, ...needed, ...inValues]) expect(refusedSwitch([word]), word).toBeNull()
  })
})

describe('the window never opens without its sandbox', () => {
  test.each(['no-sandbox', 'no-zygote', 'disable-namespace-sandbox', 'disable-seccomp-filter-sandbox'])(
    'with --%s in force, however it got there',
    name => {
      expect(withoutSandbox(one => one === name, {})).toBe(`--${name}`)
    },
  )

  test('by the environment', () => {
    expect(withoutSandbox(() => false, { ELECTRON_DISABLE_SANDBOX: '' })).toBe('ELECTRON_DISABLE_SANDBOX')
  })

  test('with any other switch it does', () => {
    expect(withoutSandbox(one => one === 'disable-gpu-sandbox', { PATH: '/bin' })).toBeNull()
  })
})

describe('a person’s own arguments', () => {
  test.each([
    [['gatehouse', '--headless'], false, ['--headless']],
    [
      ['gatehouse', '--no-sandbox', '--no-zygote', '--log-level=3', 'mcp', '--agent', 'a'],
      false,
      ['mcp', '--agent', 'a'],
    ],
    [['gatehouse', '--no-sandbox', '--no-zygote'], false, []],
    [['gatehouse', 'mcp', '--no-sandbox'], false, ['mcp', '--no-sandbox']],
    [['electron', '--no-sandbox', '--log-level=3', '/clone', '--headless'], true, ['--headless']],
    [['electron', '/clone'], true, []],
    [['gatehouse'], false, []],
  ])('%j, from a clone: %j', (argv, fromClone, own) => {
    expect(ownArguments(argv, fromClone)).toEqual(own)
  })
})

test.each([
  ['0.1.0', false],
  ['0.1.0-beta.1', false],
  ['0.1.0-test', true],
  ['0.1.0-test.2', true],
  ['0.1.0-testing', false],
])('is %s a test build? %j', (version, yes) => {
  expect(isTestBuild(version)).toBe(yes)
})
