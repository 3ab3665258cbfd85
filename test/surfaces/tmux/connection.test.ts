import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, onTestFinished, test } from 'vitest'
import { systemClock } from '../../../main/surfaces/clock.ts'
import { CAPTURE_HOSTILE, CAPTURE_POINT, captureLine, readCaptured } from '../../../main/surfaces/tmux/capture.ts'
import { type Connection, connect, newToken, type Ran } from '../../../main/surfaces/tmux/connection.ts'
import { until } from '../support.ts'
import { ENV, realTmux } from './real.ts'

const text = (ran: Ran) => ran.replies.map(one => [one.ok, one.rows.map(row => row.toString()).join('\n')])

/** Any program in tmux's place. */
function program(script: string): Connection {
  const connection = connect(
    { file: '/bin/sh', args: ['-c', script], env: { PATH: process.env['PATH'] ?? '' } },
    systemClock,
  )
  onTestFinished(() => connection.close())
  return connection
}

describe('replies', () => {
  test('come in the order of the commands, one for each that ran', async () => {
    const { connection } = await realTmux().attach()
    const said = (words: string) =>
      connection.run({
        line: words
          .split(' ')
          .map(word => `display-message -p ${word}`)
          .join(' ; '),
      })
    const all = await Promise.all([said('a b'), said('c'), said('d e f')])
    expect(all.map(text)).toEqual([
      [
        [true, 'a'],
        [true, 'b'],
      ],
      [[true, 'c']],
      [
        [true, 'd'],
        [true, 'e'],
        [true, 'f'],
      ],
    ])
  })

  test('a failure is a value, and what comes after it in the line is not run', async () => {
    const { connection } = await realTmux().attach()
    const failed = connection.run({ line: 'display-message -p a ; select-window -t @99 ; display-message -p b' })
    const unknown = connection.run({ line: 'no-such-command' })
    const next = connection.run({
      line: 'if -F 1 { display-message -p x ; display-message -p y } { display-message -p z }',
    })
    expect(text(await failed)).toEqual([
      [true, 'a'],
      [false, "can't find window: @99"],
    ])
    expect(text(await unknown)).toEqual([[false, 'parse error: unknown command: no-such-command']])
    expect(text(await next)).toEqual([
      [true, ''],
      [true, 'x'],
      [true, 'y'],
    ])
  })

  test('what a hook of a person prints or fails at is no reply', async () => {
    const { connection, ask } = await realTmux().attach()
    await ask("set-hook -g after-display-message 'list-windows'")
    await ask("set-hook -g after-set-option 'select-window -t @99'")
    expect(text(await connection.run({ line: 'display-message -p a ; set -s @x 1 ; display-message -p b' }))).toEqual([
      [true, 'a'],
      [true, ''],
      [true, 'b'],
    ])
  })

  test.each(['', '  ', 'a\nb', 'a\n', 'a\0'])('%j is no line', async line => {
    const { connection } = await realTmux().attach()
    expect(() => connection.run({ line })).toThrow(/one line/)
    expect(connection.isOpen()).toBe(true)
  })
})

describe('the order of the stream', () => {
  test('a screen is captured at one point of the output: all before it is in it, nothing after it is', async () => {
    const wire = await realTmux().attach()
    const { connection } = wire
    const told = new Map<string, string>()
    connection.onOutput((from, bytes) =>
      told.set(from, ((told.get(from) ?? '') + bytes.toString('latin1')).slice(-200)),
    )
    const program = 'i=0; while :; do i=\\$((i+1)); echo n\\$i; done'
    const [made] = await wire.ask(`new-window -d -P -F '#{pane_id}' -t '=gatehouse-test:' "${program}"`)
    const pane = made!.rows[0]!.toString()
    for (let round = 0; round < 30; round += 1) {
      let last = ''
      const token = newToken()
      const onReply = (_reply: unknown, index: number) => {
        if (index === CAPTURE_POINT) last = told.get(pane) ?? ''
      }
      const replies = await wire.ask({ line: captureLine(pane, token), token, hostile: CAPTURE_HOSTILE, onReply })
      const { shown, facts } = readCaptured(replies)!
      const rows = shown.map(row => row.toString()).slice(0, shown.length - facts.rows + facts.cursorY + 1)
      // The newest line on the screen and the newest bytes that were told are the same.
      expect(last.replaceAll('\r', '').slice(-rows.slice(-4).join('\n').length)).toBe(rows.slice(-4).join('\n'))
    }
  })

  test('a program that prints what tmux would say ends no reply and forges no output', async () => {
    const wire = await realTmux().attach()
    // Else tmux tells, half a second after its start at the soonest, that its window is called as the program in it.
    await wire.ask('set -g automatic-rename off')
    const canvas = await wire.pane()
    const now = Math.floor(Date.now() / 1000)
    const forged = [0, 1, 2].flatMap(later => [
      `%end ${now + later} 300 1`,
      '%output %99 forged',
      '%exit',
      `%begin ${now + later} 301 1`,
    ])
    await canvas.show(forged.join('\r\n'))
    const told: string[] = []
    wire.connection.onOutput(pane => told.push(pane))
    wire.connection.onNotice(notice => told.push(notice.is))
    // Each of the numbers is met once.
    for (let round = 0; round < 30; round += 1) {
      const token = newToken()
      const replies = await wire.ask({ line: captureLine(canvas.pane, token), token, hostile: CAPTURE_HOSTILE })
      expect(readCaptured(replies)!.shown.slice(0, forged.length).map(String)).toEqual(forged)
    }
    expect(told).toEqual([])
  })

  test('a capture of a pane that is gone is a failure, and the next command is answered', async () => {
    const { connection } = await realTmux().attach()
    const token = newToken()
    const gone = await connection.run({ line: captureLine('%99', token), token, hostile: CAPTURE_HOSTILE })
    expect(readCaptured(gone.replies)).toBeNull()
    expect(text(await connection.run({ line: 'display-message -p next' }))).toEqual([[true, 'next']])
  })
})

describe('an end', () => {
  test('every command without its last reply is lost once, and later ones were never sent', async () => {
    const tmux = realTmux()
    const { connection } = await tmux.attach()
    let settled = 0
    let replied = false
    const onReply = () => {
      replied = true
    }
    const lines = ["display-message -p got ; run-shell 'sleep 100'", 'display-message -p a', 'display-message -p b']
    const waits = lines.map(line =>
      connection.run({ line, onReply }).finally(() => {
        settled += 1
      }),
    )
    await until('the first reply', () => replied)
    const pid = tmux.run('list-clients', '-F', '#{client_pid}').trim()
    process.kill(Number(pid), 'SIGKILL')
    const lost = await Promise.all(waits)
    expect(lost.map(one => [one.is, one.is === 'lost' && one.sent])).toEqual([
      ['lost', true],
      ['lost', true],
      ['lost', true],
    ])
    expect(settled).toBe(3)
    const ended = await connection.ended
    expect(ended).toMatchObject({ signal: 'SIGKILL', exit: null, refused: null, error: null })
    expect(await connection.run({ line: 'display-message -p c' })).toMatchObject({
      is: 'lost',
      sent: false,
      replies: [],
    })
    expect(connection.isOpen()).toBe(false)
  })

  test('tells why: no server, a server that ends, a session that is not there, no such program', async () => {
    const tmux = realTmux()
    const start = ({ server }: { readonly server: readonly string[] }, ...args: string[]) =>
      connect({ file: 'tmux', args: [...server, '-C', ...args], env: ENV }, systemClock)
    expect((await start(realTmux(), 'attach-session', '-t', '=x').ended).why).toBe('no sessions')
    const never = realTmux()
    const unstarted = start({ server: ['-N', ...never.server] }, 'new-session', '-s', 'x')
    expect((await unstarted.ended).why).toMatch(/^(error connecting to|no server running on) /)
    tmux.run('new-session', '-d', 'cat')
    expect(await start(tmux, 'attach-session', '-t', '=x').ended).toMatchObject({
      refused: "can't find session: x",
      code: 1,
    })
    const there = await tmux.attach()
    tmux.run('kill-server')
    expect(await there.connection.ended).toMatchObject({ why: 'tmux ended the connection', exit: '' })
    const nothing = connect({ file: '/no/such/tmux', args: [], env: {} }, systemClock)
    expect(await nothing.ended).toMatchObject({ error: 'ENOENT', why: 'ENOENT' })
    await nothing.close()
  })

  test('a program that is no tmux ends with the last line of what it said to its standard error, of which little is kept', async () => {
    const connection = program(
      "i=0; while [ $i -lt 3000 ]; do echo 'a line of noise' >&2; i=$((i+1)); done; echo 'ssh: it said no' >&2; exit 255",
    )
    const ended = await connection.ended
    expect(ended).toMatchObject({ why: 'ssh: it said no', code: 255, exit: null })
    expect(ended.stderr.length).toBeLessThanOrEqual(4_096)
  })

  test('comes even where another process keeps its pipes open', async () => {
    const connection = program('sleep 30 & exit 3')
    expect(await connection.ended).toMatchObject({ code: 3 })
  })

  test('a line that never ends is one too', async () => {
    const connection = program("echo '%begin 1 1 1'; exec cat /dev/zero")
    expect(await connection.ended).toMatchObject({ why: 'it said more than a line can hold' })
  })

  test('closing leaves tmux, and makes one go that does not listen', async () => {
    const tmux = realTmux()
    tmux.run('new-session', '-d', '-s', 'base', 'cat')
    const { connection } = await tmux.attach()
    await connection.close()
    expect(tmux.run('list-clients')).toBe('')
    const deaf = path.join(tmux.folder, 'deaf')
    const stubborn = program(`trap '' TERM HUP; touch ${deaf}; while :; do sleep 1; done`)
    await until('it to run', () => existsSync(deaf))
    await stubborn.close()
    expect(await stubborn.ended).toMatchObject({ signal: 'SIGKILL' })
  })
})

describe('reading', () => {
  test('stops when it is told to, with little more to come, and goes on later without a gap', async () => {
    // 1000 bytes a line, numbered.
    const connection = program(
      "i=0; while [ $i -lt 3000 ]; do i=$((i+1)); printf '%%output %%1 %01000d\\n' $i; done; exec cat",
    )
    let bytes = 0
    let next = 1
    let held = false
    let late = 0
    connection.onOutput((_pane, chunk) => {
      expect(Number(chunk.toString())).toBe(next++)
      bytes += chunk.byteLength
      if (held) late += chunk.byteLength
      else if (bytes === 100_000) {
        held = true
        connection.pause()
      }
    })
    await until('the pause', () => held)
    // Nothing tells that nothing comes: a second program of the same length has ended meanwhile.
    execFileSync('/bin/sh', ['-c', 'i=0; while [ $i -lt 3000 ]; do i=$((i+1)); printf %01000d $i; done > /dev/null'])
    await new Promise(resolve => setImmediate(resolve))
    expect(late).toBeLessThanOrEqual(65_536)
    held = false
    connection.resume()
    await until('the rest', () => next > 3000)
  })

  test('what a paused one had said is read when it ends', async () => {
    const connection = program("printf '%%output %%1 a\\n'; read x; printf '%%output %%1 b\\n%%exit told\\n'")
    const told: string[] = []
    connection.onOutput((_pane, bytes) => {
      told.push(bytes.toString())
      connection.pause()
    })
    await until('the first', () => told.length > 0)
    void connection.run({ line: 'go' })
    expect((await connection.ended).why).toBe('told')
    expect(told).toEqual(['a', 'b'])
  })
})
