// Runs the conformance suite against a URL and reads what it found.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { parse } from 'yaml'

const PACKAGE = path.resolve(import.meta.dirname, '../../../node_modules/@modelcontextprotocol/conformance')
const SHIM = path.join(import.meta.dirname, 'node20.mjs')

interface Check {
  readonly id: string
  readonly status: 'SUCCESS' | 'FAILURE' | 'WARNING' | 'SKIPPED' | 'INFO'
  readonly errorMessage?: string | undefined
}

export const REVISIONS = ['2025-11-25', '2026-07-28'] as const

/** The scenarios that a server must pass to conform to a revision. */
export function scoredIn(revision: string): string[] {
  return parse(fs.readFileSync(path.join(PACKAGE, 'requirements', `${revision}.yaml`), 'utf8')).server
}

/** A line for each check that failed, `scenario: check | message`. */
export function failuresOf(scenario: string, checks: readonly Check[]): string[] {
  const failed = checks.filter(({ status }) => status === 'FAILURE')
  return failed.map(({ id, errorMessage }) => `${scenario}: ${id} | ${errorMessage}`)
}

/** The checks of every scenario that `args` chose, by its name. Throws where the suite itself did not run. */
export async function runSuite(url: string, args: readonly string[]): Promise<Map<string, Check[]>> {
  const out = fs.mkdtempSync(path.join(os.tmpdir(), 'gatehouse-conformance-'))
  const shim = 'globSync' in fs ? [] : ['--import', SHIM]
  const all = [...shim, path.join(PACKAGE, 'dist/index.js'), 'server', '--url', url, '-o', out, ...args]
  const child = spawn(process.execPath, all, { stdio: ['ignore', 'pipe', 'pipe'], cwd: out })
  let printed = ''
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', text => {
      printed += text
    })
  }
  await once(child, 'close')
  try {
    const found = read(out)
    if (found.size === 0) throw new Error(`the suite ran nothing: ${printed}`)
    return found
  } finally {
    fs.rmSync(out, { recursive: true, force: true })
  }
}

/** The suite writes a folder for each scenario, named by it and the time. */
function read(out: string): Map<string, Check[]> {
  const found = new Map<string, Check[]>()
  for (const folder of fs.readdirSync(out)) {
    const name = /^server-(.*)-\d{4}-\d\d-\d\dT[\d-]+Z$/.exec(folder)?.[1]
    if (name === undefined) continue
    found.set(name, JSON.parse(fs.readFileSync(path.join(out, folder, 'checks.json'), 'utf8')))
  }
  return found
}
