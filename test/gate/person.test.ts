import { describe, expect, it } from 'vitest'
import { ActivityError } from '../../main/gate/activity.ts'
import { codex, cursor, type Rig, rig, rule, settle, short } from './support/rig.ts'

const paste = (text: string) => `\x1b[200~${text}\x1b[201~`

async function staged(state: Rig, text = 'ls', who = cursor): Promise<string> {
  const answer = await state.gate.send(who, { intent: 'type', surface: 'api', text })
  if (answer.refused || answer.outcome !== 'staged') throw new Error(`not staged: ${short(answer)}`)
  return answer.draft
}
const typists = () => rig({ rules: [rule('r1', '*', 'type')] })

describe("a person's release", () => {
  it.each([
    ['run', `${paste('ls')}\r`, 'submitted', 'delivered'],
    ['insert', paste('ls'), 'inserted', 'inserted'],
  ] as const)(
    '%s writes exactly that revision, records it first, and the draft is gone',
    async (how, bytes, outcome, recorded) => {
      const state = typists()
      const ref = await staged(state)
      expect(await state.gate.release(ref, how)).toEqual({ ok: true, value: { outcome } })
      expect(state.surface.bytes()).toBe(bytes)
      expect(state.gate.drafts()).toEqual([])
      const [, intent, end] = state.records
      expect(intent).toMatchObject({ actor: 'person', releasedBy: 'person', draft: ref, text: 'ls', outcome: null })
      expect(end).toMatchObject({ of: intent!.seq, outcome: recorded, draft: ref })
      expect(state.log.indexOf('record send submit')).not.toBe(0)
      expect(await state.gate.release(ref, how)).toMatchObject({ ok: false, code: 'draft_changed' })
    },
  )

  it('works while agents are paused, while the policy is broken, while they type and before a dialog', async () => {
    const state = typists()
    const ref = await staged(state, 'a\u202eb')
    await state.gate.pause('person')
    state.policyFault = 'line 1'
    state.surface.personKey('\r')
    state.surface.composing = true
    state.surface.dialog = { open: 'yes', why: 'It asks.', id: null }
    expect(state.gate.drafts()[0]!.notices).toEqual([{ index: 1, codePoint: 'U+202E', name: 'right-to-left override' }])
    expect(await state.gate.release(ref, 'run')).toMatchObject({ ok: true })
    expect(state.clock.monotonic()).toBe(0)
  })

  it.each<[string, string, (state: Rig) => void]>([
    ['something is on the line', 'line_not_empty', ({ surface }) => surface.personKey('x')],
    [
      'the program ended',
      'surface_exited',
      ({ surface }) => {
        surface.alive = false
      },
    ],
    ['the surface is gone', 'surface_exited', ({ surfaces }) => void surfaces.splice(0)],
    [
      'the program does not take pastes',
      'bad_text',
      ({ surface }) => {
        surface.bracketedPaste = false
      },
    ],
    [
      'the record cannot be written',
      'not_recorded',
      state => {
        state.fault = 'Activity cannot be saved: EIO.'
      },
    ],
  ])('when %s: nothing is written, the draft stays', async (_, code, change) => {
    const state = typists()
    const ref = await staged(state, 'a\nb')
    change(state)
    expect(await state.gate.release(ref, 'run')).toMatchObject({ ok: false, code })
    expect(state.surface.writes.filter(({ data }) => data !== 'x')).toEqual([])
    expect(state.gate.drafts().map(draft => draft.ref)).toEqual([ref])
  })

  it('a record that fails on the way delivers nothing', async () => {
    const state = typists()
    const ref = await staged(state)
    state.onAppend = () => {
      throw new ActivityError('Activity cannot be saved: the disk is full.')
    }
    const answer = await state.gate.release(ref, 'run')
    expect(answer).toMatchObject({ ok: false, code: 'not_recorded', message: expect.stringContaining('disk is full') })
    expect(state.surface.writes).toEqual([])
  })

  it('twice at once runs once', async () => {
    const state = typists()
    const ref = await staged(state)
    const answers = await Promise.all([state.gate.release(ref, 'run'), state.gate.release(ref, 'run')])
    expect(answers.map(({ ok }) => ok).sort()).toEqual([false, true])
    expect(state.surface.bytes()).toBe(`${paste('ls')}\r`)
  })

  it('a revision that was replaced while it waited is not written', async () => {
    const state = typists()
    const ref = await staged(state, 'old')
    state.onAppend = async entry => {
      if (entry.actor === 'person' && entry.outcome === null) {
        state.onAppend = null
        await staged(state, 'new')
      }
    }
    expect(await state.gate.release(ref, 'run')).toMatchObject({ ok: false, code: 'draft_changed' })
    expect(state.surface.writes).toEqual([])
    expect(state.gate.drafts().map(({ text }) => text)).toEqual(['new'])
  })

  it('comes before agents that wait', async () => {
    const state = rig({ rules: [rule('r1', 'cursor', 'submit'), rule('r2', 'codex', 'type')] })
    const { gate, surface } = state
    const ref = await staged(state, 'theirs', codex)
    let go = () => {}
    surface.between = () =>
      new Promise(resolve => {
        go = resolve
      })
    const submit = (text: string) => gate.send(cursor, { intent: 'submit', surface: 'api', text })
    const first = submit('one')
    await expect.poll(() => surface.writes.length).toBe(1)
    const second = submit('two')
    await settle()
    const person = gate.release(ref, 'run')
    await settle()
    surface.between = null
    go()
    await Promise.all([first, second, person])
    expect(surface.bytes()).toBe(`${paste('one')}\r${paste('theirs')}\r${paste('two')}\r`)
  })
})

describe("a person's changes", () => {
  it('edit makes a new revision, recorded with both texts, and marks it', async () => {
    const state = typists()
    const ref = await staged(state, 'one')
    const edited = await state.gate.editDraft(ref, 'two\t')
    if (!edited.ok) throw new Error(edited.message)
    expect(edited.value.ref).toBe(ref.replace('@1', '@2'))
    expect(state.gate.drafts()[0]).toMatchObject({ text: 'two\t', edited: true, agent: 'cursor', agentName: 'Cursor' })
    expect(state.records.at(-1)).toMatchObject({ actor: 'person', text: 'two\t', draft: edited.value.ref })
    expect(await state.gate.release(ref, 'run')).toMatchObject({ ok: false, code: 'draft_changed' })
    expect(await state.gate.editDraft(ref, 'three')).toMatchObject({ ok: false, code: 'draft_changed' })
    expect(await state.gate.editDraft(edited.value.ref, 'a\x1b')).toMatchObject({ ok: false, code: 'bad_text' })
    expect(state.surface.writes).toEqual([])
  })

  it('discard takes exactly that revision away, and is recorded as theirs', async () => {
    const state = typists()
    const first = await staged(state, 'one')
    const second = await staged(state, 'two')
    expect(await state.gate.discardDraft(first)).toMatchObject({ ok: false, code: 'draft_changed' })
    expect(await state.gate.discardDraft(second)).toEqual({ ok: true, value: {} })
    expect(state.gate.drafts()).toEqual([])
    await expect
      .poll(() => state.records.at(-1))
      .toMatchObject({ actor: 'person', draft: second, outcome: 'cancelled' })
    expect(await state.gate.discardDraft(second)).toMatchObject({
      ok: false,
      message: expect.stringContaining('no draft'),
    })
  })
})

describe("an agent's release", () => {
  const submitDraft = (draft: string) => ({ intent: 'submit', surface: 'api', draft }) as const
  /** staged at level type, then the grant went up */
  async function raised(text = 'ls'): Promise<[Rig, string]> {
    const state = typists()
    const ref = await staged(state, text)
    state.rules = [rule('r2', '*', 'submit')]
    return [state, ref]
  }

  it('of its own draft is its send: recorded with the text, delivered, the draft gone', async () => {
    const [state, ref] = await raised()
    expect(state.surface.writes).toEqual([])
    expect(short(await state.gate.send(cursor, submitDraft(ref)))).toBe('submitted')
    expect(state.surface.bytes()).toBe(`${paste('ls')}\r`)
    expect(state.records[1]).toMatchObject({ actor: 'cursor', draft: ref, releasedBy: 'cursor', text: 'ls' })
    expect(state.gate.drafts()).toEqual([])
    expect(short(await state.gate.send(cursor, submitDraft(ref)))).toBe('no: draft_changed')
  })

  it("of another's draft, or of one a person changed, would be an ask", async () => {
    const [state, ref] = await raised()
    expect(await state.gate.send(codex, submitDraft(ref))).toMatchObject({ code: 'no_answer', effect: 'ask' })
    const edited = await state.gate.editDraft(ref, 'rm -r x')
    if (!edited.ok) throw new Error(edited.message)
    expect(short(await state.gate.send(cursor, submitDraft(edited.value.ref)))).toBe('no: no_answer')
    expect(short(await state.gate.send(cursor, submitDraft(ref)))).toBe('no: draft_changed')
    expect(state.surface.writes).toEqual([])
  })

  it('at level type, paused, on another surface, or with unseen characters: nothing is written', async () => {
    const state = typists()
    const ref = await staged(state)
    expect(short(await state.gate.send(cursor, submitDraft(ref)))).toBe('no: denied')
    await state.gate.pause('person')
    state.rules = [rule('r2', '*', 'submit')]
    expect(short(await state.gate.send(cursor, submitDraft(ref)))).toBe('no: paused')
    const [other, unseen] = await raised('a\u200bb')
    expect(short(await other.gate.send(cursor, submitDraft(unseen)))).toBe('no: no_answer')
    expect(state.surface.writes.concat(other.surface.writes)).toEqual([])
    const two = rig({ names: { s_aaaa: 'api', s_bbbb: 'web' }, rules: [rule('r1', '*', 'type')] })
    const here = await staged(two)
    two.rules = [rule('r2', '*', 'submit')]
    const there = await two.gate.send(cursor, { intent: 'submit', surface: 'web', draft: here })
    expect(short(there)).toBe('no: draft_changed')
  })
})
