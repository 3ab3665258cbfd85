// The conformance suite against our server (`npm run test:conformance`); not part of `npm test`.
import path from 'node:path'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    root: path.resolve(import.meta.dirname, '../..'),
    environment: 'node',
    include: ['test/conformance/*.campaign.ts'],
    testTimeout: 90_000,
    hookTimeout: 60_000,
  },
})
