#!/usr/bin/env node
// `npm run -s gatehouse -- COMMAND …`: the subcommands, from a clone. stdout is the command's result alone.
import { ensureBuilt } from './build.mjs'
import { ensureInstalled } from './install.mjs'
import { at, callersFolder } from './lib/paths.mjs'
import { become } from './lib/run.mjs'

await ensureInstalled()
await ensureBuilt()
become(process.execPath, [at('out', 'main', 'cli.js'), ...process.argv.slice(2)], { cwd: callersFolder('gatehouse') })
