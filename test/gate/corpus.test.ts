// Every measured case through the gate. At level type not a byte reaches a real terminal in any of four modes. At level
// submit a text goes in whole, once and wrapped, or not at all.
import { readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type * as Product from '../../main/gate/gate.ts'
import { createGate } from '../../main/gate/gate.ts'
import { checkText } from '../../main/gate/text-filter.ts'
import type { PersonSurface } from '../../main/surfaces/surface.ts'
import { bundle } from '../helpers/bundle.ts'
import { openRecorder, testFolder, testRegistry, until } from '../surfaces/support.ts'
import { type CorpusCase, corpus, hasPriorKeys, textsOf } from './support/corpus.ts'
import { WRITES_WHAT_IT_STAGES } from './support/mutations.ts'
import { agent, cursor, paste, rig, rule } from './support/rig.ts'

const MODES = { raw: '', paste: '--paste', cooked: '--cooked', full: '--paste --full' } as const
/** How many random texts. */
const RUNS = Number(process.env['GATEHOUSE_RUNS'] ?? 100_000)

/** Four recorders behind one gate where every agent may type and no more. */
async function recorders(make: typeof createGate = createGate) {
  const { registry } = testRegistry()
  const folder = testFolder()
  const opened: { surface: PersonSurface; file: string }[] = []
  for (const [mode, flags] of Object.entries(MODES)) {
    const file = path.join(folder, mode)
    opened.push({ surface: await openRecorder(registry, file, flags), file })
  }
  const state = rig({
    rules: [rule('r1', '*', 'type', { ask: 'submit' })],
    make: options => make({ ...options, surfaces: registry }),
  })
  /** What each program has read, once a person's key has come through behind everything else. */
  async function read(): Promise<string[]> {
    return Promise.all(
      opened.map(async ({ surface, file }) => {
        surface.keys('Z\r')
        await until('the person’s key', () => statSync(file).size > 0 && /[\r\n]$/.test(readFileSync(file, 'latin1')))
        return readFileSync(file, 'utf8')
      }),
    )
  }
  return { gate: state.gate, surfaces: opened.map(({ surface }) => surface.facts.id), read }
}
const ONLY_THE_PERSON = [/^Z[\r\n]$/, /^Z[\r\n]$/, /^Z[\r\n]$/, /^Z[\r\n]$/].map(one => expect.stringMatching(one))

describe('level type, into real terminals', () => {
  test('every measured case is staged or refused, and no program reads one byte of it', async () => {
    const { gate, surfaces, read } = await recorders()
    let staged = 0
    for (const one of corpus) {
      for (const text of textsOf(one)) {
        for (const surface of surfaces) {
          const answer = await gate.send(cursor, { intent: 'type', surface, text })
          if (!answer.refused) expect(answer.outcome).toBe('staged')
          else expect([one.id, answer.code]).toEqual([one.id, 'bad_text'])
          if (!answer.refused) staged++
        }
      }
    }
    expect(staged).toBeGreaterThan(500)
    expect(await read()).toEqual(ONLY_THE_PERSON)
  })

  const unicode = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc.string({ unit: 'grapheme', maxLength: 40 }),
    fc.constantFrom(...corpus.flatMap(textsOf)),
  )
  const sends = fc.array(
    fc.record({ who: fc.constantFrom('cursor', 'codex', 'agent-1'), at: fc.nat(3), text: unicode }),
    {
      minLength: 4,
      maxLength: 12,
    },
  )

  test(`${RUNS} random texts, split and in any order, leave no byte either`, async () => {
    const { gate, surfaces, read } = await recorders()
    let texts = 0
    for (const all of fc.sample(sends, { numRuns: RUNS, seed: 20_261_121 })) {
      if (texts >= RUNS) break
      // all at once: what one agent splits over several sends, others come between
      await Promise.all(
        all.map(({ who, at, text }) =>
          gate.send(agent(who), { intent: 'type', surface: surfaces[at]!, text: text || ' ' }),
        ),
      )
      texts += all.length
    }
    expect(texts).toBeGreaterThanOrEqual(RUNS)
    expect(await read()).toEqual(ONLY_THE_PERSON)
  }, 600_000)

  test('a gate that writes what it stages is found out by the same recorders', async () => {
    const copy = await bundle(path.join(import.meta.dirname, '../../main/gate/gate.ts'), [WRITES_WHAT_IT_STAGES])
    try {
      const mutant = (await import(/* @vite-ignore */ pathToFileURL(copy.path).href)) as typeof Product
      const { gate, surfaces, read } = await recorders(mutant.createGate)
      await gate.send(cursor, { intent: 'type', surface: surfaces[0]!, text: 'ls' })
      expect((await read())[0]).toContain('ls')
    } finally {
      await copy.remove()
    }
  }, 60_000)
})

describe('level submit, by the measured modes', () => {
  const SHELLS = /^(bash|zsh|fish|dash|sh)/
  /** What the gate is told of the surface: only a shell at its prompt surely shows no dialog. */
  function surfaceLike(state: ReturnType<typeof rig>, { program, mode }: CorpusCase) {
    state.surface.bracketedPaste = mode.bracketed_paste
    state.surface.tty = { canonical: mode.ICANON, echo: mode.ECHO, signals: true, control: [3, 4, 26, 28] }
    if (!SHELLS.test(program))
      state.surface.dialog = { open: 'unknown', why: `${program} is in the foreground`, id: null }
  }

  test('a text arrives once, whole and followed by one Enter, or not one byte of it does', async () => {
    const outcomes = { submitted: 0, refused: 0 }
    for (const one of corpus) {
      for (const text of textsOf(one)) {
        const state = rig()
        surfaceLike(state, one)
        if (hasPriorKeys(one)) {
          state.surface.personKey('x')
          state.clock.advance(2000)
        }
        const answer = await state.gate.send(cursor, { intent: 'submit', surface: 'api', text })
        const bytes = state.surface.writes.filter(({ by }) => by === 'cursor').map(({ data }) => data)
        if (answer.refused) {
          outcomes.refused++
          expect([one.id, bytes]).toEqual([one.id, []])
        } else {
          outcomes.submitted++
          const whole = one.mode.bracketed_paste ? paste(text) : text
          expect([one.id, bytes]).toEqual([one.id, [whole, '\r']])
          // What went in holds nothing that acts by itself, and went to a shell at its prompt on an empty line.
          expect([one.id, checkText(text, { allowTab: true })]).toEqual([one.id, null])
          expect([one.id, SHELLS.test(one.program), hasPriorKeys(one)]).toEqual([one.id, true, false])
          if (!one.mode.bracketed_paste) expect(text).not.toMatch(/[\n\t]/)
        }
      }
    }
    expect(outcomes.submitted).toBeGreaterThan(20)
    expect(outcomes.refused).toBeGreaterThan(700)
  })

  test('where a case would act in a dialog, on a half-typed line or at a password prompt, it is an ask or a no', async () => {
    for (const one of corpus.filter(({ expect: wanted }) => wanted !== 'must_deny')) {
      for (const text of textsOf(one).filter(part => checkText(part, { allowTab: true }) === null)) {
        const state = rig()
        surfaceLike(state, one)
        if (hasPriorKeys(one)) {
          state.surface.personKey('x')
          state.clock.advance(2000)
        }
        const answer = await state.gate.send(cursor, { intent: 'submit', surface: 'api', text })
        if (SHELLS.test(one.program) && !hasPriorKeys(one) && !(one.mode.ICANON && !one.mode.ECHO)) continue
        const codes = ['dialog_open', 'line_not_empty', 'secret_prompt', 'no_answer', 'bad_text']
        expect([one.id, codes]).toEqual([one.id, expect.arrayContaining([answer.refused && answer.code])])
      }
    }
  })
})
