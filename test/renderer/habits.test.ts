// What a card says of a text that is more than a prompt where it goes.
import { describe, expect, test } from 'vitest'
import { KNOWLEDGE } from '../../main/status/agents/index.ts'
import { habitLine, promptsFor } from '../../renderer/state/habits.ts'

const about = {
  shell: { name: 'zsh', path: '/bin/zsh' },
  programs: Object.fromEntries(
    Object.entries(KNOWLEDGE).map(([id, { title, leading }]) => [id, { title, leading: { ...leading } }]),
  ),
}
const SHELL = 'In Claude Code a text that begins with ! runs a shell command, without the model.'

describe('a text', () => {
  test.each(Object.entries(KNOWLEDGE))(
    'for %s says what each of its first characters does',
    (preset, { title, leading }) => {
      for (const [first, does] of Object.entries(leading)) {
        expect(habitLine(`${first}x`, preset, about)).toBe(`In ${title} a text that begins with ${first} ${does}.`)
      }
      expect(Object.keys(leading).length).toBeGreaterThan(0)
      expect(habitLine('fix it!', preset, about)).toBe(null)
      expect(habitLine('', preset, about)).toBe(null)
    },
  )

  test('is looked at past the blanks it begins with', () => {
    expect(habitLine('!ls', 'claude', about)).toBe(SHELL)
    expect(habitLine(' \n\t!ls', 'claude', about)).toBe(SHELL)
  })

  test('for a program that is not known has none', () => {
    for (const preset of ['shell', 'command', 'constructor', '']) expect(habitLine('!ls', preset, about)).toBe(null)
  })
})

describe('an approval', () => {
  const send = { kind: 'send', intent: 'submit', enter: true, facts: [] } satisfies Parameters<typeof promptsFor>[0]
  const opens = [{ name: 'Opens', value: 'claude', verified: true }]
  test('is about a prompt where a text goes to one: by type or submit, or first thing after opening', () => {
    expect(promptsFor(send, 'claude')).toBe('claude')
    expect(promptsFor({ ...send, intent: 'type' }, 'codex')).toBe('codex')
    expect(promptsFor({ ...send, intent: 'answer' }, 'claude')).toBe(null)
    expect(promptsFor({ ...send, kind: 'access' }, 'claude')).toBe(null)
    expect(promptsFor(send, undefined)).toBe(null)
    expect(promptsFor({ kind: 'open', intent: 'open', enter: true, facts: opens }, undefined)).toBe('claude')
    expect(promptsFor({ kind: 'open', intent: 'open', enter: false, facts: opens }, undefined)).toBe(null)
  })
})
