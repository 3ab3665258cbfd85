// The policy as a text: checked without changing anything, written over exactly what was looked at, made anew.
import { describe, expect, test } from 'vitest'
import { grants, TEXT } from './support.ts'

const ok = <T>(result: { ok: true; value: T } | { ok: false; message: string }): T => {
  if (!result.ok) throw new Error(result.message)
  return result.value
}

describe('checking a text', () => {
  test('gives every fault with its place, and no changes', async () => {
    const { calls, recorded, written } = await grants()
    const text = TEXT.replace('"level": "type"', '"level": "typ"').replace('"l1", "agents": "*"', '"l1", "agent": "*"')
    const { faults, tests, changes } = ok(await calls['policy.check']({ text }))
    expect(faults).toEqual([
      { line: 10, column: 80, path: 'rules[1].level', message: expect.stringContaining('did you mean "type"?') },
      { line: 13, column: 19, path: 'locks[0].agent', message: expect.stringContaining('did you mean `agents`?') },
    ])
    expect([tests, changes, recorded, await written()]).toEqual([[], [], [], TEXT])
  })

  test('runs its tests, each with its line and what came of it', async () => {
    const { calls } = await grants()
    const more =
      '{ "agent": "cursor", "surface": {}, "intent": "read", "expect": "deny" },\n    { "agent": { "preset": "claude" }, "surface": { "workspace": "web", "preset": "codex" }, "intent": "submit", "text": "ls", "expect": "deny" },'
    const text = TEXT.replace('"tests": [', `"tests": [\n    ${more}`)
    const { faults, tests } = ok(await calls['policy.check']({ text }))
    expect(tests).toEqual([
      {
        index: 0,
        line: 16,
        words: 'cursor, read in a plain surface: deny',
        ok: false,
        why: 'r1 gives cursor read in "shell", and type if a person allows it.',
      },
      {
        index: 1,
        line: 17,
        words: 'claude agent in any workspace, submit "ls" in workspace web, preset codex: deny',
        ok: true,
        why: 'r1 gives claude@any read in "codex", and type if a person allows it; submit is one step more.',
      },
      { index: 2, line: 18, words: 'cursor, submit in name prod-1: deny', ok: true, why: expect.any(String) },
    ])
    expect(faults).toMatchObject([{ line: 16, path: 'tests[0]' }])
  })

  test('says what taking it up would change, and for whom', async () => {
    const { calls } = await grants()
    const text = TEXT.replace('"id": "s_aaaa" }, "level": "type"', '"id": "s_aaaa" }, "level": "submit"').replace(
      '  "tests"',
      '  "open": [{ "id": "o1", "agents": "*", "grant": "ask" }],\n  "tests"',
    )
    const { changes, notes } = ok(await calls['policy.check']({ text }))
    expect(changes).toEqual([
      {
        agent: 'cursor',
        surface: 's_aaaa',
        before: { level: 'type', ask: null },
        after: { level: 'submit', ask: null },
        also: [],
        raises: true,
      },
    ])
    expect(notes).toEqual(['What agents may open is different.'])
  })
})

describe('writing a text', () => {
  test('takes it up over exactly what was looked at, recorded with what changes', async () => {
    const { calls, words, written, slice } = await grants()
    const { text, hash } = ok(await calls['policy.text']({}))
    expect(text).toBe(TEXT)
    const next = text.replace('"level": "type" }', '"level": "submit" } // now')
    expect(await calls['policy.write']({ text: next, hash: `${hash}0` })).toMatchObject({
      ok: false,
      code: 'changed_again',
    })
    expect(await calls['policy.write']({ text: next.replace('}', ''), hash })).toEqual({
      ok: false,
      code: 'bad_edit',
      message: expect.stringMatching(/^Line \d+: /),
    })
    expect(words()).toEqual([])
    expect(await calls['policy.write']({ text: next, hash })).toEqual({ ok: true, value: {} })
    expect(words()).toEqual(['A person writes the policy as text: cursor on s_aaaa: submit, was type.'])
    expect([await written(), slice().undo]).toEqual([next, 'The policy written as text'])
    expect(await calls['policy.write']({ text: next, hash })).toMatchObject({ ok: false, code: 'changed_again' })
    await calls['policy.undo']({})
    expect(await written()).toBe(TEXT)
  })

  test('that differs in a comment alone says that nothing changes for anybody', async () => {
    const { calls, words } = await grants()
    const { text, hash } = ok(await calls['policy.text']({}))
    await calls['policy.write']({ text: text.replace('// all', '// everybody'), hash })
    expect(words()).toEqual(['A person writes the policy as text: nothing changes for anybody.'])
  })
})

test('a starting point is shown with what it changes, and written as any text', async () => {
  const { calls, slice, words, room } = await grants()
  expect(slice().like).toBe(null)
  const { text, hash, check } = ok(await calls['policy.starting']({ point: 'careful' }))
  expect(check.faults).toEqual([])
  expect(check.tests).toMatchObject([{ ok: true }])
  expect(check.changes.map(({ agent, surface, raises }) => [agent, surface, raises])).toContainEqual([
    'cursor',
    's_bbbb',
    true,
  ])
  expect(room.file.text()?.text).toBe(TEXT)
  expect(await calls['policy.write']({ text, hash })).toEqual({ ok: true, value: {} })
  expect(words()[0]).toMatch(/^A person writes the starting point Careful: /)
  expect([slice().like, slice().undo]).toEqual(['careful', 'Starting point Careful'])
  await calls['policy.undo']({})
  expect([slice().like, room.file.text()?.text]).toEqual([null, TEXT])
})

describe('a PolicyLayer document', () => {
  const DOCUMENT = JSON.stringify({
    version: '1',
    default: 'deny',
    tools: { cmux_send: { limits: [{ counter: 'c', window: 'minute', max: 5, scope: 'grant' }] } },
  })

  test('becomes rules behind those there are, and nothing is written', async () => {
    const { calls, recorded, written } = await grants()
    const got = ok(
      await calls['policy.import']({ document: DOCUMENT, agents: 'cursor', surfaces: { workspace: 'web [x]' } }),
    )
    expect(got).toMatchObject({ faults: [], added: 1, check: { faults: [] } })
    expect(got.text).toContain('// all')
    expect(got.text).toContain('"id": "import-1", "agents": "cursor", "surfaces": { "workspace": "web \\\\[x\\\\]" }')
    expect(got.text).toContain('"limits": [{ "max": 5, "window": "minute", "per": "agent" }]')
    expect([recorded, await written()]).toEqual([[], TEXT])
    await calls['policy.write']({ text: got.text ?? '', hash: got.hash })
    const again = ok(await calls['policy.import']({ document: DOCUMENT, agents: '*', surfaces: '*' }))
    expect(again.text).toContain('"id": "import-2", "agents": "*", "surfaces": "*"')
  })

  test('that cannot be kept is refused with each place and reason', async () => {
    const { calls } = await grants()
    const document = '{"version": "1", "default": "deny", "tools": {"cmux_send": {"magic": true}}}'
    const got = ok(await calls['policy.import']({ document, agents: '*', surfaces: '*' }))
    expect(got).toMatchObject({ text: null, added: 0, check: null })
    expect(got.faults).toEqual([{ path: 'tools.cmux_send.magic', message: expect.any(String) }])
    const broken = ok(await calls['policy.import']({ document: '{', agents: '*', surfaces: '*' }))
    expect(broken.faults).toEqual([{ path: 'line 1', message: expect.any(String) }])
  })
})
