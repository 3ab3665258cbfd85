// The built app with one line of its source changed for the worse, to show that a test would notice.
import fs from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { createBuilder } from 'vite'
import { ROOT } from './app.ts'

/** Writes an agent's text to the program before it is staged: what the gate must never do. */
const WRITE_AND_STAGE = `
async function writeAndStage(core, call, facts, text, verdict) {
  const surface = core.options.surfaces.get(facts.id)
  const { line } = await surface.readiness()
  await surface.deliver({ by: call.agent.id, text, enter: false, lineVersion: line.version })
  return stage(core, call, facts, text, verdict)
}
`

/** A folder with out/ as it is, but with `line` replaced in main's sources. Throws when the line is not there once. */
export async function mutant(line: RegExp, replacement: string): Promise<string> {
  const root = await fs.mkdtemp(path.join(os.tmpdir(), 'gatehouse-mutant-'))
  await fs.cp(path.join(ROOT, 'out'), path.join(root, 'out'), { recursive: true })
  await fs.copyFile(path.join(ROOT, 'package.json'), path.join(root, 'package.json'))
  await fs.symlink(path.join(ROOT, 'node_modules'), path.join(root, 'node_modules'), 'junction')
  let found = 0
  const builder = await createBuilder({
    configFile: path.join(ROOT, 'vite.config.ts'),
    logLevel: 'silent',
    plugins: [
      {
        name: 'mutate',
        enforce: 'pre',
        transform(code, id) {
          const parts = id.startsWith(path.join(ROOT, 'main')) ? code.split(line) : []
          if (parts.length < 2) return null
          found += parts.length - 1
          return { code: parts.join(replacement) + WRITE_AND_STAGE, map: null }
        },
      },
    ],
    environments: { main: { build: { outDir: path.join(root, 'out/main') } } },
  })
  await builder.build(builder.environments['main']!)
  if (found !== 1) throw new Error(`${line} is in the sources ${found} times`)
  return root
}
