import { execFileSync } from 'node:child_process'
import { chmodSync, copyFileSync, mkdirSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { agentNamed, agentsBelow } from '../../../main/surfaces/tmux/agents.ts'
import { listLine, readListing, sessionsOf, unquotedWords } from '../../../main/surfaces/tmux/listing.ts'
import { atLeast, OLDEST, readVersion } from '../../../main/surfaces/tmux/version.ts'
import { until } from '../support.ts'
import { type RealTmux, realTmux, type Wire } from './real.ts'

/** Once every program is there: one that is just being started has neither its folder nor its name, and a shell starts it. */
async function listed(wire: Wire) {
  return until('the programs', async () => {
    const all = readListing((await wire.ask(listLine('@gatehouse-test')))[0]!)
    return all.every(one => one.dead || (one.cwd !== '' && /^(cat|sleep)$/.test(one.command))) ? all : null
  })
}

function work(tmux: RealTmux, cwd = tmux.folder): string {
  const args = ['new-session', '-d', '-P', '-F', '#{pane_id}', '-s', 'work', '-x', '100', '-y', '30', 'cat']
  return tmux.runIn(cwd, ...args).trim()
}

describe('the list of a real server', () => {
  test('tells each pane once for each session that has its window', async () => {
    const tmux = realTmux()
    const pane = work(tmux)
    const second = tmux.run('split-window', '-d', '-P', '-F', '#{pane_id}', '-l', '10', '-t', pane, 'sleep 1000').trim()
    tmux.run('set', '-p', '-t', second, '@gatehouse-test', 's_abcd')
    const wire = await tmux.attach()
    await wire.ask('set -t =gatehouse-test: @gatehouse 1')
    const [window] = (await listed(wire)).flatMap(one => (one.pane === pane ? [one.window] : []))
    await wire.ask(`link-window -d -s ${window} -t '=gatehouse-test:'`)
    const all = await listed(wire)
    expect(all.filter(one => one.pane === pane).map(one => [one.sessionName, one.ours, one.links])).toEqual([
      ['gatehouse-test', true, 2],
      ['work', false, 2],
    ])
    expect(all.find(one => one.pane === second && !one.ours)).toMatchObject({
      ...{
        window,
        index: 1,
        windowIndex: 0,
        cols: 100,
        rows: 10,
        dead: false,
        active: false,
        zoomed: false,
        attached: 0,
      },
      ...{ command: 'sleep', cwd: tmux.folder, mark: 's_abcd', ours: false },
    })
    expect(all.find(one => one.pane === pane)?.mark).toBeNull()
    const sessions = sessionsOf(
      all,
      () => 'claude',
      id => (id === second ? 's_abcd' : null),
    )
    expect(sessions.map(one => [one.name, one.windows.map(w => w.panes.map(p => [p.id, p.agent, p.surface]))])).toEqual(
      [
        [
          'work',
          [
            [
              [pane, 'claude', null],
              [second, 'claude', 's_abcd'],
            ],
          ],
        ],
      ],
    )
  })

  test('knows a pane whose program has ended', async () => {
    const tmux = realTmux()
    const pane = work(tmux)
    tmux.run('set', '-w', '-t', pane, 'remain-on-exit', 'on')
    tmux.run('respawn-pane', '-k', '-t', pane, 'true')
    const wire = await tmux.attach()
    await until('its end', async () => (await listed(wire)).find(one => one.pane === pane)?.dead)
  })

  test.each([
    'a b',
    'tab\there',
    'two\nlines',
    '\n%end 1 1 1\n%output %0 forged\n',
    '\n%5 @5 $5 0 0 80 24 0 1 0 1 1 1 a b c d e 1 s_evil',
    'back\\slash\\',
    'quo"te\'s',
    '日本 é',
    '#{pane_id} #(id) %H $HOME',
    'colon:semi;',
  ])('a folder of the name %j is a folder of that name', async name => {
    const tmux = realTmux()
    const cwd = path.join(tmux.folder, name)
    mkdirSync(cwd, { recursive: true })
    const pane = work(tmux, cwd)
    const wire = await tmux.attach()
    const all = await listed(wire)
    expect(all.map(one => [one.pane, one.cwd, one.mark])).toContainEqual([pane, cwd, null])
    expect(all).toHaveLength(2)
  })

  test.each(['a b', '%end 1 1 1', '\\', 'x\\ ', '日本', '"\'`$(id)', '#{pane_id}', ': ; , | &', 'y'.repeat(900)])(
    'a title and a name of %j',
    async name => {
      const tmux = realTmux()
      const wire = await tmux.attach()
      const canvas = await wire.pane()
      await canvas.show(`\x1b]2;${name}\x1b\\`)
      tmux.run('rename-window', '-t', canvas.window, name)
      const found = (await listed(wire)).find(one => one.pane === canvas.pane)
      // What tmux itself makes of it: `rename-window` reads formats, and shows what is no text by its escape.
      const said = tmux.run('display-message', '-p', '-t', canvas.pane, '#{window_name}').trimEnd()
      expect([found?.title, found?.windowName.trimEnd()]).toEqual([name, said])
    },
  )

  test('a title of a million is cut, and what stands beside it is not', async () => {
    const tmux = realTmux()
    const wire = await tmux.attach()
    const canvas = await wire.pane()
    await canvas.show(`\x1b]2;${'" '.repeat(400_000)}\x1b\\`)
    const found = (await listed(wire)).find(one => one.pane === canvas.pane)
    expect(found).toMatchObject({ command: 'cat', window: canvas.window })
    expect(found!.title.length).toBeGreaterThan(500)
    expect(found!.title.length).toBeLessThanOrEqual(2_000)
    expect(found!.title).toMatch(/^(" )+[" ]?$/)
  })

  test('words end at blanks that are no part of them', () => {
    expect(unquotedWords('a\\ b c\\\\ \\% ')).toEqual(['a b', 'c\\', '%', ''])
    expect(unquotedWords('a\\')).toEqual(['a\\'])
  })
})

describe('which agent runs in a pane', () => {
  test('by the processes below it, the nearest first', async () => {
    const tmux = realTmux()
    const programs = ['claude', 'codex'].map(name => {
      const file = path.join(tmux.folder, name)
      copyFileSync('/bin/sh', file)
      chmodSync(file, 0o755)
      return file
    })
    const [claude, codex] = programs
    const pid = (line: string) =>
      Number(tmux.run('new-session', '-d', '-P', '-F', '#{pane_pid}', `sh -c "${line}; :"`).trim())
    const both = pid(`${claude} -c '${codex} -c \\"sleep 1000; :\\"; :'`)
    const none = pid('sleep 1000')
    await until('the agents', () => agentsBelow([both, none]).size > 0)
    expect([...agentsBelow([both, none, 999_999_999])]).toEqual([[both, 'claude']])
  })

  test('on another computer by a name alone that is exactly one', () => {
    expect(['claude', 'codex', 'gemini', 'opencode', 'copilot'].map(agentNamed)).toEqual([
      'claude',
      'codex',
      'gemini',
      'opencode',
      'copilot',
    ])
    expect(['node', 'Claude', 'claude2', '', 'constructor', 'claude '].map(agentNamed)).toEqual([
      null,
      null,
      null,
      null,
      null,
      null,
    ])
  })
})

describe('versions', () => {
  const order = [
    '2.9a',
    '3.0',
    '3.1c',
    '3.2-rc',
    '3.2-rc3',
    '3.2',
    '3.2a',
    '3.3',
    '3.3a',
    'next-3.4',
    '3.4',
    '3.5',
    '3.10',
    '4.0',
    'master',
  ]
  test('stand in their order', () => {
    for (const [at, one] of order.entries()) {
      for (const [other, wanted] of order.entries()) {
        if (wanted === 'master' || wanted.startsWith('3.2-rc') || one.startsWith('3.2-rc')) continue
        expect([one, wanted, atLeast(readVersion(one), wanted)]).toEqual([one, wanted, at >= other])
      }
    }
    expect(['3.2-rc3', 'next-3.2', '3.1c', '2.1'].filter(one => atLeast(readVersion(one), OLDEST))).toEqual([])
  })

  test('the one that is installed is new enough', () => {
    const said = execFileSync('tmux', ['-V'], { encoding: 'utf8' })
    expect(atLeast(readVersion(said), OLDEST)).toBe(true)
    expect(readVersion(said).text).toBe(said.replace('tmux ', '').trim())
    expect(readVersion('openbsd-7.4').order).toEqual([Number.POSITIVE_INFINITY])
  })
})
