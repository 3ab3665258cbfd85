// Which sessions are Gatehouse's own: a window that only they have is ended, so nothing else may ever count as one.
import { spawnSync } from 'node:child_process'
import { describe, expect, test } from 'vitest'
import { adopt, tmuxRig } from './support.ts'

const hasTmux = spawnSync('tmux', ['-V']).status === 0

describe.skipIf(!hasTmux)('an option that every session inherits', () => {
  test('makes no session one of Gatehouse, and ends nobody’s programs', async () => {
    const rig = tmuxRig()
    const id = rig.session('work', 'exec cat')
    const server = rig.server()
    const heard = await adopt(server, id)
    rig.tmux('set-option', '-g', '@gatehouse', '1')
    rig.tmux('new-session', '-d', '-s', 'other', 'exec cat')
    const listed = await server.list()
    if (!listed.ok) throw new Error(listed.message)
    expect(listed.value.sessions.map(({ name }) => name).sort()).toEqual(['other', 'work'])
    expect(heard.terminal.alive()).toBe(true)
    expect((await heard.terminal.write(Buffer.from('x\r'), 'agent')).bytes).toBe(2)
    expect(rig.tmux('list-panes', '-t', 'work', '-F', '#{pane_id}')).toBe(id)
  })
})
