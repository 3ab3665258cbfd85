// What of tmux comes back at the next start: real panes, real files, and runs after each other on one folder.
import { spawnSync } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { createRestore } from '../../../main/restore.ts'
import { takeUpAll } from '../../../main/restore-tmux.ts'
import { type KeptSurface, openLayoutFile } from '../../../main/store/layout-file.ts'
import { PRESETS } from '../../../main/surfaces/presets/index.ts'
import type { OpenSpec, PersonSurface } from '../../../main/surfaces/surface.ts'
import { DEFAULT_SETTINGS, type Result, type SettingsValues } from '../../../preload/contract.ts'
import { atPrompt, openShell, send, shows, until } from '../support.ts'
import { HERE, type TmuxHome, tmuxHome } from './registry-support.ts'

const hasTmux = spawnSync('tmux', ['-V']).status === 0

/** One start on the folder. `flags` are asked for after what was left in tmux is there. */
async function start(
  where: TmuxHome,
  { set = {}, window = true, flags = [] }: { set?: Partial<SettingsValues>; window?: boolean; flags?: OpenSpec[] } = {},
) {
  const { registry, end: quit } = where.run()
  const layout = await openLayoutFile(path.join(where.dir, 'layout.json'))
  const [gone, dropped]: [string[], string[]] = [[], []]
  const settings = { ...DEFAULT_SETTINGS, ...set }
  const open = async (spec: OpenSpec) => {
    const opened = await registry.open(spec)
    if (opened.ok) restore.opened(opened.value, spec.command ?? null)
    return opened
  }
  const restore = createRestore({
    ...{ dataDir: where.dir, registry, layout, settings: { get: () => settings }, presets: PRESETS, open, window },
    gone: all => gone.push(...all.map(({ name }) => name)),
    dropped: id => dropped.push(id),
    changed() {},
  })
  onTestFinished(() => restore.close())
  await restore.takeUp()
  const asked: (string | null)[] = []
  for (const flag of flags) {
    asked.push(restore.asked(flag))
    if (asked.at(-1) === null) await open(flag)
  }
  await restore.begin()
  const person = async (spec: Partial<OpenSpec>): Promise<PersonSurface> => {
    const opened = await open({ preset: 'shell', openedBy: 'person', ...spec })
    if (!opened.ok) throw new Error(opened.message)
    return opened.value
  }
  return {
    ...{ registry, layout, restore, gone, dropped, asked, person },
    adopt: (id: string, spec: Partial<OpenSpec> = {}) => person({ preset: 'tmux', pane: { place: HERE, id }, ...spec }),
    names: () =>
      registry
        .all()
        .map(({ facts }) => facts.name)
        .sort(),
    rows: () => restore.dormant().map(({ name }) => name),
    kept: () => layout.kept.surfaces.map(({ name }) => name).sort(),
    async end() {
      await restore.close()
      await layout.close()
      await quit()
    },
  }
}
const facts = (surface: PersonSurface | undefined) => surface?.facts

describe.skipIf(!hasTmux)('after a restart', () => {
  test('what runs in tmux is there under its id, whoever opened it; nothing of it is dormant', async () => {
    const where = tmuxHome()
    const [one, two] = where.session('work', 'cat', 2)
    const first = await start(where)
    const shell = await first.person({ name: 'shell', workspace: 'web', inTmux: true })
    await atPrompt(shell)
    const line = await first.person({ name: 'line', command: 'echo told; exec sleep 1000', inTmux: true })
    const pane = await first.adopt(one!, { name: 'mine' })
    const theirs = await first.registry.open({
      ...{ preset: 'tmux', pane: { place: HERE, id: two! }, alias: 'theirs', workspace: 'web', openedBy: 'cursor' },
    })
    pane.rename({ name: 'renamed' })
    await until('all to be kept', () => first.kept().join() === 'line,renamed,shell,work:run')
    await first.end()

    const second = await start(where)
    expect(second.names()).toEqual(['line', 'renamed', 'shell', 'work:run'])
    if (!theirs.ok) throw new Error(theirs.message)
    for (const before of [shell, line, pane, theirs.value]) {
      expect(facts(second.registry.get(before.facts.id))).toEqual(before.facts)
    }
    expect([second.rows(), second.gone]).toEqual([[], []])
    await shows(second.registry.get(line.facts.id)!, 'told')
    // A second restart, of what was only taken up.
    await second.end()
    const third = await start(where)
    expect(third.names()).toEqual(['line', 'renamed', 'shell', 'work:run'])
    expect(facts(third.registry.get(line.facts.id))).toEqual(line.facts)
    await third.end()
  })

  test('what ended meanwhile is told once: a shell of a person comes back as others do, an adopted pane does not', async () => {
    const where = tmuxHome()
    const [one] = where.session('work', 'cat', 2)
    const first = await start(where)
    const shell = await first.person({ name: 'shell', inTmux: true })
    const line = await first.person({ name: 'line', command: 'exec sleep 1000', inTmux: true })
    const pane = await first.adopt(one!, { name: 'mine' })
    const ends = [shell, line, pane].map(surface => surface.summary().tmux!.pane)
    await first.end()
    for (const id of ends) where.tmux('kill-pane', '-t', id)

    const second = await start(where)
    expect(second.gone.sort()).toEqual(['line', 'mine', 'shell'])
    expect([second.names(), second.rows()]).toEqual([['shell'], ['line']])
    const [again] = second.registry.all()
    expect(again!.facts).toMatchObject({ backend: 'tmux', formerIds: [shell.facts.id] })
    expect(again!.facts.id).not.toBe(shell.facts.id)
    const started = await second.restore.start(line.facts.id, false)
    expect(started.ok && second.registry.get(started.value.id)?.facts.backend).toBe('tmux')
    await second.end()

    const third = await start(where)
    expect([third.gone, third.names()]).toEqual([[], ['line', 'shell']])
    await third.end()
  })

  test('what something else wrote is taken up by a person alone, and then under its id', async () => {
    const where = tmuxHome()
    const [one, two] = where.session('work', 'cat', 2)
    const first = await start(where)
    const pane = await first.adopt(one!, { name: 'mine' })
    const other = await first.adopt(two!, { name: 'other' })
    await first.end()
    const file = path.join(where.dir, 'layout.json')
    await writeFile(file, (await readFile(file, 'utf8')).replace('"named":true', '"named":false'))

    const second = await start(where)
    expect([second.names(), second.rows(), second.gone]).toEqual([[], ['mine', 'other'], []])
    expect(await second.restore.start(pane.facts.id, false)).toEqual({ ok: true, value: { id: pane.facts.id } })
    expect(second.names()).toEqual(['mine'])
    await second.restore.drop(other.facts.id)
    expect([second.dropped, second.rows()]).toEqual([[other.facts.id], []])
    await second.end()

    const third = await start(where)
    expect(third.names()).toEqual(['mine'])
    await third.end()
  })

  test('with the setting that nothing comes back only what was started for Gatehouse does', async () => {
    const where = tmuxHome()
    const [one] = where.session('work', 'cat')
    const first = await start(where)
    await first.person({ name: 'shell', inTmux: true })
    await first.adopt(one!, { name: 'mine' })
    await first.end()
    const second = await start(where, { set: { restore: 'nothing' } })
    expect([second.names(), second.rows(), second.gone]).toEqual([['shell'], [], []])
    await second.end()
  })

  test('without a window it is there as well, and what needs a window waits for the next', async () => {
    const where = tmuxHome()
    const [one] = where.session('work', 'cat')
    const first = await start(where)
    await first.person({ name: 'here' })
    await first.adopt(one!, { name: 'mine' })
    await first.end()

    const headless = await start(where, { window: false })
    expect(headless.names()).toEqual(['mine'])
    await headless.person({ name: 'for now' })
    const kept = await headless.person({ name: 'started', inTmux: true })
    await until('it to be kept', () => headless.kept().join() === 'here,mine,started')
    await headless.end()

    const third = await start(where)
    expect(third.names()).toEqual(['here', 'mine', 'started'])
    expect(facts(third.registry.get(kept.facts.id))).toEqual(kept.facts)
    await third.end()
  })

  test('a flag that asks for what runs already opens no second one', async () => {
    const where = tmuxHome()
    const flags: OpenSpec[] = [
      { preset: 'shell', openedBy: 'person', inTmux: true },
      { preset: 'shell', openedBy: 'person', inTmux: true },
      { preset: 'shell', command: 'exec sleep 1000', name: 'line', openedBy: 'person', inTmux: true },
    ]
    const first = await start(where, { flags })
    expect([first.asked, first.names()]).toEqual([
      [null, null, null],
      ['line', 'shell', 'shell 2'],
    ])
    await first.end()
    const second = await start(where, { flags })
    expect([second.asked.every(id => id !== null), second.names()]).toEqual([true, ['line', 'shell', 'shell 2']])
    expect(new Set(second.asked).size).toBe(3)
    await second.end()
  })

  test('a shell that ran while nobody was there shows what it printed then', async () => {
    const where = tmuxHome()
    const first = await start(where)
    const shell = await openShell(first.registry, { inTmux: true })
    const { pane } = shell.summary().tmux!
    await send(shell, 'read -r line; echo "heard $line"', true)
    await first.end()
    where.tmux('send-keys', '-t', pane, 'meanwhile', 'Enter')
    const second = await start(where)
    await shows(second.registry.get(shell.facts.id)!, 'heard meanwhile')
    await second.end()
  })
})

const ROW: KeptSurface = {
  ...{
    id: 's_aaaa',
    name: 'far',
    formerNames: [],
    formerIds: [],
    workspace: '',
    preset: 'tmux',
    command: null,
    cwd: '',
  },
  ...{ conversation: null, held: false, host: null },
  tmux: { place: { host: 'build', socket: null }, ours: false, named: true, alias: null, openedBy: 'person' },
}

test('a start waits two seconds at most for what does not answer, and hears of it when it does', async () => {
  vi.useFakeTimers()
  onTestFinished(() => void vi.useRealTimers())
  let answer: (result: Result<PersonSurface>) => void = () => {}
  const later: [string, boolean][] = []
  const taking = takeUpAll([ROW], {
    registry: {
      takeUp: () =>
        new Promise(resolve => {
          answer = resolve
        }),
    },
    taken() {},
    later: ({ id }, isGone) => later.push([id, isGone]),
  })
  await vi.advanceTimersByTimeAsync(2000)
  const { done, late, gone } = await taking
  expect([[...done], [...late], gone]).toEqual([['s_aaaa'], [ROW], []])
  answer({ ok: false, code: 'no_such_pane', message: 'Its pane is gone.' })
  await vi.advanceTimersByTimeAsync(0)
  expect([later, late.size]).toEqual([[['s_aaaa', true]], 0])
})
