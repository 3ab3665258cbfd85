// A program that asks for colours hears the ones a person sees; without a window, those of the dark theme.
import { expect, test } from 'vitest'
import { coloursOf, DARK, paletteColour, paletteReplies, themeReplies } from '../../main/surfaces/colours.ts'
import { createScreen } from '../../main/surfaces/mirror.ts'

const LIGHT = coloursOf({
  foreground: '#102030',
  background: '#FFFFFE',
  cursor: '#09705a',
  sixteen: Array.from({ length: 16 }, (_, i) => `#0000${(i * 16).toString(16).padStart(2, '0')}`),
})

test('questions are answered with the colours that are told, and with the dark ones where none are', () => {
  expect(themeReplies(10, '?;?;?', LIGHT)).toEqual([
    '\x1b]10;rgb:1010/2020/3030\x1b\\',
    '\x1b]11;rgb:ffff/ffff/fefe\x1b\\',
    '\x1b]12;rgb:0909/7070/5a5a\x1b\\',
  ])
  expect(paletteReplies('1;?;15;?', LIGHT)).toEqual([
    '\x1b]4;1;rgb:0000/0000/1010\x1b\\',
    '\x1b]4;15;rgb:0000/0000/f0f0\x1b\\',
  ])
  expect(themeReplies(11, '?')).toEqual(['\x1b]11;rgb:1111/1212/1414\x1b\\'])
  expect(themeReplies(11, '?', DARK)).toEqual(themeReplies(11, '?'))
})

test('the cube and the greys are the same in every theme', () => {
  for (let index = 16; index < 256; index += 1) {
    expect(paletteColour(index, LIGHT.sixteen)).toBe(paletteColour(index))
  }
})

test('a screen answers with the colours of the moment it is asked in', async () => {
  let colours = DARK
  const replies: string[] = []
  const events = { onReply: (reply: string) => void replies.push(reply), onParsed() {}, onPasteOn() {}, onClaim() {} }
  const screen = createScreen(20, 5, 'here', { ...events, colours: () => colours })
  const ask = async () => {
    screen.write(Buffer.from('\x1b]11;?\x07'))
    await screen.settled()
  }
  await ask()
  colours = LIGHT
  await ask()
  expect(replies).toEqual(['\x1b]11;rgb:1111/1212/1414\x1b\\', '\x1b]11;rgb:ffff/ffff/fefe\x1b\\'])
})
