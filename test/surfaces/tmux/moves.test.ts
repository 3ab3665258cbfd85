import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { until } from '../support.ts'
import { adopt, type Heard, type TmuxRig, tmuxRig } from './support.ts'

function reader(rig: TmuxRig, name: string) {
  const file = path.join(rig.folder, `in-${name}`)
  writeFileSync(file, '')
  const id = rig.session(name, `stty raw -echo; printf 'this is ${name}'; exec tee '${file}'`)
  return { id, into: () => readFileSync(file, 'utf8') }
}

/** What is sent goes in, and comes back to this surface alone. */
async function reaches(heard: Heard, into: () => string, text: string) {
  expect(await heard.terminal.write(Buffer.from(text), 'agent')).toEqual({ bytes: text.length, why: null })
  await until(`${text} to be there`, () => into().endsWith(text))
  await until(`${text} to be heard`, () => heard.text().endsWith(text) || heard.drawing().includes(text))
}

describe('a pane that moves', () => {
  test('renamed sessions and windows, with names of each other, change where it is and nothing else', async () => {
    const rig = tmuxRig()
    const [prod, db] = [reader(rig, 'prod'), reader(rig, 'prod-db')]
    const server = rig.server()
    const [one, two] = [await adopt(server, prod.id), await adopt(server, db.id)]
    rig.tmux('rename-session', '-t', '=prod', 'old')
    rig.tmux('rename-session', '-t', '=prod-db', 'prod')
    rig.tmux('rename-window', '-t', prod.id, '%1')
    await until('the names', () => one.terminal.where().session === 'old' && two.terminal.where().session === 'prod')
    await until('the name of the window', () => one.terminal.where().window === '%1')
    await reaches(one, prod.into, 'for prod')
    await reaches(two, db.into, 'for the database')
    expect([prod.into(), db.into()]).toEqual(['for prod', 'for the database'])
  })

  test('broken out, joined, swapped and moved, it is the same surface; what it printed meanwhile is on its screen', async () => {
    const rig = tmuxRig()
    const [a, b] = [reader(rig, 'a'), reader(rig, 'b')]
    const server = rig.server()
    const [one, two] = [await adopt(server, a.id), await adopt(server, b.id)]
    const steps: [string, string[]][] = [
      ['joined', ['join-pane', '-d', '-s', a.id, '-t', b.id]],
      ['broken out', ['break-pane', '-d', '-s', a.id, '-t', '=b:']],
      ['swapped', ['swap-pane', '-d', '-s', a.id, '-t', b.id]],
      ['moved', ['move-window', '-d', '-s', a.id, '-t', '=b:9']],
    ]
    for (const [step, command] of steps) {
      const windows = [a, b].map(({ id }) => rig.tmux('display-message', '-p', '-t', id, '#{window_id}'))
      rig.tmux(...command)
      const now = [a, b].map(({ id }) => rig.tmux('display-message', '-p', '-t', id, '#{window_id}'))
      if (step !== 'moved') expect(now).not.toEqual(windows)
      await reaches(one, a.into, `<a ${step}>`)
      await reaches(two, b.into, `<b ${step}>`)
    }
    expect(a.into()).toBe('<a joined><a broken out><a swapped><a moved>')
    expect(b.into()).toBe('<b joined><b broken out><b swapped><b moved>')
  })

  test('a session that is killed ends its panes, though we had its windows, and no other', async () => {
    const rig = tmuxRig()
    const [a, b] = [reader(rig, 'prod'), reader(rig, 'prod-db')]
    for (const instance of ['one', 'two']) {
      const server = rig.server(instance)
      void (await adopt(server, a.id))
      void (await adopt(server, b.id))
    }
    const server = rig.server('three')
    const [one, two] = [await adopt(server, a.id), await adopt(server, b.id)]
    rig.tmux('kill-session', '-t', '=prod')
    expect(await one.terminal.exited).toEqual({ code: null, signal: null })
    await until('it is gone', () => !rig.tmux('list-panes', '-a', '-F', '#{pane_id}').split('\n').includes(a.id))
    await reaches(two, b.into, 'still here')
  })

  test('with the last session of a person tmux ends, although we are connected', async () => {
    const rig = tmuxRig()
    const { id } = reader(rig, 'only')
    const heard = await adopt(rig.server(), id)
    rig.tmux('kill-session', '-t', '=only')
    expect(await heard.terminal.exited).toEqual({ code: null, signal: null })
    const isThere = () => {
      try {
        return rig.tmux('list-sessions')
      } catch {
        return ''
      }
    }
    await until('the server to end', () => isThere() === '')
  })

  test('a pane that ends by itself ends its surface after its last byte', async () => {
    const rig = tmuxRig()
    const go = path.join(rig.folder, 'go')
    // What tmux has not sent of an adopted pane goes with it, so this one ends once all of it was sent.
    const id = rig.session(
      'work',
      `read x; i=0; while [ $i -lt 2000 ]; do echo "line $i"; i=$((i+1)); done; until [ -e '${go}' ]; do sleep 0.02; done`,
    )
    const heard = await adopt(rig.server(), id)
    await heard.terminal.write(Buffer.from('\r'), 'agent')
    await until('its last byte', () => heard.text().includes('line 1999\r\n'))
    writeFileSync(go, '')
    await heard.terminal.exited
    expect(heard.text()).toContain('line 1999\r\n')
  })
})
