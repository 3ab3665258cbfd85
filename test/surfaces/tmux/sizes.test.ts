import { describe, expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../../main/surfaces/clock.ts'
import { openPty } from '../../../main/surfaces/pty.ts'
import { until } from '../support.ts'
import { adopt, type TmuxRig, tmuxRig } from './support.ts'

/** A person's own terminal that shows a session. */
function attachPerson(rig: TmuxRig, session: string, cols: number, rows: number, ...flags: string[]) {
  const args = ['-u', '-S', rig.place.socket!, 'attach', '-t', `=${session}`, ...flags]
  const pty = openPty({ file: 'tmux', args, env: rig.env, cwd: '/', cols, rows }, systemClock)
  pty.onData(() => {})
  const leave = () => {
    if (pty.alive()) process.kill(pty.root!.pid, 'SIGTERM')
    return pty.exited
  }
  onTestFinished(async () => void (await leave()))
  return { leave }
}

const sizeOf = (rig: TmuxRig, target: string) =>
  rig.tmux('display-message', '-p', '-t', target, '#{window_width}x#{window_height}')
const own = (rig: TmuxRig, target: string) => rig.tmux('show-options', '-w', '-t', target)

describe('sizes', () => {
  test('adopting many panes, with modes that have to be looked for, resizes nobody’s terminal and no window', async () => {
    const rig = tmuxRig()
    const paste = 'printf "\\033[?2004hup"; exec cat'
    const wide = rig.session('wide', paste, { cols: 133, rows: 41 })
    const small = rig.session('small', paste, { cols: 60, rows: 15 })
    const shown = rig.session('shown', paste, { cols: 100, rows: 30 })
    attachPerson(rig, 'shown', 101, 29)
    await until('a person looks', () => sizeOf(rig, shown) === '101x28')
    const changes: string[] = []
    const server = rig.server()
    for (const id of [wide, small, shown]) {
      await until('its program', () => rig.tmux('capture-pane', '-p', '-t', id).startsWith('up'))
      const heard = await adopt(server, id)
      heard.terminal.onSize((cols, rows) => changes.push(`${id} ${cols}x${rows}`))
      await until('its modes are drawn', () => heard.drawing().includes('\x1b[?2004h'))
      heard.terminal.resize(77, 22)
    }
    expect(sizeOf(rig, shown)).toBe('101x28')
    // The other two are alone, and looked at by nobody else: they take the size that was asked for.
    await until('their size', () => sizeOf(rig, wide) === '77x22' && sizeOf(rig, small) === '77x22')
    await until('that is told', () => changes.length === 2)
    expect(sizeOf(rig, shown)).toBe('101x28')
    expect(changes.filter(one => one.startsWith(shown))).toEqual([])
  })

  test('a size of ours goes when a person comes, and comes back when nobody looks any more', async () => {
    const rig = tmuxRig()
    const id = rig.session('work', 'exec cat', { cols: 90, rows: 30 })
    const heard = await adopt(rig.server(), id)
    heard.terminal.resize(70, 20)
    await until('our size', () => heard.size() === '70x20')
    const person = attachPerson(rig, 'work', 120, 40)
    await until('the person’s size', () => heard.size() === '120x39')
    expect(own(rig, id)).toBe('')
    await person.leave()
    await until('our size again', () => heard.size() === '70x20')
    await heard.terminal.letGo()
    await until('no trace of it', () => own(rig, id) === '')
  })

  test('a window whose size a person chose keeps it, and so does one with several panes', async () => {
    const rig = tmuxRig()
    const chosen = rig.session('chosen', 'exec cat', { cols: 90, rows: 30 })
    rig.tmux('resize-window', '-t', chosen, '-x', '88', '-y', '33')
    const split = rig.session('split', 'exec cat', { cols: 90, rows: 30 })
    rig.tmux('split-window', '-d', '-t', split, 'exec cat')
    const free = rig.session('free', 'exec cat', { cols: 90, rows: 30 })
    const server = rig.server()
    for (const id of [chosen, split, free]) (await adopt(server, id)).terminal.resize(70, 20)
    await until('the free one', () => sizeOf(rig, free) === '70x20')
    expect([sizeOf(rig, chosen), sizeOf(rig, split)]).toEqual(['88x33', '90x30'])
  })

  test('splits, zooms and their end are told as sizes of the pane', async () => {
    const rig = tmuxRig()
    const id = rig.session('work', 'exec cat', { cols: 100, rows: 30 })
    const heard = await adopt(rig.server(), id)
    await until('its size', () => heard.size() === '100x30')
    const other = rig.tmux('split-window', '-d', '-h', '-P', '-F', '#{pane_id}', '-t', id, 'exec cat')
    await until('half', () => heard.size() === '50x30')
    rig.tmux('resize-pane', '-Z', '-t', id)
    await until('zoomed', () => heard.size() === '100x30')
    rig.tmux('resize-pane', '-Z', '-t', other)
    rig.tmux('resize-pane', '-Z', '-t', other)
    await until('half again', () => heard.size() === '50x30')
    rig.tmux('kill-pane', '-t', other)
    await until('whole', () => heard.size() === '100x30')
  })
})
