#!/usr/bin/env node
// `node test/bench/run.mjs NAME`: builds test/bench/NAME.ts as the app is built, into one file, and runs that in a Node of
// its own. Not part of any test run: a busy machine would fail it.
import { spawnSync } from 'node:child_process'
import path from 'node:path'
import { build } from 'vite'

const [name = '', ...more] = process.argv.slice(2)
if (!/^[a-z-]+$/.test(name)) {
  console.error('Usage: node test/bench/run.mjs NAME, where test/bench/NAME.ts is the benchmark')
  process.exit(2)
}
const here = import.meta.dirname
const outDir = path.resolve(here, '../.artifacts/bench')
await build({
  configFile: false,
  root: path.resolve(here, '../..'),
  logLevel: 'warn',
  // They load binaries from beside themselves.
  ssr: { noExternal: true, external: ['node-pty', 'koffi'] },
  build: {
    ssr: path.join(here, `${name}.ts`),
    outDir,
    emptyOutDir: false,
    target: 'node20',
    minify: false,
    rolldownOptions: { output: { entryFileNames: `${name}.mjs`, codeSplitting: false } },
  },
})
const { status } = spawnSync(process.execPath, [path.join(outDir, `${name}.mjs`), ...more], { stdio: 'inherit' })
process.exit(status ?? 1)
