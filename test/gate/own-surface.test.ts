// The surface an agent runs in: it is told which one that is, and that it may not send there.
import { expect, it } from 'vitest'
import type { Agent } from '../../main/gate/model.ts'
import { ownSurface } from '../../main/gate/own-surface.ts'
import { toRefusal } from '../../main/gate/refusals.ts'
import { cursor, rig } from './support/rig.ts'

const inside: Agent = { ...cursor, surface: 's_aaaa' }
const names = { s_aaaa: 'api', s_bbbb: 'web' }

it('is marked in both lists, and no other one is', () => {
  const { gate } = rig({ names })
  const of = (agent: Agent) => {
    const access = gate.access(agent)
    const listed = gate.list(agent).map(one => ('you' in one ? one.you : null))
    return [listed, access.refused ? null : access.surfaces.map(({ you }) => you)]
  }
  expect(of(inside)).toEqual([
    [true, false],
    [true, false],
  ])
  expect(of(cursor)).toEqual([
    [false, false],
    [false, false],
  ])
  expect(of({ ...cursor, surface: 's_gone' })).toEqual([
    [false, false],
    [false, false],
  ])
  const asked = gate.access(inside, 'api')
  expect(asked).toMatchObject({ surfaces: [{ id: 's_aaaa', you: true, level: 'submit' }] })
})

it('refuses what it sends there, by name, and nothing else', () => {
  const { surfaces } = rig({ names })
  const [api, web] = surfaces as [(typeof surfaces)[0], (typeof surfaces)[0]]
  const trouble = ownSurface(inside, api)
  expect(trouble).toMatchObject({ code: 'own_surface', why: expect.stringContaining('"api"') })
  expect(toRefusal(trouble!, null, 'submit')).toMatchObject({ code: 'own_surface', effect: 'deny', allowed: 'submit' })
  expect(ownSurface(inside, web)).toBe(null)
  expect(ownSurface(cursor, api)).toBe(null)
})
