import fc from 'fast-check'
import { expect, test } from 'vitest'

test('every property has a seed that is said', () => {
  const { seed } = fc.readConfigureGlobal()
  expect(seed).toBe(Number(process.env['GATEHOUSE_SEED'] ?? 20_261_122))
  expect(fc.check(fc.property(fc.nat(), () => true)).seed).toBe(seed)
})
