#!/usr/bin/env node
// `npm run test:conformance`: the official conformance suite against the app, headless, and against its HTTP with the suite's
// fixtures behind it (test/conformance). No window, no network but loopback. Arguments go to vitest.
import { spawn } from 'node:child_process'
import { ensureBuilt } from './build.mjs'
import { ensureInstalled } from './install.mjs'
import { at, root } from './lib/paths.mjs'
import { ended, passSignals } from './lib/run.mjs'

await ensureInstalled()
await ensureBuilt()
const vitest = [at('node_modules', 'vitest', 'vitest.mjs'), 'run', '--config', 'test/conformance/vitest.config.ts']
const args = [...vitest, '--disable-console-intercept', ...process.argv.slice(2)]
const child = spawn(process.execPath, args, { cwd: root, stdio: 'inherit' })
passSignals(child)
process.exit(await ended(child))
