// Bundles a source file into one plain module, for a child process or for a mutant: a copy of the product whose text
// was changed on the way. The product itself has no switch for this.
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { build } from 'vite'

export interface Mutation {
  /** end of the file's path */
  readonly file: string
  readonly from: string
  readonly to: string
}

export interface Bundle {
  readonly path: string
  remove(): Promise<void>
}

/** Throws when a mutation finds nothing to change: the mutant would be the product. */
export async function bundle(entry: string, mutations: readonly Mutation[] = []): Promise<Bundle> {
  const outDir = await mkdtemp(join(tmpdir(), 'gatehouse-bundle-'))
  const missing = new Set(mutations)
  await build({
    configFile: false,
    logLevel: 'silent',
    plugins: [
      {
        name: 'mutate',
        enforce: 'pre',
        transform(code, id) {
          let text = code
          for (const mutation of mutations) {
            if (!id.endsWith(mutation.file) || !text.includes(mutation.from)) continue
            text = text.replace(mutation.from, mutation.to)
            missing.delete(mutation)
          }
          return text === code ? null : { code: text, map: null }
        },
      },
    ],
    ssr: { noExternal: true },
    build: { ssr: entry, outDir, minify: false, rollupOptions: { output: { entryFileNames: 'bundle.mjs' } } },
  })
  if (missing.size > 0) throw new Error(`nothing to change in ${[...missing].map(({ file }) => basename(file))}`)
  return { path: join(outDir, 'bundle.mjs'), remove: () => rm(outDir, { recursive: true, force: true }) }
}
