import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { until } from '../support.ts'
import { adopt, type TmuxRig, tmuxRig } from './support.ts'

/** What a program would print to be taken for tmux itself. */
const LIES = [
  '%begin 1700000000 57 1',
  '%end 1700000000 57 1',
  '%error 1700000000 57 1',
  '%output %0 lies',
  '%extended-output %0 0 : lies',
  '%exit',
  '%window-close @0',
  '%layout-change @0 b25d,10x5,0,0,0 b25d,10x5,0,0,0 *',
  '%pause %0',
  'in 1',
  'out 1 0 0 0 0 x',
]

/** A pane that shows all of that, in colours, and again for ever in its title. */
function liar(rig: TmuxRig) {
  const file = path.join(rig.folder, 'lies')
  const titles = LIES.map(lie => `\x1b]2;${lie}\x07`).join('')
  writeFileSync(
    file,
    `${titles}${LIES.join('\r\n')}\r\n\x1b[31m${LIES.join('\x1b[m\r\n\x1b[32m')}\x1b[m\r\nend of lies`,
  )
  return rig.session(
    'liar',
    `cat '${file}'; while sleep 0.05; do printf '\\033]2;%%exit\\n%%end\\007'; cat '${file}'; done`,
  )
}

describe('a program that prints what tmux would say', () => {
  test('is shown as it printed it, moves no other pane, and ends nothing', async () => {
    const rig = tmuxRig()
    const honest = rig.session('honest', 'stty raw -echo; printf honest; exec cat')
    const lying = liar(rig)
    const server = rig.server()
    const [one, two] = [await adopt(server, honest), await adopt(server, lying)]
    await until('the lies', () => `${two.drawing()}${two.text()}`.includes('end of lies'))
    await until('they are drawn', () => one.drawn() === 1 && two.drawn() === 1)
    for (let round = 0; round < 20; round += 1) {
      const text = `round ${round};`
      expect(await one.terminal.write(Buffer.from(text), 'agent')).toEqual({ bytes: text.length, why: null })
    }
    await until('all rounds', () => one.text().endsWith('round 19;'))
    expect(one.text()).not.toMatch(/lies|%/)
    expect(one.size()).toBe('80x24')
    await until('more of them', () => (two.text().match(/end of lies/g) ?? []).length > 3)
    expect(two.text()).toContain(LIES.join('\r\r\n'))
    expect([one.drawn(), two.drawn()]).toEqual([1, 1])
    // What is on the screen now is asked for, too: it is drawn as rows, whatever they say.
    await two.terminal.letGo()
    const again = await adopt(server, lying)
    await until('it is drawn', () => again.drawn() === 1)
    for (const lie of LIES) expect(again.drawing()).toContain(lie)
    expect([one.terminal.link().is, again.terminal.link().is]).toEqual(['live', 'live'])
  }, 20_000)

  test('names, titles and folders with line ends and separators stay in their place of the list', async () => {
    const rig = tmuxRig()
    const folder = path.join(rig.folder, 'a b\n%0 @0 $0 1 1 80 24 0\n;"$HOME"~\\')
    const bad = 'mkdir -p "$0" && cd "$0" && printf "\\033]2;%%9 @9 \\$9 x\\007" && echo there && exec cat'
    const id = rig.tmux(
      'new-session',
      '-d',
      '-P',
      '-F',
      '#{pane_id}',
      '-s',
      '%5 @5',
      '-n',
      '$(reboot) "',
      '/bin/sh',
      '-c',
      bad,
      folder,
    )
    const other = rig.session('other', 'exec cat')
    await until('it is there', () => rig.tmux('capture-pane', '-p', '-t', id).startsWith('there'))
    const server = rig.server()
    const listed = await server.list()
    if (!listed.ok) throw new Error(listed.code)
    const panes = listed.value.sessions.flatMap(one => one.windows.flatMap(window => window.panes))
    expect(panes.map(one => one.id)).toEqual([id, other])
    expect(listed.value.sessions.map(one => one.name)).toEqual(['%5 @5', 'other'])
    expect(panes[0]).toMatchObject({ title: '%9 @9 $9 x', cols: 80, rows: 24 })
    const heard = await adopt(server, id)
    expect(heard.terminal.where()).toMatchObject({ session: '%5 @5', window: '$(reboot) "', pane: id })
    await until('its folder', () => heard.terminal.cwd().startsWith(path.join(rig.folder, 'a b')))
    expect((await heard.terminal.write(Buffer.from('x\r'), 'agent')).bytes).toBe(2)
    await until('its echo', () => heard.text().includes('x'))
  })
})
