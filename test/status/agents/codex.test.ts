// The payloads and screens are of real runs of Codex 0.142.3, 0.157.1 and 0.169.0.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { codex } from '../../../main/status/agents/codex.ts'
import { answered, hear, UNBORN } from '../../../main/status/agents/life.ts'
import type { HookEvent, Shot } from '../../../main/status/agents/model.ts'
import HOOKS from '../../fixtures/agents/codex/hooks.json'
import SCREENS from '../../fixtures/agents/codex/screens.json'

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

const payloads = HOOKS as unknown as readonly (readonly [string, Record<string, unknown>])[]
const CONVERSATION = payloads[0]![1]['session_id']

function recorded(name: string, tool?: string, sub = false): Record<string, unknown> {
  return payloads.find(
    ([event, payload]) => event === name && payload['tool_name'] === tool && 'agent_id' in payload === sub,
  )![1]
}

function heard(name: string, tool?: string, sub = false): HookEvent {
  return codex.readHook(name, recorded(name, tool, sub))!
}

describe('what its hooks tell', () => {
  const table: [string, string | undefined, HookEvent['is'], string?][] = [
    ['SessionStart', undefined, 'working'],
    ['UserPromptSubmit', undefined, 'working'],
    ['PreToolUse', 'Bash', 'working'],
    ['PermissionRequest', 'Bash', 'dialog', 'it asks whether it may run a command'],
    [
      'PermissionRequest',
      'mcp__gatehouse__submit_text',
      'dialog',
      'it asks whether it may use a tool of an MCP server',
    ],
    ['PostToolUse', 'Bash', 'working'],
    ['PreToolUse', 'request_user_input', 'dialog', 'it asks a question'],
    ['Interrupt', undefined, 'stopped'],
    ['Stop', undefined, 'stopped'],
    ['SessionEnd', undefined, 'ended'],
  ]
  test.each(table)('%s (%s) is %s', (name, tool, is, why) => {
    const event = heard(name, tool)
    expect(event).toMatchObject({ is, conversation: CONVERSATION })
    expect(event.why).toBe(why)
    expect(event.sub).toBeUndefined()
  })

  test.each(['UserPromptSubmit', 'PreToolUse', 'PermissionRequest', 'PostToolUse'])(
    '%s of a sub-agent says so',
    name => {
      const tool = name === 'UserPromptSubmit' ? undefined : 'Bash'
      expect(heard(name, tool, true)).toMatchObject({ sub: true, conversation: CONVERSATION })
    },
  )

  test('a change of files is asked for by a name of its own', () => {
    const payload = { ...recorded('PermissionRequest', 'Bash'), tool_name: 'apply_patch' }
    expect(codex.readHook('PermissionRequest', payload)?.why).toBe('it asks whether it may change files')
  })

  test('what it asked and what it then did have the same id, and another call has another', () => {
    const { id } = heard('PermissionRequest', 'Bash')
    expect(id).toBeTruthy()
    expect(heard('PostToolUse', 'Bash').id).toBe(id)
    const other = { ...recorded('PostToolUse', 'Bash'), tool_input: { command: 'another one' } }
    expect(codex.readHook('PostToolUse', other)!.id).not.toBe(id)
  })

  test('a command that ran beside the one asked for leaves the question open', () => {
    const ask = hear(UNBORN, heard('PermissionRequest', 'Bash'), 1)
    const other = { ...recorded('PostToolUse', 'Bash'), tool_input: { command: 'another one' } }
    expect(hear(ask, codex.readHook('PostToolUse', other)!, 2)).toMatchObject({ phase: 'dialog' })
    expect(hear(ask, heard('PostToolUse', 'Bash'), 2)).toMatchObject({ phase: 'working', asked: [] })
    expect(answered(ask)).toMatchObject({ phase: 'working', asked: [] })
  })

  test('the end of a sub-agent and of compacting says nothing of the turn', () => {
    for (const name of ['SubagentStart', 'SubagentStop'])
      expect(codex.readHook(name, recorded(name, undefined, true))).toBeNull()
    expect(codex.readHook('PostCompact', recorded('Stop'))).toBeNull()
    expect(codex.readHook('notify', { type: 'agent-turn-complete' })).toBeNull()
  })

  test('any payload at all is read without a fault', () => {
    const names = fc.oneof(fc.constantFrom('Stop', 'PreToolUse', 'PermissionRequest', 'PostToolUse'), fc.string())
    const fields = fc.constantFrom('tool_name', 'tool_input', 'session_id', 'turn_id', 'agent_id')
    const payload = fc.oneof(fc.jsonValue(), fc.dictionary(fields, fc.jsonValue()))
    fc.assert(
      fc.property(names, payload, (name, value) => {
        const event = codex.readHook(name, value)
        if (event?.conversation !== undefined) expect(typeof event.conversation).toBe('string')
        expect([undefined, 'working', 'dialog', 'stopped']).toContain(event?.is)
      }),
    )
  })
})

describe('what its screen says', () => {
  test.each(screens.map(one => [one.version, one.name, one] as const))('%s: %s', (_version, _name, { shot, says }) => {
    const said = codex.readScreen(shot)
    expect(said.typed ? 'typed' : said.is).toBe(says)
  })

  const dialogs = screens.filter(one => one.says === 'dialog')
  const boxes = screens.filter(one => one.says === 'composer')

  test('a dialog is no empty input box, wherever its hidden cursor was left and whatever its title says', () => {
    // The list of keys and the list at the box keep the cursor in the box: it is not hidden there.
    for (const { shot } of dialogs.filter(one => !/list/.test(one.name))) {
      for (let y = 0; y < shot.lines.length; y += 1) {
        for (const x of [0, 1, 2, 3, 40, 110]) {
          const said = codex.readScreen({ ...shot, title: '', cursor: { x, y } })
          expect(said.is === 'composer' && !said.typed, `${said.is} at ${x},${y} of\n${shot.lines.join('\n')}`).toBe(
            false,
          )
        }
      }
    }
  })

  test('a dialog of which the last rows are not drawn yet is no empty input box', () => {
    // Going back in the conversation leaves the box where it is: only its last row and the hidden cursor tell.
    for (const { shot } of dialogs.filter(one => !/list|go back in/.test(one.name))) {
      const last = shot.lines.findLastIndex(line => line !== '')
      for (let drawn = last; drawn > last - 6; drawn -= 1) {
        const lines = shot.lines.map((line, y) => (y < drawn ? line : ''))
        for (let y = 0; y < lines.length; y += 1) {
          const said = codex.readScreen({ ...shot, lines, title: '', cursor: { x: 2, y } })
          expect(said.is === 'composer' && !said.typed, lines.join('\n')).toBe(false)
        }
      }
    }
  })

  test('a title that asks for an answer is a dialog, whatever is drawn', () => {
    for (const { shot } of boxes)
      for (const mark of ['!', '.'])
        expect(codex.readScreen({ ...shot, title: `[ ${mark} ] Action Required | project` }).is).toBe('dialog')
  })

  test('text of the conversation above makes no input box a dialog or work, and no dialog an input box', () => {
    const tricks = [
      '› Ask Codex to do anything',
      '• Working (3s • esc to interrupt)',
      '› 1. Yes, proceed (y)',
      'Press enter to confirm or esc to cancel',
      'enter select · esc back',
      '[ ! ] Action Required',
    ]
    const row = fc.oneof(fc.constantFrom('', '', '  '), fc.constantFrom(...tricks), fc.string({ maxLength: 40 }))
    const rows = fc.array(row, { minLength: 40, maxLength: 40 })
    // A model's text is never in the first column.
    const said = (text: string) => (text === '' ? '' : `  ${text}`)
    fc.assert(
      fc.property(fc.constantFrom(...boxes, ...dialogs), rows, ({ shot, says }, above) => {
        const first = says === 'composer' ? shot.cursor.y - 3 : shot.lines.findIndex(line => line !== '')
        const lines = shot.lines.map((line, y) => (y < first ? said(above[y]!) : line))
        const now = codex.readScreen({ ...shot, lines })
        if (says === 'composer') expect(now.is).toBe('composer')
        else expect(now.is).not.toBe('composer')
      }),
    )
  })

  test('an answer that is nothing but its line of work is doubted where its title is idle', () => {
    const { shot } = boxes.find(one => one.name === 'its empty box')!
    const lines = shot.lines.map((line, y) => (y === shot.cursor.y - 3 ? '• Working (3s • esc to interrupt)' : line))
    expect(codex.readScreen({ ...shot, lines, title: 'project' }).is).toBe('unknown')
    expect(codex.readScreen({ ...shot, lines, title: '⠹ project' }).is).toBe('working')
  })

  test('what stands in the box with the cursor before it is something typed', () => {
    const { shot } = boxes.find(one => one.name === 'its empty box')!
    const lines = shot.lines.map((line, y) => (y === shot.cursor.y ? '› delete all of it' : line))
    expect(codex.readScreen({ ...shot, lines })).toMatchObject({ is: 'composer', typed: true })
  })

  test('any rows, cursor and title are read without a fault', () => {
    const rows = fc.array(fc.oneof(fc.constantFrom('', '›', '› x', '  y', '!', '  esc close'), fc.string()), {
      maxLength: 12,
    })
    const at = fc.integer({ min: -1, max: 14 })
    fc.assert(
      fc.property(rows, at, at, fc.string({ unit: 'binary' }), (lines, x, y, title) => {
        const said = codex.readScreen({ lines, cursor: { x, y }, alt: false, title })
        expect(said.why).not.toBe('')
      }),
    )
  })
})
