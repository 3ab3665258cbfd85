// Presets of a person's own, as the registry finds and starts them.
import { chmodSync, existsSync, mkdirSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { missing, type OwnPreset, ownPreset } from '../../../main/surfaces/presets/own.ts'
import { createRegistry } from '../../../main/surfaces/registry.ts'
import { openSurface, shows, testFolder, testRegistry } from '../support.ts'

/** Says what it was given; says too, in a file, that it ran. */
function tool(folder: string, name: string): string {
  mkdirSync(folder, { recursive: true })
  const file = path.join(folder, name)
  writeFileSync(
    file,
    `#!/bin/sh\n: > "$0.ran"\necho "$# [$1] [$2] note=$NOTE token=$GATEHOUSE_TOKEN"\nexec sleep 1000\n`,
  )
  chmodSync(file, 0o755)
  return file
}

function registryOf(home: string, ...own: OwnPreset[]) {
  const env = { HOME: home, PATH: '/usr/bin:/bin', LANG: 'C.UTF-8' }
  const agents = { take: () => ({ GATEHOUSE_TOKEN: 'a-token', GATEHOUSE_URL: 'http://127.0.0.1:1/mcp' }), leave() {} }
  return testRegistry({ env, presets: own.map(ownPreset), agents }).registry
}

const preset = (command: OwnPreset['command'], more: Partial<OwnPreset> = {}): OwnPreset => {
  return { id: 'mine', title: 'Mine', command, ...more }
}

describe('the program', () => {
  test('is looked for on the PATH of the login shell', async () => {
    const home = testFolder()
    tool(path.join(home, 'bin'), 'a-tool')
    writeFileSync(path.join(home, '.profile'), 'PATH="$HOME/bin:$PATH"\nexport PATH\n')
    await shows(await openSurface(registryOf(home, preset(['a-tool'])), { preset: 'mine' }), '0 [] []')
  })

  test('is the very file that a path names, though another of that name is on the PATH', async () => {
    const home = testFolder()
    const there = tool(path.join(home, 'my tools'), 'ls')
    for (const program of [there, '~/my tools/ls']) {
      const registry = registryOf(home, preset([program]))
      expect(await registry.presets()).toMatchObject([{ id: 'mine', title: 'Mine', file: there }])
      await shows(await openSurface(registry, { preset: 'mine' }), '0 [] []')
    }
  })

  test('gets its arguments as they stand, and its variables; a token only as an agent', async () => {
    const home = testFolder()
    const command = [tool(home, 'a-tool'), '$HOME *', '--flag=a b'] as const
    const env = { NOTE: 'yes; no' }
    const plain = await openSurface(registryOf(home, preset(command, { env })), { preset: 'mine' })
    await shows(plain, '2 [$HOME *] [--flag=a b] note=yes; no token=')
    expect(plain.facts).toMatchObject({ preset: 'mine', name: 'mine' })
    const agent = await openSurface(registryOf(home, preset(command, { agent: true })), { preset: 'mine' })
    await shows(agent, 'note= token=a-token')
  })

  test('is not started to ask for its version', async () => {
    const home = testFolder()
    const file = tool(home, 'a-tool')
    const [found] = await registryOf(home, preset([file])).presets(true)
    expect(found).toMatchObject({ file, version: null })
    expect(existsSync(`${file}.ran`)).toBe(false)
  })
})

describe('a program that is not there', () => {
  const absent = preset(['no-such-tool'])
  const refused = async (own: OwnPreset) => {
    const env = { HOME: testFolder(), PATH: '/usr/bin:/bin' }
    const opened = await createRegistry({ shell: '/bin/sh', env, presets: [ownPreset(own)] }).open({
      preset: 'mine',
      openedBy: 'person',
    })
    return missing(opened, own)
  }

  test('is a sentence that names the program and where to correct it', async () => {
    expect(await refused(absent)).toMatchObject({
      code: 'not_installed',
      message: 'Mine was not found: there is no program "no-such-tool". Correct "command" in settings.json.',
    })
  })

  test('is a sentence with its own command to install it, where it has one', async () => {
    const install = { command: 'brew install it', page: 'https://example.com' }
    expect(await refused({ ...absent, install })).toMatchObject({
      code: 'not_installed',
      message: expect.stringMatching(/brew install it$/),
    })
  })

  test('is found once it is there and somebody looks again, also by a new PATH', async () => {
    const home = testFolder()
    const registry = registryOf(home, preset(['a-tool']))
    expect(await registry.presets()).toMatchObject([{ file: null }])
    const file = tool(path.join(home, 'later'), 'a-tool')
    writeFileSync(path.join(home, '.profile'), 'PATH="$HOME/later:$PATH"\nexport PATH\n')
    expect(await registry.presets()).toMatchObject([{ file: null }])
    expect(await registry.presets(true)).toMatchObject([{ file }])
  })
})
