// The matrix beside the gate, over everything that happens in a run: it never shows another grant than the gate decides.
import fc from 'fast-check'
import { expect } from 'vitest'
import { agentsOf } from '../../main/policy/cells.ts'
import { createCells } from '../../main/policy/cells-kept.ts'
import { grantFor } from '../../main/policy/decide.ts'
import type { AgentFacts, Policy, SurfaceSubject } from '../../main/policy/model.ts'
import { inForce } from '../../main/policy/temporary.ts'
import { createPolicyInForce } from '../../main/store/policy-in-force.ts'
import { anyPolicy, anySurface, anyTime } from '../policy/support/generated.ts'
import { law } from '../policy/support/law.ts'

const anyInside = fc.record({
  id: fc.constantFrom('claude@s_aaaa', 'codex@s_bbbb'),
  preset: fc.constantFrom('claude', 'codex'),
  workspace: fc.constantFrom('web', 'prod-1', ''),
})
const anyPlace: fc.Arbitrary<SurfaceSubject> = fc
  .tuple(anySurface, fc.boolean(), fc.subarray(['s_aaaa', 's_bbbb', 's_old']))
  .map(([facts, named, formerIds]) => ({ ...facts, named, formerIds }))
/** One thing at a time: a policy, the surfaces as they are now, who runs inside, an hour. */
const anyEvent = fc.oneof(
  fc.record({ policy: anyPolicy }),
  fc.record({ surfaces: fc.uniqueArray(anyPlace, { maxLength: 3, selector: ({ id }) => id }) }),
  fc.record({ part: anyPlace, of: fc.nat({ max: 2 }), key: fc.nat({ max: 10 }) }),
  fc.record({ inside: fc.uniqueArray(anyInside, { maxLength: 2, selector: ({ id }) => id }) }),
  fc.record({ until: anyTime }),
)

law(
  'whatever happens, in whatever order, and as time passes: each cell is what the gate decides for the pair at that moment',
  fc.property(anyPolicy, fc.array(anyEvent, { minLength: 1, maxLength: 10 }), (start, events) => {
    let accepted: Policy = start
    let now = 0
    let surfaces: readonly SurfaceSubject[] = []
    let inside: readonly AgentFacts[] = []
    const isOpen = (id: string) => surfaces.some(one => one.id === id)
    const ruling = createPolicyInForce({ accepted: () => accepted, now: () => now, isOpen, onEnd: () => {} })
    const kept = createCells()
    for (const event of events) {
      if ('policy' in event) accepted = event.policy
      else if ('surfaces' in event) surfaces = event.surfaces
      else if ('inside' in event) inside = event.inside
      else if ('until' in event) now = Math.max(now, event.until)
      else {
        // one fact of one surface: another name, a former one, an alias, who opened it
        const keys = Object.keys(event.part).filter(key => key !== 'id')
        const key = keys[event.key % keys.length] as keyof SurfaceSubject
        surfaces = surfaces.map((one, n) => (n === event.of ? { ...one, [key]: event.part[key] } : one))
      }
      ruling.changed()
      const shown = kept(ruling.policy(), surfaces, inside)
      const decides = inForce(accepted, now, isOpen)
      for (const agent of agentsOf(accepted, inside)) {
        for (const surface of surfaces) {
          const cell = shown.find(one => one.agent === agent.id && one.surface === surface.id)
          const { rule, lock, ...grant } = grantFor(decides, agent, surface)
          expect(cell).toMatchObject({ ...grant, rule, lock })
        }
      }
      expect(shown).toHaveLength((agentsOf(accepted, inside).length + 1) * (surfaces.length + 1))
    }
    ruling.close()
  }),
  0.25,
)
