// What Grants says of agents that run inside surfaces, and what a pane says of what outlived its program.
import { describe, expect, test } from 'vitest'
import { cellIsFor, insideRow, ownSurfaceWords } from '../../renderer/state/inside.ts'
import { closeQuestion, leftWords, programName } from '../../renderer/state/words.ts'

const about = {
  shell: { name: 'zsh', path: '/bin/zsh' },
  programs: { shell: { title: 'Shell', leading: {} }, claude: { title: 'Claude Code', leading: {} } },
}
const surfaces = [
  { id: 's_aaaa', name: 'api', preset: 'claude', workspace: 'web' },
  { id: 's_bbbb', name: 'loose', preset: 'claude', workspace: '' },
]

describe('a program', () => {
  test.each([
    ['shell', 'zsh'],
    ['claude', 'Claude Code'],
    ['command', 'command'],
    ['constructor', 'constructor'],
  ])('of %s is called %s', (preset, name) => {
    expect(programName({ preset }, about)).toBe(name)
  })
})

describe('an agent inside a surface', () => {
  test('is named by its program and place', () => {
    expect(insideRow({ inside: 's_aaaa' }, surfaces, about)).toEqual({ name: 'Claude Code', place: 'in api' })
    expect(insideRow({ inside: null }, surfaces, about)).toBe(null)
    expect(insideRow({ inside: 's_gone' }, surfaces, about)).toBe(null)
  })

  test('shares its cells with its kind in its workspace, and has none to change without a workspace', () => {
    expect(cellIsFor({ inside: 's_aaaa' }, surfaces, about)).toEqual({
      fixed: false,
      why: expect.stringMatching(/for every Claude Code in the workspace web\.$/),
    })
    expect(cellIsFor({ inside: 's_bbbb' }, surfaces, about)).toMatchObject({ fixed: true })
    expect(cellIsFor({ inside: null }, surfaces, about)).toBe(null)
    expect(cellIsFor(undefined, surfaces, about)).toBe(null)
  })

  test('sends nothing to its own surface, whatever its cell says', () => {
    expect(ownSurfaceWords({ inside: 's_aaaa' }, 's_aaaa')).toMatch(/always refused/)
    expect(ownSurfaceWords({ inside: 's_aaaa' }, 's_bbbb')).toBe(null)
    expect(ownSurfaceWords({ inside: null }, '*')).toBe(null)
  })
})

describe('closing', () => {
  const exit = { code: 0, signal: null }
  const one = { pid: 7, program: 'codex app-server' }
  test('names what it ends beside the program', () => {
    const two = [one, { pid: 9, program: 'sleep 1000' }]
    expect(leftWords(two)).toBe('codex app-server (pid 7), sleep 1000 (pid 9)')
    expect(closeQuestion({ name: 'api', exit: null, left: [] })).toMatch(/^api is still at work\./)
    expect(closeQuestion({ name: 'api', exit, left: [one] })).toBe(
      'api has ended, but codex app-server (pid 7) still runs from it. Close it and end that too?',
    )
    expect(closeQuestion({ name: 'api', exit, left: two })).toMatch(/still run from it\. .* end those too\?$/)
    expect(closeQuestion({ name: 'api', exit, left: [] })).toBe('api has ended. Close it?')
  })
})
