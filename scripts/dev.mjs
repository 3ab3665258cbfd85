#!/usr/bin/env node
// `npm run dev`: the page from Vite's development server with hot reload; main and preload built on every change, after
// which the app restarts (main) or its page reloads (preload). Arguments go to Gatehouse.
import { spawn } from 'node:child_process'
import { forgetBuild } from './build.mjs'
import { electronBinary, electronDist, electronSwitches } from './electron-dist.mjs'
import { ensureInstalled } from './install.mjs'
import { at, callersFolder, root } from './lib/paths.mjs'
import { fail, say } from './lib/say.mjs'
import { hasDisplay, missingLibraries, remedy } from './system.mjs'

await ensureInstalled()
if (!hasDisplay()) fail('npm run dev opens a window, and there is no display. For a start without one: npm start')
const { dir, official } = await electronDist().catch(error => fail(error.message))
if (missingLibraries(electronBinary(dir)).length > 0)
  fail(`Electron lacks system libraries. ${remedy({ tests: false })}`)

// What lands in out/ from here on is not what `npm start` wants.
await forgetBuild()
const { createBuilder, createServer } = await import('vite')
const configFile = at('vite.config.ts')
const server = await createServer({ configFile })
await server.listen()
const env = {
  ...process.env,
  VITE_DEV_SERVER_URL: server.resolvedUrls.local[0],
  ...(official ? {} : { GATEHOUSE_STAND_IN_ELECTRON: '1' }),
}

let app = null
let restarting = null
const builder = await createBuilder({ configFile, mode: 'development', logLevel: 'warn' })
await watch('preload', () => server.ws.send({ type: 'full-reload' }))
await watch('main', restart)
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    if (app === null) process.exit(0)
    app.kill('SIGTERM')
  })
}
start()

/** Builds one part now and on each change; `onChange` from the second build on. A broken build is told, and waited out. */
async function watch(part, onChange) {
  const environment = builder.environments[part]
  environment.config.build.watch = {}
  const watcher = await builder.build(environment)
  let first = true
  let broken = false
  await new Promise(resolve => {
    watcher.on('event', event => {
      if (event.code === 'START') broken = false
      if (event.code === 'BUNDLE_END') event.result?.close()
      if (event.code === 'ERROR') broken = true // Vite has said why
      if (event.code !== 'END' || broken) return
      if (first) resolve()
      else onChange()
      if (!first) say(`[${part}] built again`)
      first = false
    })
  })
}

function start() {
  const me = spawn(electronBinary(dir), [...electronSwitches(), root, ...process.argv.slice(2)], {
    stdio: 'inherit',
    cwd: callersFolder('dev'),
    env,
  })
  app = me
  me.once('error', error => fail(`Electron cannot be started: ${error.message}`))
  me.once('close', code => {
    if (app === me && restarting === null) process.exit(code ?? 1)
  })
}

/** The old one must be gone before the new one starts: they share a data folder and a port. */
function restart() {
  if (restarting !== null) return
  restarting = new Promise(resolve => app.once('close', resolve)).then(() => {
    restarting = null
    start()
  })
  app.kill('SIGTERM')
}
