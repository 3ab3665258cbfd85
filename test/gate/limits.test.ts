import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openActivity } from '../../main/gate/activity.ts'
import type { GateOptions } from '../../main/gate/core.ts'
import { createGate } from '../../main/gate/gate.ts'
import { pastSends } from '../../main/gate/history.ts'
import { steadyTime } from '../../main/gate/steady.ts'
import type { Limit } from '../../main/policy/model.ts'
import { codex, cursor, paste, rig, rule, short, submit } from './support/rig.ts'

const perAgent: Limit = { max: 2, window: 'minute', per: 'agent' }
const type = (text: string) => ({ intent: 'type', surface: 'api', text }) as const

describe('a limit', () => {
  test('refuses the send after the last one it lets through, and says when the next one would pass', async () => {
    const limited = rig({ rules: [rule('r1', '*', 'submit', { limits: [perAgent] })] })
    const { gate, clock } = limited
    expect(short(await gate.send(cursor, submit('one')))).toBe('submitted')
    clock.advance(20_000)
    expect(short(await gate.send(cursor, submit('two')))).toBe('submitted')
    const refused = await gate.send(cursor, submit('three'))
    expect(refused).toMatchObject({ code: 'rate_limited', effect: 'deny', rule: 'r1', allowed: 'submit' })
    const wait = 'retryAfterMs' in refused ? (refused.retryAfterMs ?? 0) : 0
    expect(wait).toBeGreaterThan(30_000)
    expect(wait).toBeLessThanOrEqual(40_000)
    expect(refused).toMatchObject({ why: expect.stringMatching(/^r1 lets cursor send 2 times a minute; the next one/) })
    expect(limited.records.at(-1)).toMatchObject({ outcome: 'denied', verdict: { rule: 'r1' } })
    expect(short(await gate.send(codex, submit('mine')))).toBe('submitted')
    clock.advance(wait)
    expect(short(await gate.send(cursor, submit('three')))).toBe('submitted')
  })

  test('counts drafts too, and gives back what was not delivered', async () => {
    const { gate } = rig({ rules: [rule('r1', '*', 'type', { limits: [perAgent] })] })
    expect(short(await gate.send(cursor, type('one')))).toBe('staged')
    // refused for its text: nothing was staged
    expect(short(await gate.send(cursor, type('\u0007')))).toBe('no: bad_text')
    expect(short(await gate.send(cursor, type('two')))).toBe('staged')
    expect(short(await gate.send(cursor, type('three')))).toBe('no: rate_limited')
  })

  test('gives its place back when the surface takes nothing', async () => {
    const limited = rig({ rules: [rule('r1', '*', 'submit', { limits: [{ ...perAgent, max: 1 }] })] })
    limited.surface.dialog = { open: 'yes', why: 'it asks', id: null }
    expect(short(await limited.gate.send(cursor, submit('one')))).toBe('no: dialog_open')
    limited.surface.dialog = { open: 'no', why: 'shell', id: null }
    expect(short(await limited.gate.send(cursor, submit('one')))).toBe('submitted')
    expect(short(await limited.gate.send(cursor, submit('two')))).toBe('no: rate_limited')
  })

  test('on any rule that matches counts, not only on the one that decides', async () => {
    const rules = [
      rule('wide', '*', 'read', { limits: [{ max: 1, window: 'hour', per: 'surface' }] }),
      rule('exact', 'cursor', 'submit', { surfaces: { id: 's_aaaa' } }),
    ]
    const { gate } = rig({ rules })
    expect(short(await gate.send(cursor, submit('one')))).toBe('submitted')
    const refused = await gate.send(cursor, submit('two'))
    expect(refused).toMatchObject({ code: 'rate_limited', rule: 'wide' })
  })

  test('never counts reads, and my_access says what is left', async () => {
    const { gate } = rig({ rules: [rule('r1', '*', 'submit', { limits: [perAgent] })] })
    for (let read = 0; read < 5; read++) {
      expect(await gate.read(cursor, { surface: 'api', what: 'screen' })).toMatchObject({ refused: false })
    }
    await gate.send(cursor, submit('one'))
    const left = () => gate.access(cursor, 'api')
    expect(left()).toMatchObject({ surfaces: [{ limits: [{ rule: 'r1', max: 2, window: 'minute', left: 1 }] }] })
    await gate.send(cursor, submit('two'))
    expect(left()).toMatchObject({ surfaces: [{ limits: [{ left: 0, retryAfterMs: expect.any(Number) }] }] })
  })
})

describe('rules on texts', () => {
  const rules = [
    rule('r1', 'cursor', 'submit', {
      text: [
        { deny: { contains: 'rm -rf' }, reason: 'not by agents' },
        { require: { regex: '^git ' }, intent: 'submit' },
      ],
    }),
  ]

  test('are asked before anything is written, of drafts as well, with the rule and its reason', async () => {
    const checked = rig({ rules })
    const { gate } = checked
    expect(await gate.send(cursor, submit('git status && rm -rf x'))).toMatchObject({
      code: 'denied',
      rule: 'r1',
      why: 'r1 says that what cursor sends in "api" may not contain "rm -rf" (not by agents).',
    })
    expect(short(await gate.send(cursor, submit('ls')))).toBe('no: denied')
    expect(short(await gate.send(cursor, submit('git status')))).toBe('submitted')
    // typing it is allowed, but bytes need what submit needs: it becomes a draft
    const staged = await gate.send(cursor, type('ls'))
    expect(short(staged)).toBe('staged')
    const draft = 'draft' in staged ? staged.draft : ''
    expect(await gate.send(cursor, { intent: 'submit', surface: 'api', draft })).toMatchObject({ code: 'denied' })
    expect(checked.surface.bytes()).toBe(`${paste('git status')}\r`)
  })

  test('Enter alone never meets a rule that requires a text', async () => {
    const { gate } = rig({ rules })
    expect(await gate.send(cursor, { intent: 'submit', surface: 'api' })).toMatchObject({ code: 'denied', rule: 'r1' })
  })
})

describe('a policy file with a fault', () => {
  test('whose last accepted copy decides: nothing is sent, reading goes on', async () => {
    const held = rig()
    held.policyFault = 'policy.json:3: unknown key.'
    held.policyRules = true
    const refused = await held.gate.send(cursor, submit('one'))
    expect(refused).toMatchObject({ code: 'paused', why: expect.stringContaining('policy.json:3: unknown key.') })
    expect(await held.gate.read(cursor, { surface: 'api', what: 'screen' })).toMatchObject({ refused: false })
    expect(held.gate.access(cursor)).toMatchObject({ paused: true })
    held.policyFault = null
    expect(short(await held.gate.send(cursor, submit('one')))).toBe('submitted')
  })
})

describe('after a restart', () => {
  let dir: string
  beforeEach(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'gatehouse-limits-'))
  })
  afterEach(() => rm(dir, { recursive: true, force: true }))

  test('what was sent before still counts; what was refused, read or sent by others does not', async () => {
    const first = await openActivity(dir)
    const limits = [perAgent]
    const before = rig({ rules: [rule('r1', '*', 'submit', { limits })], activity: first })
    await before.gate.send(cursor, submit('one'))
    await before.gate.send(cursor, submit('\u0007'))
    await before.gate.send(codex, submit('other'))
    await before.gate.read(cursor, { surface: 'api', what: 'screen' })
    await first.close()

    const second = await openActivity(dir)
    const now = Date.now()
    const past = await pastSends(dir, now - 60_000, now)
    expect(past.map(({ agent, intent }) => `${agent.id} ${intent}`)).toEqual(['cursor submit', 'codex submit'])
    const after = rig({
      rules: [rule('r1', '*', 'submit', { limits })],
      activity: second,
      make: (options: GateOptions) =>
        createGate({ ...options, past: past.map(one => ({ ...one, at: options.clock!.now() })) }),
    })
    expect(short(await after.gate.send(cursor, submit('two')))).toBe('submitted')
    expect(short(await after.gate.send(cursor, submit('three')))).toBe('no: rate_limited')
    await second.close()
  })
})

test('steady time follows a clock set ahead and never one set back', () => {
  let wall = 1000
  let mono = 0
  const time = steadyTime({ now: () => wall, monotonic: () => mono })
  expect(time()).toBe(1000)
  wall -= 500
  mono += 10
  expect(time()).toBe(1010)
  wall = 5000
  mono += 10
  expect(time()).toBe(5000)
  wall = 0
  mono += 30
  expect(time()).toBe(5030)
})
