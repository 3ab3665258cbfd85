// layout.json as a start finds it: whatever stands there the app starts, and what Gatehouse did not write is known to be strange.
import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type KeptSurface, openLayoutFile } from '../../main/store/layout-file.ts'
import { DEFAULT_LAYOUT, type NodeShape } from '../../preload/contract.ts'

let dir: string
const file = () => path.join(dir, 'layout.json')
beforeEach(async () => {
  dir = await fs.mkdtemp(path.join(os.tmpdir(), 'gatehouse-layout-'))
})
afterEach(() => fs.rm(dir, { recursive: true, force: true }))

const surface: KeptSurface = {
  ...{ id: 's_aaaa', name: 'one', formerNames: ['prod'], formerIds: ['s_zzzz'], workspace: 'web', preset: 'shell' },
  ...{ command: null, cwd: '/src', conversation: null, held: false, host: null, tmux: null },
}
const TMUX: NonNullable<KeptSurface['tmux']> = {
  ...{ place: { host: null, socket: null }, ours: false, named: false, alias: null, openedBy: 'cursor' },
}
const whole = { version: 1, window: null, layout: DEFAULT_LAYOUT, surfaces: [surface] }
const deep = (levels: number): string => {
  const pane: NodeShape = { kind: 'pane', id: 'p', surface: 's_aaaa' }
  const open = `{"kind":"split","id":"n","direction":"row","sizes":[50,50],"children":[${JSON.stringify(pane)},`
  const tab = `{"id":"t","focused":null,"zoomed":null,"root":${open.repeat(levels)}${JSON.stringify(pane)}${']}'.repeat(levels)}}`
  return JSON.stringify(whole).replace('"tabs":[]', `"tabs":[${tab}]`)
}

describe('the window starts as at first, and the file is kept aside', () => {
  test.each<[string, string]>([
    ['nothing', ''],
    ['half of it', JSON.stringify(whole).slice(0, 80)],
    ['a number', '7'],
    ['a list', '[]'],
    ['null bytes', '\0'.repeat(4096)],
    ['a later version', JSON.stringify({ ...whole, version: 2 })],
    ['another key', JSON.stringify({ ...whole, run: 'rm' })],
    ['an id that leads elsewhere', JSON.stringify({ ...whole, surfaces: [{ ...surface, id: '../../x' }] })],
    ['too many surfaces', JSON.stringify({ ...whole, surfaces: Array(1001).fill(surface) })],
    ['a name without end', JSON.stringify({ ...whole, surfaces: [{ ...surface, name: 'x'.repeat(5000) }] })],
    [
      'a window of no size',
      JSON.stringify({ ...whole, window: { x: 0, y: 0, width: 0, height: 0, maximized: false } }),
    ],
    ['splits within splits without end', deep(20_000)],
  ])('%s', async (_, text) => {
    await fs.writeFile(file(), text)
    const { kept, why, strange } = await openLayoutFile(file())
    expect([kept, strange]).toEqual([{ window: null, layout: DEFAULT_LAYOUT, surfaces: [] }, false])
    expect(why).toMatch(
      /^The window starts as at first: .* cannot be understood .*; it is kept as .*layout\.broken\.json\.$/,
    )
    expect(await fs.readFile(path.join(dir, 'layout.broken.json'), 'utf8')).toBe(text)
  })

  test.skipIf(process.platform === 'win32')('what is no file, and would never be read to its end', async () => {
    execFileSync('mkfifo', [file()])
    expect((await openLayoutFile(file())).kept.surfaces).toEqual([])
    await fs.symlink('/dev/zero', file())
    expect((await openLayoutFile(file())).kept.surfaces).toEqual([])
  })
})

test('what was kept is found again, whole, and is no stranger', async () => {
  const first = await openLayoutFile(file())
  first.save({ surfaces: [surface], window: { x: 1, y: 2, width: 900, height: 700, maximized: true } })
  await first.close()
  const again = await openLayoutFile(file())
  expect(again).toMatchObject({ why: null, strange: false, kept: first.kept })
  again.save({ layout: { ...DEFAULT_LAYOUT, tab: 't' } })
  await again.close()
  expect((await openLayoutFile(file())).strange).toBe(false)
})

test.each<[string, Partial<KeptSurface>]>([
  ['its name', { name: 'web-1' }],
  ['its workspace', { workspace: 'prod' }],
  ['its folder', { cwd: '/tmp' }],
  ['what it was called', { formerNames: [] }],
  ['which ids it had', { formerIds: [] }],
  ['whether it is held', { held: true }],
  ['which computer it is on', { host: 'build' }],
  ['that it is in tmux', { tmux: TMUX }],
])('surfaces are strange once something else has changed %s', async (_, change) => {
  expect(await strangeOnce(surface, change)).toBe(true)
})

test.each<[string, Partial<typeof TMUX>]>([
  ['where it is', { place: { host: 'build', socket: null } }],
  ['by which socket', { place: { host: null, socket: '/tmp/other' } }],
  ['that it is there', { place: null }],
  ['whether it was started', { ours: true }],
  ['whether a person named it', { named: true }],
  ['what an agent calls it', { alias: 'it' }],
  ['who opened it', { openedBy: 'person' }],
])('and so are those in tmux once it has changed %s', async (_, change) => {
  const one = { ...surface, tmux: TMUX }
  expect(await strangeOnce(one, {})).toBe(false)
  expect(await strangeOnce(one, { tmux: { ...TMUX, ...change } })).toBe(true)
})

test('what was kept before there was any tmux is no stranger', async () => {
  const { host: _host, tmux: _tmux, ...before } = surface
  const row = [
    'id',
    'name',
    'formerNames',
    'formerIds',
    'workspace',
    'preset',
    'command',
    'cwd',
    'conversation',
    'held',
  ]
  const values = row.map(field => before[field as keyof typeof before])
  const mark = `sha256:${createHash('sha256')
    .update(JSON.stringify([values]))
    .digest('hex')}`
  await fs.writeFile(file(), JSON.stringify({ ...whole, surfaces: [before], mark }))
  const { kept, strange } = await openLayoutFile(file())
  expect([kept.surfaces, strange]).toEqual([[surface], false])
})

/** Is it strange, once something else has written it so? */
async function strangeOnce(one: KeptSurface, change: Partial<KeptSurface>): Promise<boolean> {
  await fs.rm(file(), { force: true })
  const first = await openLayoutFile(file())
  first.save({ surfaces: [one] })
  await first.close()
  const json = JSON.parse(await fs.readFile(file(), 'utf8'))
  await fs.writeFile(file(), JSON.stringify({ ...json, surfaces: [{ ...one, ...change }] }))
  return (await openLayoutFile(file())).strange
}
