import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { createIntegration } from '../../main/surfaces/integration/integration.ts'
import { openShell, send, shows, testFolder, testRegistry } from './support.ts'

/** Temporary folders are made in this one. */
function temporary(folder = testFolder()): string {
  vi.stubEnv('TMPDIR', folder)
  onTestFinished(() => void vi.unstubAllEnvs())
  return folder
}

const folderOf = (started: { env: Readonly<Record<string, string>> } | null | undefined) =>
  started?.env['GATEHOUSE_INTEGRATION'] ?? ''

describe('a start with marks', () => {
  test('writes a nonce of 128 bits for one surface, which goes when that is done', () => {
    temporary()
    const integration = createIntegration()
    const [one, two] = ['s_one', 's_two'].map(id => integration.start('/bin/bash', id, {}))
    expect(one?.nonce).toMatch(/^[0-9a-f]{32}$/)
    expect(two?.nonce).not.toBe(one?.nonce)
    const file = path.join(folderOf(one), 'nonce-s_one')
    expect(readFileSync(file, 'utf8')).toBe(`${one?.nonce}\n`)
    expect([statSync(file).mode & 0o777, statSync(folderOf(one)).mode & 0o777]).toEqual([0o600, 0o700])
    one?.done()
    expect(existsSync(file)).toBe(false)
    integration.close()
    expect(existsSync(folderOf(two))).toBe(false)
  })

  test.each(['/bin/bash', '/usr/bin/zsh', '/opt/fish/bin/fish'])(
    'has the nonce in no argument and no variable: %s',
    shell => {
      temporary()
      const integration = createIntegration()
      const started = integration.start(shell, 's_one', {})
      expect(started).not.toBeNull()
      expect(JSON.stringify([started?.args, started?.env])).not.toContain(started?.nonce)
      integration.close()
    },
  )

  test('trusts its folder no more once that was removed or opened to others', () => {
    const tmp = temporary()
    const integration = createIntegration()
    const first = folderOf(integration.start('/bin/bash', 's_one', {}))
    rmSync(first, { recursive: true })
    const second = folderOf(integration.start('/bin/bash', 's_two', {}))
    expect(second).not.toBe(first)
    chmodSync(second, 0o777)
    const third = folderOf(integration.start('/bin/bash', 's_three', {}))
    expect(third).not.toBe(second)
    expect(readdirSync(tmp)).toContain(path.basename(third))
    integration.close()
  })
})

describe('a shell starts as ever', () => {
  test.each([
    ['/bin/dash', {}],
    ['/bin/sh', {}],
    ['/bin/rbash', {}],
    ['/bin/tcsh', {}],
    ['/usr/bin/python3', {}],
    ['/bin/bash', { POSIXLY_CORRECT: '' }],
  ])('%s %j', (shell, env) => {
    expect(createIntegration().start(shell, 's_one', env)).toBeNull()
  })

  test('where there is no room for our folder', async () => {
    temporary('/no/such/folder')
    expect(createIntegration().start('/bin/bash', 's_one', {})).toBeNull()
    vi.unstubAllEnvs()
    const { registry, home } = testRegistry()
    writeFileSync(path.join(home, '.bash_profile'), 'FROM=profile')
    temporary('/no/such/folder')
    const shell = await openShell(registry)
    await send(shell, 'echo "from:$FROM:"', true)
    await shows(shell, 'from:profile:')
    expect(shell.commands()).toEqual([])
  })
})
