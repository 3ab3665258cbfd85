#!/usr/bin/env node
// `npm run test:mutants [-- WORD]`: do the tests of the policy notice when a decision goes wrong? Each mutant is one small
// wrong change in a copy of main/policy; the tests there must fail. WORD: only mutants whose file or words contain it.
// The last line on stdout is `N killed, N survived`.
import { rmSync } from 'node:fs'
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { ensureInstalled } from './install.mjs'
import { fail, since } from './lib/say.mjs'
import { MUTANTS } from './mutants/list.mjs'
import { faultOf, judged } from './mutants/trial.mjs'

const AT_ONCE = Math.min(2, os.availableParallelism())

await ensureInstalled()
const word = process.argv[2]?.toLowerCase() ?? ''
const chosen = MUTANTS.filter(({ file, breaks }) => `${file} ${breaks}`.toLowerCase().includes(word))
if (chosen.length === 0) fail(`No mutant has "${word}" in its file or words.`)
const faults = (await Promise.all(MUTANTS.map(faultOf))).filter(fault => fault !== null)
if (faults.length > 0) fail(faults.join('\n'))

const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'gatehouse-mutants-'))
process.on('exit', () => rmSync(folder, { recursive: true, force: true }))
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(130))

const begun = performance.now()
const unchanged = await judged(null, path.join(folder, 'unchanged'))
if (unchanged.verdict !== 'survived') fail(`The tests fail without any mutant:\n${unchanged.by}`)

const counts = { killed: 0, survived: 0 }
const waiting = chosen.map((mutant, index) => ({ mutant, index }))
await Promise.all(Array.from({ length: AT_ONCE }, work))
console.log(`\n${chosen.length} mutants in ${since(begun)}`)
console.log(`${counts.killed} killed, ${counts.survived} survived`)
process.exit(counts.survived === 0 ? 0 : 1)

/** Takes one mutant after the other until none waits. */
async function work() {
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const { mutant, index } = next
    const { verdict, by } = await judged(mutant, path.join(folder, String(index)))
    if (verdict === 'broken') fail(`${mutant.file}: ${mutant.breaks}: the tests cannot even be loaded:\n${by}`)
    counts[verdict]++
    const line = `${path.posix.basename(mutant.file)}: ${mutant.breaks}`
    console.log(verdict === 'killed' ? `killed    ${line}\n          by "${by}"` : `SURVIVED  ${line}`)
  }
}
