// Which programs an agent's token has been used by: what is remembered, over restarts and over damage.
import { mkdirSync, statSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createPrograms } from '../../main/gate/programs.ts'
import { type KnownPrograms, openProgramsFile } from '../../main/store/programs-file.ts'
import { until } from '../surfaces/support.ts'

function inMemory(left: KnownPrograms = {}) {
  const saves: KnownPrograms[] = []
  return { saves, programs: createPrograms({ left, save: known => void saves.push(known) }) }
}

describe('a program', () => {
  test('that is the first to call is the agent’s; another is other, each time, until it is accepted', () => {
    const { programs, saves } = inMemory()
    expect(programs.seen('cursor', '/bin/a')).toBe('first')
    expect(programs.seen('cursor', '/bin/a')).toBe('same')
    expect(programs.seen('cursor', '/bin/b')).toBe('other')
    expect(programs.seen('cursor', '/bin/b')).toBe('other')
    expect(saves).toEqual([{ cursor: ['/bin/a'] }])
    programs.accept('cursor', '/bin/b')
    expect(programs.seen('cursor', '/bin/b')).toBe('same')
    expect(programs.seen('cursor', '/bin/a')).toBe('same')
    expect(saves.at(-1)).toEqual({ cursor: ['/bin/a', '/bin/b'] })
  })

  test('of one agent is nothing to another, and an agent that is forgotten starts anew', () => {
    const { programs, saves } = inMemory({ codex: ['/bin/a'] })
    expect(programs.seen('cursor', '/bin/b')).toBe('first')
    expect(programs.seen('codex', '/bin/b')).toBe('other')
    programs.forget('codex')
    programs.forget('nobody')
    expect(programs.seen('codex', '/bin/b')).toBe('first')
    expect(saves).toHaveLength(3)
    expect(saves.at(-1)).toEqual({ codex: ['/bin/b'], cursor: ['/bin/b'] })
  })

  test('of an agent inside a surface is never another, and is not kept', () => {
    const { programs, saves } = inMemory()
    expect(programs.seen('claude@s_aaaa', '/bin/a')).toBe('same')
    expect(programs.seen('claude@s_aaaa', '/bin/b')).toBe('same')
    expect(saves).toEqual([])
  })

  test('is other exactly when it was neither the first nor accepted, whatever happens between', () => {
    const agent = fc.constantFrom('cursor', 'codex', '0')
    const program = fc.constantFrom('/a', '/b', '/c')
    const step = fc.record({ what: fc.constantFrom('seen', 'accept', 'forget'), agent, program })
    fc.assert(
      fc.property(fc.array(step, { maxLength: 40 }), steps => {
        const { programs, saves } = inMemory()
        const model = new Map<string, Set<string>>()
        for (const { what, agent, program } of steps) {
          const known = model.get(agent) ?? new Set()
          if (what === 'forget') {
            programs.forget(agent)
            model.delete(agent)
            continue
          }
          if (what === 'accept') programs.accept(agent, program)
          else {
            const expected = known.has(program) ? 'same' : known.size > 0 ? 'other' : 'first'
            expect(programs.seen(agent, program)).toBe(expected)
            if (expected === 'other') continue
          }
          model.set(agent, known.add(program))
        }
        const kept = Object.entries(saves.at(-1) ?? {}).map(([id, all]) => [id, [...all].sort()])
        expect(Object.fromEntries(kept)).toEqual(
          Object.fromEntries([...model].map(([id, all]) => [id, [...all].sort()])),
        )
      }),
    )
  })

  test('more than sixteen push out the oldest', () => {
    const { programs } = inMemory()
    for (let index = 0; index <= 16; index += 1) programs.accept('cursor', `/bin/p${index}`)
    expect(programs.seen('cursor', '/bin/p0')).toBe('other')
    expect(programs.seen('cursor', '/bin/p1')).toBe('same')
    expect(programs.seen('cursor', '/bin/p16')).toBe('same')
  })
})

describe('programs.json', () => {
  let dir: string
  const file = () => path.join(dir, 'programs.json')
  beforeEach(async () => {
    dir = await mkdtemp(path.join(os.tmpdir(), 'gatehouse-programs-'))
  })
  afterEach(() => rm(dir, { recursive: true, force: true }))

  test('brings programs over a restart, for its owner alone', async () => {
    const first = await openProgramsFile(file())
    expect([first.left, first.why]).toEqual([{}, null])
    const programs = createPrograms(first)
    programs.seen('cursor', '/bin/a')
    programs.accept('cursor', '/bin/b')
    await first.close()
    expect(statSync(file()).mode & 0o777).toBe(0o600)
    expect(JSON.parse(await readFile(file(), 'utf8'))).toEqual({
      version: 1,
      agents: { cursor: ['/bin/a', '/bin/b'] },
    })
    const second = createPrograms(await openProgramsFile(file()))
    expect(second.seen('cursor', '/bin/b')).toBe('same')
    expect(second.seen('cursor', '/bin/c')).toBe('other')
    expect(await readdir(dir)).toEqual(['programs.json'])
  })

  test.each([
    ['not JSON', 'x'],
    ['another shape', '{"version":1,"agents":{"cursor":"/bin/a"}}'],
    ['of a later version', '{"version":2,"agents":{}}'],
    ['about what can be no agent', '{"version":1,"agents":{"Not an id":["/bin/a"]}}'],
  ])('that is %s is set aside, says so, and knows no program', async (_, text) => {
    await writeFile(file(), text)
    const opened = await openProgramsFile(file())
    expect(opened.left).toEqual({})
    expect(opened.why).toContain('programs.broken.json')
    expect(await readFile(path.join(dir, 'programs.broken.json'), 'utf8')).toBe(text)
    createPrograms(opened).seen('cursor', '/bin/a')
    await opened.close()
    expect((await openProgramsFile(file())).left).toEqual({ cursor: ['/bin/a'] })
  })

  test('that cannot be written says so once', async () => {
    const gone = path.join(dir, 'no', 'such')
    const said: string[] = []
    const opened = await openProgramsFile(path.join(gone, 'programs.json'), message => said.push(message))
    const programs = createPrograms(opened)
    programs.seen('cursor', '/bin/a')
    await until('a word of it', () => said.length > 0)
    programs.accept('cursor', '/bin/b')
    mkdirSync(gone, { recursive: true })
    await opened.close()
    expect(said).toEqual([expect.stringMatching(/^Programs .* would not survive a restart: .* \(ENOENT\)\.$/)])
  })
})
