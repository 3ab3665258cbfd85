// Every measured case through the gate, into adopted panes of a real tmux. At level type not a byte reaches a program in any of
// four modes; at level submit a text arrives as it does on a surface of our own, byte for byte, or nowhere.
import { spawnSync } from 'node:child_process'
import { readFileSync, statSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { createGate } from '../../../main/gate/gate.ts'
import type { PersonSurface, Registry } from '../../../main/surfaces/surface.ts'
import { corpus, textsOf } from '../../gate/support/corpus.ts'
import { cursor, rig, rule, short } from '../../gate/support/rig.ts'
import { openSurface, RECORDER, shows, testFolder, until } from '../support.ts'
import { HERE, tmuxHome } from './registry-support.ts'

const hasTmux = spawnSync('tmux', ['-V']).status === 0
const MODES = { raw: '', paste: '--paste', cooked: '--cooked', full: '--paste --full' } as const
const texts = [...new Set(corpus.flatMap(textsOf))]

/** A recorder in a pane that a person started, adopted only when it has set its modes. */
async function adopted(
  { tmux, session }: ReturnType<typeof tmuxHome>,
  registry: Registry,
  file: string,
  flags: string,
) {
  const [pane] = session(path.basename(file), `exec node '${RECORDER}' '${file}' ${flags}`)
  await until('the recorder', () => tmux('capture-pane', '-p', '-t', pane!).includes('ready'))
  return openSurface(registry, { preset: 'tmux', pane: { place: HERE, id: pane! } })
}

describe.skipIf(!hasTmux)('the measured cases, in adopted panes', () => {
  test('level type: each is staged or refused, and no program reads one byte of it', async () => {
    const tmux = tmuxHome()
    const { registry } = tmux.run()
    const folder = testFolder()
    const panes: { surface: PersonSurface; file: string }[] = []
    for (const [mode, flags] of Object.entries(MODES)) {
      const file = path.join(folder, mode)
      panes.push({ surface: await adopted(tmux, registry, file, flags), file })
    }
    const { gate } = rig({
      rules: [rule('r1', '*', 'type', { ask: 'submit', insertAtPrompt: true })],
      make: options => createGate({ ...options, surfaces: registry }),
    })
    let staged = 0
    for (const text of texts) {
      for (const { surface } of panes) {
        const answer = await gate.send(cursor, { intent: 'type', surface: surface.facts.id, text })
        expect(['staged', 'no: bad_text']).toContain(short(answer))
        staged += answer.refused ? 0 : 1
      }
    }
    expect(staged).toBeGreaterThan(400)
    for (const { surface, file } of panes) {
      surface.keys('Z\r')
      await until('the person’s key', () => statSync(file).size > 0 && /[\r\n]$/.test(readFileSync(file, 'latin1')))
      expect(readFileSync(file, 'latin1')).toMatch(/^Z[\r\n]$/)
    }
  }, 120_000)

  test.each([
    ['that takes pastes', '--paste --line', 60],
    ['that takes none', '--line', 40],
  ])(
    'level submit into a program %s: what arrives is what arrives on a surface of our own',
    async (_what, flags, least) => {
      const tmux = tmuxHome()
      const { registry } = tmux.run()
      const folder = testFolder()
      const files = [path.join(folder, 'far'), path.join(folder, 'own')] as const
      const own = await openSurface(registry, { command: `exec node '${RECORDER}' '${files[1]}' ${flags}` })
      await shows(own, 'ready')
      const surfaces = [await adopted(tmux, registry, files[0], flags), own]
      const { gate } = rig({
        rules: [rule('r1', '*', 'submit', { answer: 'allow' })],
        make: options => createGate({ ...options, surfaces: registry }),
      })
      let arrived = 0
      for (const text of texts) {
        const [far, here] = await Promise.all(
          surfaces.map(({ facts }) => gate.send(cursor, { intent: 'submit', surface: facts.id, text })),
        )
        expect([text, short(far!)]).toEqual([text, short(here!)])
        if (here!.refused) continue
        expect([text, short(here!)]).toEqual([text, 'submitted'])
        arrived += 1
      }
      const [far, here] = files.map(file => readFileSync(file))
      expect(far!.equals(here!)).toBe(true)
      expect(arrived).toBeGreaterThan(least)
      expect(far!.toString('latin1').split('\r').length - 1).toBeGreaterThanOrEqual(arrived)
    },
    240_000,
  )
})
