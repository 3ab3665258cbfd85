#!/usr/bin/env node
// `npm run test:fresh [-- [--bare] [--tests=PATH,…]]`: what a new user does, on an empty machine: clone, `npm start`, an agent
// that connects; clone, `npm test`. In a temporary folder with empty caches; with --bare (root) in a Debian that has only
// Node; with --tests, `npm test` of these paths alone. By hand and before a release: it refuses to run inside itself.
import fs from 'node:fs/promises'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { readArguments } from './fresh/arguments.mjs'
import { barePlace, cloneInto, emptyPlace, runThere } from './fresh/place.mjs'
import { createSteps } from './fresh/steps.mjs'
import { checkNode } from './install.mjs'
import { fail, say } from './lib/say.mjs'

const READY_MS = 15 * 60_000
/** A second start, with everything in place, is to be ready within this. */
const SECOND_START_MS = 5000

checkNode()
if (process.env.GATEHOUSE_FRESH) fail('test:fresh does not run inside itself.')
const { on: bare, tests } = readArguments('--bare')
const { step, end } = createSteps()
const place = await step('make an empty place', () => (bare ? barePlace() : emptyPlace())).catch(endHere)
try {
  await step('clone', () => cloneInto(place, 'started'))
  const token = await step('`npm run -s gatehouse -- token new` (installs, builds)', makeToken)
  await step('`npm start`, an agent lists tools', note => startAndAsk(note, token))
  await step(`\`npm start\` again, ready within ${SECOND_START_MS / 1000} s`, note =>
    startAndAsk(note, token, SECOND_START_MS),
  )
  await empty(place.folder)
  await fs.mkdir(path.join(place.folder, 'home'))
  await step('clone, with empty caches again', () => cloneInto(place, 'tested'))
  await step(`\`${['npm test', ...tests].join(' ')}\` (installs packages, libraries, Electron; builds)`, runTests)
} catch {
  // The table says which step, and its own words are above it.
} finally {
  await place.remove()
}
endHere()

function endHere() {
  end(bare ? 'Bare Debian 12' : 'Empty folder')
}

/** The folder itself stays: another of its name could be made by anybody in the moment between. */
async function empty(folder) {
  for (const name of await fs.readdir(folder)) await fs.rm(path.join(folder, name), { recursive: true, force: true })
}

/** A token, and a policy file that lets its agent read. */
async function makeToken() {
  const { code, stdout } = await runThere(
    place,
    'npm',
    ['run', '-s', 'gatehouse', '--', 'token', 'new', 'fresh'],
    'started',
  )
  const [token = '', hash = ''] = stdout.split('\n')
  if (code !== 0 || !/^\S{20,}$/.test(token) || !hash.startsWith('sha256:')) throw new Error('no token on stdout')
  const rule = { id: 'r1', agents: 'fresh', surfaces: '*', level: 'read' }
  const policy = { version: 1, agents: { fresh: { name: 'Fresh', token: hash } }, rules: [rule] }
  await fs.writeFile(path.join(place.folder, 'policy.json'), JSON.stringify(policy))
  return token
}

/** Starts without a display, asks as an agent would, and ends it. @param {number} limit for the ready line, in ms */
async function startAndAsk(note, token, limit = READY_MS) {
  const flags = ['--mcp-port=0', `--user-data-dir=${place.inside('data')}`, `--policy=${place.inside('policy.json')}`]
  const begun = performance.now()
  const child = place.start('npm', ['start', '--', ...flags, '--open=shell'], 'started', ['ignore', 'pipe', 2])
  const closed = new Promise(resolve => child.once('close', resolve))
  const ready = await readyLine(child)
  const took = performance.now() - begun
  try {
    const after = `ready after ${(took / 1000).toFixed(1)} s`
    note(after)
    if (took > limit) throw new Error(after)
    const names = (await ask(ready.mcp, token, 'tools/list', {})).tools.map(tool => tool.name)
    if (!names.includes('list_surfaces')) throw new Error(`the tools are ${names.join(', ')}`)
    const call = await ask(ready.mcp, token, 'tools/call', { name: 'list_surfaces', arguments: {} })
    if (call.structuredContent?.surfaces?.length !== 1) throw new Error(`list_surfaces gives ${JSON.stringify(call)}`)
    const stranger = await post(ready.mcp, {}, 'tools/list', {})
    if (stranger.status !== 401) throw new Error(`without a token it answers ${stranger.status}`)
  } finally {
    await place.end(ready.pid)
    await closed
  }
  if (await fs.stat(path.join(place.folder, 'data', 'endpoint.json')).catch(() => null)) {
    throw new Error('endpoint.json is still there after the end')
  }
}

async function readyLine(child) {
  const timer = setTimeout(() => {
    child.kill('SIGTERM')
    child.stdout.destroy()
  }, READY_MS)
  for await (const line of createInterface({ input: child.stdout })) {
    say(line)
    if (!line.startsWith('gatehouse ready ')) continue
    clearTimeout(timer)
    child.stdout.resume()
    return JSON.parse(line.slice('gatehouse ready '.length))
  }
  throw new Error('it ended without a ready line')
}

function post(url, headers, method, params) {
  const accept = 'application/json, text/event-stream'
  return fetch(url, {
    method: 'POST',
    headers: { ...headers, 'content-type': 'application/json', accept },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
  })
}

/** One MCP request of the agent; the answer may come as JSON or as an event. */
async function ask(url, token, method, params) {
  const answer = await post(url, { authorization: `Bearer ${token}` }, method, params)
  const text = await answer.text()
  const body = text.match(/^data: (.*"id":1.*)$/m)?.[1] ?? text
  if (!answer.ok) throw new Error(`${method} answers ${answer.status}: ${body}`)
  const { result, error } = JSON.parse(body)
  if (error) throw new Error(`${method}: ${error.message}`)
  return result
}

async function runTests(note) {
  const { code, stdout } = await runThere(place, 'npm', ['test', ...tests], 'tested')
  const last = stdout.trimEnd().split('\n').at(-1) ?? ''
  note(last)
  if (code !== 0) throw new Error(last)
}
