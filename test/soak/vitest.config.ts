// The long run of the window: by hand (`npm run test:soak`), never part of `npm test`.
import path from 'node:path'
import { defineConfig } from 'vitest/config'

const HOURS_12_MS = 12 * 3_600_000

export default defineConfig({
  test: {
    root: path.resolve(import.meta.dirname, '../..'),
    environment: 'node',
    include: ['test/soak/*.campaign.ts'],
    testTimeout: HOURS_12_MS,
    hookTimeout: 180_000,
    disableConsoleIntercept: true,
  },
})
