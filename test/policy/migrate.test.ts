// Policies of earlier versions, with steps made up here: version 1 is the first there is.
import { describe, expect, test } from 'vitest'
import { migrated, type Steps, VERSION } from '../../main/policy/migrate.ts'
import { parsePolicy } from '../../main/policy/parse.ts'

/** A step that only counts on, and one that also renames a key; the comments stay. */
const to = (version: number) => (text: string) => text.replace(/("version"\s*:\s*)-?\d+/, `$1${version}`)
const STEPS: Steps = new Map([
  [1, (text: string) => to(2)(text).replace('"grants"', '"rules"')],
  [2, to(3)],
])
const OLD = '\uFEFF{ // mine\n  "version" : 1, "grants": [ /* none */ ] }\r\n'

describe('a policy of an earlier version', () => {
  test('goes step by step to the wanted one, comments and all', () => {
    const NEW = '\uFEFF{ // mine\n  "version" : 3, "rules": [ /* none */ ] }\r\n'
    expect(migrated(OLD, STEPS, 3)).toBe(NEW)
    expect(migrated(NEW, STEPS, 3)).toBe(NEW)
    expect(migrated(OLD, STEPS, 2)).toBe(NEW.replace('3', '2'))
  })

  test.each<[why: string, text: string, steps: Steps, to: number]>([
    ['it is of the wanted version', '{"version": 3}', STEPS, 3],
    ['it is newer', '{"version": 4}', STEPS, 3],
    ['no step leads on', '{"version": 0}', STEPS, 3],
    // half way would be of no use to anybody
    ['a later step is missing', OLD, STEPS, 4],
    ['there are no steps', OLD, new Map(), 3],
    ['a step stays where it is', OLD, new Map([[1, (text: string) => text]]), 3],
    ['a step leaps', OLD, new Map([[1, to(3)]]), 3],
    [
      'a step goes back',
      OLD,
      new Map([
        [1, to(0)],
        [0, to(1)],
      ]),
      3,
    ],
    ['a step breaks the text', OLD, new Map([[1, () => '{"version": 2']]), 3],
    ['the text has no version', '{"rules": []}', STEPS, 3],
    ['the version is no whole number', '{"version": 1.5}', STEPS, 3],
    ['the version is no number', '{"version": "1"}', STEPS, 3],
    ['the text is no JSON', '{"version": 1', STEPS, 3],
    ['the text is empty', '', STEPS, 3],
    ['the text is a list', '[{"version": 1}]', STEPS, 3],
    ['the version is somewhere else', '{"agents": {"version": 1}}', STEPS, 3],
  ])('stays as it is where %s', (_, text, steps, version) => {
    expect(migrated(text, steps, version)).toBe(text)
  })
})

test('the version written today is read as it is, and no step leads past it', () => {
  const text = `{"version": ${VERSION}} // as it is`
  expect(migrated(text)).toBe(text)
  expect(parsePolicy(text).ok).toBe(true)
})
