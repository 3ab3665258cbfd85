// The campaign against real agents: one at a time, by hand (`npm run test:agents`), never part of `npm test`.
import path from 'node:path'
import { defineConfig } from 'vitest/config'

const HOUR_MS = 3_600_000

export default defineConfig({
  test: {
    root: path.resolve(import.meta.dirname, '../..'),
    environment: 'node',
    include: ['test/agents/*.campaign.ts'],
    fileParallelism: false,
    testTimeout: 12 * HOUR_MS,
    hookTimeout: 180_000,
  },
})
