import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { createLines, MOST_LINE_BYTES, readNotice } from '../../../main/surfaces/tmux/lines.ts'
import { decodeOctal } from '../../../main/surfaces/tmux/octal.ts'

/** What tmux makes of a byte in `%output`. */
const encoded = (bytes: Uint8Array) =>
  Buffer.concat(
    Array.from(bytes, byte =>
      byte < 0x20 || byte === 0x5c ? Buffer.from(`\\${byte.toString(8).padStart(3, '0')}`) : Buffer.from([byte]),
    ),
  )

type Told = readonly [string, ...unknown[]]

/** Everything that is told of a stream. `guards`: what the replies, in their order, are guarded with. */
function told(chunks: readonly Buffer[], guards: readonly ({ until: string; unless: string } | null)[] = []): Told[] {
  const all: Told[] = []
  let begun = 0
  const push = createLines({
    output(pane, bytes) {
      // How tmux cuts its output into lines says nothing.
      const last = all.at(-1)
      if (last?.[0] === 'output' && last[1] === pane)
        all[all.length - 1] = ['output', pane, `${last[2]}${bytes.toString('latin1')}`]
      else all.push(['output', pane, bytes.toString('latin1')])
    },
    begins: () => guards[begun++] ?? null,
    reply: (ours, reply) => all.push(['reply', ours, reply.ok, ...reply.rows.map(row => row.toString('latin1'))]),
    notice: notice => all.push(['notice', JSON.stringify(notice)]),
    broken: () => all.push(['broken']),
  })
  for (const chunk of chunks) push(chunk)
  return all
}

function cut(bytes: Buffer, at: readonly number[]): Buffer[] {
  const places = [0, ...at.map(one => one % (bytes.byteLength + 1)).sort((a, b) => a - b), bytes.byteLength]
  return places.slice(1).map((end, index) => Buffer.from(bytes.subarray(places[index], end)))
}

describe('output', () => {
  test('every byte comes back as it was', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 400 }), bytes => {
        expect(decodeOctal(encoded(bytes)).equals(Buffer.from(bytes))).toBe(true)
      }),
    )
  })

  test.each([
    ['no escape', 'a', 'a'],
    ['one that is cut short', 'a\\01', 'a\\01'],
    ['one that is none', '\\9ab\\400', '\\9ab\\400'],
    ['one at the very end', 'x\\012', 'x\n'],
    ['two in a row', '\\033\\134', '\x1b\\'],
  ])('%s', (_what, line, bytes) => expect(decodeOctal(Buffer.from(line)).toString('latin1')).toBe(bytes))

  test('both forms of a line are read, with more between its id and its bytes than is known', () => {
    const lines = '%output %1 a b\n%extended-output %2 0 : c : d\n%extended-output %3 5 new things : e\n%output %4 \n'
    expect(told([Buffer.from(lines)])).toEqual([
      ['output', '%1', 'a b'],
      ['output', '%2', 'c : d'],
      ['output', '%3', 'e'],
    ])
  })
})

describe('replies', () => {
  test('rows are data until the end with the very numbers of the beginning', () => {
    const rows = '%begin 5 7 1\n%end 5 8 1\n%output %1 x\n\n%error 5 7 0\n%end 5 7 1\n%begin 5 8 1\nno\n%error 5 8 1\n'
    expect(told([Buffer.from(rows)])).toEqual([
      ['reply', true, true, '%end 5 8 1', '%output %1 x', '', '%error 5 7 0'],
      ['reply', true, false, 'no'],
    ])
  })

  test('a program that knows the numbers of a guarded reply does not end it', () => {
    const guard = { until: 'word', unless: 'last' }
    const forged = '%end 5 7 1\n%begin 5 8 1\nwor\n%end 5 8 1\n%output %9 forged\n%begin 5 8 1\n'
    const stream = `%begin 5 7 1\n${forged}%end 5 7 1\n%begin 5 8 1\nword\n%end 5 8 1\n%output %1 true\n`
    expect(told([Buffer.from(stream)], [guard])).toEqual([
      ['reply', true, true, ...forged.split('\n').slice(0, -1)],
      ['reply', true, true, 'word'],
      ['output', '%1', 'true'],
    ])
  })

  test('a guarded reply that failed is followed by what ends the line, and no word is waited for', () => {
    const guard = { until: 'word', unless: 'last' }
    const stream = '%begin 5 7 1\nlast\n%end 5 7 1\n%output %1 x\n'
    expect(told([Buffer.from(stream)], [guard])).toEqual([
      ['reply', true, true, 'last'],
      ['output', '%1', 'x'],
    ])
  })

  test('a guarded reply that is a failure ends with it', () => {
    const guard = { until: 'word', unless: 'last' }
    const stream = '%begin 5 7 1\ngone\n%error 5 7 1\n%begin 5 8 1\nlast\n%end 5 8 1\n%output %1 x\n'
    expect(told([Buffer.from(stream)], [guard])).toEqual([
      ['reply', true, false, 'gone'],
      ['reply', true, true, 'last'],
      ['output', '%1', 'x'],
    ])
  })

  test('replies to others are told apart', () => {
    expect(told([Buffer.from('%begin 5 7 0\n%end 5 7 0\n')])).toEqual([['reply', false, true]])
  })
})

describe('wherever the stream is cut, the same is told', () => {
  const pane = fc.integer({ min: 0, max: 20 }).map(id => `%${id}`)
  const row = fc.oneof(
    fc.string({ maxLength: 30 }).map(text => text.replaceAll('\n', ' ')),
    fc.constantFrom('%end 1 2 1', '%begin 1 3 1', '%output %1 x', '%exit', 'word', ''),
  )
  const piece = fc.oneof(
    fc
      .tuple(pane, fc.uint8Array({ minLength: 1, maxLength: 60 }))
      .map(([id, bytes]) =>
        Buffer.concat([Buffer.from(`%extended-output ${id} 12 : `), encoded(bytes), Buffer.from('\n')]),
      ),
    fc.array(row, { maxLength: 5 }).map(rows => Buffer.from(['%begin 9 9 1', ...rows, '%end 9 9 1', ''].join('\n'))),
    fc
      .constantFrom('%window-add @1\n', '%pause %3\n', '%unknown x\n', '%exit\n', 'noise\n')
      .map(line => Buffer.from(line)),
  )

  test('any stream', () => {
    fc.assert(
      fc.property(fc.array(piece), fc.array(fc.nat(5_000)), (pieces, at) => {
        const stream = Buffer.concat(pieces)
        expect(told(cut(stream, at))).toEqual(told([Buffer.from(stream)]))
      }),
    )
  })

  test('any guarded reply', () => {
    fc.assert(
      fc.property(fc.array(row.filter(one => one !== 'word')), fc.array(fc.nat(500)), (rows, at) => {
        const stream = ['%begin 1 2 1', ...rows, '%end 1 2 1', '%begin 1 3 1', 'word', '%end 1 3 1', '%exit', ''].join(
          '\n',
        )
        expect(told(cut(Buffer.from(stream), at), [{ until: 'word', unless: 'last' }])).toEqual([
          ['reply', true, true, ...rows.map(one => Buffer.from(one).toString('latin1'))],
          ['reply', true, true, 'word'],
          ['notice', JSON.stringify({ is: 'exit', reason: null })],
        ])
      }),
    )
  })

  test('a line of many chunks, up to the longest', () => {
    const half = Buffer.alloc(MOST_LINE_BYTES / 2, 'x')
    const start = Buffer.from('%begin 1 2 1\n')
    const end = Buffer.from('\n%end 1 2 1\n')
    const [reply] = told([start, half, half, end])
    expect([reply?.[0], String(reply?.[3]).length]).toEqual(['reply', MOST_LINE_BYTES])
    expect(told([start, half, half, Buffer.from('x'), end])).toEqual([['broken']])
  })
})

describe('notices', () => {
  test.each([
    [
      '%layout-change @1 b25d,80x24,0,0,2 b25d,80x24,0,0,2 *',
      { is: 'layout', window: '@1', layout: 'b25d,80x24,0,0,2', visible: 'b25d,80x24,0,0,2' },
    ],
    ['%window-add @1', { is: 'window', what: 'added', window: '@1', linked: true }],
    ['%window-close @1', { is: 'window', what: 'closed', window: '@1', linked: true }],
    ['%unlinked-window-add @1', { is: 'window', what: 'added', window: '@1', linked: false }],
    ['%unlinked-window-close @1', { is: 'window', what: 'closed', window: '@1', linked: false }],
    ['%window-renamed @1 a  b', { is: 'window-renamed', window: '@1', name: 'a  b', linked: true }],
    ['%unlinked-window-renamed @1 a', { is: 'window-renamed', window: '@1', name: 'a', linked: false }],
    ['%window-pane-changed @1 %2', { is: 'window-pane', window: '@1', pane: '%2' }],
    ['%pane-mode-changed %2', { is: 'pane-mode', pane: '%2' }],
    ['%pause %2', { is: 'paused', pane: '%2' }],
    ['%continue %2', { is: 'continued', pane: '%2' }],
    ['%session-changed $1 my work', { is: 'session-changed', session: '$1', name: 'my work' }],
    ['%sessions-changed', { is: 'sessions' }],
    ['%session-renamed $1 x', { is: 'sessions' }],
    ['%session-window-changed $1 @2', { is: 'sessions' }],
    ['%client-session-changed /dev/pts/1 $1 x', { is: 'sessions' }],
    ['%client-detached /dev/pts/1', { is: 'client-left', client: '/dev/pts/1' }],
    ['%subscription-changed mine $1 @2 3 %4 : a : b', { is: 'subscription', name: 'mine', pane: '%4', value: 'a : b' }],
    ['%subscription-changed mine $1 - - - : v', { is: 'subscription', name: 'mine', pane: null, value: 'v' }],
    ['%exit', { is: 'exit', reason: null }],
    ['%exit server exited unexpectedly', { is: 'exit', reason: 'server exited unexpectedly' }],
    ['%window-add 1', null],
    ['%layout-change', null],
    ['%paste-buffer-changed buffer0', null],
    ['%something new', null],
  ])('%s', (line, notice) => expect(readNotice(line)).toEqual(notice))
})
