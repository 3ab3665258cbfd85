// Taking back: exactly what a change left becomes what was before it, on record, and never what has ended since.
import { describe, expect, test } from 'vitest'
import { grants, TEXT } from './support.ts'

const CURSOR = { agent: 'cursor', surface: 's_aaaa' } as const
const NOTHING = { ok: false, code: 'nothing_to_undo', message: 'There is nothing to undo.' }

describe('undo', () => {
  test('takes changes back one by one, raises and lowerings, each recorded before', async () => {
    const { calls, recorded, written, slice } = await grants()
    await calls['policy.cell']({ ...CURSOR, level: 'none', ask: null })
    const lowered = await written()
    await calls['policy.cell']({ ...CURSOR, level: 'submit', ask: null })
    expect(await calls['policy.undo']({})).toEqual({ ok: true, value: { what: 'Cursor in shell: Submit, was None' } })
    expect([await written(), slice().undo]).toEqual([lowered, 'Cursor in shell: None, was Type'])
    expect(await calls['policy.undo']({})).toEqual({ ok: true, value: { what: 'Cursor in shell: None, was Type' } })
    expect([await written(), slice().undo]).toEqual([TEXT, null])
    expect(recorded.slice(2)).toMatchObject([
      { text: 'A person takes this back: A person sets submit for cursor on s_aaaa; it was none.' },
      {
        text: 'A person takes this back: A person sets none for cursor on s_aaaa; it was type.',
        outcome: 'delivered',
        inForce: lowered,
      },
    ])
    expect(await calls['policy.undo']({})).toEqual(NOTHING)
    expect(recorded).toHaveLength(4)
  })

  test('is offered only while the policy is exactly what the change left', async () => {
    const { calls, room, slice } = await grants()
    await calls['policy.cell']({ ...CURSOR, level: 'read', ask: null })
    const left = room.file.text()?.text ?? ''
    await room.file.change(text => text.replace('hands off', 'off'))
    expect([slice().undo, await calls['policy.undo']({})]).toEqual([null, NOTHING])
    await room.file.change(() => left)
    expect(slice().undo).toBe('Cursor in shell: Read, was Type')
  })

  test('goes fifty steps back and no further', async () => {
    const { calls, room } = await grants()
    for (let n = 0; n < 51; n++) await calls['policy.open']({ agent: 'cursor', grant: 'ask', max: n + 1 })
    for (let n = 0; n < 50; n++) expect(await calls['policy.undo']({})).toMatchObject({ ok: true })
    expect(await calls['policy.undo']({})).toEqual(NOTHING)
    expect(room.file.policy().open).toEqual([{ id: 'o1', agents: 'cursor', grant: 'ask', max: 1 }])
  })

  test('brings back a temporary rule that was ended, and no other that is over', async () => {
    const ended = (surface: string, until: string, more = '') =>
      `{ "id": "t${more ? 7 : 8}", "agents": "cursor", "surfaces": { "id": "${surface}" }, "level": "submit", "until": ${until}${more} }`
    const over = ended('s_aaaa', '"2020-01-01T00:00:00Z"')
    const mine = ended('s_aaaa', '"2020-01-01T00:00:00Z"', ', "reason": "mine"')
    const text = TEXT.replace('  ],\n  "locks"', `  ,\n    ${mine},\n    ${over}\n  ],\n  "locks"`)
    const { calls, room, slice, surfaces } = await grants({ text })
    const ids = () => room.file.policy().rules.map(({ id }) => id)
    const rest = { agent: 'codex', level: 'submit' } as const
    await calls['policy.temporary']({ ...rest, surface: 's_aaaa', minutes: null })
    await calls['policy.temporary']({ ...rest, surface: 's_bbbb', minutes: 60 })
    expect(ids()).toEqual(['r1', 'r2', 't7', 't8', 't1', 't2'])
    for (const rule of ['t2', 't1']) expect(await calls['policy.end']({ rule })).toMatchObject({ ok: true })
    surfaces.shift()
    expect(await calls['policy.undo']({})).toMatchObject({ ok: true })
    // t1 ended with its surface and t8 long ago; what a person wrote beside stays and counts for nothing
    expect(ids()).toEqual(['r1', 'r2', 't7'])
    expect(await calls['policy.undo']({})).toMatchObject({ ok: true })
    expect(ids()).toEqual(['r1', 'r2', 't7', 't2'])
    expect(slice().temporary).toMatchObject([{ rule: 't2', agent: 'codex', surface: 's_bbbb' }])
    // and the steps before go on from there
    expect(await calls['policy.undo']({})).toMatchObject({ ok: true })
    expect(ids()).toEqual(['r1', 'r2', 't7'])
  })

  test('of the change that the person saw takes no other back: a double click, or a change in between', async () => {
    const { calls, written, slice, recorded } = await grants()
    await calls['policy.lock']({ ...CURSOR, level: 'read', ask: null, reason: '' })
    const locked = await written()
    await calls['policy.lock']({ ...CURSOR, level: 'read', ask: null, reason: 'why' })
    const of = slice().undoOf
    const twice = await Promise.all([calls['policy.undo']({ of }), calls['policy.undo']({ of })])
    expect(twice).toMatchObject([{ ok: true }, { ok: false, code: 'nothing_to_undo' }])
    // the lock itself stands
    expect([await written(), recorded.length]).toEqual([locked, 3])
    expect(slice().undoOf).not.toBe(of)
    expect(await calls['policy.undo']({ of: slice().undoOf })).toMatchObject({ ok: true })
    expect([await written(), slice().undoOf]).toEqual([TEXT, null])
  })

  test('tells the window that there is something else to undo', async () => {
    const { calls, touched } = await grants()
    await calls['policy.open']({ agent: '*', grant: 'ask', max: null })
    expect(touched).toEqual(['grants'])
    await calls['policy.undo']({})
    expect(touched).toEqual(['grants', 'grants'])
  })
})
