// The table: policy x agent x surface x intent, and what comes out. The rows are in support/, by topic.
import { describe, expect, test } from 'vitest'
import { grantFor } from '../../main/policy/decide.ts'
import { surface } from './subjects.ts'
import { exactnessRows } from './support/rows-exactness.ts'
import { lockRows } from './support/rows-locks.ts'
import { nameRows } from './support/rows-names.ts'
import { openedRows } from './support/rows-opened.ts'
import { openingRows } from './support/rows-opening.ts'
import { placeRows } from './support/rows-places.ts'
import { textRows } from './support/rows-texts.ts'
import { answer, policy, type Row } from './support/table.ts'

const TOPICS: Readonly<Record<string, readonly Row[]>> = {
  'which rule decides': exactnessRows,
  'sub-grants and locks': lockRows,
  'what agents choose, and where they start': openedRows,
  'names and patterns': nameRows,
  'where it runs': placeRows,
  'what a send says': textRows,
  'opening and closing': openingRows,
}
const all = Object.values(TOPICS).flat()

describe.each(Object.entries(TOPICS))('%s', (_, rows) => {
  test.each(rows.map((row, index) => [index + 1, row[7], row] as const))('row %i: %s', (_nth, _because, row) => {
    const [, , , , effect, rule, lock] = row
    expect(answer(row)).toMatchObject({ effect, rule, lock })
  })
})

describe('the table', () => {
  test('has at least 150 rows, all different', () => {
    expect(all.length).toBeGreaterThanOrEqual(150)
    expect(new Set(all.map(([...row]) => JSON.stringify(row.slice(0, 4)))).size).toBe(all.length)
  })

  test('has every intent with every effect it can have', () => {
    const seen = new Set(
      all.map(([, , , asked, effect]) => `${typeof asked === 'string' ? asked : asked.intent} ${effect}`),
    )
    const intents = ['read', 'type', 'submit', 'interrupt', 'answer', 'secret', 'open', 'close']
    const possible = intents.flatMap(intent => ['allow', 'ask', 'deny'].map(effect => `${intent} ${effect}`))
    expect([...seen].sort()).toEqual(possible.sort())
  })

  test('says why in one plain sentence, row by row', () => {
    const odd = all
      .map(answer)
      .filter(({ why }) => !/^[^\n]*[^\s,;]\.$/.test(why) || /undefined|null|NaN|\s\s| ,| ;|"""/.test(why))
    expect(odd).toEqual([])
  })

  test('names the rule and the lock it is decided by, row by row', () => {
    const silent = all.map(answer).filter(({ why, rule, lock }) => {
      return (rule !== null && !why.includes(rule)) || (lock !== null && !why.includes(lock))
    })
    expect(silent).toEqual([])
  })
})

test('a grant in force says everything it gives, after locks', () => {
  const subs = policy(
    '{ "id": "r2", "agents": "codex", "surfaces": "*", "level": "submit", "answer": "allow", "interrupt": "deny", "secret": "ask" }',
    '{ "id": "l1", "agents": "codex", "surfaces": { "name": "live" }, "level": "submit", "answer": "ask" }',
  )
  expect(grantFor(subs, { id: 'codex' }, surface({ name: 'live' }))).toEqual({
    level: 'submit',
    ask: null,
    answer: 'ask',
    interrupt: 'deny',
    secret: 'ask',
    insertAtPrompt: false,
    rule: 'r2',
    lock: 'l1',
  })
  expect(grantFor(policy(), { id: 'codex' }, surface())).toEqual({
    level: 'none',
    ask: null,
    answer: 'deny',
    interrupt: 'deny',
    secret: 'deny',
    insertAtPrompt: false,
    rule: null,
    lock: null,
  })
})
