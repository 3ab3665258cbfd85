import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import type { Taken } from '../../../main/surfaces/terminal.ts'
import { until } from '../support.ts'
import { farServer, fasterClock } from './far.ts'
import { adopt, type Heard, type TmuxRig, tmuxRig } from './support.ts'

function reader(rig: TmuxRig, name = 'work') {
  const file = path.join(rig.folder, name)
  writeFileSync(file, '')
  const id = rig.session(name, `stty raw -echo; printf ready; exec tee '${file}'`)
  return { id, into: () => readFileSync(file, 'utf8') }
}

const isLive = (heard: Heard) => heard.terminal.link().is === 'live'

/** What was said of each is true, and none is there twice. `[…]` are the writes, in their order. */
function everyOutcomeTrue(into: string, outcomes: readonly (readonly [string, Taken])[]) {
  const there: string[] = into.match(/\[\w+\]/g) ?? []
  expect(new Set(there).size).toBe(there.length)
  for (const [text, taken] of outcomes) {
    if (taken.bytes === null) continue
    expect([text, there.includes(text)]).toEqual([text, taken.bytes > 0])
  }
  const wanted = outcomes.filter(([text]) => there.includes(text)).map(([text]) => text)
  expect(there).toEqual(wanted)
}

describe('a lost connection', () => {
  test('in the middle of a hundred writes doubles nothing, loses nothing, and every outcome is true', async () => {
    const rig = tmuxRig()
    const { id, into } = reader(rig)
    const heard = await adopt(rig.server(), id)
    await until('it is live', () => isLive(heard))
    const outcomes: [string, Taken][] = []
    const writes: Promise<unknown>[] = []
    for (let number = 0; number < 100; number += 1) {
      const text = `[w${number}]`
      const bytes = Buffer.from(text)
      writes.push(heard.terminal.write(bytes, 'agent').then(taken => outcomes.push([text, taken])))
      if (number % 30 === 17) {
        const clients = rig.tmux('list-clients', '-F', '#{client_control_mode} #{client_pid}').split('\n')
        const [, pid] = clients.find(one => one.startsWith('1 '))!.split(' ')
        process.kill(Number(pid), 'SIGKILL')
        await until('it is lost', () => !isLive(heard))
        await until('it is live again', () => isLive(heard))
      } else if (number % 4 === 0) await new Promise(resolve => setImmediate(resolve))
    }
    await Promise.all(writes)
    expect((await heard.terminal.write(Buffer.from('[last]'), 'agent')).bytes).toBe(6)
    await until('the last one', () => into().includes('[last]'))
    const order = (text: string) => Number(text.slice(2, -1))
    everyOutcomeTrue(
      into().replace('[last]', ''),
      outcomes.sort((a, b) => order(a[0]) - order(b[0])),
    )
    expect(outcomes.every(([, taken]) => taken.bytes !== null)).toBe(true)
    expect(outcomes.filter(([, taken]) => taken.bytes! > 0).length).toBeGreaterThan(20)
  }, 30_000)

  test('commands that arrive after it is back do nothing, and were said not to have gone in', async () => {
    const rig = tmuxRig()
    const { id, into } = reader(rig)
    const { far, server } = farServer(rig)
    const heard = await adopt(server, id)
    expect((await heard.terminal.write(Buffer.from('[early]'), 'agent')).bytes).toBe(7)
    const release = far.stall()
    const late = heard.terminal.write(Buffer.from('[late]'), 'agent')
    const queued = heard.terminal.write(Buffer.from('[queued]'), 'agent')
    far.drop()
    await until('it is lost', () => heard.terminal.link().is === 'lost')
    expect(await queued).toMatchObject({ bytes: 0, why: expect.any(String) })
    expect(await heard.terminal.write(Buffer.from('[typed]'), 'person')).toMatchObject({ bytes: 0 })
    await until('it is live again', () => isLive(heard))
    expect(await late).toEqual({ bytes: 0, why: 'the connection was lost before it went in' })
    release()
    // The very line that went in before, from somebody who has not heard that the connection is another.
    const line = await until('that line', () =>
      far.said().find(one => one.includes('send-keys') && one.includes(' 5b 65 61 72 6c 79 5d')),
    )
    // Not in control mode: a client that connects so while notices go out can end a server of 3.3a.
    const replayed = execFileSync('tmux', ['-S', rig.place.socket!, 'source-file', '-'], {
      env: rig.env,
      input: `${line}\n`,
      encoding: 'utf8',
    })
    expect(replayed).toMatch(/^out /m)
    expect((await heard.terminal.write(Buffer.from('[after]'), 'agent')).bytes).toBe(7)
    await until('what came after', () => into().includes('[after]'))
    expect(into()).toBe('[early][after]')
  }, 30_000)

  test('a write that went in before its answer was lost is said to have gone in', async () => {
    const rig = tmuxRig()
    const { id, into } = reader(rig)
    const { far, server } = farServer(rig)
    const heard = await adopt(server, id)
    far.deafen()
    const unheard = heard.terminal.write(Buffer.from('[unheard]'), 'agent')
    await until('it is there', () => into().includes('[unheard]'))
    far.drop()
    expect(await unheard).toEqual({ bytes: 9, why: null })
    await until('it is live', () => isLive(heard))
    expect(into()).toBe('[unheard]')
  }, 30_000)

  test('one that is not back in time leaves the outcome unknown, for good', async () => {
    const rig = tmuxRig()
    const { id, into } = reader(rig)
    const { far, server } = farServer(rig, fasterClock(5))
    const heard = await adopt(server, id)
    const release = far.stall()
    const write = heard.terminal.write(Buffer.from('[perhaps]'), 'agent')
    far.cut(true)
    far.drop()
    expect(await write).toEqual({
      bytes: null,
      why: 'the connection to far is lost, and it was not back in time to say whether it went in',
    })
    await until('a try that is refused', () => {
      const link = heard.terminal.link()
      return link.is === 'lost' && link.why.includes('connection refused')
    })
    release()
    far.cut(false)
    server.retry()
    await until('it is live again', () => isLive(heard))
    expect((await heard.terminal.write(Buffer.from('[after]'), 'agent')).bytes).toBe(7)
    await until('what came after', () => into().includes('[after]'))
    expect(['[after]', '[perhaps][after]']).toContain(into())
  }, 30_000)

  test('a way that nothing comes over any more is found out, and another is taken', async () => {
    const rig = tmuxRig()
    const { id, into } = reader(rig)
    const { far, server } = farServer(rig, fasterClock(5))
    const heard = await adopt(server, id)
    const links: string[] = []
    heard.terminal.onLink(() => links.push(heard.terminal.link().is))
    far.stall()
    const stuck = heard.terminal.write(Buffer.from('[stuck]'), 'agent')
    await until('it is lost and back', () => links.includes('lost') && isLive(heard))
    expect(await stuck).toMatchObject({ bytes: 0 })
    expect((await heard.terminal.write(Buffer.from('[after]'), 'agent')).bytes).toBe(7)
    await until('what came after', () => into() === '[after]')
  }, 30_000)

  test('what was printed meanwhile is on the screen when it is back', async () => {
    const rig = tmuxRig()
    const id = rig.session('work', 'exec cat')
    const server = rig.server()
    const heard = await adopt(server, id)
    await until('it is drawn', () => heard.drawn() === 1)
    const own = rig
      .tmux('list-sessions', '-F', '#{session_name}')
      .split('\n')
      .find(name => name.startsWith('gatehouse-'))
    rig.tmux('send-keys', '-t', id, '-l', 'while nobody listened', ';', 'kill-session', '-t', `=${own}`)
    await until('it is drawn again', () => heard.drawn() === 2 && isLive(heard))
    expect(`${heard.drawing()}${heard.text()}`).toContain('while nobody listened')
    expect(rig.tmux('list-sessions', '-F', '#{session_name}').split('\n')).toHaveLength(2)
  })

  test('the end of the server is the end of its panes, and a pane of the next one is another', async () => {
    const rig = tmuxRig()
    const first = reader(rig)
    const server = rig.server()
    const heard = await adopt(server, first.id)
    rig.tmux('kill-server')
    // The old one may still be on its way out.
    const second = await until('a new server', () => {
      try {
        return reader(rig, 'next')
      } catch {
        return null
      }
    })
    expect(second.id).toBe(first.id)
    expect(await heard.terminal.exited).toEqual({ code: null, signal: null })
    expect(heard.terminal.link()).toMatchObject({ is: 'ended' })
    expect((await heard.terminal.write(Buffer.from('to the first'), 'agent')).bytes).toBe(0)
    const next = await adopt(server, second.id)
    expect((await next.terminal.write(Buffer.from('to the second'), 'agent')).bytes).toBe(13)
    await until('it is there', () => second.into().length >= 'to the second'.length)
    expect(second.into()).toBe('to the second')
  })

  test('a server that cannot be reached yet is no end: the surface waits for it', async () => {
    const rig = tmuxRig()
    const { id, into } = reader(rig)
    const before = farServer(rig)
    const adopted = await before.server.adopt(id, 's_waits')
    expect(adopted.ok).toBe(true)
    await before.room.close()
    const { far, server } = farServer(rig, fasterClock(5))
    far.cut(true)
    const found = await server.find('s_waits')
    if (!found.ok) throw new Error(found.code)
    const terminal = found.value
    expect(['connecting', 'lost']).toContain(terminal.link().is)
    await until('it is lost', () => terminal.link().is === 'lost')
    expect(await terminal.write(Buffer.from('x'), 'agent')).toMatchObject({
      bytes: 0,
      why: 'the connection to far is lost',
    })
    far.cut(false)
    await until('it is live', () => terminal.link().is === 'live')
    expect(terminal.where().pane).toBe(id)
    expect((await terminal.write(Buffer.from('there'), 'agent')).bytes).toBe(5)
    await until('it is there', () => into() === 'there')
  }, 30_000)
})
