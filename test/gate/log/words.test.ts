// How the record's sentences of a person are told to that person.
import { expect, it } from 'vitest'
import { entry } from '../../../main/gate/entries.ts'
import { begin } from '../../../main/gate/log/decisions.ts'
import { packRecord, unpack } from '../../../main/gate/log/facts.ts'
import { sentenceOf, toYou } from '../../../main/gate/log/words.ts'

it.each([
  ['A person gives claude-code submit on "shell".', 'You give claude-code submit on "shell".'],
  ['A person connects Claude Code as claude-code.', 'You connect Claude Code as claude-code.'],
  ['A person was asked about cursor.', 'You were asked about cursor.'],
  ['A person has typed in it.', 'You have typed in it.'],
  ['A person discarded it.', 'You discarded it.'],
  ['A person may answer.', 'You may answer.'],
  ['A person refused it and says: no', 'You: no'],
  ['Cursor says: A person gives up.', 'Cursor says: A person gives up.'],
])('%s is told as %s', (recorded, told) => expect(toYou(recorded)).toBe(told))

it.each([
  ['cursor', { intent: 'open', text: 'prod %3', pane: '%3' }, 'Adopt “prod %3”'],
  ['cursor', { intent: 'open', text: 'prod', pane: null }, 'Adopt “prod”'],
  ['cursor', { intent: 'open', text: 'tmux attach' }, 'Open “tmux attach”'],
  ['cursor', { intent: 'close', pane: '%3' }, 'Let go of it'],
  ['cursor', { intent: 'close' }, 'Close it'],
  ['person', { intent: 'open', text: 'tmux', pane: '%3', outcome: 'delivered' }, 'Adopt the tmux pane %3'],
  ['person', { intent: 'close', pane: '%3', outcome: 'delivered' }, 'Let go of it'],
  ['person', { intent: 'open', text: 'shell', outcome: 'delivered' }, 'Open shell'],
] as const)('of %s %j is told as %s', (actor, facts, told) => {
  const made = entry('surface', actor, facts)
  const first = { ...made, seq: 1, time: '', hash: '' }
  expect(sentenceOf({ standing: begin(unpack(packRecord(made))), first })).toBe(told)
})
