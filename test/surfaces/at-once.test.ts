// Where Enter follows a text without a wait for quiet, and that everything which is looked at before it still is.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { type AtOnce, type AtOnceFacts, atOnceOf, isShown } from '../../main/surfaces/at-once.ts'
import type { Clock } from '../../main/surfaces/clock.ts'
import { deliver, type LookNow, type Target } from '../../main/surfaces/deliver.ts'
import { createLine } from '../../main/surfaces/line.ts'
import type { Dialog } from '../../main/surfaces/surface.ts'
import { atPrompt, lines, openShell, openSurface, send, shows, testFolder, testRegistry, until } from './support.ts'

const LINES = { canonical: true, echo: true, signals: true, control: [], returnIsNewline: true, rewrites: false }
const EDITOR = { ...LINES, canonical: false, echo: false, returnIsNewline: false }
const look = { alt: false, bracketedPaste: true }
const atPromptNow: AtOnceFacts = {
  ...{
    integrated: true,
    pasting: 'bash',
    foreground: { is: 'shell', group: 7 },
    tty: EDITOR,
    phase: 'prompt',
    left: false,
  },
  ...{ keymap: 'emacs', pasteByShell: true, sinceOutput: 0, sinceInput: 0 },
  ...{ look, told: null, own: true, taker: null },
}
const wholeLines: AtOnceFacts = {
  ...atPromptNow,
  ...{ integrated: false, pasting: null, phase: 'none', keymap: null, tty: LINES },
  ...{ foreground: { is: 'other', group: 9, program: 'cat' }, look: { ...look, bracketedPaste: false }, taker: 9 },
}

describe('Enter may follow at once', () => {
  test('at the prompt of a shell with our marks, and where the kernel puts lines together', () => {
    expect(atOnceOf(atPromptNow)).toBe('prompt')
    expect(atOnceOf(wholeLines)).toBe('line')
  })

  const dialog: Dialog = { open: 'no', why: '', id: null }
  test.each<[string, Partial<AtOnceFacts>]>([
    ['in a pane of tmux, or far away', { own: false }],
    ['where hooks of a CLI say how it stands', { told: dialog }],
    ['on the alternate screen', { look: { ...look, alt: true } }],
    ['in a shell without our marks', { integrated: false }],
    ['in a shell of which it is not known how it takes a paste', { pasting: null }],
    ['while another program is in front', { foreground: { is: 'other', group: 9, program: 'gemini' } }],
    ['where that is not known', { foreground: { is: 'unknown', group: null } }],
    ['while a command runs', { phase: 'running' }],
    ['between two commands', { phase: 'between' }],
    ['in the second line of a command', { left: true }],
    ['with the keys of vi', { keymap: 'vi-command' }],
    ['where something reads the line in the place of its editor', { tty: LINES }],
    ['where the terminal is not known', { tty: null }],
    ['without bracketed paste', { look: { ...look, bracketedPaste: false } }],
    ['where another program switched that on', { pasteByShell: false }],
  ])('not %s', (_what, but) => {
    expect(atOnceOf({ ...atPromptNow, ...but })).toBeNull()
  })

  test.each<[string, Partial<AtOnceFacts>]>([
    ['that reads keys', { tty: EDITOR }],
    ['that shows nothing: a password', { tty: { ...LINES, echo: false } }],
    ['where CR ends no line', { tty: { ...LINES, returnIsNewline: false } }],
    ['where the terminal changes what is typed', { tty: { ...LINES, rewrites: true } }],
    ['that takes pastes', { look }],
    ['that has not taken a line before', { taker: null }],
    ['that came after the one that has', { taker: 8 }],
    ['that is not known', { foreground: { is: 'unknown', group: null } }],
    ['in tmux', { own: false }],
  ])('not in a program %s', (_what, but) => {
    expect(atOnceOf({ ...wholeLines, ...but })).toBeNull()
  })
})

describe('a text is shown', () => {
  const before = { row: 5, alt: false, bracketedPaste: true, pasteOffs: 0, left: '$', above: 'old' }
  test.each([
    ['with its end at the cursor', 'echo hi', { left: '$ echo hi' }, true],
    ['not by its beginning', 'echo hi', { left: '$ echo' }, false],
    ['not by something else', 'echo hi', { left: '$ [1] done' }, false],
    ['not while nothing changed', '$', {}, false],
    ['in its last line', 'one\ntwo', { left: '> two', above: '$ one', row: 6 }, true],
    ['wrapped', 'a long text', { left: 'text', above: '$ a long', row: 6 }, true],
    ['not wrapped where the cursor is on its old row', 'a long text', { left: 'text', above: 'a long' }, false],
    ['not by blanks alone', '  ', { left: '$   x' }, false],
    ['not where it is too long for that', `${'x'.repeat(2000)}end`, { left: '$ end' }, false],
  ])('%s', (_what, text, now, is) => {
    expect(isShown(text, before, { ...before, ...now })).toBe(is)
  })
})

/** A program that shows what is typed at once, on a clock that only the test moves. */
function scene(kind: AtOnce | null, tty = EDITOR) {
  let now = 0
  const timers = new Set<{ at: number; run: () => void }>()
  const clock = {
    ...{ now: () => now, mono: () => now },
    after(ms: number, run: () => void) {
      const timer = { at: now + ms, run }
      timers.add(timer)
      return () => void timers.delete(timer)
    },
  } as Clock
  const written: string[] = []
  const taken: number[] = []
  const state = {
    ...{
      kind,
      tty,
      group: 7,
      personKeys: 0,
      told: null as Dialog | null,
      alive: true,
      unreached: null as string | null,
    },
    look: {
      ...{ row: 5, alt: false, bracketedPaste: false, pasteOffs: 0, left: '$', above: '' },
      ...{ commands: 0, prompts: 0, redraws: 0, marked: true },
    } as LookNow,
    between: () => {},
  }
  let hear: (event: 'parsed' | 'person' | 'exit') => void = () => {}
  const line = createLine()
  const print = (change: Partial<LookNow>) => {
    state.look = { ...state.look, ...change }
    state.between()
    hear('parsed')
  }
  const target = {
    ...{ line, far: false, settled: async () => {}, alive: () => state.alive, look: () => state.look },
    ...{ group: () => state.group, tty: () => state.tty, told: () => state.told, changed: () => null },
    ...{ whyNotInsertable: () => null, unreached: () => state.unreached, personKeys: () => state.personKeys },
    atOnce: () => state.kind,
    tookLine: (group: number) => taken.push(group),
    async write(bytes: Uint8Array) {
      const text = Buffer.from(bytes).toString()
      written.push(text)
      if (text === '\r') queueMicrotask(() => print({ commands: 1 }))
      else queueMicrotask(() => queueMicrotask(() => print({ left: `$ ${text}` })))
      return { bytes: bytes.byteLength, why: null }
    },
    typing: () => Object.assign(() => {}, { holds() {}, never() {} }),
    onEvent(listener: typeof hear) {
      hear = listener
      return () => {}
    },
  } as unknown as Target
  return {
    ...{ state, written, taken },
    deliver: () => deliver({ by: 'cursor', text: 'echo hi', enter: true, lineVersion: 0 }, target, clock),
    /** Lets the time pass. */
    async pass(ms: number) {
      const end = now + ms
      for (;;) {
        await new Promise(resolve => setImmediate(resolve))
        const next = [...timers].filter(({ at }) => at <= end).sort((a, b) => a.at - b.at)[0]
        if (!next) break
        now = next.at
        timers.delete(next)
        next.run()
      }
      now = end
    },
  }
}

describe('a delivery', () => {
  test.each(['prompt', 'line'] as const)('needs no time where Enter may follow at once (%s)', async kind => {
    const { deliver, written } = scene(kind)
    expect(await deliver()).toMatchObject({ outcome: 'submitted' })
    expect(written).toEqual(['echo hi', '\r'])
  })

  test('waits for 100 ms of quiet everywhere else', async () => {
    const { deliver, written, pass } = scene(null)
    const done = deliver()
    await pass(99)
    expect(written).toEqual(['echo hi'])
    await pass(2)
    expect(await done).toMatchObject({ outcome: 'submitted' })
    expect(written).toEqual(['echo hi', '\r'])
  })

  test('waits where it could follow at once when the text went in, and not any more when it is shown', async () => {
    for (const later of [null, 'line'] as const) {
      const { deliver, written, pass, state } = scene('prompt')
      state.between = () => {
        state.kind = later
      }
      const done = deliver()
      await pass(50)
      expect(written).toEqual(['echo hi'])
      await pass(60)
      expect(await done).toMatchObject({ outcome: 'submitted' })
    }
  })

  test.each<[string, (state: ReturnType<typeof scene>['state']) => void, RegExp]>([
    [
      'a person typed',
      state => {
        state.personKeys += 1
      },
      /a person typed/,
    ],
    [
      'another program came',
      state => {
        state.group = 8
      },
      /program changed/,
    ],
    [
      'the program shows another screen',
      state => {
        state.look = { ...state.look, alt: true }
      },
      /program changed/,
    ],
    [
      'it left its prompt',
      state => {
        state.look = { ...state.look, pasteOffs: 1 }
      },
      /program changed/,
    ],
    [
      'the screen was drawn anew',
      state => {
        state.look = { ...state.look, redraws: 1 }
      },
      /drawn anew/,
    ],
    [
      'a dialog opened',
      state => {
        state.told = { open: 'yes', why: '', id: 'd1' }
      },
      /dialog/,
    ],
    [
      'the terminal changed',
      state => {
        state.tty = LINES
      },
      /terminal modes/,
    ],
    [
      'the connection went',
      state => {
        state.unreached = 'it is not connected'
      },
      /not connected/,
    ],
  ])('sends no Enter where %s between the two', async (_what, change, why) => {
    const { deliver, written, state } = scene('prompt')
    state.between = () => change(state)
    expect(await deliver()).toMatchObject({ outcome: 'unconfirmed', evidence: expect.stringMatching(why) })
    expect(written).toEqual(['echo hi'])
  })

  test('tells who took a whole line, and nobody who reads keys', async () => {
    const whole = scene('line', LINES)
    await whole.deliver()
    expect(whole.taken).toEqual([7])
    const keys = scene('prompt')
    await keys.deliver()
    expect(keys.taken).toEqual([])
  })
})

const COMMANDS = 25
describe.each(['bash', 'zsh', 'fish'])('%s', shell => {
  const file = `/bin/${shell}`
  test.runIf(existsSync(file))('runs each of many commands once and whole, one right after the other', async () => {
    const { registry, home } = testRegistry({ shell: file })
    const surface = await openShell(registry)
    const got = path.join(home, 'got')
    for (let nth = 0; nth < COMMANDS; nth += 1) {
      await atPrompt(surface)
      expect(await send(surface, `echo "${nth} and ${nth * 2} ünd" >> ${got}`, true)).toMatchObject({
        outcome: 'submitted',
      })
    }
    const last = COMMANDS - 1
    await until('the last one', () => existsSync(got) && readFileSync(got, 'utf8').includes(`${last} and ${last * 2}`))
    const all = Array.from({ length: COMMANDS }, (_, nth) => `${nth} and ${nth * 2} ünd\n`)
    expect(readFileSync(got, 'utf8')).toBe(all.join(''))
  })
})

test('a program that reads whole lines gets each of many once and whole', async () => {
  const { registry } = testRegistry()
  const got = path.join(testFolder(), 'got')
  const surface = await openSurface(registry, { command: `exec sh -c 'echo ready; exec cat > ${got}'` })
  await shows(surface, 'ready')
  const sent = Array.from({ length: 40 }, (_, nth) => `line ${nth} ${'x'.repeat(nth * 5)}`)
  for (const text of sent) expect(await send(surface, text, true)).toMatchObject({ outcome: 'submitted' })
  await until('the last line', () => existsSync(got) && readFileSync(got, 'utf8').split('\n').length > sent.length)
  expect(readFileSync(got, 'utf8')).toBe(`${sent.join('\n')}\n`)
  expect((await lines(surface)).lines.at(-1)).toContain('x'.repeat(40))
})

test('a program that draws its own box has at least 100 ms between a text and its Enter, each time', async () => {
  const folder = testFolder()
  const [script, got] = [path.join(folder, 'box.mjs'), path.join(folder, 'got')]
  writeFileSync(
    script,
    `import { appendFileSync } from 'node:fs'
    process.stdin.setRawMode(true)
    process.stdout.write('\\x1b[?2004hready\\r\\n> ')
    let at = 0
    process.stdin.on('data', data => {
      if (String(data) === '\\r') {
        appendFileSync(${JSON.stringify(got)}, Math.round(performance.now() - at) + '\\n')
        return process.stdout.write('\\r\\x1b[2K> ')
      }
      // Not after it: whoever reads it may have the processor first.
      at = performance.now()
      process.stdout.write('\\r\\x1b[2K> ' + String(data).replace(/\\x1b\\[20[01]~/g, ''))
    })`,
  )
  const { registry } = testRegistry()
  const surface = await openSurface(registry, { command: `exec node '${script}'` })
  await shows(surface, 'ready')
  for (let nth = 0; nth < 4; nth += 1) {
    expect(await send(surface, `text ${nth}`, true)).toMatchObject({ outcome: 'submitted' })
  }
  const waits = readFileSync(got, 'utf8').trim().split('\n').map(Number)
  expect(waits).toHaveLength(4)
  // Its clock starts right before it shows the text; ours when we have read that.
  for (const ms of waits) expect(ms).toBeGreaterThanOrEqual(99)
})
