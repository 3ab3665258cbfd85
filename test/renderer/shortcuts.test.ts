import { describe, expect, it } from 'vitest'
import { actionOf, heldFate, type KeyPress, shortcutParts } from '../../renderer/keys/shortcuts.ts'

function press(key: string, held = '', code = ''): KeyPress {
  const has = (name: string) => held.split(' ').includes(name)
  return { key, code, ctrlKey: has('ctrl'), shiftKey: has('shift'), altKey: has('alt'), metaKey: has('meta') }
}

describe('keys on Linux and Windows', () => {
  it.each([
    ['pause, as the layout shifts it', press('>', 'ctrl shift', 'Period'), 'pause'],
    ['pause, where shift gives a colon', press(':', 'ctrl shift', 'Period'), 'pause'],
    ['the Pause key', press('Pause', '', 'Pause'), 'pause'],
    ['the Pause key with Ctrl held', press('Pause', 'ctrl', 'Pause'), 'pause'],
    ['new surface', press('T', 'ctrl shift', 'KeyT'), 'new'],
    ['a letter by what it says, not where it is', press('W', 'ctrl shift', 'KeyZ'), 'close'],
    ['a letter by where it is, in another script', press('Ц', 'ctrl shift', 'KeyW'), 'close'],
    ['split right', press('O', 'ctrl shift', 'KeyO'), 'split-right'],
    ['split down', press('D', 'ctrl shift', 'KeyD'), 'split-down'],
    ['focus left', press('ArrowLeft', 'ctrl shift', 'ArrowLeft'), 'focus-left'],
    ['previous prompt', press('PageUp', 'ctrl shift', 'PageUp'), 'prompt-previous'],
    ['next prompt', press('PageDown', 'ctrl shift', 'PageDown'), 'prompt-next'],
    ['surface 3', press('3', 'alt', 'Digit3'), 'surface-3'],
    ['surface 1 on a French keyboard', press('&', 'alt', 'Digit1'), 'surface-1'],
    ['drafts', press('J', 'ctrl shift', 'KeyJ'), 'drafts'],
    ['approvals', press('A', 'ctrl shift', 'KeyA'), 'approvals'],
    ['paste', press('V', 'ctrl shift', 'KeyV'), 'paste'],
  ])('%s', (_, event, action) => expect(actionOf(event, 'linux')).toBe(action))

  it.each([
    ['Ctrl+C', press('c', 'ctrl', 'KeyC')],
    ['Ctrl+D', press('d', 'ctrl', 'KeyD')],
    ['Ctrl+W', press('w', 'ctrl', 'KeyW')],
    ['Ctrl+.', press('.', 'ctrl', 'Period')],
    ['a plain dot', press('.', '', 'Period')],
    ['Shift+PageUp', press('PageUp', 'shift', 'PageUp')],
    ['Ctrl+PageUp', press('PageUp', 'ctrl', 'PageUp')],
    ['Enter', press('Enter', '', 'Enter')],
    ['Ctrl+Enter', press('Enter', 'ctrl', 'Enter')],
    ['Backspace', press('Backspace', '', 'Backspace')],
    ['Alt+Left', press('ArrowLeft', 'alt', 'ArrowLeft')],
    ['Ctrl+Alt+Shift+T', press('T', 'ctrl shift alt', 'KeyT')],
    ['a plain 1', press('1', '', 'Digit1')],
    ['Alt+0', press('0', 'alt', 'Digit0')],
  ])('%s belongs to the program', (_, event) => expect(actionOf(event, 'linux')).toBeNull())
})

describe('keys on macOS', () => {
  it.each([
    ['pause', press('.', 'meta shift', 'Period'), 'pause'],
    ['split right', press('d', 'meta', 'KeyD'), 'split-right'],
    ['split down', press('D', 'meta shift', 'KeyD'), 'split-down'],
    ['surface 9', press('9', 'meta', 'Digit9'), 'surface-9'],
    ['focus up', press('ArrowUp', 'meta alt', 'ArrowUp'), 'focus-up'],
    ['previous prompt', press('ArrowUp', 'meta', 'ArrowUp'), 'prompt-previous'],
    ['next prompt', press('ArrowDown', 'meta', 'ArrowDown'), 'prompt-next'],
  ])('%s', (_, event, action) => expect(actionOf(event, 'darwin')).toBe(action))

  it('leaves Control to programs', () => {
    expect(actionOf(press('D', 'ctrl shift', 'KeyD'), 'darwin')).toBeNull()
    expect(actionOf(press('1', 'alt', 'Digit1'), 'darwin')).toBeNull()
  })
})

it('the drawn shortcut is the one that is matched', () => {
  expect(shortcutParts('pause', 'linux')).toEqual(['ctrl', 'shift', '.'])
  expect(shortcutParts('pause', 'darwin')).toEqual(['mod', 'shift', '.'])
})

it('a held key pauses once and never resumes; only walking and what the program gets goes on', () => {
  for (const action of ['pause', 'close', 'new', 'approvals', 'drafts', 'grants'] as const) {
    expect(heldFate(action)).toBe('swallow')
  }
  expect([heldFate('prompt-next'), heldFate('copy'), heldFate('paste')]).toEqual(['act', 'pass', 'pass'])
})
