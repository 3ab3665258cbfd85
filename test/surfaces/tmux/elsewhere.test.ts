// What a person types at another terminal of tmux is on the line, too: nothing of an agent's is put behind it.
import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { atPrompt, openShell, until } from '../support.ts'
import { HERE, tmuxHome } from './registry-support.ts'

const hasTmux = spawnSync('tmux', ['-V']).status === 0

describe.skipIf(!hasTmux)('keys that another terminal typed', () => {
  test('stand on the line of a shell that was started in tmux, as long as they stand there', async () => {
    const { run, tmux } = tmuxHome()
    const { registry } = run({ inTmux: ['shell'] })
    const surface = await openShell(registry, { preset: 'shell' })
    const { pane } = surface.summary().tmux!
    expect((await atPrompt(surface)).line.by).toEqual([])
    tmux('send-keys', '-t', pane, '-l', 'rm -rf ')
    const taken = await until('it on the screen', async () => {
      const ready = await surface.readiness()
      return ready.cursorLine.includes('rm -rf') ? ready : null
    })
    expect(taken).toMatchObject({ line: { by: ['person'] }, dialog: { open: 'no' } })
    tmux('send-keys', '-t', pane, 'C-u')
    await until('it gone', async () => (await surface.readiness()).line.by.length === 0)
  })

  test('that came after the check keep a text out', async () => {
    const { run, tmux } = tmuxHome()
    const { registry } = run({ inTmux: ['shell'] })
    const surface = await openShell(registry, { preset: 'shell' })
    const { line } = await atPrompt(surface)
    tmux('send-keys', '-t', surface.summary().tmux!.pane, '-l', 'rm -rf ')
    await until('it on the screen', async () => {
      const read = await surface.read({ what: 'screen' })
      return read.ok && read.value.lines.join('').includes('rm -rf')
    })
    const done = await surface.deliver({ by: 'cursor', text: 'build', enter: true, lineVersion: line.version })
    expect(done).toMatchObject({ outcome: 'changed', bytes: 0 })
  })

  test('stand on the line of an adopted pane', async () => {
    const { run, session, tmux } = tmuxHome()
    const [pane] = session('work', `bash --norc --noprofile -i`)
    const { registry } = run()
    const opened = await registry.open({ preset: 'tmux', pane: { place: HERE, id: pane! }, openedBy: 'person' })
    if (!opened.ok) throw new Error(opened.message)
    await until('its prompt', async () => (await opened.value.readiness()).cursorLine.match(/[$#]$/) !== null)
    expect((await opened.value.readiness()).line.by).toEqual([])
    tmux('send-keys', '-t', pane!, '-l', 'rm -rf ')
    await until('it taken', async () => (await opened.value.readiness()).line.by.includes('person'))
  })
})
