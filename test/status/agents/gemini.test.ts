// The payloads and screens are of real runs of Gemini CLI 0.45.2, 0.52.0 and 0.61.0.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { gemini } from '../../../main/status/agents/gemini.ts'
import type { Shot } from '../../../main/status/agents/model.ts'
import HOOKS from '../../fixtures/agents/gemini/hooks.json'
import SCREENS from '../../fixtures/agents/gemini/screens.json'

interface Recorded {
  readonly version: string
  readonly name: string
  /** `typed`: a composer with something in it */
  readonly says: string
  readonly shot: Shot
}

const payloads = HOOKS as unknown as readonly (readonly [string, Record<string, unknown>])[]
const screens: readonly Recorded[] = SCREENS.map(one => ({
  version: one.version,
  name: one.name,
  says: one.says,
  shot: {
    lines: Array.from({ length: one.rows }, (_, y) => whole((one.lines as Record<string, string>)[y] ?? '')),
    cursor: { x: one.cursor[0]!, y: one.cursor[1]! },
    alt: one.alt,
    title: one.title,
  },
}))
const dialogs = screens.filter(one => one.says === 'dialog')
const boxes = screens.filter(one => one.says === 'composer')

/** `{─*110}` stands for that character so often. */
function whole(row: string): string {
  return row.replaceAll(/\{(.)\*(\d+)\}/g, (_, one: string, times: string) => one.repeat(Number(times)))
}

function says(shot: Shot): string {
  const said = gemini.readScreen(shot)
  return said.typed ? 'typed' : said.is
}

function recorded(name: string, type?: string): Record<string, unknown> {
  const typeOf = (payload: Record<string, unknown>) => (payload['details'] as { type?: string } | undefined)?.type
  return payloads.find(([event, payload]) => event === name && (type === undefined || typeOf(payload) === type))![1]
}

const CONVERSATION = recorded('SessionStart')['session_id']

describe('what its hooks tell', () => {
  test.each([
    ['SessionStart', 'ready'],
    ['BeforeAgent', 'working'],
    ['AfterTool', 'working'],
    ['AfterAgent', 'stopped'],
    ['SessionEnd', 'ended'],
  ])('%s is %s', (name, is) => {
    expect(gemini.readHook(name, recorded(name))).toEqual({ is, conversation: CONVERSATION })
  })

  test.each([
    ['exec', 'it asks whether it may run a command'],
    ['edit', 'it asks whether it may change a file'],
    ['mcp', 'it asks whether it may use a tool of an MCP server'],
    ['ask_user', 'it asks a question'],
  ])('a notification of the type %s is a dialog: %s', (type, why) => {
    const event = gemini.readHook('Notification', recorded('Notification', type))
    expect(event).toEqual({ is: 'dialog', why, conversation: CONVERSATION })
  })

  test('a question of an unknown type asks for permission', () => {
    const payload = recorded('Notification', 'exec')
    for (const details of [undefined, null, 7, {}, { type: 'toString' }, { type: 'new' }])
      expect(gemini.readHook('Notification', { ...payload, details })?.why).toBe('it asks for permission')
  })

  test('what a notification of another kind or an unknown event tells is nothing', () => {
    expect(gemini.readHook('Notification', { notification_type: 'Update' })).toBeNull()
    expect(gemini.readHook('PreCompress', recorded('AfterAgent'))).toBeNull()
  })

  test('any payload at all is read without a fault', () => {
    const names = fc.oneof(fc.constantFrom('Notification', 'AfterAgent', 'SessionStart', 'AfterTool'), fc.string())
    const fields = fc.constantFrom('session_id', 'notification_type', 'details', 'message', 'prompt')
    const payload = fc.oneof(fc.jsonValue(), fc.dictionary(fields, fc.jsonValue()))
    fc.assert(
      fc.property(names, payload, (name, value) => {
        const event = gemini.readHook(name, value)
        if (event?.conversation !== undefined) expect(typeof event.conversation).toBe('string')
        if (event?.is === 'dialog') expect(event.why).toMatch(/^it asks /)
      }),
    )
  })
})

describe('what its screen says', () => {
  test.each(screens.map(one => [one.version, one.name, one] as const))('%s: %s', (_version, _name, one) => {
    expect(says(one.shot)).toBe(one.says)
  })

  test('a dialog is no empty input box, wherever its hidden cursor was left', () => {
    for (const { shot } of dialogs.filter(one => !/^the list/.test(one.name)))
      for (let y = 0; y < shot.lines.length; y += 1)
        for (const x of [0, 1, 2, 3, 40, 109])
          expect(says({ ...shot, title: '', cursor: { x, y } }), `${x},${y} of\n${shot.lines.join('\n')}`).not.toBe(
            'composer',
          )
  })

  test('a dialog of which the last rows are not drawn yet is no empty input box', () => {
    for (const { shot } of dialogs) {
      const last = shot.lines.findLastIndex(line => line !== '')
      for (let drawn = last; drawn > 0; drawn -= 1) {
        const lines = shot.lines.map((line, y) => (y < drawn ? line : ''))
        expect(says({ ...shot, lines }), lines.join('\n')).not.toBe('composer')
      }
    }
  })

  test('text of the conversation above changes nothing', () => {
    const tricks = [
      '▄'.repeat(110),
      '▀'.repeat(110),
      '>   Type your message or @path/to/file',
      '⠧ Thinking... (esc to cancel, 1s)',
      '● 1. Allow once',
      '(Press Esc to close)',
      `╰${'─'.repeat(108)}╯`,
    ]
    const row = fc.oneof(fc.constant(''), fc.constantFrom(...tricks), fc.string({ maxLength: 40 }))
    const rows = fc.array(row, { minLength: 40, maxLength: 40 })
    fc.assert(
      fc.property(
        fc.constantFrom(...boxes, ...dialogs.filter(one => /permission/.test(one.name))),
        rows,
        (one, above) => {
          const first = firstLive(one)
          // A model's text is never in the first column.
          const lines = one.shot.lines.map((line, y) => (y < first ? ` ${above[y]!}`.trimEnd() : line))
          expect(says({ ...one.shot, lines })).toBe(one.says)
        },
      ),
    )
  })

  test('a title that asks for an answer is a dialog, whatever is drawn', () => {
    for (const { shot } of boxes) expect(says({ ...shot, title: '✋  Action Required (project)' })).toBe('dialog')
  })

  test('a title that works is no empty input box, with a thought of the model in it too', () => {
    for (const { shot } of boxes)
      for (const title of ['✦  Working… (project)', '✦  Reading the files (project)', '⏲  Working… (project)'])
        expect(says({ ...shot, title })).toBe('working')
  })

  test('a dialog is seen without a title', () => {
    for (const { shot } of dialogs) expect(says({ ...shot, title: '' })).toBe('dialog')
  })

  test('what stands in the box with the cursor before it is something typed', () => {
    const { shot } = boxes.find(one => one.name === 'its empty box after a turn')!
    const lines = shot.lines.map((line, y) => (y === shot.cursor.y ? ' > delete all of it' : line))
    expect(says({ ...shot, lines })).toBe('typed')
  })

  test('a box without the cursor in it is not one that waits for a prompt', () => {
    for (const { shot } of boxes)
      for (const cursor of [
        { x: 0, y: shot.cursor.y },
        { x: 5, y: 0 },
        { x: 5, y: shot.lines.length - 1 },
      ])
        expect(['composer', 'typed']).not.toContain(says({ ...shot, cursor }))
  })

  test('the box of a prompt that went in is not one that waits for a prompt', () => {
    const { shot } = screens.find(one => one.name === 'a turn, without a title')!
    const y = shot.lines.findIndex(line => line.startsWith(' > '))
    expect(y).toBeLessThan(shot.cursor.y)
    expect(['composer', 'typed']).not.toContain(says({ ...shot, cursor: { x: 5, y } }))
  })

  test('any rows, cursor and title are read without a fault', () => {
    const rows = fc.array(fc.oneof(fc.constantFrom(...FRAGMENTS), fc.string()), { maxLength: 12 })
    const cursor = fc.record({ x: fc.nat(120), y: fc.nat(14) })
    fc.assert(
      fc.property(rows, cursor, fc.boolean(), fc.string(), (lines, at, alt, title) => {
        const said = gemini.readScreen({ lines, cursor: at, alt, title })
        expect(said.why).not.toBe('')
        if (said.typed !== undefined) expect(said.is).toBe('composer')
      }),
    )
  })
})

const FRAGMENTS = [
  '',
  '▄'.repeat(40),
  '▀'.repeat(40),
  '─'.repeat(40),
  ' > ',
  ' > x',
  '   y',
  ' ! ls',
  ' ⠧ Thinking... (esc to cancel',
  '│ ● 1. Yes',
  `╰${'─'.repeat(40)}╯`,
]

/** The first row that the conversation does not stand in. */
function firstLive({ shot, says }: Recorded): number {
  if (says === 'dialog') return shot.lines.findIndex(line => /^[╭]/.test(line))
  // Above its box stand its mode, a line, its status and a blank row.
  return shot.cursor.y - 5
}
