// One build for three places (main, the preload, the page) and one test run. `vite build --app` makes all of out/.
import { rm } from 'node:fs/promises'
import { builtinModules } from 'node:module'
import path from 'node:path'
import react from '@vitejs/plugin-react'
import type { EnvironmentOptions, Plugin } from 'vite'
import { defineConfig } from 'vitest/config'

const at = (file: string) => path.resolve(import.meta.dirname, file)

/** What is there at run time: everything else goes into the bundles. */
const external = ['electron', 'node-pty', 'koffi']

interface Made {
  readonly format?: 'es' | 'cjs'
  /** Parts that are loaded when they are asked for lie beside it, and all of it is made small: the window waits for it. */
  readonly parts?: boolean
}

/**
 * What Node or Electron's main and preload contexts run. All but the app's own main stand alone in one file each: a program
 * tells by `import.meta.url` that it is the one started. Neighbours lie beside it.
 */
function forNode(input: string, output: string, { format = 'es', parts = false }: Made = {}): EnvironmentOptions {
  const entryFileNames = path.basename(output)
  return {
    consumer: 'server',
    resolve: { noExternal: true, external, conditions: ['node', 'import', 'module', 'default'] },
    build: {
      outDir: at(path.dirname(output)),
      emptyOutDir: false, // three of them share a folder: buildApp empties it
      target: 'node20',
      minify: parts,
      sourcemap: true,
      copyPublicDir: false,
      rolldownOptions: {
        external: [...external, ...builtinModules, /^node:/],
        platform: 'node',
        input: at(input),
        output: { format, entryFileNames, chunkFileNames: 'app-[name].js', codeSplitting: parts },
      },
    },
  }
}

/**
 * electron-store can check its file against a JSON schema, which is never asked of it here: without that it is a tenth of its size,
 * and it is loaded before the first terminal shows.
 */
const noSchemas: Plugin = {
  name: 'gatehouse-no-schemas',
  enforce: 'pre',
  resolveId: (id, importer) =>
    /^ajv(-formats|\/dist\/2020\.js)$/.test(id) && /[\\/]conf[\\/]/.test(importer ?? '') ? `\0none:${id}` : null,
  load: id =>
    id.startsWith('\0none:')
      ? "export class Ajv2020 { constructor() { throw new Error('no schemas here') } }\nexport default {}"
      : null,
}

/** The two faces that are on the first frame are asked for with the page, so that no text is drawn anew in another. */
const fontsFirst: Plugin = {
  name: 'gatehouse-fonts-first',
  apply: 'build',
  transformIndexHtml: {
    order: 'post',
    handler: (html, { bundle }) => ({
      html,
      tags: Object.keys(bundle ?? {})
        .filter(file => /(jetbrains-mono-latin-wght|inter-latin-opsz)-normal-[^/]*\.woff2$/.test(file))
        .map(file => ({
          tag: 'link',
          attrs: { rel: 'preload', href: `./${file}`, as: 'font', type: 'font/woff2', crossorigin: true },
          injectTo: 'head' as const,
        })),
    }),
  },
}

const parts = {
  main: forNode('main/index.ts', 'out/main/index.js', { parts: true }),
  headless: forNode('main/headless.ts', 'out/main/headless.js'),
  cli: forNode('main/cli.ts', 'out/main/cli.js'),
  // A sandboxed preload can only be CommonJS.
  preload: forNode('preload/bridge.ts', 'out/preload/bridge.cjs', { format: 'cjs' }),
}

/** While developing, React's refresh comes as an inline script and changes over a socket; the built page allows neither. */
const developmentPolicy: Plugin = {
  name: 'gatehouse-development-policy',
  apply: 'serve',
  transformIndexHtml: html =>
    html
      .replace("script-src 'self'", "script-src 'self' 'unsafe-inline'")
      .replace("connect-src 'none'", "connect-src 'self'"),
}

/** All tests import `fast-check` through a file of ours, which says from which seed. */
const seeded: Plugin = {
  name: 'gatehouse-seeded',
  enforce: 'pre',
  resolveId: (id, importer) =>
    id === 'fast-check' && importer && importer !== at('test/helpers/fast-check.ts')
      ? at('test/helpers/fast-check.ts')
      : null,
}

const tests = { root: import.meta.dirname, environment: 'node', testTimeout: 30_000, hookTimeout: 60_000 } as const

export default defineConfig(({ command }) => ({
  root: at('renderer'),
  base: './',
  plugins: [react(), developmentPolicy, noSchemas, fontsFirst, seeded],
  build: {
    outDir: at('out/renderer'),
    emptyOutDir: true,
    target: 'chrome130',
    sourcemap: true,
    chunkSizeWarningLimit: 4000,
  },
  // Only to build: vitest would take `noExternal` for its own code too, and load every package through Vite.
  environments: command === 'build' ? parts : {},
  builder: {
    async buildApp(builder) {
      await Promise.all(['out/main', 'out/preload'].map(folder => rm(at(folder), { recursive: true, force: true })))
      const all = Object.values(builder.environments).filter(part => part.name !== 'ssr')
      await Promise.all(all.map(part => builder.build(part)))
    },
  },
  test: {
    root: import.meta.dirname,
    projects: [
      {
        extends: true,
        // Most of them wait for real programs, so three at a time are faster on any machine.
        test: {
          ...tests,
          name: 'unit',
          include: ['test/**/*.test.{ts,tsx}'],
          exclude: ['test/e2e/**'],
          maxWorkers: 3,
        },
      },
      {
        extends: true,
        // The app over its port, with nobody at its window: they wait more than they work, so more at a time.
        test: {
          ...tests,
          name: 'port',
          include: ['test/e2e/port/**/*.test.ts'],
          testTimeout: 60_000,
          maxWorkers: 4,
          sequence: { groupOrder: 1 },
        },
      },
      {
        extends: true,
        // A window, a screen and two processors each: one file at a time, after the others are done.
        test: {
          ...tests,
          name: 'e2e',
          include: ['test/e2e/**/*.test.ts'],
          exclude: ['test/e2e/port/**'],
          testTimeout: 60_000,
          fileParallelism: false,
          // What drives a window is much to load, and no file leaves anything to the next: once for all of them.
          isolate: false,
          sequence: { groupOrder: 2 },
        },
      },
    ],
  },
}))
