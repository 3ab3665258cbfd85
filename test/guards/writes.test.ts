// Bytes reach a program in few places. Each is named here with its reason; a new one is a decision, not an accident.
import { describe, expect, test } from 'vitest'
import { filesUnder, methodCallsOf, read } from './support/sources.ts'

interface Door {
  readonly method: string
  /** what the method is called on that is something else altogether */
  readonly not: RegExp
  readonly files: Readonly<Record<string, string>>
}

const DOORS: readonly Door[] = [
  {
    method: 'write',
    not: /^process\.(stdout|stderr)$/,
    files: {
      'main/surfaces/pty.ts': 'node-pty itself',
      'main/surfaces/terminal-surface.ts': 'a person’s keys, and the mirror’s answers to a program',
      'main/mcp/answer.ts': 'a refusal, to whoever asked over HTTP',
      'main/surfaces/feed.ts': 'the mirror being fed: no program reads it',
      'main/surfaces/tmux/connection.ts':
        'commands for tmux: the bytes of a write are made from what pane.ts was given',
      'main/surfaces/ssh/asking.ts':
        'questions to sh of another computer, before a program is started there: no surface reads it',
      'main/surfaces/tmux/pane.ts': 'one pane: what a surface writes, as a command of its connection',
      'main/surfaces/deliver.ts': 'what the gate has let through',
      'main/surfaces/press.ts': 'keys that the gate has let through',
    },
  },
  {
    method: 'deliver',
    not: /^$/,
    files: { 'main/gate/write.ts': 'the gate, after the record is on disk' },
  },
  {
    method: 'press',
    not: /(^|\.)line$/,
    files: { 'main/gate/write.ts': 'the gate, after the record is on disk' },
  },
  {
    method: 'keys',
    not: /^Object$/,
    files: { 'main/shell/ports.ts': 'the window’s port: a person at the keyboard' },
  },
]

const sources = filesUnder('main').filter(file => file.endsWith('.ts'))

describe.each(DOORS)('.$method()', door => {
  test('is called only where this table says', () => {
    expect(sources.filter(file => uses(door, file, read(file)) && !(file in door.files))).toEqual([])
  })

  test('is called wherever this table says', () => {
    expect(Object.keys(door.files).filter(file => !uses(door, file, read(file)))).toEqual([])
  })

  test.each([
    `surface.${door.method}('x')`,
    `surface?.${door.method}('x')`,
    `this.#surface['${door.method}']('x')`,
    `void (await get(id)).${door.method}(bytes)`,
  ])('the guard sees %s', text => {
    expect(uses(door, 'main/mcp/x.ts', `class X { async y(surface, id, bytes, get) { ${text} } #surface }`)).toBe(true)
  })
})

function uses(door: Door, file: string, text: string): boolean {
  // Without arguments it carries nothing: `keys()` of a map.
  const calls = methodCallsOf(file, text).filter(call => call.method === door.method && call.given > 0)
  return calls.some(call => !door.not.test(call.on))
}
