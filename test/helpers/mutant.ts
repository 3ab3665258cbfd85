// A copy of the built app with one line changed for the worse, to show that a test would notice.
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { ROOT } from './app.ts'

/** Writes an agent's text to the program before it is staged: what the gate must never do. */
const WRITE_AND_STAGE = `
async function writeAndStage(core, call, facts, text, verdict) {
  const surface = core.options.surfaces.get(facts.id);
  const { line } = await surface.readiness();
  await surface.deliver({ by: call.agent.id, text, enter: false, lineVersion: line.version });
  return stage(core, call, facts, text, verdict);
}
`

/** A folder with out/ as it is, but with \`line\` replaced in the main bundle. Throws when the line is not there once. */
export async function mutant(line: RegExp, replacement: string): Promise<string> {
  const root = await fs.mkdtemp(path.join(os.tmpdir(), 'gatehouse-mutant-'))
  await fs.cp(path.join(ROOT, 'out'), path.join(root, 'out'), { recursive: true })
  await fs.copyFile(path.join(ROOT, 'package.json'), path.join(root, 'package.json'))
  await fs.symlink(path.join(ROOT, 'node_modules'), path.join(root, 'node_modules'), 'junction')
  const file = path.join(root, 'out/main/index.js')
  const source = await fs.readFile(file, 'utf8')
  const parts = source.split(line)
  if (parts.length !== 2) throw new Error(`${line} is in the bundle ${parts.length - 1} times`)
  await fs.writeFile(file, parts.join(replacement) + WRITE_AND_STAGE)
  return root
}
