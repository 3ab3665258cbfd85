import { spawn } from 'node-pty'
import { describe, expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../../main/surfaces/clock.ts'
import type { ProbedModes } from '../../../main/surfaces/tmux/draw.ts'
import { createProber } from '../../../main/surfaces/tmux/probe.ts'
import { until } from '../support.ts'
import { ENV, type RealTmux, realTmux, type Wire } from './real.ts'

async function prober(wire: Wire) {
  const [home] = await wire.ask(`display-message -p -t '=gatehouse-test:' '#{window_id}'`)
  const probe = createProber({
    ...{ connection: wire.connection, session: 'gatehouse-test', clock: systemClock },
    home: home!.rows[0]!.toString(),
  })
  return async (pane: string, window: string) => {
    const found: (ProbedModes | null)[] = []
    await probe(pane, window, modes => found.push(modes))
    expect(found).toHaveLength(1)
    return found[0] ? found[0].bracketedPaste : null
  }
}

/** A person's session with one window of two panes. The first one asked for bracketed paste, and is not the active one. */
async function person(tmux: RealTmux) {
  const program = (modes: string) => `stty raw -echo; printf '${modes}'; exec cat`
  const on = program('\\033[?2004h\\033[?1h\\033[?1000h\\033[?1006h\\033[?1004hON')
  const made = tmux.run(
    'new-session',
    '-d',
    '-P',
    '-F',
    '#{pane_id} #{window_id}',
    '-s',
    'work',
    '-x',
    '90',
    '-y',
    '31',
    on,
  )
  const [first = '', window = ''] = made.trim().split(' ')
  const second = tmux.run('split-window', '-h', '-P', '-F', '#{pane_id}', '-t', first, program('OFF')).trim()
  await until('both', () => [first, second].every(pane => /O/.test(tmux.run('capture-pane', '-p', '-t', pane))))
  return { first, second, window }
}

const state = (tmux: RealTmux) => ({
  panes: tmux.run(
    'list-panes',
    '-s',
    '-t',
    'work',
    '-F',
    '#{pane_id} #{pane_active} #{pane_width}x#{pane_height} #{window_layout} #{window_flags}',
  ),
  clients: tmux.run('list-clients', '-F', '#{client_session} #{client_control_mode} #{pane_id} #{window_id}'),
  windows: tmux.run('list-windows', '-a', '-F', '#{session_name} #{window_id} #{window_active}'),
  option: tmux.run('show-options', '-w', '-t', 'work'),
})

async function linked(tmux: RealTmux, window: string) {
  const wire = await tmux.attach()
  await wire.ask(`link-window -d -s ${window} -t '=gatehouse-test:'`)
  await wire.ask("set -t '=gatehouse-test:' status off")
  return { wire, probe: await prober(wire) }
}

describe('bracketed paste that was switched on long before', () => {
  test('is found, and so is that it is off', async () => {
    const wire = await realTmux().attach()
    const probe = await prober(wire)
    const on = await wire.pane()
    const off = await wire.pane()
    await on.show('\x1b[?2004h\x1b[?1h\x1b[?1000h\x1b[?1006h\x1b[?1004h')
    await off.show('\x1b[?2004h\x1b[?2004l\x1b[?1h\x1b[?1000h')
    const all = [on, off, on, off, on]
    expect(await Promise.all(all.map(one => probe(one.pane, one.window)))).toEqual([true, false, true, false, true])
  })

  test('is found in a pane that is not the active one, where nobody looks at it, and nothing changes', async () => {
    const tmux = realTmux()
    const { first, second, window } = await person(tmux)
    const { probe } = await linked(tmux, window)
    const before = state(tmux)
    expect(await probe(first, window)).toBe(true)
    expect(await probe(second, window)).toBe(false)
    expect(state(tmux)).toEqual(before)
  })

  test('is found while a person is attached, whose window, pane and size stay', async () => {
    const tmux = realTmux()
    const { first, second, window } = await person(tmux)
    const client = spawn('tmux', [...tmux.server, 'attach-session', '-t', '=work'], {
      cols: 70,
      rows: 20,
      env: ENV,
      cwd: tmux.folder,
    })
    onTestFinished(() => client.kill())
    let drawn = ''
    client.onData(data => {
      drawn += data
    })
    await until('the client', () => tmux.run('list-clients') !== '' && drawn.includes('OFF'))
    const { probe } = await linked(tmux, window)
    const before = state(tmux)
    expect(before.panes).toContain('x19 ')
    expect(await probe(first, window)).toBe(true)
    expect(await probe(second, window)).toBe(false)
    expect(state(tmux)).toEqual(before)
  })

  test('is found in many panes at once, of windows of any size, whoever is attached with whatever size', {
    timeout: 60_000,
  }, async () => {
    const tmux = realTmux()
    const { window } = await person(tmux)
    const client = spawn('tmux', [...tmux.server, 'attach-session', '-t', '=work'], {
      cols: 101,
      rows: 29,
      env: ENV,
      cwd: tmux.folder,
    })
    onTestFinished(() => client.kill())
    client.onData(() => {})
    await until('the client', () => tmux.run('list-clients') !== '')
    const { wire, probe } = await linked(tmux, window)
    const asked: { readonly pane: string; readonly window: string; readonly on: boolean }[] = []
    for (let at = 0; at < 6; at += 1) {
      const [sized, on] = [at % 2 === 0, at % 3 === 0]
      const line = `stty raw -echo; printf '\\033[?2004h${on ? '' : '\\033[?2004l'}DONE'; exec cat`
      const made = tmux
        .run('new-window', '-d', '-P', '-F', '#{pane_id} #{window_id}', '-t', 'work:', line)
        .trim()
        .split(' ')
      const [pane = '', other = ''] = made
      if (sized) tmux.run('resize-window', '-t', other, '-x', String(40 + at), '-y', '12')
      const below = tmux
        .run('split-window', '-P', '-F', '#{pane_id}', '-t', pane, 'stty raw -echo; printf DONE; exec cat')
        .trim()
      await wire.ask(`link-window -d -s ${other} -t '=gatehouse-test:'`)
      asked.push({ pane, window: other, on }, { pane: below, window: other, on: false })
    }
    await until('all', () => asked.every(one => tmux.run('capture-pane', '-p', '-t', one.pane).includes('DONE')))
    const before = state(tmux)
    expect(await Promise.all(asked.map(one => probe(one.pane, one.window)))).toEqual(asked.map(one => one.on))
    expect(state(tmux)).toEqual(before)
    // Nothing waits any more, and the connection asks for no size again.
    expect(tmux.run('list-clients', '-F', '#{client_control_mode} #{client_flags}')).toMatch(/^1 .*ignore-size/m)
  })

  test('is not known of a pane that is hidden behind a zoomed one, which stays zoomed', async () => {
    const tmux = realTmux()
    const { first, second, window } = await person(tmux)
    tmux.run('resize-pane', '-Z', '-t', second)
    const { probe } = await linked(tmux, window)
    const before = state(tmux)
    expect(await probe(first, window)).toBeNull()
    expect(await probe(second, window)).toBe(false)
    expect(state(tmux)).toEqual(before)
  })

  test('is not known in copy mode, of a pane that is gone, or of a window that is not ours', async () => {
    const tmux = realTmux()
    const { first, second, window } = await person(tmux)
    const { probe } = await linked(tmux, window)
    tmux.run('copy-mode', '-t', first)
    expect(await probe(first, window)).toBeNull()
    tmux.run('copy-mode', '-q', '-t', first)
    expect(await probe(first, window)).toBe(true)
    tmux.run('kill-pane', '-t', second)
    expect(await probe(second, window)).toBeNull()
    const other = tmux
      .run('new-window', '-d', '-P', '-F', '#{pane_id} #{window_id}', '-t', 'work:', 'cat')
      .trim()
      .split(' ')
    expect(await probe(other[0]!, other[1]!)).toBeNull()
  })

  test('is what the stream said last, where the program changes it meanwhile', { timeout: 30_000 }, async () => {
    const tmux = realTmux()
    const wire = await tmux.attach()
    const [home] = await wire.ask(`display-message -p -t '=gatehouse-test:' '#{window_id}'`)
    const probe = createProber({
      connection: wire.connection,
      session: 'gatehouse-test',
      home: home!.rows[0]!.toString(),
      clock: systemClock,
    })
    const program = "while :; do printf '\\033[?2004h'; sleep 0.003; printf '\\033[?2004l'; sleep 0.002; done"
    const [made] = await wire.ask(
      `new-window -d -P -F '#{pane_id} #{window_id}' -t '=gatehouse-test:' "${program.replaceAll('\\', '\\\\')}"`,
    )
    const [pane = '', window = ''] = made!.rows[0]!.toString().split(' ')
    let told = ''
    wire.connection.onOutput((from, bytes) => {
      if (from === pane) told = (told + bytes.toString('latin1')).slice(-64)
    })
    await until('some output', () => told.length > 20)
    const results: boolean[] = []
    for (let round = 0; round < 20; round += 1) {
      await probe(pane, window, modes => {
        expect(modes?.bracketedPaste).toBe(told.lastIndexOf('2004h') > told.lastIndexOf('2004l'))
        results.push(modes!.bracketedPaste)
      })
    }
    expect(results).toHaveLength(20)
  })

  test('is not looked for any more once that was stopped, and our session shows its home again', async () => {
    const wire = await realTmux().attach()
    const current = async () =>
      (await wire.ask(`display-message -p -t '=gatehouse-test:' '#{window_id}'`))[0]!.rows[0]!.toString()
    const home = await current()
    const probe = createProber({ connection: wire.connection, session: 'gatehouse-test', home, clock: systemClock })
    const canvases = await Promise.all([wire.pane(), wire.pane(), wire.pane()])
    const found: (ProbedModes | null)[] = []
    const all = canvases.map(one =>
      probe(one.pane, one.window, modes => {
        found.push(modes)
        if (found.length === 1) void probe.stop()
      }),
    )
    await until('the first', () => found.length > 0)
    await probe.stop()
    expect([await current(), found]).toEqual([home, [{ bracketedPaste: false }, null, null]])
    await Promise.all(all)
    await probe(canvases[0]!.pane, canvases[0]!.window, modes => found.push(modes))
    expect(found[3]).toBeNull()
  })

  test('is not known where the connection ends meanwhile', async () => {
    const wire = await realTmux().attach()
    const probe = await prober(wire)
    const canvas = await wire.pane()
    const found = probe(canvas.pane, canvas.window)
    await wire.connection.close()
    expect(await found).toBeNull()
  })
})
