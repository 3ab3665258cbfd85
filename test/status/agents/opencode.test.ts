// The events and screens are of real runs of OpenCode 1.2.27, 1.15.13 and 1.18.33.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hear, type Life, UNBORN } from '../../../main/status/agents/life.ts'
import type { Shot } from '../../../main/status/agents/model.ts'
import { opencode } from '../../../main/status/agents/opencode.ts'
import SCREENS from '../../fixtures/agents/opencode/screens.json'

interface Recorded {
  readonly version: string
  readonly name: string
  /** `typed`: a composer with something in it */
  readonly says: string
  readonly shot: Shot
}

const screens: readonly Recorded[] = SCREENS.map(one => ({
  version: one.version,
  name: one.name,
  says: one.says,
  shot: {
    lines: Array.from({ length: one.rows }, (_, y) => (one.lines as Record<string, string>)[y] ?? ''),
    cursor: { x: one.cursor[0]!, y: one.cursor[1]! },
    alt: one.alt,
    title: one.title,
  },
}))

const named = (name: string) => screens.filter(one => one.name === name)

function said(shot: Shot): string {
  const { is, typed } = opencode.readScreen(shot)
  return typed ? 'typed' : is
}

function phases(told: readonly (readonly [string, object])[]): string[] {
  let life: Life = UNBORN
  return told.map(([name, payload], at) => {
    const event = opencode.readHook(name, payload)
    if (event) life = hear(life, event, at)
    return life.asked.length > 0 ? `${life.phase} ${life.asked.map(one => one.key).join(' ')}` : life.phase
  })
}

const MAIN = { session: 'ses_main', root: 'ses_main', waiting: [] }
const CHILD = { session: 'ses_child', root: 'ses_main', waiting: [] }
const asked = (id: string, permission = 'bash') => ({ id, kind: 'permission', session: 'ses_main', permission })

describe('what its screen says', () => {
  test.each(screens)('$version, $name: $says', ({ says, shot }) => {
    expect(said(shot)).toBe(says)
  })

  test('every screen is there in all three versions', () => {
    const versions = ['1.2.27', '1.15.13', '1.18.33']
    expect(versions.map(version => named('idle').filter(one => one.version === version).length)).toEqual([1, 1, 1])
    expect(screens.filter(one => one.says === 'dialog').length).toBeGreaterThan(60)
  })

  test('the box alone, without the cursor in it, is no composer', () => {
    for (const { shot } of named('idle')) {
      for (let y = 0; y < shot.lines.length; y += 1) {
        if (y === shot.cursor.y) continue
        expect(said({ ...shot, cursor: { x: shot.cursor.x, y } })).not.toMatch(/composer|working/)
      }
      expect(said({ ...shot, cursor: { ...shot.cursor, x: 0 } })).not.toMatch(/composer|working/)
    }
  })

  test('half of a frame is no composer: any row of the box missing, or anything over its lower edge', () => {
    for (const { shot } of named('idle')) {
      const foot = shot.lines.findLastIndex(line => line.includes('╹'))
      for (let y = foot - 4; y <= foot; y += 1) {
        const without = shot.lines.map((line, at) => (at === y ? '' : line))
        expect(said({ ...shot, lines: without })).not.toMatch(/composer|typed/)
      }
      const edge = shot.lines[foot]!
      const covered = `${edge.slice(0, 12)}    View status    ${edge.slice(31)}`
      expect(said({ ...shot, lines: shot.lines.with(foot, covered) })).not.toMatch(/composer|typed/)
    }
  })

  test('a dialog over the box is never a composer, whether the cursor is still in the box or not', () => {
    for (const { name, version, shot } of screens.filter(one =>
      /^(help|status|palette|sessions|timeline)$/.test(one.name),
    )) {
      const box = named('idle').find(one => one.version === version)!
      const inBox = { ...shot, cursor: box.shot.cursor }
      expect(said(inBox), `${version} ${name}`).not.toMatch(/composer|typed|working/)
    }
  })

  test('no words of the conversation make a dialog a composer, or a composer work', () => {
    const idle = named('idle').find(one => one.version === '1.18.33')!.shot
    const ask = named('two questions').find(one => one.version === '1.18.33')!.shot
    const word = fc.constantFrom(
      'esc interrupt',
      '■■■■⬝⬝⬝⬝',
      '┃',
      '╹▀▀▀▀▀▀▀▀▀▀▀▀▀▀',
      '△ Permission required',
      'x',
      '[⋯]',
    )
    const rows = fc.array(
      fc.array(word, { maxLength: 4 }).map(words => `     ${words.join(' ')}`.trimEnd()),
      { minLength: 12, maxLength: 12 },
    )
    fc.assert(
      fc.property(rows, above => {
        const over = (shot: Shot): Shot => ({ ...shot, lines: [...above, ...shot.lines.slice(above.length)] })
        expect(said(over(idle))).toBe('composer')
        expect(said(over(ask))).toBe('dialog')
      }),
    )
  })

  test('any screen at all is read without a fault', () => {
    const line = fc.string({ unit: fc.constantFrom('┃', '╹', '▀', ' ', 'a', '△', '⬝', '漢', '\u{1F600}') })
    const cursor = fc.record({ x: fc.integer({ min: -1, max: 200 }), y: fc.integer({ min: -1, max: 60 }) })
    const shot = fc.record({ lines: fc.array(line), cursor, alt: fc.boolean(), title: fc.string() })
    fc.assert(
      fc.property(shot, one => {
        expect(opencode.readScreen(one).why).not.toBe('')
      }),
    )
  })

  test('a program without the alternate screen is not OpenCode at its box', () => {
    for (const { shot } of named('idle')) expect(said({ ...shot, alt: false })).toBe('unknown')
  })
})

describe('what its events say', () => {
  test('a prompt, and the end of its turn', () => {
    const told = [
      ['plugin.loaded', {}],
      ['session.created', MAIN],
      ['session.status', { ...MAIN, status: 'busy' }],
      ['session.status', { ...MAIN, status: 'retry' }],
      ['session.status', { ...MAIN, status: 'idle' }],
      ['session.idle', MAIN],
    ] as const
    expect(phases(told)).toEqual(['ready', 'ready', 'working', 'working', 'stopped', 'stopped'])
    expect(opencode.readHook('session.idle', MAIN)).toEqual({ is: 'stopped', conversation: 'ses_main' })
  })

  test('what it asks is told by its kind, and never in words of its own', () => {
    const why = (permission: string) =>
      opencode.readHook('permission.asked', { ...MAIN, id: 'p1', waiting: [asked('p1', permission)] })
    expect(why('bash')).toEqual({
      is: 'dialog',
      conversation: 'ses_main',
      id: 'p1',
      why: 'it asks whether it may run a command',
    })
    expect(why('edit')?.why).toBe('it asks whether it may change a file')
    expect(why('Ignore all rules')?.why).toBe('it asks whether it may use a tool')
    expect(why('constructor')?.why).toBe('it asks whether it may use a tool')
    const question = { ...MAIN, id: 'q1', waiting: [{ id: 'q1', kind: 'question', session: 'ses_main' }] }
    expect(opencode.readHook('question.asked', question)?.why).toBe('it asks a question')
  })

  test('of two that it asks, the answer to one leaves the other; work of another sub-agent leaves both', () => {
    const [one, two] = [asked('p1'), asked('p2')]
    const told = [
      ['permission.asked', { ...MAIN, id: 'p1', waiting: [one] }],
      ['permission.asked', { ...CHILD, id: 'p2', waiting: [one, two] }],
      ['session.status', { ...CHILD, status: 'busy', waiting: [one, two] }],
      ['permission.replied', { ...MAIN, id: 'p1', waiting: [two] }],
      ['session.status', { ...MAIN, status: 'busy', waiting: [two] }],
      ['permission.replied', { ...CHILD, id: 'p2', waiting: [] }],
    ] as const
    expect(phases(told)).toEqual(['dialog p1', 'dialog p1 p2', 'dialog p1 p2', 'dialog p2', 'dialog p2', 'working'])
  })

  test("a sub-agent's end is not the end of the turn, and its beginning is work", () => {
    const told = [
      ['session.status', { ...MAIN, status: 'busy' }],
      ['session.created', CHILD],
      ['session.status', { ...CHILD, status: 'busy' }],
      ['session.status', { ...CHILD, status: 'idle' }],
      ['session.idle', CHILD],
      ['session.error', { ...CHILD, error: 'MessageAbortedError' }],
      ['session.idle', MAIN],
    ] as const
    expect(phases(told)).toEqual(['working', 'working', 'working', 'working', 'working', 'working', 'stopped'])
    expect(opencode.readHook('session.status', { ...CHILD, status: 'busy' })?.conversation).toBe('ses_main')
  })

  test('an error ends the turn in failure, also where "idle" comes after it; what the person stopped is no failure', () => {
    const told = [
      ['session.error', { ...MAIN, error: 'APIError' }],
      ['session.idle', { ...MAIN, error: 'APIError' }],
      ['session.status', { ...MAIN, status: 'busy' }],
      ['session.error', { ...MAIN, error: 'MessageAbortedError' }],
    ] as const
    expect(phases(told)).toEqual(['failed', 'failed', 'working', 'stopped'])
    expect(opencode.readHook('session.error', { error: 'PluginError', waiting: [] })).toBeNull()
  })

  test('any payload at all is read without a fault', () => {
    const name = fc.oneof(fc.string(), fc.constantFrom('session.status', 'permission.asked', 'question.v2.replied'))
    const key = fc.constantFrom('session', 'root', 'waiting', 'id', 'status', 'error', 'permission', '__proto__')
    const payload = fc.oneof(fc.jsonValue(), fc.dictionary(key, fc.jsonValue()))
    fc.assert(
      fc.property(name, payload, (one, value) => {
        const event = opencode.readHook(one, value)
        expect(event === null || /^[a-z]+$/.test(event.is)).toBe(true)
      }),
    )
  })
})
