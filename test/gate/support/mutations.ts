// A gate changed for the worse: it writes to the program what it stages. Proofs that level type writes nothing must fail
// for it.
import type { Mutation } from '../../helpers/bundle.ts'

export const WRITES_WHAT_IT_STAGES: Mutation = {
  file: 'gate/stage.ts',
  from: 'const { draft } = place',
  to: `const { draft } = place
      const target = core.options.surfaces.get(surface.id)
      if (target) {
        const { line } = await target.readiness()
        await target.deliver({ by: call.agent.id, text, enter: false, lineVersion: line.version })
      }`,
}
