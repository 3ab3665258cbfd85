import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { isOwnPane } from '../../main/surfaces/own-pane.ts'
import { testFolder } from './support.ts'

test('the pane that Gatehouse was started from is its own on exactly that server, by whatever way its socket is named', () => {
  const folder = testFolder()
  const sockets = path.join(folder, `tmux-${process.getuid?.() ?? 0}`)
  mkdirSync(sockets)
  const socket = path.join(sockets, 'default')
  writeFileSync(socket, '')
  symlinkSync(socket, path.join(folder, 'link'))
  const env = { TMUX: `${socket},4711,0`, TMUX_PANE: '%3', TMUX_TMPDIR: folder }
  const is = (host: string | null, at: string | null, pane = '%3', other: NodeJS.ProcessEnv = env) =>
    isOwnPane({ host, socket: at }, pane, other)
  expect([is(null, socket), is(null, null), is(null, path.join(folder, 'link'))]).toEqual([true, true, true])
  expect([is(null, socket, '%4'), is(null, '/elsewhere'), is('build', null), is(null, null, '%3', {})]).toEqual([
    ...[false, false, false, false],
  ])
  expect(is(null, '/a,b', '%3', { TMUX: '/a,b,12,1', TMUX_PANE: '%3' })).toBe(true)
})
