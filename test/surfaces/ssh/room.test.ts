// tmux on another computer, through a real ssh server and a line that can break: what is there, what is said where nothing can be
// had, and a lost connection that comes back.

import { once } from 'node:events'
import net from 'node:net'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import type { TmuxRoomOptions, TmuxServer } from '../../../main/surfaces/tmux/model.ts'
import { createTmuxRoom } from '../../../main/surfaces/tmux/room.ts'
import { type Relay, startRelay } from '../../helpers/relay.ts'
import { type Sshd, startSshd } from '../../helpers/sshd.ts'
import { until } from '../support.ts'

let sshd: Sshd
let relay: Relay
beforeAll(async () => {
  sshd = await startSshd({
    bashrc: 'echo "%begin of a greeting"; echo "another line" >&2; printf "\\033]0;a title\\007%%begin 1"\n',
  })
  relay = await startRelay(sshd.port, 0)
  sshd.host('build', { port: relay.port })
  sshd.tmux('new-session', '-d', '-s', 'work', '-x', '80', '-y', '24', 'cat')
})
afterAll(async () => {
  await relay.close()
  await sshd.stop()
})

function far(host: string, options: Partial<TmuxRoomOptions> = {}): TmuxServer {
  const room = createTmuxRoom({ instance: 'sshtest', env: sshd.env, ...options })
  onTestFinished(() => room.close())
  return room.server({ host, socket: null })
}

test('what runs there is listed, whatever the login shell prints first', async () => {
  const list = await far('build').list()
  expect(list).toMatchObject({
    ok: true,
    value: { sessions: [{ name: 'work', windows: [{ panes: [{ id: '%0', command: 'cat' }] }] }] },
  })
})

describe('where nothing can be had', () => {
  test.each([
    ['no_login', ['PubkeyAuthentication no']],
    ['key_unknown', ['HostKeyAlias nobody-knows']],
    ['not_reached', ['ProxyCommand /bin/false']],
  ])('it is said: %s', async (code, more) => {
    sshd.host(`host-${code}`, { more })
    const list = await far(`host-${code}`).list()
    expect(list).toMatchObject({ ok: false, code })
    if (!list.ok) expect(list.message).toContain(`host-${code}`)
  })
})

test('a port that is taken there is said, and nothing else suffers', async () => {
  // On loopback the other computer is this one, so that our own port stands in its own way.
  const taken = net.createServer().listen(0, '127.0.0.1')
  await once(taken, 'listening')
  const { port } = taken.address() as net.AddressInfo
  const server = far('build', { forward: () => port })
  expect(await server.list()).toMatchObject({ ok: true })
  expect(server.warning()).toContain(`Port ${port} of build is taken there`)
  taken.close()
  const other = far('build')
  expect(await other.list()).toMatchObject({ ok: true })
  expect(other.warning()).toBeNull()
})

test('a connection that breaks is lost, says why, and comes back with the pane', { timeout: 60_000 }, async () => {
  const server = far('build')
  const adopted = await server.adopt('%0', 's_abc123')
  if (!adopted.ok) throw new Error(adopted.message)
  const terminal = adopted.value
  const links: string[] = []
  terminal.onLink(() => links.push(`${new Date().toISOString()} ${JSON.stringify(terminal.link())} ${relay.taken()}`))
  let printed = ''
  terminal.onData(bytes => {
    printed += Buffer.from(bytes).toString('latin1')
  })
  terminal.onRedrawn(bytes => {
    printed += Buffer.from(bytes).toString('latin1')
  })
  await relay.cut('refuse')
  const lost = await until(
    'the loss to be noticed',
    () => (terminal.link().is === 'lost' ? terminal.link() : null),
    30_000,
  )
  expect(lost).toMatchObject({ is: 'lost', why: 'build does not answer any more.' })
  expect(await terminal.write(Buffer.from('never\r'), 'agent')).toMatchObject({ bytes: 0 })
  await until('a try that is refused', () => {
    const link = terminal.link()
    return link.is === 'lost' && /takes no ssh connections/.test(link.why)
  })
  await relay.mend()
  server.retry()
  const back = until('the connection to come back', () => terminal.link().is === 'live', 35_000)
  await back.catch(() => expect.fail([...links, sshd.log()].join('\n')))
  expect(await terminal.write(Buffer.from('once\r'), 'agent')).toMatchObject({ bytes: 5 })
  // cat says it again: what the terminal itself shows of it comes first.
  await until('the line to come back', () => printed.split('once').length > 2)
  expect(sshd.tmux('capture-pane', '-p', '-t', '%0')).toMatch(/^once\nonce\n*$/)
})
