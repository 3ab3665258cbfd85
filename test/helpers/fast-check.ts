// What the tests get as `fast-check` (vite.config.ts): every property tries the same each time, so that what fails has changed.
// GATEHOUSE_SEED tries others.
import fc from 'fast-check'

fc.configureGlobal({ seed: Number(process.env['GATEHOUSE_SEED'] ?? 20_261_122) })

export * from 'fast-check'
export default fc
