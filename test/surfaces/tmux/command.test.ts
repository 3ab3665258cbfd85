import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type PaneWrite,
  paneId,
  quoted,
  readWritten,
  windowId,
  writeLine,
} from '../../../main/surfaces/tmux/command.ts'
import { until } from '../support.ts'
import { type RealTmux, realTmux, type Wire } from './real.ts'

const HOSTILE = [
  ...[
    '',
    ' ',
    '"',
    "'",
    '\\',
    '$HOME',
    '$' + '{HOME}',
    '~',
    '~root',
    ';',
    ' ; kill-server',
    '#',
    '# x',
    '#{pane_id}',
    '#(id)',
  ],
  ...[
    '%',
    '%0',
    '%if 1',
    '{',
    '}',
    '{ kill-server }',
    '\n',
    'a\nkill-server\n',
    '\r',
    '\t',
    '\x01\x1b\x7f',
    '\\101',
    '\\u0041',
  ],
  ...['é', '日本', '😀', '\u0085\u202e', 'a=b', '-t', '--', '*', '`id`', '&', '|', '\'"\'"\\"', 'x'.repeat(5_000)],
]

describe('a quoted argument', () => {
  const back = async (wire: Wire, text: string) => {
    const [, reply] = await wire.ask(`set -s @probe ${quoted(text)} ; display-message -p '#{@probe}'`)
    return reply!.rows.map(row => row.toString('utf8')).join('\n')
  }

  test('is read back by tmux as exactly this text', async () => {
    const wire = await realTmux().attach()
    for (const text of HOSTILE) expect(await back(wire, text)).toBe(text)
  })

  test('whatever the text is', { timeout: 30_000 }, async () => {
    const wire = await realTmux().attach()
    const text = fc.string({
      unit: fc.oneof(fc.constantFrom(...HOSTILE.slice(1, 40)), fc.string({ unit: 'grapheme' })),
      maxLength: 30,
    })
    await fc.assert(
      fc.asyncProperty(text, async given => {
        fc.pre(!given.includes('\0'))
        expect(await back(wire, given)).toBe(given)
      }),
      { numRuns: 300 },
    )
  })

  test('holds no NUL', () => expect(() => quoted('a\0b')).toThrow(/NUL/))
})

describe('a target is an exact id', () => {
  test.each(['', '%', '3', '@3', '%3 ', '%3;', '%-1', '%3\n', 'work:0.0', '%12345678901', '=%3', '%3.1', '%٣'])(
    '%j is no pane',
    id => expect(() => paneId(id)).toThrow(/not the id/),
  )
  test.each(['', '@', '%3', '@3 ', 'work:'])('%j is no window', id => expect(() => windowId(id)).toThrow(/not the id/))
  test('those of a listing are', () => expect([paneId('%3'), windowId('@12')]).toEqual(['%3', '@12']))
})

/** A pane that keeps what it is typed in a file, byte by byte. */
async function recorder(tmux: RealTmux, wire: Wire) {
  const file = path.join(tmux.folder, `typed-${Math.random()}`)
  writeFileSync(file, '')
  const [made] = await wire.ask(
    `new-window -d -P -F '#{pane_id} #{pane_pid} #{window_id}' -t '=gatehouse-test:' "stty raw -echo; touch ${file}.on; exec cat > ${file}"`,
  )
  const [pane = '', pid = '', window = ''] = made!.rows[0]!.toString().split(' ')
  await until('the recorder', () =>
    wire
      .ask(`display-message -p -t ${pane} '#{pane_current_command}'`)
      .then(([reply]) => reply?.rows[0]?.toString() === 'cat'),
  )
  let number = 0
  const typed = () => readFileSync(file)
  const to = (write: Partial<PaneWrite>): PaneWrite => {
    number += 1
    return {
      pane,
      pid: Number(pid),
      bytes: Buffer.from('x'),
      by: 'agent',
      number,
      last: '@g-last',
      fence: '@g-epoch',
      epoch: 'now',
      ...write,
    }
  }
  const send = async (write: Partial<PaneWrite>) => {
    const given = to(write)
    const ran = await wire.connection.run({ line: writeLine(given) })
    return readWritten(given, ran.replies)
  }
  const last = async () => (await wire.ask(`display-message -p -t ${pane} '#{@g-last}'`))[0]!.rows[0]!.toString()
  await wire.ask('set -s @g-epoch now')
  return { pane, window, typed, send, to, last }
}

describe('one write is one unit', () => {
  test('every byte arrives as it is, in order, whatever the length', { timeout: 30_000 }, async () => {
    const tmux = realTmux()
    const wire = await tmux.attach()
    const to = await recorder(tmux, wire)
    const all = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))
    const parts = [
      Buffer.from('plain\r'),
      ...[all.subarray(0, 64), all, Buffer.from([0]), Buffer.concat([Buffer.alloc(1), all, Buffer.alloc(2), all])],
      Buffer.from('\x1b[200~日本 "$HOME" #{pane_id} \\ ; }\n%end\x1b[201~'.repeat(20)),
      ...[
        '-l -- text that looks so',
        '~ a longer text; ',
        'ends with a semicolon;',
        `${'x'.repeat(20)}\\;`,
        ' '.repeat(30),
      ].map(text => Buffer.from(text)),
      ...[
        'a longer text with e\u0301, 👩‍💻, \u00ad\u200b\u202e and \u0378\ufffe\u{e0041}',
        '日本語'.repeat(9),
        '\ufffd'.repeat(20),
      ].map(text => Buffer.from(text)),
      Buffer.concat([Buffer.from('cut in a character: '.repeat(2)), Buffer.from('日').subarray(0, 2)]),
      ...[Buffer.alloc(65_536, 'plain text; '), Buffer.alloc(65_536, 'grüße 日本 '), Buffer.alloc(4_096, '\r\n')],
    ]
    let expected = Buffer.alloc(0)
    for (const bytes of parts) {
      expect(await to.send({ bytes })).toEqual({ is: 'in' })
      expected = Buffer.concat([expected, bytes])
    }
    await until('all of it', () => to.typed().byteLength >= expected.byteLength)
    expect(to.typed().equals(expected)).toBe(true)
    expect(await to.last()).toBe(String(parts.length))
  })

  test('any text arrives as it is', { timeout: 30_000 }, async () => {
    const tmux = realTmux()
    const wire = await tmux.attach()
    const to = await recorder(tmux, wire)
    let expected = Buffer.alloc(0)
    const part = fc.oneof(
      fc.string({ unit: 'binary', minLength: 16, maxLength: 60 }).map(text => Buffer.from(text)),
      fc.uint8Array({ maxLength: 20 }).map(bytes => Buffer.from(bytes)),
      fc.string({ minLength: 10, maxLength: 40 }).map(text => Buffer.from(text)),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(part, { minLength: 1, maxLength: 5 }), async parts => {
        const bytes = Buffer.concat(parts)
        fc.pre(bytes.byteLength > 0)
        expect(await to.send({ bytes })).toEqual({ is: 'in' })
        expected = Buffer.concat([expected, bytes])
        await until('all of it', () => to.typed().byteLength >= expected.byteLength)
        expect(to.typed().equals(expected)).toBe(true)
      }),
      { numRuns: 100 },
    )
  })

  test.each<[string, Partial<PaneWrite>, string[], string | RegExp]>([
    ['another program', { pid: 1 }, [], 'another program runs in the pane'],
    ['a line of an earlier connection', { epoch: 'before' }, [], 'the connection it was sent over is lost'],
    ['a pane that is not there', { pane: '%999' }, [], 'the pane is gone'],
    ['copy mode', {}, ['copy-mode -t PANE'], /copy mode/],
    ['a pane whose keys go to others too', {}, ['set -w -t PANE synchronize-panes on'], /other panes/],
    ['a pane that takes no input', {}, ['select-pane -d -t PANE'], /takes no input/],
  ])('not one byte goes in for %s', async (_what, write, before, why) => {
    const tmux = realTmux()
    const wire = await tmux.attach()
    const to = await recorder(tmux, wire)
    for (const line of before) await wire.ask(line.replace('PANE', to.pane))
    for (const bytes of [Buffer.from('x'), Buffer.alloc(500, 'y')]) {
      const outcome = await to.send({ bytes, ...write })
      expect(outcome).toEqual({ is: 'out', why: typeof why === 'string' ? why : expect.stringMatching(why) })
    }
    expect(await to.last()).toBe('')
    for (const line of ['copy-mode -q -t PANE', 'set -w -t PANE synchronize-panes off', 'select-pane -e -t PANE']) {
      await wire.ask(line.replace('PANE', to.pane))
    }
    expect(await to.send({ bytes: Buffer.from('z') })).toEqual({ is: 'in' })
    await until('what came after', () => to.typed().byteLength > 0)
    expect(to.typed().toString()).toBe('z')
  })

  test('not one byte goes in where the program has ended', async () => {
    const tmux = realTmux()
    const wire = await tmux.attach()
    const to = await recorder(tmux, wire)
    await wire.ask(`set -w -t ${to.window} remain-on-exit on`)
    process.kill(to.to({}).pid, 'SIGKILL')
    await until('its end', async () => (await to.send({})).is === 'out')
    expect(await to.send({})).toEqual({ is: 'out', why: 'its program has ended' })
  })

  test("a person's bytes leave copy mode first", async () => {
    const tmux = realTmux()
    const wire = await tmux.attach()
    const to = await recorder(tmux, wire)
    for (const bytes of [Buffer.from('one'), Buffer.alloc(100, '2')]) {
      await wire.ask(`copy-mode -t ${to.pane}`)
      expect(await to.send({ by: 'person', bytes })).toEqual({ is: 'in' })
    }
    await until('all of it', () => to.typed().byteLength >= 103)
    expect(to.typed().toString()).toBe(`one${'2'.repeat(100)}`)
  })

  test('replies that stop before they say are no answer', () => {
    expect(readWritten({ number: 3 } as PaneWrite, [])).toEqual({ is: 'unknown' })
    expect(
      readWritten({ number: 3 } as PaneWrite, [
        { ok: true, rows: [] },
        { ok: true, rows: [Buffer.from('in 2')] },
      ]),
    ).toEqual({ is: 'unknown' })
  })

  test.each<Partial<PaneWrite>>([
    { pane: '%1;' },
    { pid: -1 },
    { pid: 1.5 },
    { number: Number.NaN },
    { last: '@a b' },
    { fence: 'x' },
    { epoch: "a'" },
  ])('nothing that is not exact gets into a line: %j', wrong => {
    const right: PaneWrite = {
      pane: '%1',
      pid: 1,
      bytes: Buffer.from('x'),
      by: 'agent',
      number: 1,
      last: '@a',
      fence: '@b',
      epoch: 'c',
    }
    expect(writeLine(right)).toContain('send-keys')
    expect(() => writeLine({ ...right, ...wrong })).toThrow(/^not /)
  })
})
