// What each change in the panel writes into a real policy file, and what of it is on record before it is in force.
import { describe, expect, test } from 'vitest'
import { difference, grants, TEXT } from './support.ts'

const CURSOR = { agent: 'cursor', surface: 's_aaaa' } as const
const DONE = { ok: true, value: {} }

describe('a change of one cell', () => {
  test('is recorded with what it was, before it is in force', async () => {
    const { calls, recorded, written, slice } = await grants()
    expect(await calls['policy.cell']({ ...CURSOR, level: 'submit', ask: null })).toEqual(DONE)
    expect(recorded).toEqual([
      { text: 'A person sets submit for cursor on s_aaaa; it was type.', outcome: 'delivered', inForce: TEXT },
    ])
    expect(difference(TEXT, await written())).toEqual([
      '-{ "id": "r2", "agents": "cursor", "surfaces": { "id": "s_aaaa" }, "level": "type" }',
      '+{ "id": "r2", "agents": "cursor", "surfaces": { "id": "s_aaaa" }, "level": "submit" }',
    ])
    expect(slice().undo).toBe('Cursor in shell: Submit, was Type')
  })

  test('that is no change is neither recorded nor written, and cannot be undone', async () => {
    const { calls, recorded, written, slice } = await grants()
    expect(await calls['policy.cell']({ ...CURSOR, level: 'type', ask: null })).toEqual(DONE)
    expect(await calls['policy.parts']({ ...CURSOR, answer: 'ask' })).toEqual(DONE)
    expect(await calls['policy.lock']({ ...CURSOR, level: null, ask: null, reason: '' })).toEqual(DONE)
    expect([recorded, await written(), slice().undo]).toEqual([[], TEXT, null])
  })

  test('that another rule as exact would hold down is refused, and names that rule', async () => {
    const both = '{ "id": "r3", "agents": ["cursor", "codex"], "surfaces": { "id": "s_aaaa" }, "level": "read" }'
    const text = TEXT.replace('"level": "type" }', `"level": "type" },\n    ${both}`)
    const { calls, recorded } = await grants({ text })
    expect(await calls['policy.cell']({ ...CURSOR, level: 'submit', ask: null })).toEqual({
      ok: false,
      code: 'no_such_rule',
      message: 'r3 decides here as well and gives something else. Change that rule instead.',
    })
    expect(recorded).toEqual([])
    // less than that is no matter
    expect(await calls['policy.cell']({ ...CURSOR, level: 'none', ask: null })).toEqual(DONE)
  })

  test('of an agent inside a surface is for all of its kind in its workspace', async () => {
    const { calls, words, written } = await grants()
    const inside = { agent: 'claude@s_bbbb', surface: 's_aaaa' } as const
    await calls['policy.cell']({ ...inside, level: 'type', ask: 'submit' })
    await calls['policy.parts']({ ...inside, interrupt: 'allow' })
    await calls['policy.lock']({ ...inside, level: 'read', ask: null, reason: '' })
    expect(words()).toEqual([
      'A person sets type with ask submit for every claude agent of workspace "infra" on s_aaaa; it was read with ask type.',
      'A person changes every claude agent of workspace "infra" on s_aaaa: interrupting: allow, was ask.',
      'A person locks to read every claude agent of workspace "infra" on s_aaaa; it had type with ask submit.',
    ])
    const selectors = '"agents": { "preset": "claude", "workspace": "infra" }, "surfaces": { "id": "s_aaaa" }'
    const text = await written()
    expect(text).toContain(`{ "id": "g1", ${selectors}, "level": "type", "ask": "submit", "interrupt": "allow" }`)
    expect(text).toContain(`{ "id": "l2", ${selectors}, "level": "read" }`)
  })

  test.each([
    ['an agent', { agent: 'nobody', surface: 's_aaaa' }],
    ['a surface', { agent: 'cursor', surface: 's_gone' }],
  ] as const)('for %s that is gone says so', async (_, at) => {
    const { calls, recorded } = await grants()
    const refusals = [
      await calls['policy.cell']({ ...at, level: 'read', ask: null }),
      await calls['policy.parts']({ ...at, answer: 'deny' }),
      await calls['policy.lock']({ ...at, level: 'read', ask: null, reason: '' }),
    ]
    for (const refusal of refusals) expect(refusal).toMatchObject({ ok: false, code: 'no_such_cell' })
    expect(recorded).toEqual([])
  })
})

describe('other changes', () => {
  test('a part is set in the rule of the cell, or in a new one with what is in force there', async () => {
    const { calls, words, written } = await grants()
    const limit = { max: 10, window: 'minute', per: 'pair' } as const
    await calls['policy.parts']({ ...CURSOR, secret: 'ask', limit })
    await calls['policy.parts']({ agent: 'codex', surface: 's_bbbb', insertAtPrompt: true })
    expect(words()).toEqual([
      'A person changes cursor on s_aaaa: typing at a password prompt: ask, was deny; limit: 10 in a minute per pair, was none.',
      'A person changes codex on s_bbbb: insert at the prompt: yes, was no.',
    ])
    expect(difference(TEXT, await written()).slice(1)).toEqual([
      '+{ "id": "r2", "agents": "cursor", "surfaces": { "id": "s_aaaa" }, "level": "type", "secret": "ask", "limits": [{ "max": 10, "window": "minute", "per": "pair" }] },',
      '+{ "id": "g1", "agents": "codex", "surfaces": { "id": "s_bbbb" }, "level": "read", "ask": "type", "insertAtPrompt": true }',
    ])
  })

  test('a part that cannot be set alone is refused in words, and nothing is recorded', async () => {
    const { calls, recorded, written } = await grants()
    expect(await calls['policy.parts']({ agent: '*', surface: 's_aaaa', answer: 'deny' })).toEqual({
      ok: false,
      code: 'no_such_rule',
      message: 'Set a level for any agent here first: a rule for it would come before those of agents.',
    })
    expect([recorded, await written()]).toEqual([[], TEXT])
  })

  test('a level for a while, and its end', async () => {
    const { calls, room, slice, words } = await grants()
    const before = Date.now()
    expect(await calls['policy.temporary']({ ...CURSOR, level: 'submit', minutes: 15 })).toEqual(DONE)
    const [given] = slice().temporary
    expect(given).toMatchObject({ rule: 't1', agent: 'cursor', surface: 's_aaaa', level: 'submit' })
    expect(Number(given?.until) - before).toBeGreaterThanOrEqual(15 * 60_000)
    expect(Number(given?.until) - Date.now()).toBeLessThanOrEqual(15 * 60_000)
    expect(given?.since).toBeGreaterThanOrEqual(before)
    const until = new Date(Number(given?.until)).toISOString()
    expect(slice().undo).toBe('Cursor in shell: Submit for 15 min, was Type')
    expect(await calls['policy.end']({ rule: 't1' })).toEqual(DONE)
    expect(words()).toEqual([
      `A person gives cursor submit on "shell" (s_aaaa) until ${until}; it was type.`,
      `A person ends t1, which gave "cursor" on {"id":"s_aaaa"} submit until ${until}.`,
    ])
    expect(room.file.text()?.text).toBe(TEXT)
    expect(slice().temporary).toEqual([])
    expect(await calls['policy.end']({ rule: 't1' })).toEqual({
      ok: false,
      code: 'no_such_rule',
      message: 'There is no temporary rule t1 any more.',
    })
    // a standing rule is not ended, it is removed
    expect(await calls['policy.end']({ rule: 'r2' })).toMatchObject({ ok: false, code: 'no_such_rule' })
  })

  test('a level until the surface closes, which raises nothing where it is there anyway or locked', async () => {
    const { calls, slice } = await grants()
    expect(await calls['policy.temporary']({ ...CURSOR, level: 'submit', minutes: null })).toEqual(DONE)
    expect(slice().temporary).toMatchObject([{ rule: 't1', until: 'closes' }])
    const no = await calls['policy.temporary']({ ...CURSOR, level: 'read', minutes: 5 })
    expect(no).toEqual({
      ok: false,
      code: 'nothing_to_raise',
      message: 'cursor has submit on "shell" until it closes by t1, so this would raise nothing.',
    })
    expect(await calls['policy.temporary']({ agent: 'codex', surface: 's_cccc', level: 'submit', minutes: 5 })).toEqual(
      {
        ok: false,
        code: 'nothing_to_raise',
        message: 'Lock l1 leaves codex read on "prod-1", so a rule for submit would not give it.',
      },
    )
  })

  test('a lock for one agent everywhere, changed and taken away', async () => {
    const { calls, words, room, slice } = await grants()
    const limited = { agent: 'cursor', surface: '*' } as const
    await calls['policy.lock']({ ...limited, level: 'read', ask: null, reason: 'for\nnow ' })
    expect(difference(TEXT, room.file.text()?.text ?? '').at(-1)).toBe(
      '+{ "id": "l2", "agents": "cursor", "surfaces": "*", "level": "read", "reason": "for now" }',
    )
    expect(slice().undo).toBe('Cursor in any surface: locked to Read')
    await calls['policy.lock']({ ...limited, level: 'read', ask: 'type', reason: '' })
    expect(room.file.policy().locks[1]).toEqual({
      ...{ id: 'l2', agents: 'cursor', surfaces: '*', level: 'read', ask: 'type', reason: 'for now' },
    })
    await calls['policy.lock']({ ...limited, level: null, ask: null, reason: '' })
    expect(words()).toEqual([
      'A person locks to read cursor on *; it had read with ask type.',
      'A person locks to read with ask type cursor on *; the lock was read.',
      'A person unlocks cursor on *; the lock was read with ask type.',
    ])
    expect(room.file.policy().locks.map(({ id }) => id)).toEqual(['l1'])
  })

  test('the rule of a workspace, who may open, and any line by its id', async () => {
    const { calls, words, room } = await grants()
    await calls['policy.workspace']({ agent: '*', workspace: 'web [x]', level: 'type', ask: 'submit' })
    await calls['policy.open']({ agent: 'codex', grant: 'ask', max: 3 })
    await calls['policy.open']({ agent: 'codex', grant: 'allow', max: null })
    expect(room.file.policy()).toMatchObject({
      rules: [
        { id: 'r1' },
        { id: 'r2' },
        { id: 'w1', agents: '*', surfaces: { workspace: 'web \\[x\\]' }, level: 'type', ask: 'submit' },
      ],
      open: [{ id: 'o1', agents: 'codex', grant: 'allow' }],
    })
    expect(room.file.policy().open[0]).not.toHaveProperty('max')
    await calls['policy.workspace']({ agent: '*', workspace: 'web [x]', level: null, ask: null })
    await calls['policy.remove']({ kind: 'open', id: 'o1' })
    await calls['policy.remove']({ kind: 'lock', id: 'l1' })
    expect(words()).toEqual([
      'A person sets type with ask submit for * in workspace "web [x]"; it was not said.',
      'A person sets opening for codex: ask, at most 3; it was no rule of its own.',
      'A person sets opening for codex: allow; it was ask, at most 3.',
      'A person takes the rule of * in workspace "web [x]"; it was type with ask submit.',
      'A person removes the open rule {"id":"o1","agents":"codex","grant":"allow"}.',
      'A person removes the lock {"id":"l1","agents":"*","surfaces":{"name":"prod-*"},"level":"read","reason":"hands off"}.',
    ])
    expect(await calls['policy.remove']({ kind: 'rule', id: 'w1' })).toEqual({
      ok: false,
      code: 'no_such_rule',
      message: 'There is no rule w1 any more.',
    })
  })

  test('what would break a test of the file is refused before it is recorded', async () => {
    const { calls, recorded, written } = await grants()
    const at = { agent: 'cursor', surface: '*' } as const
    await calls['policy.remove']({ kind: 'lock', id: 'l1' })
    const before = recorded.length
    const text = await written()
    expect(await calls['policy.cell']({ ...at, level: 'submit', ask: null })).toEqual({
      ok: false,
      code: 'bad_edit',
      message: expect.stringMatching(/^This would break the policy \(line \d+\): this test expects deny/),
    })
    expect([recorded.length, await written()]).toEqual([before, text])
  })

  test.each([
    ['a managed file', { managed: true }, 'managed'],
    ['a file that was changed outside', { held: true }, 'changed_outside'],
  ] as const)('%s is not changed, and nothing is recorded', async (_, how, code) => {
    const { calls, recorded, write } = await grants({ managed: 'managed' in how })
    if ('held' in how) await write(TEXT.replace('hands off', 'hands off, please'))
    const refusals = [
      await calls['policy.cell']({ ...CURSOR, level: 'read', ask: null }),
      await calls['policy.parts']({ ...CURSOR, answer: 'deny' }),
      await calls['policy.temporary']({ ...CURSOR, level: 'submit', minutes: 5 }),
      await calls['policy.end']({ rule: 't1' }),
      await calls['policy.lock']({ ...CURSOR, level: 'read', ask: null, reason: '' }),
      await calls['policy.workspace']({ agent: '*', workspace: 'web', level: 'read', ask: null }),
      await calls['policy.open']({ agent: '*', grant: 'ask', max: null }),
      await calls['policy.remove']({ kind: 'rule', id: 'r1' }),
      await calls['policy.undo']({}),
      await calls['policy.starting']({ point: 'careful' }),
      await calls['policy.import']({ document: '{}', agents: '*', surfaces: '*' }),
      await calls['policy.write']({ text: '{"version": 1}', hash: 'x' }),
    ]
    for (const refusal of refusals) expect(refusal).toMatchObject({ ok: false, code })
    expect(recorded).toEqual([])
    // looking is possible all the same
    expect(await calls['policy.text']({})).toMatchObject({ ok: true, value: { text: TEXT } })
  })

  test('a change that meets another one in between is not made, and the record says so', async () => {
    const { calls, room, recorded, whileRecording, slice } = await grants()
    let once = true
    whileRecording(async () => {
      if (once) {
        once = false
        await room.file.change(text => text.replace('hands off', 'off'))
      }
    })
    expect(await calls['policy.cell']({ ...CURSOR, level: 'submit', ask: null })).toMatchObject({
      ok: false,
      code: 'changed_again',
    })
    expect(recorded.map(({ outcome }) => outcome)).toEqual(['delivered', 'failed'])
    expect(recorded[1]?.text).toBe('That change was not made: The policy was changed at the same moment. Look again.')
    expect(room.file.policy().rules[1]?.level).toBe('type')
    expect(slice().undo).toBe(null)
  })
})

describe('where it cannot be recorded', () => {
  const full = () => {
    throw new Error('ENOSPC: no space left on device')
  }

  test('nothing is changed, by no call, and the person hears why', async () => {
    const { calls, written, whileRecording, slice } = await grants()
    await calls['policy.cell']({ ...CURSOR, level: 'read', ask: null })
    const before = await written()
    whileRecording(full)
    const hash = (await calls['policy.text']({})) as unknown as { value: { hash: string } }
    const changes = [
      calls['policy.cell']({ ...CURSOR, level: 'submit', ask: null }),
      calls['policy.parts']({ ...CURSOR, insertAtPrompt: true }),
      calls['policy.temporary']({ ...CURSOR, level: 'submit', minutes: 5 }),
      calls['policy.lock']({ ...CURSOR, level: 'none', ask: null, reason: '' }),
      calls['policy.workspace']({ agent: '*', workspace: 'web', level: 'submit', ask: null }),
      calls['policy.open']({ agent: 'cursor', grant: 'allow', max: null }),
      calls['policy.remove']({ kind: 'lock', id: 'l1' }),
      calls['policy.write']({ text: `${before} `, hash: hash.value.hash }),
      calls['policy.undo']({}),
    ]
    for (const done of await Promise.all(changes)) {
      expect(done).toMatchObject({ ok: false, code: 'not_recorded' })
      expect((done as { message: string }).message).toContain('ENOSPC')
    }
    expect([await written(), slice().undo]).toEqual([before, 'Cursor in shell: Read, was Type'])
  })

  test('that a change was not made, the person hears that all the same', async () => {
    const { calls, written, whileRecording, write } = await grants()
    let first = true
    whileRecording(async () => {
      if (!first) full()
      first = false
      await write('{}')
    })
    const done = await calls['policy.cell']({ ...CURSOR, level: 'submit', ask: null })
    expect(done).toMatchObject({ ok: false, code: 'changed_outside' })
    expect(await written()).toBe('{}')
  })
})

describe('a held change', () => {
  test('is recorded as accepted only if exactly it was, with what it changes', async () => {
    const { calls, words, write, room } = await grants()
    await write(TEXT.replace('"level": "type"', '"level": "submit"'))
    await room.file.check()
    const { hash } = room.file.held()!
    expect(await calls['policy.accept']({ hash: 'sha256:other' })).toMatchObject({ ok: false, code: 'changed_again' })
    expect(words()).toEqual([
      'A person accepts the policy sha256:other.',
      expect.stringMatching(/^That change was not made: /),
    ])
    expect(await calls['policy.accept']({ hash })).toMatchObject({ ok: true })
    expect(words().at(-1)).toBe(`A person accepts the policy ${hash}: cursor on s_aaaa: submit, was type.`)
    expect(await calls['policy.putBack']({ hash })).toMatchObject({ ok: false })
    expect(words().at(-1)).toMatch(/^That change was not made: /)
  })
})
