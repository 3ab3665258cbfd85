import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { until } from '../support.ts'
import { adopt, type Heard, tmuxRig } from './support.ts'

const bytes = Buffer.from('rm -rf /\r')

function reader() {
  const rig = tmuxRig()
  const file = path.join(rig.folder, 'in')
  // tee, which makes it, comes after the word that it is waited for by.
  writeFileSync(file, '')
  const id = rig.session('work', `stty raw -echo; printf ready; exec tee '${file}'`)
  const into = () => readFileSync(file, 'utf8')
  const ready = async () => {
    const heard = await adopt(rig.server(), id)
    await until('it reads', () => `${heard.drawing()}${heard.text()}`.includes('ready'))
    return heard
  }
  return { rig, id, into, ready }
}

/** Nothing of what an agent sent is in it, now or after something that surely came later. */
async function stillNothing(into: () => string, { terminal }: Heard, by: 'person' | 'agent' = 'agent') {
  expect(await terminal.write(Buffer.from('later'), by)).toEqual({ bytes: 5, why: null })
  await until('what came later', () => into().includes('later'))
  expect(into()).toBe('later')
}

describe('an agent’s bytes never go where they would not reach this program alone', () => {
  test('copy mode; a person’s keys leave it', async () => {
    const { rig, id, into, ready } = reader()
    const heard = await ready()
    rig.tmux('copy-mode', '-t', id)
    expect(await heard.terminal.write(bytes, 'agent')).toEqual({
      bytes: 0,
      why: 'tmux itself shows something in the pane, such as copy mode',
    })
    await stillNothing(into, heard, 'person')
  })

  test('synchronized panes', async () => {
    const { rig, id, into, ready } = reader()
    const heard = await ready()
    rig.tmux('split-window', '-d', '-t', id, 'exec cat')
    rig.tmux('set-option', '-w', '-t', id, 'synchronize-panes', 'on')
    const { bytes: some, why } = await heard.terminal.write(bytes, 'agent')
    expect([some, why]).toEqual([0, 'tmux sends what is typed in the pane to other panes as well'])
    rig.tmux('set-option', '-w', '-t', id, 'synchronize-panes', 'off')
    await stillNothing(into, heard)
  })

  test('a pane without input', async () => {
    const { rig, id, into, ready } = reader()
    const heard = await ready()
    rig.tmux('select-pane', '-d', '-t', id)
    for (const by of ['agent', 'person'] as const) {
      expect(await heard.terminal.write(bytes, by)).toEqual({ bytes: 0, why: 'tmux takes no input for the pane' })
    }
    rig.tmux('select-pane', '-e', '-t', id)
    await stillNothing(into, heard)
  })

  test('another program in the same pane: the surface has ended', async () => {
    const { rig, id, into, ready } = reader()
    const heard = await ready()
    rig.tmux('respawn-pane', '-k', '-t', id, 'exec cat')
    const { bytes: some, why } = await heard.terminal.write(bytes, 'agent')
    expect([some, why]).toEqual([0, expect.stringMatching(/another program runs in the pane|the pane is gone/)])
    expect(await heard.terminal.exited).toEqual({ code: null, signal: null })
    expect(rig.tmux('capture-pane', '-p', '-t', id)).not.toContain('rm')
    expect(into()).toBe('')
  })

  test('a program that has ended, in a pane that remains: its exit code is told', async () => {
    const rig = tmuxRig()
    const id = rig.session('work', 'printf ready; read x; echo the last words; exit 7')
    rig.tmux('set-option', '-p', '-t', id, 'remain-on-exit', 'on')
    const heard = await adopt(rig.server(), id)
    await until('it reads', () => `${heard.drawing()}${heard.text()}`.includes('ready'))
    expect((await heard.terminal.write(Buffer.from('\r'), 'agent')).why).toBeNull()
    expect(await heard.terminal.exited).toEqual({ code: 7, signal: null })
    expect(`${heard.drawing()}${heard.text()}`).toContain('the last words')
    expect(heard.terminal.alive()).toBe(false)
    const { bytes: some, why } = await heard.terminal.write(bytes, 'agent')
    expect([some, why]).toEqual([0, 'the pane is gone'])
    expect(rig.tmux('display-message', '-p', '-t', id, '#{pane_dead}')).toBe('1')
  })
})
