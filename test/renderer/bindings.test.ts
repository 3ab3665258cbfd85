// A person's own keys: what can be one, who has it, what a press in the field means, and what is free again for the terminal.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  COMMAND_IDS,
  COMMANDS,
  type CommandId,
  commandKeys,
  keyFault,
  keysOf,
  type OwnKeys,
} from '../../preload/contract.ts'
import {
  firstKey,
  isChanged,
  judge,
  keyFaults,
  keyWords,
  type Recorded,
  recordedOf,
  withKey,
} from '../../renderer/keys/bindings.ts'
import { actionOf, type KeyPress, writtenOf } from '../../renderer/keys/shortcuts.ts'

function press(key: string, held = '', code = '', more: Partial<KeyPress> = {}): KeyPress {
  const has = (name: string) => held.split(' ').includes(name)
  return { key, code, ctrlKey: has('ctrl'), shiftKey: has('shift'), altKey: has('alt'), metaKey: has('meta'), ...more }
}
const altGraph = { getModifierState: () => true }

describe('what can be a key', () => {
  it.each([
    ['linux', 'ctrl shift p'],
    ['linux', 'shift ctrl p'],
    ['linux', 'alt 1'],
    ['linux', 'ctrl alt f'],
    ['linux', 'F9'],
    ['linux', 'shift F6'],
    ['linux', 'shift Insert'],
    ['linux', 'ctrl tab'],
    ['linux', 'ctrl PageUp'],
    ['linux', 'ctrl shift ö'],
    ['linux', 'ctrl ,'],
    ['darwin', 'mod k'],
    ['darwin', 'mod alt left'],
    ['darwin', 'mod shift enter'],
  ])('on %s: %s', (platform, written) => expect(keyFault('find', written, platform)).toBeNull())

  it.each([
    ['linux', 'a', /programs in the terminals need/],
    ['linux', 'shift a', /programs in the terminals need/],
    ['linux', 'enter', /programs in the terminals need/],
    ['linux', 'shift enter', /programs in the terminals need/],
    ['linux', 'tab', /programs in the terminals need/],
    ['linux', 'Escape', /programs in the terminals need/],
    ['linux', 'up', /programs in the terminals need/],
    ['linux', 'PageUp', /programs in the terminals need/],
    ['linux', 'space', /programs in the terminals need/],
    ['linux', 'ctrl c', /Ctrl with a letter/],
    ['linux', 'ctrl [', /Ctrl with a letter/],
    ['darwin', 'ctrl d', /Ctrl with a letter/],
    ['linux', 'ctrl enter', /runs or sends/],
    ['darwin', 'mod enter', /runs or sends/],
    ['linux', 'mod k', /belong to the desktop/],
    ['linux', 'ctrl Pause', /always pauses/],
    ['linux', 'Ctrl+P', /"Ctrl\+P" is no key/],
    ['linux', 'ctrl P', /is no key/],
    ['linux', 'ctrl shift', /is no key/],
    ['linux', 'ctrl ctrl p', /is no key/],
    ['linux', 'ctrl a b', /is no key/],
    ['linux', 'ctrl  p', /is no key/],
    ['linux', 'F99', /is no key/],
  ])('not on %s: %s', (platform, written, why) => expect(keyFault('find', written, platform)).toMatch(why))

  it('is every key of the contract, and no two commands have the same', () => {
    for (const platform of ['linux', 'darwin']) {
      const keys = COMMAND_IDS.map(id => firstKey(id, platform)).filter(key => key !== '')
      expect(new Set(keys).size).toBe(keys.length)
      for (const id of COMMAND_IDS) expect([id, keyFault(id, firstKey(id, platform), platform)]).toEqual([id, null])
    }
  })

  it('is none for every command but Pause', () => {
    expect(keyFault('find', '', 'linux')).toBeNull()
    expect(keyFault('pause', '', 'linux')).toMatch(/Pause needs a key/)
  })
})

describe('what speaks against one', () => {
  it.each([
    ['linux', 'ctrl shift u', /GTK/],
    ['linux', 'ctrl space', /input methods/],
    ['linux', 'alt F4', /desktop/],
    ['linux', 'ctrl alt k', /AltGr/],
    ['linux', 'ctrl alt F3', /consoles/],
    ['linux', 'F5', /function keys/],
    ['linux', 'alt b', /Alt with a letter/],
    ['darwin', 'mod space', /Spotlight/],
    ['darwin', 'ctrl up', /Mission Control/],
    ['darwin', 'ctrl space', /input menu/],
  ])('on %s, %s is possible with a warning', (platform, written, why) => {
    expect(judge('find', written, platform, {})).toEqual({
      fault: null,
      warning: expect.stringMatching(why),
      clash: null,
    })
  })

  it('is who has it, by default or by a person', () => {
    expect(judge('find', 'ctrl shift t', 'linux', {}).clash).toBe('new')
    expect(judge('find', 'shift ctrl t', 'linux', {}).clash).toBe('new')
    expect(judge('find', 'ctrl alt x', 'linux', { zoom: 'alt ctrl x' }).clash).toBe('zoom')
    expect(judge('find', 'ctrl shift t', 'linux', { new: '' }).clash).toBeNull()
    expect(judge('find', 'ctrl shift f', 'linux', {}).clash).toBeNull()
  })

  it('is Pause in any case: its key is taken by nobody', () => {
    expect(judge('find', 'ctrl shift .', 'linux', {}).fault).toMatch(/Pause has this key/)
    expect(actionOf(press('>', 'ctrl shift', 'Period'), 'linux', { find: 'ctrl shift .' })).toBe('pause')
    expect(judge('find', 'ctrl shift .', 'linux', { pause: 'ctrl shift F2' }).fault).toBeNull()
  })
})

describe('a press in the field that hears the next key', () => {
  it.each<[string, KeyPress, Recorded]>([
    ['a key with its modifiers', press('K', 'ctrl shift', 'KeyK'), { is: 'key', written: 'ctrl shift k' }],
    ['what pauses', press('>', 'ctrl shift', 'Period'), { is: 'key', written: 'ctrl shift .' }],
    ['a plain letter, to be refused in words', press('k', '', 'KeyK'), { is: 'key', written: 'k' }],
    ['Backspace', press('Backspace'), { is: 'key', written: '' }],
    ['Ctrl+Backspace', press('Backspace', 'ctrl'), { is: 'key', written: 'ctrl backspace' }],
    ['Escape', press('Escape'), { is: 'leave' }],
    ['Ctrl+Shift+Escape', press('Escape', 'ctrl shift'), { is: 'key', written: 'ctrl shift Escape' }],
    ['Tab', press('Tab'), { is: 'walk' }],
    ['Shift+Tab', press('Tab', 'shift'), { is: 'walk' }],
    ['Ctrl+Tab', press('Tab', 'ctrl'), { is: 'key', written: 'ctrl tab' }],
    ['a modifier', press('Shift', 'shift', 'ShiftLeft'), { is: 'wait' }],
    ['a dead key', press('Dead', '', 'BracketLeft'), { is: 'wait' }],
    ['a character of AltGr', press('@', 'ctrl alt', 'KeyQ', altGraph), { is: 'wait' }],
    ['a key of an input method', press('a', '', 'KeyA', { isComposing: true }), { is: 'wait' }],
  ])('%s', (_, event, meaning) => expect(recordedOf(event)).toEqual(meaning))
})

describe('what writes a character is no command', () => {
  it.each([
    ['AltGr sent as Ctrl+Alt', press('k', 'ctrl alt', 'KeyK', altGraph)],
    ['AltGr alone', press('F6', '', 'F6', altGraph)],
    ['a dead key', press('Dead', 'ctrl alt', 'KeyK')],
    ['an input method', press('k', 'ctrl alt', 'KeyK', { isComposing: true })],
    ['an input method that tells nothing', press('Process', 'ctrl alt', 'KeyK')],
  ])('%s', (_, event) => expect(actionOf(event, 'linux', { find: 'ctrl alt k', zoom: 'F6' })).toBeNull())

  it('but the Pause key pauses also then', () => {
    expect(actionOf(press('Pause', '', 'Pause', { isComposing: true }), 'linux')).toBe('pause')
    expect(actionOf(press('Pause', '', 'Pause', altGraph), 'linux', { pause: 'ctrl alt p' })).toBe('pause')
  })

  it('and Ctrl+Alt pressed as such is', () => {
    expect(
      actionOf(press('k', 'ctrl alt', 'KeyK', { getModifierState: () => false }), 'linux', { find: 'ctrl alt k' }),
    ).toBe('find')
  })
})

describe('a changed key', () => {
  const own = withKey('find', 'ctrl alt k', 'linux', {})

  it('acts, and the one it had is the program’s', () => {
    expect(own).toEqual({ find: 'ctrl alt k' })
    expect(actionOf(press('k', 'ctrl alt', 'KeyK'), 'linux', own)).toBe('find')
    expect(actionOf(press('F', 'ctrl shift', 'KeyF'), 'linux', own)).toBeNull()
  })

  it('that is taken away is the program’s', () => {
    const none = withKey('copy', '', 'linux', {})
    expect(none).toEqual({ copy: '' })
    expect(actionOf(press('C', 'ctrl shift', 'KeyC'), 'linux', none)).toBeNull()
  })

  it('that another has is taken from it, and comes back by its reset', () => {
    const taken = withKey('find', 'ctrl shift t', 'linux', {})
    expect(taken).toEqual({ find: 'ctrl shift t', new: '' })
    expect([isChanged('new', 'linux', taken), isChanged('zoom', 'linux', taken)]).toEqual([true, false])
    expect(judge('new', firstKey('new', 'linux'), 'linux', taken).clash).toBe('find')
    expect(withKey('new', firstKey('new', 'linux'), 'linux', taken)).toEqual({ find: '' })
  })

  it('that is as at first does not stand in the settings', () => {
    expect(withKey('find', 'ctrl shift f', 'linux', own)).toEqual({})
  })

  const written = fc
    .tuple(fc.subarray(['ctrl', 'alt', 'shift']), fc.constantFrom('a', 'k', '1', '.', 'F3', 'enter', 'left', 'Insert'))
    .map(([held, key]) => [...held, key].join(' '))
  const steps = fc.array(fc.tuple(fc.constantFrom(...COMMAND_IDS), fc.oneof(written, fc.constant(''))), {
    maxLength: 12,
  })
  const changedBy = (list: readonly (readonly [CommandId, string])[]) =>
    list.reduce<OwnKeys>(
      (now, [id, key]) => (judge(id, key, 'linux', now).fault === null ? withKey(id, key, 'linux', now) : now),
      {},
    )

  it('is that command’s alone, whatever was changed before, and nobody else’s changes but who had it', () => {
    fc.assert(
      fc.property(steps, fc.constantFrom(...COMMAND_IDS), written, (before, id, key) => {
        const old = changedBy(before)
        const { fault, clash } = judge(id, key, 'linux', old)
        fc.pre(fault === null)
        const now = withKey(id, key, 'linux', old)
        const was = keysOf('linux', old)
        const is = keysOf('linux', now)
        expect(judge(id, is.get(id)!, 'linux', now).clash).toBeNull()
        for (const other of COMMAND_IDS) {
          if (other !== id) expect([other, is.get(other)]).toEqual([other, other === clash ? '' : was.get(other)])
        }
        expect(keyFaults('linux', now)).toEqual([])
      }),
    )
  })

  it('never leaves Pause without one', () => {
    fc.assert(
      fc.property(steps, list => {
        expect(commandKeys('pause', 'linux', changedBy(list))).not.toBe('')
      }),
    )
  })
})

describe('what stands in settings.json', () => {
  it('counts as far as it can be a key; the rest is said, and that command keeps its own', () => {
    const own = { find: 'Ctrl+F', zoom: 'a', pause: '', copy: 'ctrl alt c' }
    expect(commandKeys('find', 'linux', own)).toBe('ctrl shift f')
    expect(commandKeys('zoom', 'linux', own)).toBe('ctrl shift enter')
    expect(commandKeys('pause', 'linux', own)).toBe('ctrl shift .')
    expect(commandKeys('copy', 'linux', own)).toBe('ctrl alt c')
    expect(keyFaults('linux', own).map(({ command }) => command)).toEqual(['find', 'zoom', 'pause'])
  })

  it('may not say one key twice: the first has it, the other is told', () => {
    const own = { find: 'ctrl alt k', zoom: 'ctrl alt k' }
    expect(commandKeys('zoom', 'linux', own)).toBe('')
    expect(keyFaults('linux', own)).toEqual([{ command: 'zoom', why: 'Find… has this key too.' }])
  })

  it('comes before what is so at first', () => {
    const own = { zoom: 'ctrl shift t' }
    expect(actionOf(press('T', 'ctrl shift', 'KeyT'), 'linux', own)).toBe('zoom')
    expect(commandKeys('new', 'linux', own)).toBe('')
  })

  it('takes no plain letter from a terminal, whatever stands there', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...COMMAND_IDS), fc.string({ maxLength: 12 })), own => {
        const given = { ...own, find: 'a', zoom: 'shift q', copy: 'ctrl c', paste: 'enter' } as OwnKeys
        for (const key of ['a', 'Q', 'Enter', 'Tab', 'Escape', 'ArrowUp', ' ']) {
          expect(actionOf(press(key), 'linux', given)).toBeNull()
        }
        expect(actionOf(press('c', 'ctrl', 'KeyC'), 'linux', given)).toBeNull()
      }),
    )
  })
})

it('a key is said in words, in the order that it is written', () => {
  expect(keyWords('ctrl shift p', 'linux')).toBe('Ctrl Shift P')
  expect(keyWords('mod alt left', 'darwin')).toBe('Command Option Left')
  expect(keyWords('', 'linux')).toBe('')
  for (const id of COMMAND_IDS) expect(keyWords(COMMANDS[id].mac, 'darwin')).not.toMatch(/mod|undefined/)
})

it('what was recorded is what matches', () => {
  for (const event of [press('K', 'ctrl shift', 'KeyK'), press('é', 'alt', 'Digit2'), press('ArrowUp', 'ctrl alt')]) {
    const recorded = recordedOf(event)
    expect(recorded).toEqual({ is: 'key', written: writtenOf(event) })
    const own = withKey('find', writtenOf(event), 'linux', {})
    expect(actionOf(event, 'linux', own)).toBe('find')
  }
})
