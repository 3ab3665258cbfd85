// Level type with `insertAtPrompt` never puts in more than one line, and no line end: for every measured case, for any text,
// and whatever the surface does meanwhile. Gates changed for the worse are found out by the same proofs.
import path from 'node:path'
import { pathToFileURL } from 'node:url'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type * as Product from '../../main/gate/gate.ts'
import { bundle } from '../helpers/bundle.ts'
import { corpus, hasPriorKeys, textsOf } from './support/corpus.ts'
import { cursor, paste, type Rig, rig, rule } from './support/rig.ts'

type Make = typeof Product.createGate

/** At a prompt that is fit for it. */
function prompt(make?: Make): Rig {
  const rules = [rule('r1', 'cursor', 'type', { insertAtPrompt: true })]
  const state = rig({ rules, ...(make ? { make } : {}) })
  state.surface.insertable = { ok: true }
  return state
}
const type = ({ gate }: Rig, text: string) => gate.send(cursor, { intent: 'type', surface: 'api', text })
const agentBytes = ({ surface }: Rig) => surface.writes.filter(({ by }) => by === 'cursor').map(({ data }) => data)

test('every measured case is refused, a draft, or one line on the line, wherever the prompt is taken to be', async () => {
  let inserted = 0
  for (const one of corpus) {
    for (const text of textsOf(one)) {
      const state = prompt()
      state.surface.bracketedPaste = one.mode.bracketed_paste
      state.surface.tty = { canonical: one.mode.ICANON, echo: one.mode.ECHO, signals: true, control: [3, 4, 26, 28] }
      if (hasPriorKeys(one)) {
        state.surface.personKey('x')
        state.clock.advance(2000)
      }
      const answer = await type(state, text)
      const bytes = agentBytes(state)
      if (answer.refused) expect([one.id, answer.code, bytes]).toEqual([one.id, 'bad_text', []])
      else if (answer.outcome === 'staged') expect([one.id, bytes]).toEqual([one.id, []])
      else {
        inserted++
        expect([one.id, bytes]).toEqual([one.id, [one.mode.bracketed_paste ? paste(text) : text]])
        expect([one.id, /[\r\n\t]/.test(bytes[0]!)]).toEqual([one.id, false])
      }
    }
  }
  expect(inserted).toBeGreaterThan(50)
})

const texts = fc.oneof(
  fc.string({ unit: 'binary' }),
  fc.string({ unit: 'grapheme' }),
  fc.constantFrom(...corpus.flatMap(textsOf)),
  // Of their own, so that every run of 300 meets them: among the corpus' hundreds of texts some run does not.
  fc.constantFrom('ls\n', 'ls\tpwd', 'one\ntwo'),
)
const meanwhile = fc.constantFrom<((state: Rig) => void) | null>(
  null,
  ({ surface }) => surface.personKey('x'),
  ({ surface }) => Object.assign(surface, { insertable: { ok: false, why: 'the shell left its prompt' } }),
  ({ surface }) => Object.assign(surface, { insertable: { ok: true } }),
  ({ surface }) => Object.assign(surface, { bracketedPaste: !surface.bracketedPaste }),
)
const noLineEnd = (make?: Make) =>
  fc.asyncProperty(fc.array(fc.tuple(texts, meanwhile, meanwhile), { maxLength: 6 }), async sent => {
    const state = prompt(make)
    for (const [text, atRecord, atDelivery] of sent) {
      state.onAppend = () => atRecord?.(state)
      state.surface.onDeliver = () => atDelivery?.(state)
      await type(state, text)
    }
    expect(agentBytes(state).join('')).not.toMatch(/[\r\n\t]/)
    expect(agentBytes(state).length).toBeLessThan(2)
  })

test('any text in any order, whatever the surface does meanwhile', async () => {
  await fc.assert(noLineEnd(), { numRuns: 500 })
})

const file = 'gate/insert.ts'
test.each([
  ['presses Enter', { file, from: 'enter: false, atPrompt', to: 'enter: true, atPrompt' }],
  ['takes several lines', { file, from: '!/[\\n\\t]/.test(text)', to: 'text.length > 0' }],
  ['adds to its own line', { file, from: 'state.line.by.length === 0', to: 'state.alive' }],
])(
  'a gate that %s is found out',
  async (_, mutation) => {
    const copy = await bundle(path.join(import.meta.dirname, '../../main/gate/gate.ts'), [mutation])
    try {
      const { createGate } = (await import(/* @vite-ignore */ pathToFileURL(copy.path).href)) as typeof Product
      await expect(fc.assert(noLineEnd(createGate), { numRuns: 300 })).rejects.toThrow(/Property failed/)
    } finally {
      await copy.remove()
    }
  },
  60_000,
)
