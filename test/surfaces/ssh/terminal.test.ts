// A terminal on another computer through the person's own ssh: with its questions, under rules by its host, and gone when it is
// closed.
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { processIsThere } from '../../../main/surfaces/process-table.ts'
import type { OpenSpec } from '../../../main/surfaces/surface.ts'
import { givesTerminals, type Sshd, startSshd } from '../../helpers/sshd.ts'
import { openSurface, send, shows, testRegistry, until } from '../support.ts'

let sshd: Sshd
beforeAll(async () => {
  sshd = await startSshd()
  sshd.host('build')
})
afterAll(() => sshd.stop())

const registry = () => testRegistry({ env: sshd.env, shell: '/bin/sh' }).registry
const far = (host: string): Partial<OpenSpec> => ({ preset: 'ssh', host })

test.skipIf(!givesTerminals())(
  'it is a shell there, named and known by its host, and ends with the surface',
  async () => {
    const all = registry()
    const surface = await openSurface(all, far('build'))
    expect(surface.facts).toMatchObject({ preset: 'ssh', backend: 'pty', host: 'build', name: 'build', workspace: '' })
    surface.keys('echo "in $HOME"\r')
    await shows(surface, `in ${sshd.remote.HOME}`)
    // Whether what runs there would take a key for an answer, nobody here can know.
    expect((await surface.readiness()).dialog.open).toBe('unknown')
    const { lines } = await surface
      .read({ what: 'screen' })
      .then(read => (read.ok ? read.value : Promise.reject(read.code)))
    expect(lines.join('\n')).toContain('in /')
    await all.remove(surface.facts.id)
    expect(all.all()).toEqual([])
  },
)

test.skipIf(!givesTerminals())(
  'an agent’s text goes to the other computer, and nothing of it is an order to ssh here',
  async () => {
    const surface = await openSurface(registry(), far('build'))
    surface.keys('clear; echo a-program-runs; cat\r')
    await until('cat to read', async () => {
      const read = await surface.read({ what: 'screen' })
      return read.ok && read.value.lines[0] === 'a-program-runs' && !(await surface.readiness()).bracketedPaste
    })
    for (const text of ['~.', '~C', '~?', '~~ still there']) {
      await send(surface, text, true)
      await until(`${text} twice: as it was typed, and as cat said it`, async () => {
        const read = await surface.read({ what: 'scrollback' })
        return read.ok && read.value.lines.filter(line => line === text).length === 2
      })
    }
    expect(surface.summary().exit).toBeNull()
  },
)

test('ssh asks its own questions there, and what is typed then is known to be secret', async () => {
  const key = path.join(sshd.home, 'locked_key')
  execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', 'a secret', '-f', key])
  fs.appendFileSync(path.join(sshd.home, '..', 'authorized_keys'), fs.readFileSync(`${key}.pub`))
  sshd.host('locked', { more: [`IdentityFile ${key}`] })
  const surface = await openSurface(registry(), far('locked'))
  await shows(surface, 'Enter passphrase for key')
  expect((await surface.readiness()).tty).toMatchObject({ canonical: true, echo: false })
})

test('a host that does not answer is an exit, with what ssh said', async () => {
  sshd.host('nowhere', { more: ['ProxyCommand /bin/false'] })
  const surface = await openSurface(registry(), far('nowhere'))
  const exit = await until('ssh to end', () => surface.summary().exit)
  expect(exit.code).toBe(255)
  await shows(surface, 'closed')
})

test.each([undefined, '', '-oProxyCommand=touch /tmp/x', 'a b', '-', 'x'.repeat(300)])('%j is no host', async host => {
  const opened = await registry().open({ preset: 'ssh', openedBy: 'person', ...(host === undefined ? {} : { host }) })
  expect(opened).toMatchObject({ ok: false, code: 'bad_host' })
})

test('two of one host have names of their own, and closing all leaves no ssh behind', async () => {
  const all = registry()
  const surfaces = [await openSurface(all, far('build')), await openSurface(all, far('build'))]
  expect(surfaces.map(({ facts }) => facts.name)).toEqual(['build', 'build 2'])
  const pids = await until('both to run', () => {
    const found = execFileSync('ps', ['-eo', 'pid=,args='], { encoding: 'utf8' })
      .split('\n')
      .filter(line => line.includes(sshd.config) && line.includes('-- build'))
    return found.length >= 2 ? found.map(line => Number.parseInt(line, 10)) : null
  })
  await all.closeAll()
  expect(pids.filter(pid => processIsThere(pid))).toEqual([])
})
