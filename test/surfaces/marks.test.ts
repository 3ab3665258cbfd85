import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Clock } from '../../main/surfaces/clock.ts'
import { createCommands } from '../../main/surfaces/commands.ts'
import { withoutNonce } from '../../main/surfaces/integration/hidden.ts'
import { type Mark, parseMark } from '../../main/surfaces/integration/marks.ts'
import { createScreen } from '../../main/surfaces/mirror.ts'
import type { Screen } from '../../main/surfaces/screen.ts'

const NONCE = '0123456789abcdef0123456789abcdef'

describe('a mark', () => {
  const table: [body: string, mark: Mark | null][] = [
    [`B;k=${NONCE}`, { is: 'prompt', keymap: null }],
    [`B;k=${NONCE};m=vi-insert`, { is: 'prompt', keymap: 'vi-insert' }],
    [`B;k=${NONCE};m=other`, { is: 'prompt', keymap: null }],
    [`C;k=${NONCE}`, { is: 'start', text: null }],
    [`C;k=${NONCE};t=a;b%0A%09%25100 %1B`, { is: 'start', text: 'a;b\n\t%100 %1B' }],
    [`D;k=${NONCE};130`, { is: 'end', exit: 130 }],
    [`D;k=${NONCE};-1`, { is: 'end', exit: null }],
    // None of ours: other programs' marks, other nonces, a longer one, and kinds that we do not use.
    ['B', null],
    ['C;', null],
    ['D;0', null],
    ['B;k=', null],
    [`B;k=${NONCE.slice(1)}`, null],
    [`B;k=${NONCE}0`, null],
    [`B;aid=1;k=${NONCE}`, null],
    [`A;k=${NONCE}`, null],
    [`;k=${NONCE}`, null],
  ]
  test.each(table)('%s', (body, mark) => expect(parseMark(body, NONCE)).toEqual(mark))

  test('without the nonce is never one, whatever it says', () => {
    const pieces = fc.array(fc.constantFrom('A', 'B', 'C', 'D', ';', 'k=', 't=', 'm=emacs', '0', NONCE.slice(0, 31)))
    fc.assert(fc.property(pieces, parts => parseMark(parts.join(''), NONCE) === null))
    for (const body of ['B;k=', 'C;k=;t=x', 'B;k=null', `B;k=${NONCE}`]) expect(parseMark(body, null)).toBeNull()
    expect(parseMark('B;k=', '')).toBeNull()
  })
})

test('the nonce is masked wherever a row breaks it', () => {
  for (let at = 0; at <= NONCE.length; at += 1) {
    const rows = withoutNonce(['before', `x=${NONCE.slice(0, at)}`, `${NONCE.slice(at)}.`, NONCE], NONCE)
    expect(rows).toEqual(['before', `x=${'*'.repeat(at)}`, `${'*'.repeat(NONCE.length - at)}.`, '*'.repeat(32)])
  }
  expect(withoutNonce([], NONCE)).toEqual([])
})

interface Life {
  screen: Screen
  commands: ReturnType<typeof createCommands>
  /** Prints, with `{B}`, `{C text}` and `{D code}` for the shell's marks. */
  print(text: string): Promise<void>
}

function life(rows = 10): Life {
  let now = 0
  const clock = { now: () => (now += 1) } as Clock
  const screen: Screen = createScreen(40, rows, 'here', {
    onReply() {},
    onParsed() {},
    onPasteOn() {},
    onClaim() {},
    onShellMark(body) {
      const mark = parseMark(body, NONCE)
      if (mark) commands.mark(mark)
    },
  })
  const commands = createCommands(() => screen, clock)
  const osc = (is: string, rest: string) => `\x1b]133;${is};k=${NONCE}${rest}\x07`
  return {
    screen,
    commands,
    async print(text) {
      const marked = text
        .replace(/\{B\}/g, osc('B', ';m=emacs'))
        .replace(/\{C (.*?)\}/g, (_, command: string) => osc('C', `;t=${command}`))
        .replace(/\{D (.*?)\}/g, (_, code: string) => osc('D', `;${code}`))
      screen.write(Buffer.from(marked))
      await screen.settled()
    },
  }
}

describe('the commands of a shell', () => {
  test('have their text, exit code, times and the rows of what they printed', async () => {
    const { commands, print } = life()
    await print('{D 0}{B}$ ')
    expect(commands.phase()).toBe('prompt')
    await print('ls\r\n{C ls}one\r\ntwo\r\n')
    expect(commands.phase()).toBe('running')
    const id = 1
    const before = { id, text: 'ls', by: [], startedAt: 1, endedAt: null, exit: null, rows: { first: 1, end: null } }
    expect(commands.list()).toEqual([before])
    await print('{D 3}')
    expect(commands.phase()).toBe('between')
    await print('{B}$ ')
    expect(commands.list()).toEqual([{ ...before, endedAt: 2, exit: 3, rows: { first: 1, end: 3 } }])
    expect(commands.keymap()).toBe('emacs')
  })

  test.each([
    ['nothing', '', { first: 1, end: 1 }],
    ['a last line without its end', 'one', { first: 1, end: 2 }],
    ['more than the emulator holds', 'x\r\n'.repeat(2500), { first: 1, end: 2501 }],
    ['a screen that is cleared', 'x\r\n\x1b[2J\x1b[H', null],
    ['the alternate screen, left again', '\x1b[?1049hx\x1b[?1049l', { first: 1, end: 1 }],
    ['the alternate screen, not left', '\x1b[?1049hx', null],
  ])('printed %s', async (_what, output, rows) => {
    const { commands, print } = life()
    await print(`{B}$ x\r\n{C x}${output}{D 0}`)
    expect(commands.list()[0]!.rows).toEqual(rows)
  })

  test.each<[string, string[], boolean]>([
    ['nothing typed ahead', ['{D 0}{B}> two\r\n$ '], false],
    ['what the command read itself', ['ENTER', '{D 0}{B}> two\r\n$ '], false],
    ['the beginning of a command', ['ENTER', "{D 0}{B}> two\r\n$ x 'half\r\n  "], true],
    ['a prompt that is not drawn yet', ['ENTER', '{D 0}{B}'], true],
    ['an empty line', ['ENTER', '{D 0}{B}> two\r\n$ \r\n{B}> two\r\n$ '], false],
    ['a whole command', ['ENTER', '{D 0}{B}> two\r\n$ x\r\n{C x}{D 0}{B}> two\r\n$ '], false],
    ['the beginning of one after an empty line', ['ENTER', 'ENTER', "{D 0}{B}> \r\n$ \r\n{B}> \r\n$ x '\r\n "], true],
  ])('a prompt after %s', async (_what, steps, ahead) => {
    const { commands, print } = life(24)
    await print('{B}> two\r\n$ ')
    for (const step of ['ENTER', 'a\r\n{C a}', ...steps]) {
      if (step === 'ENTER') commands.entered(['person'])
      else await print(step)
    }
    expect(commands.ahead()).toBe(ahead)
  })

  test('a prompt that a running command prints is none', async () => {
    const { commands, print } = life()
    await print('{B}$ x\r\n{C x}{B}')
    expect(commands.phase()).toBe('running')
    await print('{D 0}{B}')
    expect(commands.phase()).toBe('prompt')
  })

  test('a start before the last one ended ends that, with no code', async () => {
    const { commands, print } = life()
    await print('{B}$ a\r\nb\r\n{C a}{C b}{D 1}{B}')
    expect(commands.list().map(({ text, exit, endedAt }) => [text, exit, endedAt !== null])).toEqual([
      ['a', null, true],
      ['b', 1, true],
    ])
  })

  test('what runs when the shell goes away has ended', async () => {
    const { commands, print } = life()
    await print('{B}$ exit\r\n{C exit}')
    commands.ended()
    expect(commands.list()[0]).toMatchObject({ text: 'exit', exit: null, endedAt: 2 })
  })

  test('the last 200 are kept, and their markers with them', async () => {
    const { commands, print } = life()
    for (let round = 1; round <= 250; round += 1) await print(`{B}$ x\r\n{C ${round}}{D 0}`)
    const list = commands.list()
    expect(list).toHaveLength(200)
    expect([list[0]!.text, list.at(-1)!.text]).toEqual(['51', '250'])
    expect(commands.started()).toBe(250)
  })

  describe('are by whoever put anything on their line', () => {
    const by = ({ commands }: Life) => commands.list().map(command => command.by)
    test('an agent, a person, and both', async () => {
      const one = life()
      for (const authors of [['cursor'], ['person'], ['cursor', 'person']]) {
        await one.print('{B}$ x')
        one.commands.entered(authors)
        await one.print('\r\n{C x}{D 0}')
      }
      expect(by(one)).toEqual([['cursor'], ['person'], ['cursor', 'person']])
    })
    test('an empty line before it is not its', async () => {
      const one = life()
      await one.print('{B}$ ')
      one.commands.entered(['person'])
      await one.print('\r\n{D 0}{B}$ ')
      one.commands.entered(['cursor'])
      await one.print('\r\n{C x}{D 0}')
      expect(by(one)).toEqual([['cursor']])
    })
    test('what was typed ahead is by who typed it', async () => {
      const one = life()
      await one.print('{B}$ ')
      one.commands.entered(['cursor'])
      await one.print('\r\n{C x}')
      one.commands.entered(['person'])
      await one.print('{D 0}{B}\r\n{C y}{D 0}{B}')
      expect(by(one)).toEqual([['cursor'], ['person']])
    })
  })
})
