// What the window asks to open and look at, over a real registry.
import { expect, test } from 'vitest'
import type { House } from '../../main/house.ts'
import { createPresetCalls } from '../../main/presets.ts'
import { readPresets } from '../../main/store/presets-setting.ts'
import { PRESETS } from '../../main/surfaces/presets/index.ts'
import type { Preset } from '../../main/surfaces/presets/model.ts'
import { ownPreset } from '../../main/surfaces/presets/own.ts'
import { calls } from '../../preload/contract.ts'
import { testRegistry } from '../surfaces/support.ts'

const INSTALL = { command: 'npm install -g an-agent', page: 'https://example.com/' }
const agent: Preset = {
  id: 'an-agent',
  title: 'An agent',
  interactiveShell: false,
  agent: true,
  program: { names: ['no-such-agent'], folders: [], version: ['--version'], install: INSTALL },
  launch: ({ program, resume }) => ({ file: program, args: resume === null ? [] : ['--resume', resume] }),
}

function rooms(settings: unknown) {
  const shell = PRESETS.find(({ id }) => id === 'shell')!
  const ownPresets = readPresets(settings, ['shell'])
  const { registry, home } = testRegistry({ presets: [shell, agent, ...ownPresets.entries.map(ownPreset)] })
  const asked: unknown[] = []
  const house: Pick<House, 'registry' | 'ownPresets' | 'openSurface'> = {
    registry,
    ownPresets,
    openSurface(spec) {
      asked.push(spec)
      return registry.open(spec)
    },
  }
  return { calls: createPresetCalls(house), asked, home, registry }
}

test('the list says of each what it is, where it is and how to get it, with what could not be read', async () => {
  const own = { id: 'mine', title: 'Mine', command: ['/bin/cat'], cwd: '~/notes' }
  const listed = await rooms([own, { id: 'bad' }]).calls['preset.list']({ again: false })
  expect(listed).toMatchObject({ ok: true })
  const { presets, warnings } = calls['preset.list'].out.parse(listed.ok && listed.value)
  expect(presets).toEqual([
    { ...presets[0], id: 'shell', kind: 'shell', file: '/bin/bash', install: null, cwd: null },
    { id: 'an-agent', title: 'An agent', kind: 'agent', file: null, version: null, install: INSTALL, cwd: null },
    { ...own, command: undefined, kind: 'own', file: '/bin/cat', version: null, install: null },
  ])
  expect(warnings).toEqual([expect.stringMatching(/presets\[1\] \("bad"\)/)])
})

test('what a person opens is opened by the person; what is not there is a sentence with the command that installs it', async () => {
  const { calls: asks, asked } = rooms([{ id: 'mine', title: 'Mine', command: ['/bin/cat'] }])
  expect(await asks['surface.open']({ preset: 'mine' })).toMatchObject({ ok: true })
  expect(asked).toEqual([{ preset: 'mine', openedBy: 'person' }])
  expect(await asks['surface.open']({ preset: 'an-agent' })).toMatchObject({
    code: 'not_installed',
    message: expect.stringContaining(INSTALL.command),
  })
  expect(await asks['surface.open']({ preset: 'nothing' })).toMatchObject({ code: 'no_such_preset' })
})

test('a conversation is taken up by agents alone', async () => {
  const { calls: asks, asked } = rooms([{ id: 'mine', title: 'Mine', command: ['/bin/cat'] }])
  for (const preset of ['shell', 'mine']) {
    expect(await asks['surface.open']({ preset, resume: 'c1' })).toMatchObject({ code: 'cannot_resume' })
  }
  expect(asked).toEqual([])
  await asks['surface.open']({ preset: 'an-agent', resume: 'c1' })
  expect(asked).toEqual([{ preset: 'an-agent', resume: 'c1', openedBy: 'person' }])
})

test.each(['', '--dangerously-skip-permissions', '-c', 'a b', 'a\nb', '../x', 'x'.repeat(201)])(
  'a conversation is never called %j',
  resume => {
    expect(calls['surface.open'].in.safeParse({ preset: 'claude', resume }).success).toBe(false)
  },
)

test.each(['3f1c9a52-8d1e-4c5b-9a53-0c4a54c1f2ab', 'ses_5Zq:1', '7'])('a conversation may be called %j', resume => {
  expect(calls['surface.open'].in.safeParse({ preset: 'claude', resume }).success).toBe(true)
})

test('looking at a surface is told to the registry, and so is looking away', async () => {
  const { calls: asks, registry } = rooms(undefined)
  const seen: (string | null)[] = []
  registry.watch = id => void seen.push(id)
  expect(await asks['surface.watch']({ surface: 's_abcd' })).toEqual({ ok: true, value: {} })
  expect(await asks['surface.watch']({ surface: null })).toEqual({ ok: true, value: {} })
  expect(seen).toEqual(['s_abcd', null])
})
