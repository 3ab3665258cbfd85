// An agent that runs in an adopted pane runs in that surface, so the gate does not let it answer itself there.
import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { until } from '../support.ts'
import { HERE, tmuxHome } from './registry-support.ts'

const hasTmux = spawnSync('tmux', ['-V']).status === 0

describe.skipIf(!hasTmux)('what runs in an adopted pane', () => {
  test('is known to run in that surface, as long as it is one', async () => {
    const { run, session, tmux } = tmuxHome()
    const [pane, other] = session('work', `sh -c 'echo pid $$; exec cat'`, 2)
    const { registry } = run()
    const opened = await registry.open({ preset: 'tmux', pane: { place: HERE, id: pane! }, openedBy: 'person' })
    if (!opened.ok) throw new Error(opened.message)
    const { id } = opened.value.facts
    const pid = await until('its pid', async () => {
      const read = await opened.value.read({ what: 'screen' })
      return read.ok ? Number(/pid (\d+)/.exec(read.value.lines.join(' '))?.[1]) : null
    })
    const stranger = Number(tmux('display-message', '-p', '-t', other!, '#{pane_pid}'))
    expect(registry.holding([pid])).toBe(id)
    expect(registry.holding([stranger])).toBeNull()
    await registry.letGo(id)
    expect(registry.holding([pid])).toBeNull()
  })
})
