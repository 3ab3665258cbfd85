import { describe, expect, test } from 'vitest'
import type { PresetView } from '../../preload/contract.ts'
import { openable, sections } from '../../renderer/state/launch.ts'

const SHELL = { name: 'zsh', path: '/bin/zsh' }
const one = (id: string, kind: PresetView['kind'], here = true): PresetView => {
  return { id, title: id, kind, file: here ? `/bin/${id}` : null, version: null, install: null, cwd: null }
}
const shown = (presets: PresetView[]) => {
  const { agents, shell, own } = sections({ presets, warnings: [] }, SHELL)
  return [...agents, ...shell, ...own].map(({ preset, key }) => [preset.title, key])
}

describe('the launcher lists', () => {
  test('agents, the shell by its own name, then what is the person’s own; each that is here has a digit', () => {
    const presets = [one('shell', 'shell'), one('notes', 'own'), one('claude', 'agent'), one('codex', 'agent')]
    expect(shown(presets)).toEqual([
      ['claude', 1],
      ['codex', 2],
      ['zsh', 3],
      ['notes', 4],
    ])
  })

  test('what is not here after what is, without a digit', () => {
    expect(shown([one('claude', 'agent', false), one('codex', 'agent'), one('shell', 'shell')])).toEqual([
      ['codex', 1],
      ['claude', null],
      ['zsh', 2],
    ])
  })

  test('only nine with a digit', () => {
    const keys = shown(Array.from({ length: 12 }, (_, at) => one(`p${at}`, 'own'))).map(([, key]) => key)
    expect(keys).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, null, null, null])
  })
})

test('before there is a list the shell can be opened, and no digit means anything yet', () => {
  const parts = sections(null, SHELL)
  expect(parts).toMatchObject({
    agents: [],
    own: [],
    shell: [{ key: null, preset: { id: 'shell', file: '/bin/zsh' } }],
  })
  expect(openable(parts).map(({ id }) => id)).toEqual(['shell'])
})

test('what is not here cannot be opened', () => {
  const presets = [one('claude', 'agent', false), one('codex', 'agent')]
  expect(openable(sections({ presets, warnings: [] }, SHELL)).map(({ id }) => id)).toEqual(['codex'])
})
