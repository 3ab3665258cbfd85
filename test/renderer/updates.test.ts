// How it stands with a newer version, in words: what can be done, and nothing of what others wrote is hidden.
import { expect, test } from 'vitest'
import type { UpdateState } from '../../preload/contract.ts'
import { noteLines, updateStrip, updateWords } from '../../renderer/state/updates.ts'

const offer = { version: '0.2.0', notes: 'one\n\u202etwo\u0007' }

test.each<[UpdateState, string, string | null, string | null]>([
  [{ is: 'unavailable', why: 'This runs from a clone.' }, 'This runs from a clone.', null, null],
  [{ is: 'idle' }, 'Not looked for since Gatehouse was started.', 'Check now', null],
  [{ is: 'checking' }, 'Looking…', null, null],
  [{ is: 'none', at: 0 }, 'There is no newer version. Looked 2 min ago.', 'Check now', null],
  [
    { is: 'found', ...offer },
    'Version 0.2.0 is there.',
    ...(['Download 0.2.0, Check now', 'Version 0.2.0 is there'] as const),
  ],
  [
    { is: 'downloading', ...offer, percent: 7 },
    'Version 0.2.0 is being downloaded: 7 %.',
    ...([null, 'Version 0.2.0: 7 %'] as const),
  ],
  [
    { is: 'ready', ...offer },
    'Version 0.2.0 is downloaded. It is put in place only when you say so.',
    ...(['Restart and update', 'Version 0.2.0 is downloaded'] as const),
  ],
  [
    { is: 'failed', what: 'check', why: 'net::ERR_FAILED\u202e.' },
    'It could not be looked for: net::ERR_FAILED<U+202E>.',
    ...(['Check now', null] as const),
  ],
  [{ is: 'failed', what: 'download', why: 'x' }, 'It could not be downloaded: x.', 'Check now', null],
])('%j', (state, line, deed, strip) => {
  const words = updateWords(state, 120_000)
  expect([words.line, words.deeds.map(({ title }) => title).join(', ') || null, updateStrip(state)]).toEqual([
    line,
    deed,
    strip,
  ])
})

test('notes are lines of text in which every character shows', () => {
  expect(noteLines({ is: 'found', ...offer })).toEqual(['one', '<U+202E>two<U+0007>'])
  expect(noteLines({ is: 'idle' })).toEqual([])
})
