// The payloads and screens are of real runs of Copilot CLI 1.0.67, 1.0.86 and 1.0.102.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { copilot } from '../../../main/status/agents/copilot.ts'
import type { Shot } from '../../../main/status/agents/model.ts'
import HOOKS from '../../fixtures/agents/copilot/hooks.json'
import SCREENS from '../../fixtures/agents/copilot/screens.json'

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
  const said = copilot.readScreen(shot)
  return said.typed ? 'typed' : said.is
}

/** The first payload of that name that has all this. */
function recorded(name: string, more: Record<string, unknown> = {}): Record<string, unknown> {
  const found = payloads.find(
    ([event, payload]) =>
      event === name &&
      'agentId' in payload === 'agentId' in more &&
      Object.entries(more).every(([key, value]) => key === 'agentId' || payload[key] === value),
  )
  return found![1]
}

const CONVERSATION = recorded('sessionStart')['sessionId']

describe('what its hooks tell', () => {
  test.each([
    ['userPromptSubmitted', {}, 'working'],
    ['postToolUse', { toolName: 'bash' }, 'working'],
    ['agentStop', {}, 'stopped'],
    ['sessionEnd', {}, 'ended'],
    ['errorOccurred', {}, 'failed'],
  ] as const)('%s %j is %s', (name, more, is) => {
    expect(copilot.readHook(name, recorded(name, more))).toMatchObject({ is, conversation: CONVERSATION })
  })

  test.each([
    ['Run command: touch MK5', 'it asks whether it may run a command'],
    ['Use MCP tool: gatehouse/submit_text', 'it asks whether it may use a tool of an MCP server'],
    ['Path permission needed: /etc/hostname', 'it asks whether it may use a path'],
    ['Fetch URL: http://127.0.0.1:1/x', 'it asks whether it may open an address'],
    ['Information requested', 'it asks a question'],
  ])('the notification %j is a dialog: %s', (message, why) => {
    expect(copilot.readHook('notification', recorded('notification', { message }))).toMatchObject({ is: 'dialog', why })
  })

  test('a change of files is asked for by a name of its own, and what is not known asks for permission', () => {
    const payload = recorded('notification', { message: 'Run command: touch MK5' })
    const why = (message: unknown) => copilot.readHook('notification', { ...payload, message })?.why
    expect(why('Edit file: /a b/c.txt')).toBe('it asks whether it may change a file')
    expect(why('Something else')).toBe('it asks for permission')
    expect(why(7)).toBe('it asks for permission')
  })

  test('a conversation that begins with a prompt works already', () => {
    const payload = recorded('sessionStart')
    expect(copilot.readHook('sessionStart', payload)?.is).toBe('working')
    expect(copilot.readHook('sessionStart', { ...payload, initialPrompt: '' })?.is).toBe('ready')
  })

  test.each(['userPromptSubmitted', 'postToolUse', 'agentStop'])('%s of a sub-agent says so', name => {
    const event = copilot.readHook(name, recorded(name, { agentId: true }))!
    expect(event.sub).toBe(true)
    expect(event.conversation).toBeUndefined()
  })

  test('what a notification of another kind or an unknown event tells is nothing', () => {
    expect(copilot.readHook('notification', { notification_type: 'agent_idle' })).toBeNull()
    expect(copilot.readHook('errorOccurred', { errorContext: 'tool_execution' })).toBeNull()
    expect(copilot.readHook('permissionRequest', recorded('agentStop'))).toBeNull()
  })

  test('any payload at all is read without a fault', () => {
    const names = fc.oneof(fc.constantFrom('notification', 'agentStop', 'sessionStart', 'errorOccurred'), fc.string())
    const fields = fc.constantFrom(
      'sessionId',
      'agentId',
      'notification_type',
      'message',
      'initialPrompt',
      'errorContext',
    )
    const payload = fc.oneof(fc.jsonValue(), fc.dictionary(fields, fc.jsonValue()))
    fc.assert(
      fc.property(names, payload, (name, value) => {
        const event = copilot.readHook(name, value)
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
      '─'.repeat(110),
      '❯',
      '❯ 1. Yes',
      '◎ Working esc esc interrupt',
      '← open sidebar · / commands · ? help',
      '↑/↓ to navigate · enter to select · esc to cancel',
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

  test('what stands in the box with the cursor before it is something typed', () => {
    const { shot } = boxes.find(one => one.name === 'its empty box at the start')!
    const lines = shot.lines.map((line, y) => (y === shot.cursor.y ? '❯ delete all of it' : line))
    expect(says({ ...shot, lines })).toBe('typed')
  })

  test('while it loads, it is not yet known to wait', () => {
    const { shot } = boxes.find(one => one.name === 'its empty box at the start')!
    const last = shot.lines.findLastIndex(line => line !== '')
    const lines = shot.lines.map((line, y) => (y === last ? ' ◉ Loading: 1 plugin, 13 hooks' : line))
    expect(says({ ...shot, lines })).toBe('unknown')
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

  test('a box with the list of conversations beside it is not one that waits for a prompt', () => {
    const { shot } = screens.find(one => one.name === 'its list of conversations beside it')!
    const last = shot.lines.findLastIndex(line => line !== '')
    const lines = shot.lines.map((line, y) =>
      y === last ? line.replace(/ ← use.*/, ' Interactive · / commands') : line,
    )
    expect(says({ ...shot, lines })).toBe('unknown')
  })

  test('any rows, cursor and title are read without a fault', () => {
    const rows = fc.array(fc.oneof(fc.constantFrom(...FRAGMENTS), fc.string()), { maxLength: 12 })
    const cursor = fc.record({ x: fc.nat(120), y: fc.nat(14) })
    fc.assert(
      fc.property(rows, cursor, fc.boolean(), fc.string(), (lines, at, alt, title) => {
        const said = copilot.readScreen({ lines, cursor: at, alt, title })
        expect(said.why).not.toBe('')
        if (said.typed !== undefined) expect(said.is).toBe('composer')
      }),
    )
  })
})

const FRAGMENTS = [
  '',
  '─'.repeat(40),
  '❯',
  '❯ x',
  '  y',
  '! ls',
  ' ◎ Working',
  ' / commands',
  ' ~/src',
  '│ esc close',
  `╰${'─'.repeat(40)}╯`,
]

/** The first row that the conversation does not stand in. */
function firstLive({ shot, says }: Recorded): number {
  if (says === 'dialog') return shot.lines.findIndex(line => /^[╭]/.test(line))
  return shot.cursor.y - 2
}
