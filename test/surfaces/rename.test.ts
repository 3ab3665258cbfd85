import { expect, test } from 'vitest'
import { renamed } from '../../main/surfaces/rename.ts'
import type { SurfaceFacts } from '../../main/surfaces/surface.ts'

const opened: SurfaceFacts = {
  id: 's_aaaa',
  name: 'shell 2',
  named: false,
  formerNames: [],
  alias: null,
  workspace: '',
  preset: 'shell',
  backend: 'pty',
  host: null,
  openedBy: 'cursor',
}

test('a name that a person gives counts as given, be it the one it had; a workspace alone gives none', () => {
  expect(renamed(opened, { name: 'shell 2' })).toEqual({ ...opened, named: true })
  expect(renamed(opened, { name: 'build' })).toEqual({
    ...opened,
    name: 'build',
    named: true,
    formerNames: ['shell 2'],
  })
  expect(renamed(opened, { workspace: 'web' })).toEqual({ ...opened, workspace: 'web' })
})
