// What of a run comes back at the next: with a real registry, real files and two runs after each other on one folder.
import { mkdirSync, rmSync } from 'node:fs'
import { readdir, readFile, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, onTestFinished, test, vi } from 'vitest'
import { createRestore } from '../../main/restore.ts'
import { openLayoutFile } from '../../main/store/layout-file.ts'
import { PRESETS } from '../../main/surfaces/presets/index.ts'
import type { OpenSpec, PersonSurface } from '../../main/surfaces/surface.ts'
import { DEFAULT_LAYOUT, DEFAULT_SETTINGS, type SettingsValues } from '../../preload/contract.ts'
import { atPrompt, openSurface, testFolder, testRegistry, until } from './support.ts'

/** One run on `dir`. `flags` are opened before what is restored, as a start does. */
async function run(dir: string, set: Partial<SettingsValues> = {}, flags: Partial<OpenSpec>[] = []) {
  const { registry, home } = testRegistry()
  const layout = await openLayoutFile(path.join(dir, 'layout.json'))
  const changes: string[] = []
  const open = async (spec: OpenSpec) => {
    const opened = await registry.open(spec)
    if (opened.ok) restore.opened(opened.value, spec.command ?? null)
    return opened
  }
  const settings = { ...DEFAULT_SETTINGS, ...set }
  const restore = createRestore({
    ...{ dataDir: dir, registry, layout, settings: { get: () => settings }, presets: PRESETS, open },
    ...{ window: true, gone() {}, dropped() {}, changed: () => changes.push('dormant') },
  })
  onTestFinished(() => restore.close())
  const person = async (spec: Partial<OpenSpec> = {}): Promise<PersonSurface> => {
    const opened = await open({ preset: 'shell', openedBy: 'person', ...spec })
    if (!opened.ok) throw new Error(opened.message)
    return opened.value
  }
  for (const spec of flags) await person(spec)
  await restore.takeUp()
  await restore.begin()
  const named = (name: string) => registry.all().find(({ facts }) => facts.name === name)
  const end = async () => {
    await restore.close()
    await layout.close()
    await registry.closeAll()
  }
  return {
    registry,
    home,
    layout,
    restore,
    changes,
    person,
    named,
    end,
    kept: () => layout.kept.surfaces.map(({ name }) => name),
  }
}

const says = (surface: PersonSurface, text: string) =>
  until(text, async () => (await surface.tail(100)).some(line => line === text))
const texts = async (dir: string) => readdir(path.join(dir, 'scrollback')).catch(() => [])

test('what a person opened and what runs is kept as it changes; what an agent opened, ended or closed is not', async () => {
  const dir = testFolder()
  const { registry, person, restore, layout, kept, end } = await run(dir)
  const one = await person({ name: 'one', workspace: 'web' })
  await person({ name: 'line', command: 'sleep 1000' })
  await openSurface(registry, { name: 'theirs', openedBy: 'cursor' })
  const over = await person({ name: 'over' })
  const gone = await person({ name: 'gone' })
  await until('all to be kept', () => kept().join() === 'one,line,over,gone')
  over.keys('exit\r')
  await registry.remove(gone.facts.id)
  restore.closed(gone.facts.id)
  one.rename({ name: 'first' })
  await until('the changes', () => kept().join() === 'first,line')
  expect(layout.kept.surfaces).toMatchObject([
    { id: one.facts.id, name: 'first', workspace: 'web', preset: 'shell', command: null, conversation: null },
    { name: 'line', preset: 'command', command: 'sleep 1000' },
  ])
  await end()
  expect(JSON.parse(await readFile(path.join(dir, 'layout.json'), 'utf8')).surfaces).toHaveLength(2)
})

test('shells come back by themselves under new ids, where the layout has them; commands wait, and wait on', async () => {
  const dir = testFolder()
  const first = await run(dir)
  const folder = path.join(dir, 'work')
  mkdirSync(folder)
  const shell = await first.person({ name: 'one', workspace: 'web', cwd: folder })
  await first.person({ name: 'line', command: 'echo told; sleep 1000', cwd: folder })
  await says(first.named('line')!, 'told')
  await until('its folder', () => shell.summary().cwd === folder)
  const pane = (id: string, surface: string) => ({ kind: 'pane' as const, id, surface })
  const [a, b] = [shell.facts.id, first.named('line')!.facts.id]
  const split = {
    kind: 'split' as const,
    id: 'n1',
    direction: 'row' as const,
    children: [pane('n2', a), pane('n3', b)],
    sizes: [50, 50],
  }
  first.layout.save({
    layout: { ...DEFAULT_LAYOUT, tabs: [{ id: 't1', root: split, focused: null, zoomed: null }], tab: 't1' },
  })
  await first.end()

  const second = await run(dir)
  const [again] = second.registry.all()
  expect(second.registry.all()).toHaveLength(1)
  expect(again!.facts).toMatchObject({ name: 'one', workspace: 'web', preset: 'shell', openedBy: 'person' })
  expect(again!.facts.id).not.toBe(a)
  await until('its folder', () => again!.summary().cwd === folder)
  expect(second.restore.dormant()).toMatchObject([
    { id: b, name: 'line', title: 'echo told; sleep 1000', conversation: false, lines: 'told', cwd: folder },
  ])
  const shown = () => JSON.stringify(second.layout.kept.layout.tabs)
  expect([shown().includes(again!.facts.id), shown().includes(a), shown().includes(b)]).toEqual([true, false, true])
  await second.end()

  const third = await run(dir)
  expect(third.restore.dormant().map(({ id, lines }) => [id, lines])).toEqual([[b, 'told']])
  const started = await third.restore.start(b, false)
  if (!started.ok) throw new Error(started.message)
  const line = third.registry.get(started.value.id)!
  await says(line, 'told')
  await until('its folder', () => line.summary().cwd === folder)
  expect([line.facts.name, third.restore.dormant()]).toEqual(['line', []])
  expect(third.restore.before(line.facts.id)?.lines).toEqual(['told'])
  expect(third.changes).toEqual(['dormant'])
  expect(await third.restore.start(b, false)).toMatchObject({ ok: false, code: 'no_such_surface' })
  expect(JSON.stringify(third.layout.kept.layout.tabs)).toContain(started.value.id)
  await third.end()
})

test('a folder that is gone gives way to home, and the surface says so', async () => {
  const dir = testFolder()
  const first = await run(dir)
  const folder = path.join(dir, 'work')
  mkdirSync(folder)
  const shell = await first.person({ name: 'one', cwd: folder })
  await until('its folder', () => shell.summary().cwd === folder)
  await first.end()
  rmSync(folder, { recursive: true })
  const second = await run(dir)
  const one = second.named('one')!
  await until('its folder', () => one.summary().cwd === second.home)
  expect(one.summary().lacks).toBe(`The folder ${folder} is gone: this starts in your home folder.`)
  await second.end()
})

test('text is kept over a start in which nobody did anything, is replaced once somebody did, and goes with a clear', async () => {
  const dir = testFolder()
  const first = await run(dir)
  const shell = await first.person({ name: 'one' })
  await atPrompt(shell)
  shell.keys('echo to"ld"\r')
  await says(shell, 'told')
  await first.end()
  for (const _ of ['once', 'twice']) {
    const idle = await run(dir)
    const one = idle.named('one')!
    await atPrompt(one)
    expect(idle.restore.before(one.facts.id)?.lines).toContain('told')
    expect((await one.tail(100)).join()).not.toContain('told')
    await idle.end()
  }
  const busy = await run(dir)
  const one = busy.named('one')!
  await atPrompt(one)
  one.keys('printf \'\\033[3J\'; echo mo"re"\r')
  await says(one, 'more')
  expect(busy.restore.before(one.facts.id)).toBe(null)
  await busy.end()
  const last = await run(dir)
  const { lines = [] } = last.restore.before(last.named('one')!.facts.id) ?? {}
  expect([lines.includes('more'), lines.includes('told')]).toEqual([true, false])
  last.restore.closed(last.named('one')!.facts.id)
  await until('its text to be gone', async () => (await texts(dir)).length === 0)
  await last.end()
})

test('a flag that opens what was kept takes its place, and any other is opened beside it', async () => {
  const dir = testFolder()
  const first = await run(dir)
  const shell = await first.person({ name: 'one', workspace: 'web' })
  await atPrompt(shell)
  shell.keys('echo to"ld"\r')
  await says(shell, 'told')
  await first.end()
  const same = { name: 'one', workspace: 'web' }
  const second = await run(dir, {}, [same, { name: 'two', workspace: 'web' }])
  expect(second.registry.all().map(({ facts }) => facts.name)).toEqual(['one', 'two'])
  expect(second.restore.before(second.named('one')!.facts.id)?.lines).toContain('told')
  await second.end()
  const third = await run(dir, {}, [{ ...same, workspace: 'other' }])
  expect(third.registry.all().map(({ facts }) => [facts.name, facts.workspace])).toEqual([
    ['one', 'other'],
    ['one', 'web'],
    ['two', 'web'],
  ])
  await third.end()
})

test('with the setting nothing comes back and no text is kept; without lines surfaces come back alone', async () => {
  const dir = testFolder()
  const first = await run(dir)
  await first.person({ name: 'one' })
  await first.person({ name: 'line', command: 'echo told; sleep 1000' })
  await says(first.named('line')!, 'told')
  await first.end()
  expect(await texts(dir)).not.toEqual([])
  const bare = await run(dir, { restoreLines: 0 })
  expect(bare.restore.dormant()).toMatchObject([{ name: 'line', lines: '', at: null }])
  expect(bare.restore.before(bare.named('one')!.facts.id)).toBe(null)
  await bare.end()
  expect(await texts(dir)).toEqual([])
  const none = await run(dir, { restore: 'nothing' })
  expect([none.registry.all(), none.restore.dormant()]).toEqual([[], []])
  await none.end()
  const after = await run(dir)
  expect([after.registry.all(), after.restore.dormant()]).toEqual([[], []])
  await after.end()
})

test('after an end that nobody saw coming the text is as it was half a minute before', async () => {
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
  onTestFinished(() => void vi.useRealTimers())
  const dir = testFolder()
  const { person, named, restore } = await run(dir)
  await person({ name: 'one' })
  const id = named('one')!.facts.id
  await atPrompt(named('one')!)
  named('one')!.keys('echo to"ld"\r')
  await says(named('one')!, 'told')
  // Nothing more is printed by itself, and its state, which would be news, is its last.
  await atPrompt(named('one')!)
  await until('it to be idle', () => named('one')!.summary().state.is === 'idle')
  expect(await texts(dir)).toEqual([])
  vi.advanceTimersByTime(30_000)
  const file = path.join(dir, 'scrollback', `${id}.txt`)
  const written = () => readFile(file, 'utf8').catch(() => '')
  await until('its text', async () => (await written()).includes('\ntold\n'))
  await rm(file)
  vi.advanceTimersByTime(30_000)
  named('one')!.keys('echo mo"re"\r')
  await says(named('one')!, 'more')
  // Where nothing was printed nothing is written: only now there is something.
  expect(await written()).toBe('')
  vi.advanceTimersByTime(30_000)
  await until('its text again', async () => (await written()).includes('\nmore\n'))
  await restore.close()
})

test('what cannot be started stays, says why, and goes when a person lets it go', async () => {
  const dir = testFolder()
  const kept = { id: 's_aaaa', name: 'old', workspace: 'web', command: null, cwd: '', conversation: null }
  const surfaces = [
    { ...kept, preset: 'no-longer' },
    { ...kept, id: 's_bbbb', name: 'talk', preset: 'claude', conversation: 'abc' },
  ]
  const file = { version: 1, window: null, layout: DEFAULT_LAYOUT, surfaces }
  await writeFile(path.join(dir, 'layout.json'), JSON.stringify(file))
  const { restore, kept: names, end } = await run(dir)
  expect(restore.dormant().map(({ title, conversation }) => [title, conversation])).toEqual([
    ['no-longer', false],
    ['Claude Code', true],
  ])
  expect(await restore.start('s_aaaa', false)).toMatchObject({ ok: false, code: 'no_such_preset' })
  expect(restore.dormant()).toHaveLength(2)
  await restore.drop('s_aaaa')
  expect(restore.dormant().map(({ name }) => name)).toEqual(['talk'])
  await until('it to be kept no more', () => names().join() === 'talk')
  await end()
})

test('what a surface was called, and its ids of earlier runs, come with it: locks go by them', async () => {
  const dir = testFolder()
  const first = await run(dir)
  const shell = await first.person({ name: 'prod-1' })
  const ids = [shell.facts.id]
  shell.rename({ name: 'quiet' })
  await first.end()
  for (const flags of [[], [], [{ name: 'quiet', workspace: shell.facts.workspace }]]) {
    const next = await run(dir, {}, flags)
    expect(next.registry.all()).toHaveLength(1)
    const { id, formerNames, formerIds } = next.named('quiet')!.facts
    expect([formerNames, formerIds]).toEqual([['prod-1'], ids])
    ids.push(id)
    await next.end()
  }
})

test('a workspace that nobody gave stays none: no folder that a program is in names one', async () => {
  const dir = testFolder()
  const folder = path.join(dir, 'trusted')
  mkdirSync(folder)
  const first = await run(dir)
  const shell = await first.person({ name: 'one', workspace: '', cwd: folder })
  await until('its folder', () => shell.summary().cwd === folder)
  await first.end()
  const second = await run(dir)
  expect(second.named('one')!.facts.workspace).toBe('')
  await second.end()
})

test('where something else has written which surfaces there were, none is opened before a person says so', async () => {
  const dir = testFolder()
  const first = await run(dir)
  const { id } = (await first.person({ name: 'one', workspace: 'web' })).facts
  await first.end()
  const file = path.join(dir, 'layout.json')
  await writeFile(file, (await readFile(file, 'utf8')).replace('"web"', '"prod"'))
  // Not at the next start either, when the file is our own again.
  const between = await run(dir)
  expect([between.registry.all(), between.restore.dormant().map(({ name }) => name)]).toEqual([[], ['one']])
  await between.end()
  const second = await run(dir)
  expect([second.registry.all(), second.restore.dormant().map(({ name }) => name)]).toEqual([[], ['one']])
  expect(await second.restore.start(id, false)).toMatchObject({ ok: true })
  await second.end()
  const third = await run(dir)
  expect(third.registry.all().map(({ facts }) => facts.workspace)).toEqual(['prod'])
  await third.end()
})

test('of very many shells a start opens some, and the rest waits', async () => {
  const dir = testFolder()
  const layout = await openLayoutFile(path.join(dir, 'layout.json'))
  const kept = {
    ...{ formerNames: [], formerIds: [], workspace: 'web', preset: 'shell', command: null, conversation: null },
    ...{ held: false, host: null, tmux: null },
  }
  const id = (n: number) => `s_${String(n).padStart(4, '0')}`
  layout.save({ surfaces: Array.from({ length: 60 }, (_, n) => ({ ...kept, id: id(n), name: `${n}`, cwd: '' })) })
  await layout.close()
  const { registry, restore, end } = await run(dir)
  expect([registry.all().length, restore.dormant().length]).toEqual([50, 10])
  await end()
})
