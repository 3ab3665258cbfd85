// Waiting on real shells: what ends a wait, and what does not.
import { describe, expect, test } from 'vitest'
import { systemClock } from '../../main/gate/clock.ts'
import { createGate } from '../../main/gate/gate.ts'
import type { WaitArguments } from '../../main/gate/wait.ts'
import type { PersonSurface } from '../../main/surfaces/surface.ts'
import { openShell, openSurface, testRegistry, until } from '../surfaces/support.ts'
import { cursor, rig, rule } from './support/rig.ts'

async function waiting(spec?: { command: string }) {
  const { registry } = testRegistry()
  const surface: PersonSurface = spec ? await openSurface(registry, spec) : await openShell(registry)
  const state = rig({
    rules: [rule('r1', '*', 'submit', { answer: 'allow' })],
    make: options => createGate({ ...options, surfaces: registry, clock: systemClock }),
  })
  const id = surface.facts.id
  const wait = (until: WaitArguments['until'], more: Partial<WaitArguments> = {}) =>
    state.gate.wait(cursor, { surface: id, until, timeoutMs: 10_000, ...more })
  return {
    state,
    surface,
    registry,
    wait,
    submit: (text: string) => state.gate.send(cursor, { intent: 'submit', surface: id, text }),
  }
}

describe('a wait ends', () => {
  test('with a text that is printed, not with the command that will print it', async () => {
    const { wait, submit } = await waiting()
    const found = wait({ text: 'ready-42' })
    await submit('sleep 0.2; echo "ready-$((40+2))"; : ready-42')
    const answer = await found
    expect(answer).toMatchObject({ reason: 'text', lines: expect.arrayContaining(['ready-42']) })
  })

  test('with a match of a regex; what was printed after a cursor counts at once', async () => {
    const { state, surface, wait, submit } = await waiting()
    const before = await state.gate.read(cursor, { surface: surface.facts.id, what: 'screen' })
    const from = before.refused ? '' : before.cursor
    await submit('echo code-7')
    await wait('idle')
    expect(await wait({ regex: '^code-[0-9]+$' }, { cursor: from })).toMatchObject({ reason: 'text' })
    // from now on nothing more is printed
    expect(await wait({ regex: '^code-[0-9]+$' }, { timeoutMs: 400 })).toMatchObject({ reason: 'timeout', lines: [] })
  })

  test('when the surface is idle again, with what it printed meanwhile', async () => {
    const { wait, submit } = await waiting()
    await submit('for n in 1 2 3; do sleep 0.1; echo line-$n; done')
    const answer = await wait('idle')
    expect(answer).toMatchObject({ reason: 'idle', state: { is: expect.stringMatching(/idle|done_unseen/) } })
  })

  test('when the program ends, whatever was waited for', async () => {
    const { surface, wait } = await waiting()
    const all = Promise.all([wait('exit'), wait({ text: 'never' }), wait('needs_you')])
    surface.keys('exit\r')
    expect((await all).map(one => !one.refused && one.reason)).toEqual(['exit', 'exit', 'exit'])
  })

  test('after its time, and when its caller has gone', async () => {
    const { wait } = await waiting({ command: 'exec cat' })
    const started = performance.now()
    expect(await wait({ text: 'never' }, { timeoutMs: 300 })).toMatchObject({ reason: 'timeout' })
    expect(performance.now() - started).toBeGreaterThanOrEqual(299)
    const abort = new AbortController()
    const cancelled = wait({ text: 'never' }, { signal: abort.signal })
    abort.abort()
    expect(await cancelled).toMatchObject({ refused: true })
  })

  test('when its agent may no longer read there', async () => {
    const { state, surface, wait } = await waiting({ command: 'exec cat' })
    const waited = wait({ text: 'secret' })
    await until('both looks', () => state.reads.length > 1)
    state.rules = []
    surface.keys('secret\r')
    expect(await waited).toMatchObject({ refused: true, code: 'no_such_surface' })
  })
})

test('progress is told at once', async () => {
  const { wait } = await waiting({ command: 'exec cat' })
  const told: number[] = []
  await wait({ text: 'never' }, { timeoutMs: 100, onProgress: ms => void told.push(ms) })
  expect(told).toHaveLength(1)
})

test('a regex that cannot be used is named before anything is waited for', async () => {
  const { wait } = await waiting({ command: 'exec cat' })
  expect(await wait({ regex: '(?=x)' })).toMatchObject({ code: 'bad_arguments', field: 'until' })
})

test('twenty waits of an agent at a time, not one more', async () => {
  const { wait } = await waiting({ command: 'exec cat' })
  const abort = new AbortController()
  const many = Array.from({ length: 20 }, () => wait({ text: 'never' }, { signal: abort.signal }))
  expect(await wait({ text: 'never' })).toMatchObject({ code: 'rate_limited' })
  abort.abort()
  await Promise.all(many)
  expect(await wait({ text: 'never' }, { timeoutMs: 100 })).toMatchObject({ reason: 'timeout' })
})
