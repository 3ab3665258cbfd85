// How the record's sentences of a person are told to that person.
import { expect, it } from 'vitest'
import { toYou } from '../../../main/gate/log/words.ts'

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
