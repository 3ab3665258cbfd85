// A surface whose connection is lost: nothing is asked or sent, and it is said. And a delivery of which nobody knows what became:
// it is told as that, counts as sent wherever that is the safe side, and is never repeated by itself.
import { describe, expect, test } from 'vitest'
import type { SendRequest } from '../../main/gate/model.ts'
import { answer, asks, room, waiting } from './support/approvals.ts'
import { codex, cursor, type Rig, rig, rule, settle, short, submit } from './support/rig.ts'

const LOST = { why: 'The connection to build is lost: no answer.', retryMs: 1500 }
const SAID = 'The connection to build is lost: no answer. Nothing was sent; reading goes on, with what was seen last.'
const keys: SendRequest = { intent: 'keys', surface: 'api', keys: ['Enter'] }
const choice: SendRequest = { intent: 'answer', surface: 'api', choice: 'y' }
const all = () => [rule('r1', '*', 'submit', { answer: 'allow', interrupt: 'allow' })]

async function staged(state: Rig, who = cursor): Promise<string> {
  const rules = state.rules
  state.rules = [rule('r1', '*', 'type')]
  const sent = await state.gate.send(who, { intent: 'type', surface: 'api', text: 'ls' })
  state.rules = rules
  if (sent.refused || sent.outcome !== 'staged') throw new Error(short(sent))
  return sent.draft
}

describe('while the connection is lost', () => {
  test.each<[string, SendRequest]>([
    ['a text with Enter', submit('ls')],
    ['a text', { intent: 'type', surface: 'api', text: 'ls' }],
    ['Enter alone', { intent: 'submit', surface: 'api' }],
    ['keys', keys],
    ['an answer', choice],
  ])('%s is refused as not connected, which is recorded once, and says when to try again', async (_what, request) => {
    const state = rig({ rules: all() })
    state.surface.unreached = LOST
    state.surface.dialog = { open: 'yes', why: 'it asks', id: null }
    const sent = await state.gate.send(cursor, request)
    expect(sent).toMatchObject({ code: 'not_connected', effect: 'deny', why: SAID, retryAfterMs: 1500 })
    expect(state.surface.writes).toEqual([])
    expect(state.records).toMatchObject([{ outcome: 'denied', code: 'not_connected', verdict: { why: SAID } }])
  })

  test('nobody is asked: not by the policy, not for a dialog, not for what is on the line', async () => {
    for (const rules of [asks(), all()]) {
      const state = room(rules)
      state.surface.personKey('x')
      state.surface.dialog = { open: 'unknown', why: 'who knows', id: null }
      state.surface.unreached = { ...LOST, retryMs: null }
      const sent = await state.gate.send(cursor, submit('ls'))
      expect(sent).toMatchObject({ code: 'not_connected' })
      expect(sent).not.toHaveProperty('retryAfterMs')
      expect(waiting(state)).toEqual([])
    }
  })

  test('reading goes on, and a text of level type is staged as ever', async () => {
    const state = rig({ rules: [rule('r1', '*', 'type', { insertAtPrompt: true })] })
    state.surface.insertable = { ok: true }
    state.surface.unreached = LOST
    expect(await state.gate.read(cursor, { surface: 'api', what: 'screen' })).toMatchObject({ lines: ['$'] })
    expect(short(await state.gate.send(cursor, { intent: 'type', surface: 'api', text: 'ls' }))).toBe('staged')
    expect(state.surface.writes).toEqual([])
  })

  test('drafts stay, whoever wants to release one', async () => {
    const state = rig()
    const draft = await staged(state)
    state.surface.unreached = LOST
    expect(short(await state.gate.send(cursor, { intent: 'submit', surface: 'api', draft }))).toBe('no: not_connected')
    expect(await state.gate.release(draft, 'run')).toEqual({ ok: false, code: 'not_connected', message: SAID })
    expect(state.gate.drafts().map(({ ref }) => ref)).toEqual([draft])
    state.surface.unreached = null
    expect(await state.gate.release(draft, 'run')).toMatchObject({ ok: true })
  })

  test('neither a place in a limit nor a key is used up', async () => {
    const state = rig({ rules: [rule('r1', '*', 'submit', { limits: [{ max: 1, window: 'minute', per: 'agent' }] })] })
    const once: SendRequest = { intent: 'submit', surface: 'api', text: 'ls', key: 'k' }
    state.surface.unreached = LOST
    expect(short(await state.gate.send(cursor, once))).toBe('no: not_connected')
    state.surface.unreached = null
    expect(short(await state.gate.send(cursor, once))).toBe('submitted')
  })

  test('a question that is answered meanwhile sends nothing and says so', async () => {
    const state = room()
    const sent = state.gate.send(cursor, submit('ls'))
    await settle()
    state.surface.unreached = LOST
    expect(await answer(state, 'once')).toMatchObject({ ok: true, value: { outcome: `Not done: ${SAID}` } })
    expect(await sent).toMatchObject({ code: 'not_connected' })
    expect(state.surface.writes).toEqual([])
    expect(state.gate.approvals().handled).toMatchObject([{ how: `Not done: ${SAID}`, good: false }])
  })
})

describe('a wait', () => {
  /** What is printed, and how the reader's numbering changes when the screen is drawn anew. */
  function printing(state: Rig) {
    const lines = ['BUILD DONE', '$ make']
    let from = 0
    let anew = false
    const { surface } = state
    const summary = surface.summary
    surface.summary = () => ({ ...summary(), link: { is: 'live', since: 0 } })
    surface.read = async ({ what }) => {
      const screen = { cols: 80, rows: 24, cursor: { x: 0, y: 0 }, alt: false }
      const told = what === 'since' && !anew ? lines.slice(from) : lines
      const place = what === 'since' && anew ? ({ anew: true } as const) : {}
      return { ok: true, value: { lines: [...told], typed: [], cursor: 'c', truncated: anew, ...place, screen } }
    }
    from = lines.length
    return {
      print(line: string) {
        lines.push(line)
        surface.news()
      },
      drawAnew() {
        anew = true
        surface.news()
      },
    }
  }

  test('goes on while the connection is lost, and does not take for new what the screen drawn anew shows again', async () => {
    const state = rig()
    const program = printing(state)
    const waited = state.gate.wait(cursor, { surface: 'api', until: { text: 'BUILD DONE' }, timeoutMs: 60_000 })
    await settle()
    const seen: unknown[] = []
    void waited.then(one => seen.push(one))
    program.drawAnew()
    for (let times = 0; times < 4; times += 1) {
      state.clock.advance(40)
      await settle()
    }
    expect(seen).toEqual([])
    program.print('cc main.c')
    program.print('BUILD DONE')
    for (let times = 0; times < 4; times += 1) {
      state.clock.advance(40)
      await settle()
    }
    expect(seen).toMatchObject([{ reason: 'text', lines: ['cc main.c', 'BUILD DONE'] }])
  })
})

describe('a connection that is lost between the last look and the first byte', () => {
  test.each<[string, SendRequest]>([
    ['text', submit('ls')],
    ['keys', { intent: 'keys', surface: 'api', keys: ['C-c'] }],
  ])('%s: refused, with an end in the record', async (_what, request) => {
    const state = rig({ rules: all() })
    state.surface.loses = 'unreached'
    expect(await state.gate.send(cursor, request)).toMatchObject({
      code: 'not_connected',
      why: 'Nothing was sent: the connection to build was lost.',
    })
    expect(state.records).toMatchObject([
      { outcome: null, seq: 1 },
      { of: 1, outcome: 'denied', code: 'not_connected' },
    ])
  })

  test('a text that would be inserted at the prompt is staged', async () => {
    const state = rig({ rules: [rule('r1', '*', 'type', { insertAtPrompt: true })] })
    state.surface.insertable = { ok: true }
    state.surface.loses = 'unreached'
    expect(short(await state.gate.send(cursor, { intent: 'type', surface: 'api', text: 'ls' }))).toBe('staged')
  })
})

describe('a delivery of which nobody knows', () => {
  const UNKNOWN = {
    refused: false,
    outcome: 'unknown',
    evidence:
      'What went in may or may not have reached the program: the connection to build was lost. Look with read_surface before you send anything again. A repeat with the same key sends nothing and gets this answer.',
  } as const

  test.each<[string, SendRequest]>([
    ['a text with Enter', submit('ls')],
    ['a text', { intent: 'type', surface: 'api', text: 'ls' }],
    ['keys', { intent: 'keys', surface: 'api', keys: ['C-c'] }],
    ['an answer', choice],
  ])('%s: the outcome is unknown, in plain words, and so is the record’s', async (_what, request) => {
    const state = rig({ rules: all() })
    state.surface.dialog = { open: 'yes', why: 'it asks', id: null }
    state.surface.loses = 'unknown'
    expect(await state.gate.send(cursor, request)).toEqual(UNKNOWN)
    expect(state.records).toMatchObject([{ outcome: null }, { of: 1, outcome: 'unknown', bytes: null }])
  })

  test('the same key gives the same answer and sends nothing', async () => {
    const state = rig()
    state.surface.loses = 'unknown'
    const once: SendRequest = { intent: 'submit', surface: 'api', text: 'ls', key: 'k' }
    expect(await state.gate.send(cursor, once)).toEqual(UNKNOWN)
    expect(await state.gate.send(cursor, once)).toEqual(UNKNOWN)
    expect(state.surface.writes).toEqual([])
    expect(state.log.filter(one => one.startsWith('perhaps'))).toHaveLength(1)
  })

  test('it counts in limits', async () => {
    const state = rig({ rules: [rule('r1', '*', 'submit', { limits: [{ max: 1, window: 'minute', per: 'agent' }] })] })
    state.surface.loses = 'unknown'
    expect(short(await state.gate.send(cursor, submit('ls')))).toBe('unknown')
    expect(short(await state.gate.send(cursor, submit('ls')))).toBe('no: rate_limited')
  })

  test('it may stand on the line: another is refused there, and its own agent may press Enter for it', async () => {
    const state = rig()
    state.surface.loses = 'unknown'
    await state.gate.send(cursor, submit('ls'))
    expect(short(await state.gate.send(codex, submit('pwd')))).toBe('no: line_not_empty')
    expect(short(await state.gate.send(cursor, submit('pwd')))).toBe('no: line_not_empty')
    expect(short(await state.gate.send(cursor, { intent: 'submit', surface: 'api' }))).toBe('submitted')
  })

  test('a draft is gone, and nobody releases it twice', async () => {
    for (const by of ['agent', 'person'] as const) {
      const state = rig()
      const draft = await staged(state)
      state.surface.loses = 'unknown'
      if (by === 'agent') {
        expect(await state.gate.send(cursor, { intent: 'submit', surface: 'api', draft })).toEqual(UNKNOWN)
      } else {
        expect(await state.gate.release(draft, 'run')).toEqual({
          ok: false,
          code: 'unknown',
          message:
            'It may or may not have reached the program: the connection to build was lost. Look there before you send it again; Activity has the text.',
        })
      }
      expect(state.gate.drafts()).toEqual([])
      expect(await state.gate.release(draft, 'run')).toMatchObject({ ok: false, code: 'draft_changed' })
      expect(state.surface.writes).toEqual([])
    }
  })

  test('what a person allowed is told to them as not known', async () => {
    const state = room()
    state.surface.loses = 'unknown'
    const sent = state.gate.send(cursor, submit('ls'))
    expect(await answer(state, 'once')).toMatchObject({ ok: true })
    expect(short(await sent)).toBe('unknown')
    expect(state.gate.approvals().handled).toMatchObject([
      { how: 'Allowed once; not known whether it went in', good: false },
    ])
  })

  test('of many sends the rest is not tried where the caller wants to stop', async () => {
    const state = rig({ names: { s_aaaa: 'api', s_bbbb: 'web' } })
    state.surface.loses = 'unknown'
    const sends = ['api', 'web'].map(surface => ({ surface, text: 'ls', submit: true }))
    const stopped = await state.gate.sendMany(cursor, { sends, stopOnError: true })
    expect(stopped).toMatchObject({ results: [UNKNOWN, { outcome: 'not_tried' }] })
    state.surface.loses = 'unknown'
    state.surface.personKey('\r')
    state.clock.advance(2000)
    const both = await state.gate.sendMany(cursor, { sends })
    expect(both).toMatchObject({ results: [UNKNOWN, { outcome: 'submitted' }] })
  })

  test('nothing is waited for', async () => {
    const state = rig()
    state.surface.loses = 'unknown'
    const wait = { until: 'idle', timeoutMs: 60_000 } as const
    expect(await state.gate.send(cursor, { intent: 'submit', surface: 'api', text: 'ls', wait })).toEqual(UNKNOWN)
  })
})
