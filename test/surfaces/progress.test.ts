// What a program tells of its progress is shown while it is believed, and ends with the program.
import { describe, expect, test } from 'vitest'
import { PROGRESS_MS } from '../../main/status/state.ts'
import { createJudged, type JudgedSpec } from '../../main/surfaces/judged.ts'
import { readProgress } from '../../main/surfaces/progress.ts'
import type { Progress } from '../../preload/contract.ts'
import { atPrompt, openShell, openSurface, shows, testRegistry, until } from './support.ts'

const at = (is: Progress['is'], percent: number | null): Progress => ({ is, percent })

test.each<[string, Progress | null, Progress | null | undefined]>([
  ['4;0', at('busy', 3), null],
  ['4;0;', null, null],
  ['4;1;42', null, at('busy', 42)],
  ['4;1;0', at('busy', 90), at('busy', 0)],
  ['4;1;999', null, at('busy', 100)],
  ['4;1', at('busy', 42), at('busy', null)],
  ['4;1;', null, at('busy', null)],
  ['4;1;-5', null, at('busy', null)],
  ['4;2', at('busy', 42), at('error', 42)],
  ['4;2;7', at('busy', 42), at('error', 7)],
  ['4;3', at('busy', 42), at('busy', null)],
  ['4;3;50', null, at('busy', null)],
  ['4;4', at('busy', 42), at('waiting', 42)],
  ['4;4', null, at('waiting', null)],
  ['4;5;1', null, undefined],
  ['4', null, undefined],
  ['4;12', null, undefined],
  ['a notification of iTerm', null, undefined],
])('OSC 9;%s after %o tells %o', (body, before, told) => {
  expect(readProgress(body, before)).toEqual(told)
})

describe('of a real program', () => {
  test('is shown with its share, follows it, and ends when it says so', async () => {
    const { registry } = testRegistry()
    const steps = ['4;1;42', '4;2', '4;4;50', '4;3', '4;0'].map(
      (osc, n) => `printf '\\033]9;${osc}\\a${n}\\n'; read line`,
    )
    const surface = await openSurface(registry, { command: steps.join('; ') })
    for (const expected of [at('busy', 42), at('error', 42), at('waiting', 50), at('busy', null), null]) {
      await until(`the progress ${JSON.stringify(expected)}`, () => {
        return JSON.stringify(surface.summary().progress) === JSON.stringify(expected)
      })
      surface.keys('\r')
    }
  })

  test('ends with it, though it never said so', async () => {
    const { registry } = testRegistry()
    const surface = await openSurface(registry, { command: `printf '\\033]9;4;1;42\\aready\\n'; read line` })
    await until('the progress', () => surface.summary().progress)
    surface.keys('\r')
    await until('the end', () => surface.summary().exit)
    expect(surface.summary().progress).toBeNull()
  })

  test('that a shell ran is over at its prompt, and says nothing of the next program', async () => {
    const { registry } = testRegistry()
    const shell = await openShell(registry)
    shell.keys(`bash -c 'printf "\\033]9;4;1;42\\a"; read line'\r`)
    await until('the progress', () => shell.summary().progress)
    shell.keys('\r')
    await atPrompt(shell)
    await until('the end of it', () => shell.summary().progress === null)
    shell.keys(`bash -c 'echo another; read line'\r`)
    await shows(shell, 'another')
    await until('a look at the next one', () => shell.summary().state.is === 'working')
    expect(shell.summary().progress).toBeNull()
  })
})

test('told once it is believed for its time; told again, the same or not, for as long again', () => {
  let now = 0
  let told: Progress | null = at('busy', 42)
  let changes = 0
  const spec = {
    terminal: { root: null, tty: () => null, link: () => null, where: () => null },
    screen: {
      look: () => null,
      get progress() {
        return told
      },
    },
    prompt: {
      foreground: () => ({ is: 'other', group: 1, program: 'make' }),
      sinceOutput: () => PROGRESS_MS,
      told: () => null,
      dialog: () => ({ open: 'unknown', why: '', id: null }),
    },
    agent: null,
    cwd: '/',
    ended: () => null,
    changed: () => {
      changes += 1
    },
  }
  const clock = { now: () => now, mono: () => now, after: () => () => {}, wait: async () => {} }
  const judged = createJudged(spec as unknown as JudgedSpec, clock)
  const later = (ms: number) => {
    now += ms
    judged.judge()
    return [judged.progress(), judged.state().is]
  }
  expect(later(1)).toEqual([at('busy', 42), 'working'])
  expect(later(PROGRESS_MS - 2)).toEqual([at('busy', 42), 'working'])
  told = at('busy', 42)
  expect(later(PROGRESS_MS - 1)).toEqual([at('busy', 42), 'working'])
  const before = changes
  told = at('busy', 43)
  expect(later(1)).toEqual([at('busy', 43), 'working'])
  expect(changes).toBe(before + 1)
  expect(later(PROGRESS_MS)).toEqual([null, 'unknown'])
  expect(changes).toBe(before + 2)
})
