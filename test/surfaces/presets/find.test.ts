import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { createFinder } from '../../../main/surfaces/presets/find.ts'
import { loginEnv } from '../../../main/surfaces/presets/login-env.ts'
import type { Preset, ProgramSpec } from '../../../main/surfaces/presets/model.ts'
import { testFolder } from '../support.ts'

const SPEC: ProgramSpec = {
  names: ['an-agent', 'an-agent-cli'],
  folders: ['~/.agent/bin'],
  version: ['--version'],
  install: { command: 'npm install -g an-agent', page: 'https://example.com' },
}
const PRESET: Preset = {
  id: 'agent',
  title: 'An agent',
  interactiveShell: false,
  program: SPEC,
  launch: () => ({ file: '/bin/true', args: [] }),
}

function home(profile = '') {
  const folder = testFolder()
  writeFileSync(path.join(folder, '.bash_profile'), profile)
  return { folder, env: { HOME: folder, PATH: '/usr/bin:/bin', LANG: 'C.UTF-8' } }
}

function program(folder: string, name: string, says = '1.2.3'): string {
  mkdirSync(folder, { recursive: true })
  const file = path.join(folder, name)
  writeFileSync(file, `#!/bin/sh\necho "${says}"\n`)
  chmodSync(file, 0o755)
  return file
}

describe('the environment of a login shell', () => {
  test('has what its profile sets, whatever the profile prints', async () => {
    const { env } = home('echo "welcome $((6*7))"; export KEY="two\nlines = more"; PATH="$HOME/own:$PATH"')
    const found = await loginEnv('/bin/bash', env)
    expect(found).toMatchObject({ KEY: 'two\nlines = more', HOME: env.HOME })
    expect(found!['PATH']!.split(':')[0]).toBe(`${env.HOME}/own`)
    expect(found).not.toHaveProperty('SHLVL')
    expect(found).not.toHaveProperty('_')
  })

  test('is null where there is no such shell, or it ends before it has said anything', async () => {
    const { env } = home('exit 3')
    expect(await loginEnv('/no/such/shell', env)).toBeNull()
    expect(await loginEnv('/bin/bash', env)).toBeNull()
  })

  test('does not wait for what a profile left running', async () => {
    const { env } = home('sleep 1000 &')
    expect(await loginEnv('/bin/bash', env)).toMatchObject({ HOME: env.HOME })
  })
})

describe('a preset’s program', () => {
  test('is found on the PATH that only a login shell has', async () => {
    const { folder, env } = home('PATH="$HOME/own:$PATH"')
    const file = program(path.join(folder, 'own'), 'an-agent-cli')
    expect(await createFinder(env).find(SPEC, '/bin/bash')).toBe(file)
  })

  test('is found where its installer puts it, after the PATH', async () => {
    const { folder, env } = home('PATH="$HOME/own:$PATH"')
    const installed = program(path.join(folder, '.agent/bin'), 'an-agent')
    const finder = createFinder(env)
    expect(await finder.find(SPEC, '/bin/bash')).toBe(installed)
    const first = program(path.join(folder, 'own'), 'an-agent')
    expect(await finder.find(SPEC, '/bin/bash')).toBe(first)
  })

  test('is not a folder, nor a file that cannot be run, nor one in the folder somebody happens to be in', async () => {
    const { folder, env } = home('PATH="$HOME/own:.:relative:$PATH"')
    mkdirSync(path.join(folder, 'own/an-agent'), { recursive: true })
    writeFileSync(path.join(folder, 'own/an-agent-cli'), '')
    expect(await createFinder(env).find(SPEC, '/bin/bash')).toBeNull()
  })

  test('that was installed since is found when the shell is asked anew', async () => {
    const { folder, env } = home()
    const finder = createFinder(env)
    expect(await finder.find(SPEC, '/bin/bash')).toBeNull()
    const file = program(path.join(folder, 'new'), 'an-agent')
    writeFileSync(path.join(folder, '.bash_profile'), 'PATH="$HOME/new:$PATH"')
    expect(await finder.find(SPEC, '/bin/bash')).toBeNull()
    expect(await finder.find(SPEC, '/bin/bash', true)).toBe(file)
  })

  test('is listed with what it says of its version, and with how to install it', async () => {
    const { folder, env } = home('PATH="$HOME/own:$PATH"')
    const finder = createFinder(env)
    const missing = { id: 'agent', title: 'An agent', file: null, version: null, install: SPEC.install }
    expect(await finder.list([PRESET], '/bin/bash')).toEqual([missing])
    const file = program(path.join(folder, 'own'), 'an-agent', 'An agent\nversion 4.5.6')
    expect(await finder.list([PRESET], '/bin/bash')).toEqual([{ ...missing, file, version: 'version 4.5.6' }])
  })

  test('that fails to say its version is there all the same', async () => {
    const { folder, env } = home('PATH="$HOME/own:$PATH"')
    const file = program(path.join(folder, 'own'), 'an-agent')
    writeFileSync(file, '#!/bin/sh\nexit 1\n')
    expect(await createFinder(env).list([PRESET], '/bin/bash')).toMatchObject([{ file, version: null }])
  })
})
