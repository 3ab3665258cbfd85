#!/usr/bin/env node
// `npm run test:package [-- OLD.deb NEW.deb]`: a deb of this tree in a clean Debian 12: installed by apt, run by a user with
// the sandbox on, spoken to, upgraded, removed. Builds both debs (as test builds) unless they are given. Needs root. By hand
// and before a release; what it found stands in docs/install.md.
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { at } from './lib/paths.mjs'
import { run } from './lib/run.mjs'
import { fail, say, since } from './lib/say.mjs'

const given = process.argv.slice(2).map(file => path.resolve(file))
if (given.length !== 0 && given.length !== 2) fail('Give two debs, the older one first, or none.', 2)
if (process.platform !== 'linux' || process.getuid() !== 0) fail('test:package needs root on Linux.')

const rows = []
const kept = await fs.mkdtemp(path.join(os.tmpdir(), 'gatehouse-debs-'))
try {
  const [older, newer] = given.length === 2 ? given : [await deb(1), await deb(2)]
  const { lifeOf } = await import('./package/life.mjs')
  await lifeOf({ older, newer, step })
} catch (error) {
  if (rows.every(row => row.ok)) fail(error.stack)
} finally {
  await fs.rm(kept, { recursive: true, force: true })
  printTable()
}
process.exit(rows.length > 0 && rows.every(row => row.ok) ? 0 : 1)

/** Builds one, and puts it aside. */
function deb(number) {
  return step(`npm run package -- --test=${number} deb`, async note => {
    const code = await run(process.execPath, [at('scripts', 'package.mjs'), `--test=${number}`, 'deb'])
    if (code !== 0) throw new Error(`it ended with ${code}`)
    const name = (await fs.readdir(at('release'))).find(file => file.endsWith('.deb'))
    const { size } = await fs.stat(at('release', name))
    note(`${name}, ${Math.round(size / 1e6)} MB`)
    await fs.copyFile(at('release', name), path.join(kept, name))
    return path.join(kept, name)
  })
}

/** Runs one step and notes how it went; a failure ends the run. */
async function step(name, work) {
  say(`\n== ${name}`)
  const start = performance.now()
  const row = { name, ok: false, took: '', note: '' }
  rows.push(row)
  const note = text => {
    row.note = text
    say(text)
  }
  try {
    const result = await work(note)
    row.ok = true
    return result
  } catch (error) {
    note(error.message.trim().split('\n').slice(-3).join(' | '))
    throw error
  } finally {
    row.took = since(start)
  }
}

function printTable() {
  console.log(`\n| step | result | time |\n|---|---|---|`)
  for (const { name, ok, took, note } of rows) {
    console.log(`| ${name} | ${[ok ? 'ok' : 'FAILED', note].filter(Boolean).join(', ')} | ${took} |`)
  }
}
