// A terminal on another computer is there at the next start, and waits: nobody is logged in anywhere by a start alone.
import path from 'node:path'
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest'
import { createRestore } from '../../../main/restore.ts'
import { openLayoutFile } from '../../../main/store/layout-file.ts'
import { PRESETS } from '../../../main/surfaces/presets/index.ts'
import { SSH } from '../../../main/surfaces/ssh/open-ssh.ts'
import type { OpenSpec } from '../../../main/surfaces/surface.ts'
import { DEFAULT_SETTINGS } from '../../../preload/contract.ts'
import { givesTerminals, type Sshd, startSshd } from '../../helpers/sshd.ts'
import { shows, testFolder, testRegistry } from '../support.ts'

let sshd: Sshd
beforeAll(async () => {
  sshd = await startSshd()
  sshd.host('build')
})
afterAll(() => sshd.stop())

async function run(dir: string) {
  const { registry } = testRegistry({ env: sshd.env, shell: '/bin/sh' })
  const layout = await openLayoutFile(path.join(dir, 'layout.json'))
  const open = async (spec: OpenSpec) => {
    const opened = await registry.open(spec)
    if (opened.ok) restore.opened(opened.value, null)
    return opened
  }
  const restore = createRestore({
    ...{ dataDir: dir, registry, layout, settings: { get: () => DEFAULT_SETTINGS }, presets: [...PRESETS, SSH], open },
    ...{ window: true, gone() {}, dropped() {}, changed() {} },
  })
  onTestFinished(() => restore.close())
  await restore.takeUp()
  await restore.begin()
  return {
    ...{ registry, restore, open },
    async end() {
      await restore.close()
      await layout.close()
      await registry.closeAll()
    },
  }
}

test.skipIf(!givesTerminals())('with its host and its text, and is started by a person', async () => {
  const dir = testFolder()
  const first = await run(dir)
  const opened = await first.open({ preset: 'ssh', host: 'build', name: 'far', workspace: 'ops', openedBy: 'person' })
  if (!opened.ok) throw new Error(opened.message)
  opened.value.keys('echo from "$HOME"\r')
  await shows(opened.value, `from ${sshd.remote.HOME}`)
  await first.end()

  const second = await run(dir)
  expect(second.registry.all()).toEqual([])
  const [asleep] = second.restore.dormant()
  expect(asleep).toMatchObject({
    name: 'far',
    workspace: 'ops',
    preset: 'ssh',
    title: 'ssh build',
    conversation: false,
  })
  expect(asleep!.lines).toContain(`from ${sshd.remote.HOME}`)
  const started = await second.restore.start(asleep!.id, false)
  if (!started.ok) throw new Error(started.message)
  const surface = second.registry.get(started.value.id)!
  expect(surface.facts).toMatchObject({ name: 'far', workspace: 'ops', preset: 'ssh', host: 'build', backend: 'pty' })
  surface.keys('echo again from "$HOME"\r')
  await shows(surface, `again from ${sshd.remote.HOME}`)
  await second.end()
})
