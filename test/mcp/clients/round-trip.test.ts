// Each client's config, really on disk: applied, then taken back.
import fs from 'node:fs/promises'
import path from 'node:path'
import fc from 'fast-check'
import { parse } from 'jsonc-parser'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { apply, CLIENTS, clientOf, preview, state, undo } from '../../../main/mcp/clients/index.ts'
import type { ClientId } from '../../../main/mcp/clients/model.ts'
import { EMPTY, FOUND } from './support/configs.ts'
import { type Home, IDS, newHome } from './support/home.ts'
import { jsonc } from './support/jsonc.ts'

let home: Home
beforeEach(async () => {
  home = await newHome()
})
afterEach(() => home.remove())

/** Looks at the change and does it. */
async function connect(id: ClientId, agent = 'some-agent') {
  const shown = await preview(clientOf(id), home.machine, agent)
  if (!shown.ok) return shown
  const done = await apply(clientOf(id), home.machine, agent, shown.value.revision)
  return done.ok ? { ok: true as const, shown: shown.value, done: done.value } : done
}
const stateOf = async (id: ClientId) => (await state(clientOf(id), home.machine)).state
const takeOut = (id: ClientId) => undo(clientOf(id), home.machine)

const ALL = IDS.flatMap(id =>
  Object.entries({ ...FOUND[id], ...EMPTY }).map(([what, text]) => [id, what, text] as const),
)

describe.each(ALL)('%s, %s', (id, _, text) => {
  test('is as it was after taking back, with nothing left beside it', async () => {
    const file = await home.config(id)
    await fs.writeFile(file, text)
    const before = await home.files()
    const connected = await connect(id)
    expect(connected).toMatchObject({ ok: true })
    if (!connected.ok) return
    expect(await fs.readFile(file, 'utf8')).toBe(connected.shown.text)
    expect(await stateOf(id)).toEqual({ is: 'ours', agent: 'some-agent', why: '' })
    expect(await fs.readFile(connected.done.backup!, 'utf8')).toBe(text)
    expect(await takeOut(id)).toEqual({ ok: true, value: { file, exact: true } })
    expect(await home.files()).toEqual(before)
    expect((await stateOf(id)).is).toBe('absent')
  })

  test('the change shown is the whole change, at the lines it names', async () => {
    await fs.writeFile(await home.config(id), text)
    const shown = await preview(clientOf(id), home.machine, 'some-agent')
    expect(shown.ok).toBe(true)
    if (!shown.ok) return
    const lines = (whole: string) => whole.replace(/\r?\n$/, '').split(/\r?\n/)
    let rest = lines(text)
    for (const { before, lines: piece } of shown.value.pieces.toReversed()) {
      const old = piece.filter(({ kind }) => kind !== 'in').map(one => one.text)
      const at = Math.max(before - 1, 0)
      expect(rest.slice(at, at + old.length)).toEqual(old)
      rest = rest.toSpliced(at, old.length, ...piece.filter(({ kind }) => kind !== 'out').map(one => one.text))
    }
    expect(rest.join('\n').trimEnd()).toBe(lines(shown.value.text).join('\n'))
  })
})

describe.each(IDS)('%s', id => {
  test('a config is made where the client is and has none, and goes again', async () => {
    const file = await home.config(id)
    // a client whose folder is the home itself leaves another trace
    if (id === 'claude-code') await fs.mkdir(path.join(home.dir, '.claude'))
    const connected = await connect(id)
    expect(connected).toMatchObject({ ok: true, shown: { creates: true }, done: { file, backup: null } })
    expect((await fs.stat(file)).mode & 0o777).toBe(0o600)
    expect(await stateOf(id)).toMatchObject({ is: 'ours' })
    expect(await takeOut(id)).toEqual({ ok: true, value: { file, exact: true } })
    expect(await home.files()).toEqual({})
  })

  test('none is made where the client is not', async () => {
    expect(await connect(id)).toMatchObject({ ok: false, code: 'client_not_here' })
    expect(await fs.readdir(home.dir)).toEqual([])
  })

  test('the folder too is made where only its program is found', async () => {
    const bin = path.join(home.dir, 'bin')
    await fs.mkdir(bin)
    await fs.writeFile(path.join(bin, clientOf(id).programs[0]!), '')
    const machine = { ...home.machine, host: { ...home.machine.host, env: { PATH: bin } } }
    const shown = await preview(clientOf(id), machine, 'a')
    expect(shown.ok && (await apply(clientOf(id), machine, 'a', shown.value.revision))).toMatchObject({ ok: true })
  })

  test('a config that is not understood is told with its line, and left', async () => {
    const file = await home.config(id)
    await fs.writeFile(file, '{\n[,')
    const said = { ok: false, code: 'not_understood', message: expect.stringContaining(file) }
    expect(await connect(id)).toMatchObject(said)
    expect(await takeOut(id)).toMatchObject({ ok: false, code: 'nothing_of_ours' })
    expect(await stateOf(id)).toMatchObject({ is: 'unreadable', why: expect.stringMatching(/line \d/) })
    expect(await home.files()).toEqual({ [path.relative(home.dir, file)]: '{\n[,' })
  })

  test('a server of that name that is not ours is left, by both', async () => {
    const file = await home.config(id)
    const theirs = clientOf(id).format.add(null, { command: 'other', args: ['serve'] })
    await fs.writeFile(file, theirs)
    expect(await connect(id)).toMatchObject({ ok: false, code: 'name_taken', message: expect.stringContaining(file) })
    expect(await takeOut(id)).toMatchObject({ ok: false, code: 'nothing_of_ours' })
    expect(await stateOf(id)).toMatchObject({ is: 'taken', agent: null })
    expect(await fs.readFile(file, 'utf8')).toBe(theirs)
  })

  test('connecting again as it is changes and keeps nothing', async () => {
    await fs.writeFile(await home.config(id), Object.values(FOUND[id])[0]!)
    await connect(id)
    const before = await home.files()
    expect(await connect(id)).toMatchObject({ ok: true, shown: { pieces: [] }, done: { backup: null } })
    expect(await home.files()).toEqual(before)
  })

  test('connecting as another agent replaces ours, and taking back still gives the first bytes', async () => {
    const text = Object.values(FOUND[id])[0]!
    const file = await home.config(id)
    await fs.writeFile(file, text)
    await connect(id)
    expect(await connect(id, 'another')).toMatchObject({ ok: true, done: { backup: null } })
    expect(await stateOf(id)).toEqual({ is: 'ours', agent: 'another', why: '' })
    expect(await takeOut(id)).toMatchObject({ ok: true, value: { exact: true } })
    expect(await fs.readFile(file, 'utf8')).toBe(text)
  })

  test('no token is written or shown', async () => {
    await fs.writeFile(await home.config(id), Object.values(FOUND[id])[0]!)
    const connected = await connect(id)
    expect(JSON.stringify(connected)).not.toContain('gate_')
    expect(Object.values(await home.files()).join()).not.toContain('gate_')
  })

  test('what it has to run is the bridge, as it was given', () => {
    const launch = { command: '/opt/g h/gatehouse', args: ['mcp', '--agent', 'a'], env: { A: 'b' } }
    const text = clientOf(id).format.add(null, clientOf(id).entry(launch))
    const found = clientOf(id).format.find(text)
    expect(JSON.stringify(found)).toContain('"A":"b"')
    const words = found.is === 'entry' ? [found.value].flatMap(one => Object.values(one as object)).flat() : []
    expect(words).toEqual(expect.arrayContaining(['/opt/g h/gatehouse', 'mcp', '--agent', 'a']))
  })
})

test('a config with our block pasted, with address and token, is ours to replace', async () => {
  const file = await home.config('cursor')
  const headers = { Authorization: `Bearer gate_${'x'.repeat(20)}` }
  const text = JSON.stringify(
    { mcpServers: { gatehouse: { url: 'http://127.0.0.1:4823/mcp', headers }, b: {} } },
    null,
    2,
  )
  await fs.writeFile(file, text)
  expect(await stateOf('cursor')).toMatchObject({ is: 'different', agent: null })
  expect(await connect('cursor')).toMatchObject({ ok: true, done: { backup: expect.stringContaining('backup') } })
  const after = parse(await fs.readFile(file, 'utf8'))
  expect(after).toEqual({
    mcpServers: { gatehouse: { command: 'gatehouse', args: ['mcp', '--agent', 'some-agent'] }, b: {} },
  })
})

test('what a client itself changes meanwhile stays when ours is taken out', async () => {
  const file = await home.config('claude-code')
  await fs.writeFile(file, FOUND['claude-code']['new, without servers']!)
  await connect('claude-code')
  const live = parse(await fs.readFile(file, 'utf8'))
  await fs.writeFile(file, JSON.stringify({ ...live, numStartups: 13 }, null, 2))
  expect(await takeOut('claude-code')).toMatchObject({ ok: true, value: { exact: false } })
  // the section came with ours, so it goes with it
  const { mcpServers: _, ...rest } = live
  expect(parse(await fs.readFile(file, 'utf8'))).toEqual({ ...rest, numStartups: 13 })
})

test('ours is found in whichever of its configs it stands', async () => {
  const json = path.join(path.dirname(await home.config('opencode')), 'opencode.json')
  await fs.writeFile(json, '{}')
  await connect('opencode')
  await fs.writeFile(path.join(path.dirname(json), 'opencode.jsonc'), '{}')
  expect(await stateOf('opencode')).toMatchObject({ is: 'ours' })
  expect(await takeOut('opencode')).toMatchObject({ ok: true, value: { file: json } })
})

test.each(CLIENTS.filter(({ id }) => id !== 'codex').map(({ id }) => [id]))(
  'any JSON config of %s is as it was after taking back',
  async id => {
    const client = clientOf(id)
    const file = await home.config(id)
    const section = Object.keys(parse(client.format.add(null, {})))[0]!
    // fewer syncs than the real one: hundreds of files
    const machine = { ...home.machine, replace: (to: string, text: string) => fs.writeFile(to, text) }
    await fc.assert(
      fc.asyncProperty(jsonc(section), async ({ text }) => {
        await fs.writeFile(file, text)
        const shown = await preview(client, machine, 'a')
        if (!shown.ok) throw new Error(shown.message)
        expect(await apply(client, machine, 'a', shown.value.revision)).toMatchObject({ ok: true })
        expect(await fs.readFile(file, 'utf8')).not.toBe(text)
        expect(await undo(client, machine)).toMatchObject({ ok: true, value: { exact: true } })
        expect(await fs.readFile(file, 'utf8')).toBe(text)
      }),
      { numRuns: 40 },
    )
  },
)
