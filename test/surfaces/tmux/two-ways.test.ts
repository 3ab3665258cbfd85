// One tmux server that is reached in two ways: a pane is one surface all the same, for rules and locks go by its id.
import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { HERE, tmuxHome } from './registry-support.ts'

const hasTmux = spawnSync('tmux', ['-V']).status === 0

describe.skipIf(!hasTmux)('a pane that is a surface already', () => {
  test('is not adopted once more by another way, until it is let go of', async () => {
    const { run, session, dir } = tmuxHome()
    const [pane] = session('work', 'cat')
    const { registry, room } = run()
    const other = { host: null, socket: path.join(dir, `tmux-${process.getuid?.() ?? 0}`, 'default') }
    const adopt = (place: typeof other | typeof HERE) =>
      registry.open({ preset: 'tmux', pane: { place, id: pane! }, openedBy: 'person' })
    const first = await adopt(HERE)
    if (!first.ok) throw new Error(first.message)
    const { id } = first.value.facts
    const listed = await room.server(other).list()
    if (!listed.ok) throw new Error(listed.message)
    expect(listed.value.sessions[0]!.windows[0]!.panes[0]).toMatchObject({ id: pane, surface: id })
    expect(await adopt(other)).toMatchObject({ ok: false, code: 'adopted' })
    await registry.letGo(id)
    expect(await adopt(other)).toMatchObject({ ok: true })
  })
})
